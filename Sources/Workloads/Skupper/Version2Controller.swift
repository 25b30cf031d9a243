import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import Synchronization
import TLS

/// Runs `controller`: looks after the sites of version 2 on a cluster, presents their tokens, and
/// answers those of others.
func runVersion2Controller(_ pod: SkupperPod) async throws {
  let controller = try Version2Controller(pod)
  try SystemThread.start(name: "controller") { controller.work() }
  try GrantServer.start(pod)
  try await untilAskedToEnd()
}

/// Carries out what ``Version2`` decides.
final class Version2Controller: Sendable {
  /// A site's router as it is followed.
  private struct Follower {
    let watch: RouterWatch
    let podsChanged: Doorbell
  }

  private let pod: SkupperPod
  private let doorbell: Doorbell
  private let mirror: ClusterMirror
  private let hasRoutes: Bool
  private let redeemer: TokenRedeemer
  private let followers = Mutex<[String: Follower]>([:])

  init(_ pod: SkupperPod) throws {
    self.pod = pod
    doorbell = try Doorbell()
    hasRoutes = try pod.client.types().contains(.routes)
    let types: [ResourceType] = [
      .customResourceDefinitions, .configMaps, .secrets, .services, .pods, .deployments, .nodes,
      .serviceAccounts, .roles, .roleBindings,
    ]
    mirror = try ClusterMirror(
      pod.client, types + (hasRoutes ? [.routes] : []) + Version2.types, ringing: doorbell)
    redeemer = TokenRedeemer(pod: pod, mirror: mirror, ringing: doorbell)
  }

  /// Decides and acts at every change.
  func work() {
    var generator = SystemRandomNumberGenerator()
    var isDone = true
    while true {
      doorbell.wait(isDone ? nil : .seconds(1))
      guard mirror.isLoaded else { continue }
      let objects = mirror.snapshot
      follow(objects)
      let world = Version2.World(
        objects: objects,
        routers: followers.withLock { $0.compactMapValues(\.watch.status) },
        now: Timestamp(seconds: Int(WallTime.now().seconds)), profile: pod.profile,
        hasRoutes: hasRoutes, namespace: pod.namespace)
      let decision = Version2.decide(world, using: &generator)
      isDone = true
      for order in decision.orders where !fill(order) { isDone = false }
      for change in decision.changes where !apply(change) { isDone = false }
      for token in decision.redemptions { redeemer.redeem(token) }
    }
  }

  /// Follows the router of every namespace that has a site.
  private func follow(_ objects: Snapshot) {
    let namespaces = Set(objects.all(Version2.sites).compactMap(\.namespace))
    followers.withLock { followers in
      for namespace in namespaces where followers[namespace] == nil {
        do {
          let bell = try Doorbell()
          let mirror = mirror
          followers[namespace] = Follower(
            watch: try RouterWatch(
              pods: { mirror.objects(.pods).filter { $0.namespace == namespace } },
              podsChanged: bell, ringing: doorbell), podsChanged: bell)
        } catch {
          SkupperPod.log("the router in \(namespace) cannot be followed: \(error)")
        }
      }
      for follower in followers.values { follower.podsChanged.ring() }
    }
  }

  /// Makes a change; false when it has to be tried again.
  private func apply(_ change: ObjectChange) -> Bool {
    do {
      try mirror.apply(change)
      if let note = change.note { SkupperPod.log(note) }
      return true
    } catch {
      SkupperPod.log("a change failed: \(error)")
      return false
    }
  }

  /// Makes a certificate.
  private func fill(_ order: Version2.CertificateOrder) -> Bool {
    do {
      let made: TLS.Credential
      if let authority = order.authority {
        made = try CertificateAuthority(
          .init(certificate: authority.certificate, key: authority.key)
        ).issue(
          commonName: order.commonName, names: order.names, days: Version2.CertificateOrder.days)
      } else {
        made = try CertificateAuthority.make(
          commonName: order.commonName, days: Version2.CertificateOrder.days
        ).credential
      }
      return apply(order.change(.init(certificate: made.certificate, key: made.key)))
    } catch {
      SkupperPod.log("a certificate for \(order.commonName) could not be made: \(error)")
      return false
    }
  }
}

extension ObjectChange {
  /// What the controller's log says of a change; nothing for those that only tell how things are.
  fileprivate var note: String? {
    switch self {
    case .create(let object): "created \(place(of: object))"
    case .update(let object): "updated \(place(of: object))"
    case .delete(let gone): "deleted \(gone.kind) \(gone.namespace ?? "")/\(gone.name)"
    case .updateStatus, .remove, .event: nil
    }
  }

  private func place(of object: Value) -> String {
    "\(object["kind"]?.string ?? "") \(object.namespace ?? "")/\(object.name)"
  }
}
