import Documents
import Kubernetes

@testable import Skupper

/// A cluster with version 2's controller as values: what the controller decides is done at once, and
/// what a cluster does by itself (addresses, hosts of routes, what goes with its owner) is done too.
struct Version2Lab {
  var objects = Snapshot()
  var routers: [String: RouterStatus] = [:]
  var now = Timestamp(seconds: 1_800_000_000)
  /// Whether load balancers get addresses.
  var hasBalancer = true
  let hasRoutes: Bool
  private(set) var redemptions: [String] = []
  private var nextUID = 1

  init(hasRoutes: Bool = true) {
    self.hasRoutes = hasRoutes
    for var definition in Version2.definitions {
      definition.setCondition(Condition("Established", true), now: now)
      add(definition)
    }
    for object in Version2.installation(.v2_2) { add(object) }
  }

  @discardableResult
  mutating func add(_ object: Value) -> String {
    var object = object
    object["metadata", "uid"] = Value("uid-\(nextUID)")
    object["metadata", "generation"] = 1
    object["metadata", "resourceVersion"] = Value(String(nextUID))
    object["metadata", "creationTimestamp"] = Value((now + nextUID).text)
    nextUID += 1
    if object["kind"] == "Route", object["spec", "host"] == nil {
      object["spec", "host"] = Value("\(object.name)-\(object.namespace ?? "").apps.test")
    }
    balance(&object)
    objects.set(object)
    return object.uid
  }

  private func balance(_ object: inout Value) {
    guard object["kind"] == "Service", object["spec", "type"] == "LoadBalancer", hasBalancer else {
      return
    }
    object["status", "loadBalancer", "ingress"] = [["ip": "10.0.0.9"]]
  }

  /// One of version 2's objects.
  @discardableResult
  mutating func make(
    _ type: ResourceType, _ name: String, in namespace: String = "west", _ spec: Value
  ) -> String {
    add([
      "apiVersion": Value(type.apiVersion), "kind": Value(type.kind),
      "metadata": ["name": Value(name), "namespace": Value(namespace)], "spec": spec,
    ])
  }

  mutating func pod(
    _ name: String, in namespace: String = "west", labels: [String: String], address: String,
    isReady: Bool = true
  ) {
    add([
      "apiVersion": "v1", "kind": "Pod",
      "metadata": [
        "name": Value(name), "namespace": Value(namespace), "labels": Value(labels),
      ],
      "status": [
        "podIP": Value(address),
        "conditions": [["type": "Ready", "status": isReady ? "True" : "False"]],
      ],
    ])
  }

  mutating func routerPod(in namespace: String = "west") {
    pod(
      "skupper-router-x", in: namespace, labels: SiteIdentity.routerSelector, address: "10.0.1.1")
  }

  func object(_ type: ResourceType, _ name: String, in namespace: String = "west") -> Value? {
    objects.object(type, namespace, name)
  }

  func names(_ type: ResourceType, in namespace: String = "west") -> [String] {
    objects.all(type, in: namespace).map(\.name)
  }

  /// The status word and the message of one of version 2's objects.
  func status(_ type: ResourceType, _ name: String, in namespace: String = "west") -> String {
    let status = object(type, name, in: namespace)?["status"]
    return "\(status?["status"]?.string ?? "none"): \(status?["message"]?.string ?? "")"
  }

  /// The router's configuration of a namespace.
  func configuration(in namespace: String = "west") -> RouterConfiguration? {
    object(.configMaps, "skupper-router", in: namespace)
      .flatMap(RouterConfiguration.init(configMap:))
  }

  mutating func change(
    _ type: ResourceType, _ name: String, in namespace: String = "west",
    _ body: (inout Value) -> Void
  ) {
    guard var object = object(type, name, in: namespace) else { return }
    let spec = object["spec"]
    body(&object)
    if object["spec"] != spec { object["metadata", "generation"] = Value(object.generation + 1) }
    objects.set(object)
  }

  /// Removes an object and what goes with it.
  mutating func delete(_ type: ResourceType, _ name: String, in namespace: String = "west") {
    guard let gone = object(type, name, in: namespace) else { return }
    var ends = [gone]
    while let next = ends.popLast() {
      objects.remove(next)
      ends += objects.everything.filter { $0.owners.contains { $0.uid == next.uid } }
    }
  }

  /// Decides and acts until there is nothing left to do; the result is how many rounds it took, or
  /// nothing when it found no end.
  @discardableResult
  mutating func settle() -> Int? {
    var generator = SystemRandomNumberGenerator()
    for round in 1...30 {
      let decision = Version2.decide(
        Version2.World(
          objects: objects, routers: routers, now: now, profile: .v2_2, hasRoutes: hasRoutes),
        using: &generator)
      redemptions = decision.redemptions.map(\.name)
      if decision.changes.isEmpty, decision.orders.isEmpty { return round }
      for change in decision.changes { apply(change) }
      for order in decision.orders {
        apply(order.change(.init(certificate: "CERT of \(order.commonName)", key: "KEY")))
      }
    }
    return nil
  }

  private mutating func apply(_ change: ObjectChange) {
    switch change {
    case .create(let object): add(object)
    case .update(var object):
      balance(&object)
      objects.set(object)
    case .updateStatus(let object):
      guard
        let type = objects.types.with(
          apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? ""),
        var present = objects.object(type, object.namespace, object.name)
      else { return }
      present["status"] = object["status"]
      objects.set(present)
    case .delete(let reference):
      guard
        let type = objects.types.with(
          apiVersion: reference.apiVersion, kind: reference.kind)
      else { return }
      delete(type, reference.name, in: reference.namespace ?? "")
    case .remove, .event: break
    }
  }
}
