/// What an orchestrator has to choose from for a deployment.
package struct DeploymentChoices: Hashable, Sendable {
  /// A package of the catalogue.
  package struct Package: Hashable, Sendable {
    package var name: String
    /// Whether it belongs to a cluster itself and takes part in no network.
    package var isExtension: Bool
    package var applications: [String]
    package var parameters: [Parameter]

    package init(
      _ name: String, isExtension: Bool = false, applications: [String] = [],
      parameters: [Parameter] = []
    ) {
      self.name = name
      self.isExtension = isExtension
      self.applications = applications
      self.parameters = parameters
    }
  }

  /// What a package wants to know, with the value that it has when nobody gives one.
  package struct Parameter: Hashable, Sendable {
    package var name: String
    package var standard: String?

    package init(_ name: String, standard: String? = nil) {
      self.name = name
      self.standard = standard
    }
  }

  package var packages: [Package]
  package var clusters: [String]
  package var networks: [String]

  /// Choices.
  package init(packages: [Package] = [], clusters: [String] = [], networks: [String] = []) {
    self.packages = packages
    self.clusters = clusters
    self.networks = networks
  }
}
