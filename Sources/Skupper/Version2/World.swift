import Documents
import Kubernetes

/// What the controller of version 2 looks at, and what it decides.
extension Version2 {
  /// A cluster and what its routers tell.
  package struct World: Sendable {
    package var objects: Snapshot
    /// What the router of each namespace's site tells; nothing for those that do not answer.
    package var routers: [String: RouterStatus]
    package var now: Timestamp
    package var profile: TextProfile
    /// Whether the cluster has routes.
    package var hasRoutes: Bool
    /// The controller's own namespace.
    package var namespace: String

    package init(
      objects: Snapshot, routers: [String: RouterStatus] = [:], now: Timestamp,
      profile: TextProfile, hasRoutes: Bool, namespace: String = Name.namespace
    ) {
      self.objects = objects
      self.routers = routers
      self.now = now
      self.profile = profile
      self.hasRoutes = hasRoutes
      self.namespace = namespace
    }
  }

  /// What is to be done.
  package struct Decision: Sendable, Equatable {
    package var changes: [ObjectChange] = []
    /// Certificates to be made.
    package var orders: [CertificateOrder] = []
    /// Tokens to be presented to the sites that granted them.
    package var redemptions: [Value] = []
  }

  /// A certificate that is to be made, and the Secret that is to keep it.
  package struct CertificateOrder: Sendable, Equatable {
    package var commonName: String
    package var names: [String]
    /// Who signs it; nothing for an authority.
    package var authority: Credential?
    /// For how many days it is good.
    package static let days = 1825
    /// The Secret without its content.
    var secret: Value
    /// Whether the Secret is there already, with a certificate that no longer fits.
    var isRenewal: Bool

    /// The change that stores the certificate.
    package func change(_ credential: Credential) -> ObjectChange {
      var secret = secret
      var data = ["tls.crt": credential.certificate, "tls.key": credential.key]
      if let authority { data["ca.crt"] = authority.certificate }
      secret["data"] = .secretData(data)
      return isRenewal ? .update(secret) : .create(secret)
    }
  }
}

/// One look at the world, and what came of it so far.
struct Version2Planner {
  let world: Version2.World
  var decision = Version2.Decision()

  var objects: Snapshot { world.objects }
  var now: Timestamp { world.now }

  /// The objects of a type in a namespace that are not about to go.
  func all(_ type: ResourceType, in namespace: String) -> [Value] {
    objects.all(type, in: namespace).filter { !$0.isBeingDeleted }
  }

  /// Makes an object, or brings what it says into line; what others added to it stays.
  mutating func ensure(_ wanted: Value, _ type: ResourceType) {
    guard let present = objects.object(type, wanted.namespace, wanted.name) else {
      decision.changes.append(.create(wanted))
      return
    }
    guard !present.isBeingDeleted else { return }
    var changed = present
    for (key, value) in wanted.object ?? [:] where key != "metadata" {
      changed[key] = (present[key] ?? .null).overlaid(with: value)
    }
    if changed != present { decision.changes.append(.update(changed)) }
  }

  /// Deletes an object where it is there and was made for that owner.
  mutating func drop(_ type: ResourceType, _ name: String, ownedBy owner: Value) {
    guard let present = objects.object(type, owner.namespace, name), !present.isBeingDeleted,
      present.owners.contains(where: { $0.uid == owner.uid })
    else { return }
    decision.changes.append(.delete(ObjectReference(to: present)))
  }

  /// Writes an object's status where it says something else now.
  mutating func setStatus(_ object: Value, _ change: (inout Value) -> Void) {
    var changed = object
    change(&changed)
    if changed["status"] != object["status"] { decision.changes.append(.updateStatus(changed)) }
  }

  /// The metadata of an object that goes when its owner goes.
  static func metadata(_ name: String, ownedBy owner: Value) -> Value {
    [
      "name": Value(name), "namespace": Value(owner.namespace ?? ""),
      "ownerReferences": [OwnerReference(to: owner, isController: false).document],
    ]
  }

  /// An object of one of version 2's types that goes when its owner goes.
  static func object(
    _ type: ResourceType, _ name: String, ownedBy owner: Value, _ spec: Value
  ) -> Value {
    [
      "apiVersion": Value(type.apiVersion), "kind": Value(type.kind),
      "metadata": metadata(name, ownedBy: owner), "spec": spec,
    ]
  }
}

extension Value {
  /// This value with everything that another one says; members that only this one has stay.
  func overlaid(with other: Value) -> Value {
    switch (self, other) {
    case (.object(let own), .object(let others)):
      var merged = own
      for (key, value) in others { merged[key] = (own[key] ?? .null).overlaid(with: value) }
      return .object(merged)
    case (.array(let own), .array(let others)) where own.count == others.count:
      return .array(zip(own, others).map { $0.overlaid(with: $1) })
    default: return other
    }
  }
}
