import Documents
import Kubernetes
import Skupper

/// Services of the interconnect: what a hub's router takes in for the whole network.
extension Planner {
  mutating func planServices() {
    var wanted: Set<String> = []
    for service in own.all(Kinds.networkServices) where !service.isBeingDeleted {
      let cluster = service.referenced("clusterRef")
      let place = service["spec", "serviceRef"] ?? .null
      let name = OrchestratorName.service(
        cluster: cluster, namespace: place["namespace"]?.string ?? "",
        name: place["name"]?.string ?? "")
      wanted.insert(name)
      var spec = service["spec"] ?? [:]
      spec["networkRef"] = nil
      ensure(
        Kinds.services, name, labels: [OrchestratorName.clusterNameLabel: cluster], spec: spec,
        isFinal: true)
    }
    drop(Kinds.services, keeping: wanted)
    for object in own.all(Kinds.services) {
      guard let edge = world.edges[object.referenced("clusterRef")] else {
        if object.isBeingDeleted { release(object) }
        continue
      }
      object.isBeingDeleted ? unexpose(object, edge) : advance(object, edge)
    }
  }

  private mutating func advance(_ object: Value, _ edge: World.Edge) {
    switch object.phase {
    case "": setPhase(object, "Pending")
    case "Pending": if hasLasted(object) { setPhase(object, "Exposing") }
    default:
      let definition = Self.definition(of: object)
      let configMap = edge.snapshot.object(
        .configMaps, OrchestratorName.edgeNamespace, ObjectName.services)
      let present = ServiceDefinition.all(in: configMap)[definition.address]
      let cluster = own.object(Kinds.clusters, nil, object.referenced("clusterRef"))
      guard let configMap, cluster?.phase == "Running" else {
        return setPhase(object, "Exposing")
      }
      guard present == definition else {
        write(definition, to: configMap, of: object)
        return setPhase(object, "Exposing")
      }
      let isThere =
        edge.snapshot.object(
          .services, OrchestratorName.edgeNamespace, definition.address) != nil
      if object.phase == "Exposed" || isThere && hasLasted(object) {
        setPhase(object, isThere ? "Exposed" : "Exposing")
      }
    }
  }

  private mutating func unexpose(_ object: Value, _ edge: World.Edge) {
    guard object.finalizers.contains(OrchestratorName.finalizer) else { return }
    if object.phase != "Unexposing" { return setPhase(object, "Unexposing") }
    let address = Self.definition(of: object).address
    let configMap = edge.snapshot.object(
      .configMaps, OrchestratorName.edgeNamespace, ObjectName.services)
    if let configMap, ServiceDefinition.all(in: configMap)[address] != nil {
      write(nil, to: configMap, of: object)
    } else if hasLasted(object) {
      release(object)
    }
  }

  /// Puts a definition among those of a cluster, or takes it away.
  private mutating func write(
    _ definition: ServiceDefinition?, to configMap: Value, of object: Value
  ) {
    var all = ServiceDefinition.all(in: configMap)
    all[Self.definition(of: object).address] = definition
    var changed = configMap
    changed["data"] = ServiceDefinition.data(all)
    edge(object.referenced("clusterRef"), .update(changed))
  }

  /// The address is the service's plain name; behind it stands the service in its own namespace.
  static func definition(of object: Value) -> ServiceDefinition {
    let service = object["spec", "serviceRef"] ?? .null
    let name = service["name"]?.string ?? ""
    let namespace = service["namespace"]?.string ?? ""
    let ports = (object["spec", "exposePorts"]?.array ?? []).compactMap { $0["port"]?.integer }
    var definition = ServiceDefinition(address: name, ports: ports)
    let isOutside = namespace != OrchestratorName.edgeNamespace
    definition.targets = [
      .init(
        name: isOutside ? "\(name).\(namespace)" : name, service: name,
        ports: Dictionary(ports.map { ($0, $0) }, uniquingKeysWith: { first, _ in first }),
        namespace: isOutside ? namespace : nil)
    ]
    return definition
  }
}
