import Documents
import Kubernetes
import Skupper

/// Clusters that take part: each gets a router, with the entrance that its role needs.
extension Planner {
  mutating func planClusters() {
    let wanted = Set(networks.flatMap { clusters(of: $0) })
    for cluster in wanted.sorted() {
      ensure(
        Kinds.clusters, cluster,
        spec: ["clusterRef": Self.reference(cluster, namespace: OrchestratorName.namespace)],
        isFinal: true)
    }
    drop(Kinds.clusters, keeping: wanted)
    for object in own.all(Kinds.clusters) {
      guard let edge = world.edges[object.name] else {
        if object.isBeingDeleted { release(object) }
        continue
      }
      object.isBeingDeleted ? terminate(object, edge) : advance(object, edge)
    }
  }

  private mutating func advance(_ object: Value, _ edge: World.Edge) {
    let isHub = networks.contains { hubs(of: $0).contains(object.name) }
    let ingress = isHub ? "LoadBalancer" : "None"
    let services = own.all(Kinds.services).filter { $0.referenced("clusterRef") == object.name }
      .map(\.name)
    func common(_ status: inout Value) {
      status["ingress"] = Value(ingress)
      status["services"] = services.isEmpty ? nil : Value(services)
    }
    switch object.phase {
    case "": setPhase(object, "Pending", common)
    case "Pending": if hasLasted(object) { setPhase(object, "Configuring", common) }
    case "Configuring":
      configure(object, edge, ingress: ingress)
        ? setPhase(object, "Running", common) : setPhase(object, "Configuring", common)
    default:
      // Another entrance means another router: the old one goes first.
      let isSame = object["status", "ingress"]?.string == ingress && isRunning(edge)
      setPhase(object, isSame ? "Running" : "Configuring", common)
    }
  }

  /// Brings the cluster's router into the shape that it should have; true when it is.
  private mutating func configure(_ object: Value, _ edge: World.Edge, ingress: String) -> Bool {
    let name = OrchestratorName.edgeNamespace
    guard edge.snapshot.object(.namespaces, nil, name)?.isBeingDeleted == false else {
      note(
        "cluster \(object.name) has no namespace \(name): deploy the skupper extension there")
      return false
    }
    let kind: SiteOptions.Ingress = ingress == "LoadBalancer" ? .loadBalancer : .none
    guard let site = edge.snapshot.object(.configMaps, name, ObjectName.site) else {
      let isEmpty =
        edge.snapshot.all(.deployments, in: name).isEmpty
        && edge.snapshot.object(.services, name, ObjectName.router) == nil
      guard isEmpty, hasLasted(object, 2) else { return false }
      var options = SiteOptions(siteName: object.name)
      options.ingress = kind
      options.annotations = [OrchestratorName.clusterLabel: object.name]
      self.edge(object.name, .create(options.siteConfigMap(namespace: name)))
      return false
    }
    guard site.annotations[OrchestratorName.clusterLabel] == object.name,
      SiteOptions(site: site).ingress == kind
    else {
      if !site.isBeingDeleted {
        self.edge(object.name, .delete(ObjectReference(to: site)))
      }
      return false
    }
    return isRunning(edge)
  }

  /// Whether router and controller of a cluster are up.
  private func isRunning(_ edge: World.Edge) -> Bool {
    let name = OrchestratorName.edgeNamespace
    return edge.snapshot.object(.configMaps, name, ObjectName.site) != nil
      && [ObjectName.router, ObjectName.controller].allSatisfy { program in
        edge.snapshot.object(.deployments, name, program)?.holds("Available") == true
      }
  }

  private mutating func terminate(_ object: Value, _ edge: World.Edge) {
    guard object.finalizers.contains(OrchestratorName.finalizer) else { return }
    if object.phase != "Terminating" {
      setPhase(object, "Terminating")
      return
    }
    let namespace = OrchestratorName.edgeNamespace
    if let site = edge.snapshot.object(.configMaps, namespace, ObjectName.site) {
      if !site.isBeingDeleted { self.edge(object.name, .delete(ObjectReference(to: site))) }
    } else if hasLasted(object) {
      release(object)
    }
  }
}
