import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper

/// Runs `site-controller`: wherever on the cluster a ConfigMap `skupper-site` asks for a router, it
/// sees to it that there is one. What goes with the ConfigMap goes by itself.
final class SkupperSiteController {
  /// Runs until the program is asked to end.
  @Sendable static func run(_ arguments: [String]) async throws {
    let pod = try SkupperPod(Environment.all)
    let doorbell = try Doorbell()
    let mirror = try ClusterMirror(pod.client, [.configMaps, .deployments], ringing: doorbell)
    try SystemThread.start(name: "site controller") {
      SkupperSiteController(pod, mirror, doorbell).work()
    }
    try await untilAskedToEnd()
  }

  private let pod: SkupperPod
  private let mirror: ClusterMirror
  private let doorbell: Doorbell

  private init(_ pod: SkupperPod, _ mirror: ClusterMirror, _ doorbell: Doorbell) {
    self.pod = pod
    self.mirror = mirror
    self.doorbell = doorbell
  }

  private func work() {
    var isDone = true
    while true {
      doorbell.wait(isDone ? nil : .seconds(1))
      guard mirror.isLoaded else { continue }
      let snapshot = mirror.snapshot
      let waiting = snapshot.all(.configMaps).filter { site in
        site.name == ObjectName.site && !site.isBeingDeleted
          && [ObjectName.router, ObjectName.controller].contains { program in
            let deployment = snapshot.object(.deployments, site.namespace, program)
            return deployment?.owners.contains { $0.uid == site.uid } != true
          }
      }
      isDone = true
      for site in waiting where !make(in: site.namespace ?? "") { isDone = false }
    }
  }

  /// Makes what is missing of a site; false when it has to be tried again.
  private func make(in namespace: String) -> Bool {
    do {
      let launch = ProcessLaunch(
        Executable.path, ["skupper", "init", "--namespace", namespace, "--timeout", "2s"],
        environment: pod.environment)
      let result = try launch.run(timeout: .seconds(20))
      let text = String(decoding: result.output, as: UTF8.self)
      for line in text.split(separator: "\n") { SkupperPod.log("\(namespace): \(line)") }
      return result.status.shellCode == 0
    } catch {
      SkupperPod.log("the site in \(namespace) could not be made: \(error)")
      return false
    }
  }
}
