import Documents
import Kubernetes

/// Networks: which clusters take part, which services are offered, and who is the hub.
extension Planner {
  /// A service that a deployment offers to the other clusters of its network.
  struct Offer: Hashable {
    var network: String
    var cluster: String
    var namespace: String
    var name: String
    var ports: [Int]
  }

  /// The deployments of a network that is there, on clusters that can be reached.
  func members(of network: String) -> [Value] {
    own.all(Kinds.deployments).filter {
      !$0.isBeingDeleted && Self.network(of: $0) == network && $0["status", "state"] != "Error"
    }
  }

  /// The networks that people made.
  var networks: [String] { own.all(Kinds.tenancyNetworks).map(NetworkAPI.displayName).sorted() }

  func clusters(of network: String) -> [String] {
    Set(members(of: network).flatMap(Self.clusters)).intersection(world.edges.keys).sorted()
  }

  mutating func planNetworks() {
    var wanted: (clusters: Set<String>, services: Set<String>, links: Set<String>) = ([], [], [])
    for network in networks {
      ensure(
        Kinds.networks, network, spec: ["networkRef": Self.reference(network)])
      if let object = own.object(Kinds.networks, nil, network) {
        let names = members(of: network).map { Self.reference($0.name) }
        setStatus(object) { $0["deploymentRefs"] = names.isEmpty ? nil : .array(names) }
      }
      let clusters = clusters(of: network)
      let offers = offers(in: network)
      for cluster in clusters {
        let name = "\(network)-\(cluster)"
        wanted.clusters.insert(name)
        ensure(
          Kinds.networkClusters, name,
          labels: [
            OrchestratorName.networkLabel: network, OrchestratorName.clusterNameLabel: cluster,
          ],
          spec: [
            "networkRef": Self.reference(network),
            "clusterRef": Self.reference(cluster, namespace: OrchestratorName.namespace),
          ])
        if let object = own.object(Kinds.networkClusters, nil, name) {
          setRole(of: object, offers.filter { $0.cluster == cluster }, in: network)
        }
      }
      for offer in offers {
        let name =
          "\(network)-\(OrchestratorName.hash(offer.cluster, offer.namespace, offer.name))"
        wanted.services.insert(name)
        var spec = Self.specification(of: offer)
        spec["networkRef"] = Self.reference(network)
        ensure(
          Kinds.networkServices, name, labels: [OrchestratorName.networkLabel: network], spec: spec)
      }
      for hub in hubs(of: network) {
        for other in clusters where other != hub {
          let name = "\(network)-\(OrchestratorName.hash(hub, other))"
          wanted.links.insert(name)
          ensure(
            Kinds.networkLinks, name, labels: [OrchestratorName.networkLabel: network],
            spec: [
              "networkRef": Self.reference(network),
              "sourceClusterRef": Self.reference(
                hub, namespace: OrchestratorName.namespace),
              "targetClusterRef": Self.reference(
                other, namespace: OrchestratorName.namespace),
            ])
        }
      }
    }
    drop(Kinds.networkLinks, keeping: wanted.links)
    drop(Kinds.networkServices, keeping: wanted.services)
    drop(Kinds.networkClusters, keeping: wanted.clusters)
    drop(Kinds.networks, keeping: Set(networks))
  }

  /// The first service makes a running cluster a hub; the last one that goes leaves it a spoke. A
  /// cluster that never had one is neither.
  private mutating func setRole(of object: Value, _ offers: [Offer], in network: String) {
    let links = own.all(Kinds.networkLinks).filter { link in
      link.referenced("networkRef") == network
        && [link.referenced("sourceClusterRef"), link.referenced("targetClusterRef")]
          .contains(object.referenced("clusterRef"))
    }.map(\.name)
    let isRunning =
      own.object(Kinds.clusters, nil, object.referenced("clusterRef"))?.phase == "Running"
    setStatus(object) { status in
      let role = status["role"]?.string ?? "Unknown"
      if offers.isEmpty {
        status["role"] = Value(role == "Hub" ? "Spoke" : role)
      } else {
        status["role"] = Value(isRunning ? "Hub" : role)
      }
      let names = offers.map { "\($0.namespace)/\($0.name)" }
      status["services"] = names.isEmpty ? nil : Value(names)
      status["links"] = links.isEmpty ? nil : Value(links)
    }
  }

  /// The clusters of a network that offer services.
  func hubs(of network: String) -> [String] {
    own.all(Kinds.networkClusters).filter {
      !$0.isBeingDeleted && $0.referenced("networkRef") == network && $0["status", "role"] == "Hub"
    }.map { $0.referenced("clusterRef") }
  }

  /// The annotated services of exposed applications.
  mutating func offers(in network: String) -> [Offer] {
    var offers: Set<Offer> = []
    for deployment in members(of: network) {
      let releases = Self.exposed(deployment)
        .map { DeploymentPackage.release(deployment.name, $0) }
      for cluster in Self.clusters(of: deployment) {
        for service in world.edges[cluster]?.snapshot.all(.services) ?? []
        where !service.isBeingDeleted
          && service.annotations[OrchestratorName.exposeService] == "true"
          && releases.contains(service.annotations[OrchestratorName.releaseName] ?? "")
        {
          guard let ports = Self.exposedPorts(of: service) else {
            note(
              "service \(service.namespace ?? "")/\(service.name) of \(cluster) is left out: "
                + "its annotation \(OrchestratorName.exposePort) is no number of a port")
            continue
          }
          offers.insert(
            Offer(
              network: network, cluster: cluster, namespace: service.namespace ?? "",
              name: service.name, ports: ports))
        }
      }
    }
    return offers.sorted {
      ($0.cluster, $0.namespace, $0.name) < ($1.cluster, $1.namespace, $1.name)
    }
  }

  /// The ports that the annotations name, or all; nothing when one is no number.
  static func exposedPorts(of service: Value) -> [Int]? {
    let annotations = service.annotations
    let texts =
      (annotations[OrchestratorName.exposePort].map { [$0] } ?? [])
      + (annotations[OrchestratorName.exposePorts] ?? "").split(separator: ",").map(String.init)
    if texts.isEmpty {
      return (service["spec", "ports"]?.array ?? []).compactMap { $0["port"]?.integer }
    }
    let ports = texts.map { Int($0.filter { $0 != " " }) }
    guard ports.allSatisfy({ $0.map { (1...65535).contains($0) } ?? false }) else { return nil }
    return Set(ports.compactMap(\.self)).sorted()
  }

  static func specification(of offer: Offer) -> Value {
    [
      "clusterRef": reference(offer.cluster, namespace: OrchestratorName.namespace),
      "serviceRef": reference(offer.name, namespace: offer.namespace),
      "exposePorts": .array(offer.ports.map { ["port": Value($0)] }),
    ]
  }
}
