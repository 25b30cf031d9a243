import Documents
import Kubernetes
import KubernetesClient
import Orchestrator
import Views

extension Session {
  /// What an orchestrator has to choose from for a deployment: its catalogue, its clusters, and the
  /// networks that people have made.
  package func deploymentChoices(of site: String) async throws -> DeploymentChoices {
    let client = try client(of: site)
    return try await Task.detached { try Session.deploymentChoices(client) }.value
  }

  private static func deploymentChoices(
    _ client: KubernetesClient
  ) throws(ClientError) -> DeploymentChoices {
    let clusters = try client.list(
      .secrets, namespace: OrchestratorName.namespace, labels: OrchestratorName.clusterLabel)
    return DeploymentChoices(
      packages: try client.list(Kinds.packages).map { object in
        let package = DeploymentPackage(object)
        return DeploymentChoices.Package(
          package.name, isExtension: package.isExtension,
          applications: package.applications.map(\.name),
          parameters: package.parameters.map { .init($0.name, standard: $0.standard) })
      },
      clusters: clusters.compactMap { $0.labels[OrchestratorName.clusterLabel] }.sorted(),
      networks: try client.list(Kinds.tenancyNetworks).map(NetworkAPI.displayName).sorted())
  }
}
