import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import TLS

/// Runs `site-controller`: wherever on the cluster a ConfigMap `skupper-site` asks for a router, it
/// sees to it that there is one. What goes with the ConfigMap goes by itself.
final class SkupperSiteController {
  /// Runs until the program is asked to end.
  @Sendable static func run(_ arguments: [String]) async throws {
    let pod = try SkupperPod(Environment.all)
    let doorbell = try Doorbell()
    let mirror = try ClusterMirror(
      pod.client, [.configMaps, .deployments, .secrets], ringing: doorbell)
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
      for site in snapshot.all(.configMaps)
      where site.name == ObjectName.site && !site.isBeingDeleted {
        do {
          try certify(site, snapshot)
        } catch {
          SkupperPod.log("the certificates in \(site.namespace ?? "") failed: \(error)")
        }
      }
    }
  }

  /// Keeps a certificate for each service of a site, for those that want to speak TLS with their
  /// router, and what their clients trust.
  private func certify(_ object: Value, _ snapshot: Snapshot) throws {
    guard let site = pod.site(object),
      let kept = snapshot.object(.secrets, site.namespace, ObjectName.serviceAuthority),
      let credential = Skupper.Credential(secret: kept)
    else { return }
    let authority = CertificateAuthority(
      .init(certificate: credential.certificate, key: credential.key))
    let services = snapshot.object(.configMaps, site.namespace, ObjectName.services)
    let addresses = ServiceDefinition.all(in: services).keys.sorted()
    for request in addresses.map(site.serviceCertificate)
    where snapshot.object(.secrets, site.namespace, request.secret) == nil {
      let issued = try authority.issue(commonName: request.commonName, names: request.names)
      try mirror.apply(
        .create(
          site.secret(
            request.secret, .init(certificate: issued.certificate, key: issued.key),
            authority: credential)))
    }
    if snapshot.object(.secrets, site.namespace, ObjectName.serviceTrust) == nil {
      try mirror.apply(.create(site.serviceTrustSecret(authority: credential)))
    }
    let wanted =
      addresses.map { ObjectName.serviceCertificatePrefix + $0 } + [ObjectName.serviceTrust]
    for secret in snapshot.all(.secrets, in: site.namespace)
    where secret.name.hasPrefix(ObjectName.serviceCertificatePrefix)
      && !wanted.contains(secret.name) && secret.owners.contains(where: { $0.uid == object.uid })
    {
      try mirror.apply(.delete(ObjectReference(to: secret)))
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
