import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper

/// The pod in which one of the site's programs runs: its address, its folder, and the API.
struct SkupperPod: Sendable {
  let environment: [String: String]
  let client: KubernetesClient
  let namespace: String
  /// The folder that stands for `/`.
  let root: String
  /// The address that the pod's servers listen on.
  let address: String
  let profile: TextProfile
  let platform: String

  /// The pod that the environment describes.
  /// - Throws: ``PodError`` that says what is missing.
  init(_ environment: [String: String]) throws(PodError) {
    self.environment = environment
    namespace = environment["POD_NAMESPACE"] ?? "default"
    root = environment["TRESTLE_ROOT"] ?? Files.currentDirectory
    address = environment["POD_IP"] ?? environment["TRESTLE_NET_ADDRESS"] ?? "127.0.0.1"
    profile = TextProfile.named(environment["TRESTLE_SKUPPER_PROFILE"])
    platform = environment["TRESTLE_SKUPPER_PLATFORM"] ?? "kubernetes"
    guard let file = environment["KUBECONFIG"], !file.isEmpty else {
      throw PodError("KUBECONFIG is not set, so there is no way to the site's API")
    }
    do {
      let text = try Files.readText(file)
      let access = try Kubeconfig(text: text, file: file).access()
      client = try KubernetesClient(access, namespace: namespace)
    } catch {
      throw PodError("the way to the site's API in \(file) cannot be used: \(error)")
    }
  }

  /// The site's ConfigMap as it is now.
  func site(_ object: Value?) -> SiteIdentity? {
    object.map { SiteIdentity(site: $0, profile: profile, platform: platform) }
  }

  /// Writes a line to the container's log.
  static func log(_ line: String) {
    try? StandardStream.output.writeAll("\(WallTime.now().rfc3339) \(line)\n")
  }
}

/// Why a program of a site cannot run.
struct PodError: Error, CustomStringConvertible {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  var description: String { reason }
}

/// Runs work that blocks on a thread of its own.
func onOwnThread<Result: Sendable>(
  _ name: String, failing fallback: Result, _ body: @escaping @Sendable () -> Result
) async -> Result {
  await withCheckedContinuation { done in
    do {
      try SystemThread.start(name: name) { done.resume(returning: body()) }
    } catch {
      SkupperPod.log("\(error)")
      done.resume(returning: fallback)
    }
  }
}
