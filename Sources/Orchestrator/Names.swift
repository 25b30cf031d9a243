/// Orchestrator: decides how applications at many edge clusters are joined: which clusters take
/// part in a network, which of them is the hub, and which services are reached through it. Values
/// in, values out; the programs that carry it out are workloads of the orchestrator's site.
import Documents
import Kubernetes

/// The groups, annotations and labels of the orchestrator's objects.
package enum OrchestratorName {
  package static let interconnect = "interconnect.app.orchestrator.io"
  package static let network = "network.app.orchestrator.io"
  package static let app = "app.orchestrator.io"
  static let earlierApp = "app.edge-orchestrator.intel.com"
  package static let catalog = "catalog.orchestrator.io"
  package static let tenancy = "network.edge-orchestrator.intel.com"
  package static let projects = "project.edge-orchestrator.intel.com"

  /// The namespace of the orchestrator's own programs.
  package static let namespace = "orch-app"
  /// Marks the secrets that hold a way to an edge cluster.
  package static let clusterLabel = "app.orchestrator.io/edge-cluster"
  /// The secret with the key that signs the tokens of people.
  package static let signingKey = "orch-token-key"
  package static let finalizer = "app.orchestrator.io/interconnect"
  /// Where routers live on an edge cluster.
  package static let edgeNamespace = "interconnect"

  package static let exposeService = "network.app.orchestrator.io/expose-service"
  package static let exposePort = "network.app.orchestrator.io/expose-port"
  package static let exposePorts = "network.app.orchestrator.io/expose-ports"
  package static let releaseName = "meta.helm.sh/release-name"
  package static let releaseNamespace = "meta.helm.sh/release-namespace"
  package static let networkLabel = "app.orchestrator.io/network-name"
  package static let clusterNameLabel = "app.orchestrator.io/cluster-name"

  /// The end of a made-up name: the same letters for the same keys, on every machine.
  package static func hash(_ keys: String...) -> String {
    var hash: UInt32 = 2_166_136_261
    for byte in Value(keys).json().utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let letters = String(hash).utf8.map { Names.alphabet[Int($0) % Names.alphabet.count] }
    return String(decoding: letters, as: UTF8.self)
  }

  /// The name of the link between a hub and another cluster.
  package static func link(hub: String, spoke: String) -> String {
    let sorted = [hub, spoke].sorted()
    return "\(hub)-\(hash(sorted[0], sorted[1]))"
  }

  /// The name of a service that a cluster offers to others.
  package static func service(cluster: String, namespace: String, name: String) -> String {
    "\(cluster)-\(hash(namespace, name))"
  }
}

/// The types of the orchestrator's objects; none of them lives in a namespace.
package enum Kinds {
  package static let clusters = type(OrchestratorName.interconnect, "clusters", "Cluster")
  package static let links = type(OrchestratorName.interconnect, "links", "Link")
  package static let services = type(OrchestratorName.interconnect, "services", "Service")
  package static let networks = type(OrchestratorName.network, "networks", "Network")
  package static let networkClusters = type(
    OrchestratorName.network, "networkclusters", "NetworkCluster")
  package static let networkLinks = type(OrchestratorName.network, "networklinks", "NetworkLink")
  package static let networkServices = type(
    OrchestratorName.network, "networkservices", "NetworkService")
  /// What the network API stores.
  package static let tenancyNetworks = type(
    OrchestratorName.tenancy, "networks", "Network", version: "v1", shortNames: ["network"])
  package static let projects = type(
    OrchestratorName.projects, "projects", "Project", version: "v1")
  package static let deployments = type(
    OrchestratorName.app, "deployments", "Deployment", version: "v1beta1")
  package static let packages = type(
    OrchestratorName.catalog, "deploymentpackages", "DeploymentPackage", shortNames: ["dp"])

  /// Those that tell how the interconnect stands.
  package static let interconnect = [
    clusters, links, services, networks, networkClusters, networkLinks, networkServices,
  ]
  package static let all =
    interconnect + interconnect.map(twin) + [tenancyNetworks, projects, deployments, packages]

  /// The same type in the group that earlier releases of the orchestrator called it by.
  static func twin(_ type: ResourceType) -> ResourceType {
    Kinds.type(earlier(type.group), type.plural, type.kind)
  }

  /// `network.app.orchestrator.io` as earlier releases called it.
  static func earlier(_ name: String) -> String {
    name.hasSuffix(OrchestratorName.app)
      ? name.dropLast(OrchestratorName.app.count) + OrchestratorName.earlierApp : name
  }

  private static func type(
    _ group: String, _ plural: String, _ kind: String, version: String = "v1alpha1",
    shortNames: [String] = []
  ) -> ResourceType {
    ResourceType(
      group: group, version: version, plural: plural, kind: kind, shortNames: shortNames,
      namespaced: false)
  }
}
