import Documents
import Kubernetes
import Platform
import Skupper

/// Runs `config-sync`: writes the router's configuration and certificates, as the site's objects
/// hold them, into the folders that it shares with the router.
func runConfigSync(_ pod: SkupperPod) async throws {
  let doorbell = try Doorbell()
  let sync = ConfigSync(
    pod: pod,
    configMaps: try ObjectWatch(pod.client, .configMaps, ringing: doorbell),
    secrets: try ObjectWatch(pod.client, .secrets, ringing: doorbell))
  try SystemThread.start(name: "config-sync") {
    while true {
      doorbell.wait()
      sync.apply()
    }
  }
  if pod.profile.claimsAtRouter { try ClaimsServer.start(pod) }
  try await untilAskedToEnd()
}

/// Brings the shared folders to what the objects say.
struct ConfigSync: Sendable {
  let pod: SkupperPod
  let configMaps: ObjectWatch
  let secrets: ObjectWatch

  private var certificates: String { pod.root + RouterConfiguration.certificateFolder }
  private var configuration: String { "\(pod.root)/etc/skupper-router/config/skrouterd.json" }

  /// Certificates first, so that what the configuration names is there; what it no longer names
  /// goes last.
  func apply() {
    guard configMaps.isLoaded, secrets.isLoaded,
      let configMap = configMaps.object(pod.profile.configurationName),
      let wanted = RouterConfiguration(configMap: configMap)
    else { return }
    let profiles = wanted.all("sslProfile").map(\.name)
    do {
      for profile in profiles { try writeCertificates(of: profile) }
      let host = pod.environment["HOSTNAME"] ?? "router"
      try write(
        configuration, Self.named(wanted.text, podName: host), what: "the configuration")
      try removeCertificates(except: Set(profiles.map(RouterConfiguration.folder(ofProfile:))))
    } catch {
      SkupperPod.log("the router's folders cannot be written: \(error)")
    }
  }

  /// The configuration with the pod's name in its place.
  static func named(_ text: String, podName: String) -> String {
    text.split(separator: RouterConfiguration.podName, omittingEmptySubsequences: false)
      .joined(separator: podName)
  }

  private func writeCertificates(of profile: String) throws(SystemError) {
    guard let secret = secrets.object(RouterConfiguration.secret(ofProfile: profile)) else {
      SkupperPod.log(
        "the certificates of \(profile) are not there yet: secret "
          + RouterConfiguration.secret(ofProfile: profile))
      return
    }
    let folder = "\(certificates)/\(RouterConfiguration.folder(ofProfile: profile))"
    try Files.makeDirectory(folder)
    for name in ["ca.crt", "tls.key", "tls.crt"] {
      guard let text = secret.secretText(name) else { continue }
      try write("\(folder)/\(name)", text, what: "\(profile) \(name)")
    }
  }

  private func write(_ path: String, _ text: String, what: String) throws(SystemError) {
    if (try? Files.readText(path)) == text { return }
    try Files.makeDirectory(Path.parent(of: path))
    try Files.write(path, text: text, mode: 0o600)
    SkupperPod.log("wrote \(what)")
  }

  private func removeCertificates(except kept: Set<String>) throws(SystemError) {
    guard Files.isDirectory(certificates) else { return }
    for folder in try Files.list(certificates) where !kept.contains(folder) {
      try Files.remove("\(certificates)/\(folder)")
      SkupperPod.log("removed the certificates of \(folder)")
    }
  }
}
