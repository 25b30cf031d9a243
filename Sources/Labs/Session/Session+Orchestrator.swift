import Documents
import Kubernetes
import KubernetesClient
import Orchestrator
import Platform
import Shells
import Sites
import Skupper
import TLS
import Tracks

/// Sites that look after others: what makes a site an orchestrator, and how it reaches its edges.
extension Session {
  /// Makes every site that the plan calls an orchestrator one, and tells it of the edge clusters.
  func setUpOrchestrators() async throws {
    let orchestrators = plan.sites.filter { $0.role == .orchestrator }
    guard !orchestrators.isEmpty else { return }
    try writeAuthorities()
    var clusters: [Installation.Cluster] = []
    for site in plan.sites where site.role == .edge {
      clusters.append(
        .init(
          name: site.name,
          kubeconfig: try Files.readText(folder.kubeconfig(ofSite: site.name))))
    }
    for site in orchestrators {
      try linkTool(of: site)
      guard let handle = handle(of: site.name) else { continue }
      let installation = Installation(
        host: handle.configuration.apiHost, project: "lab", clusters: clusters,
        skupperProfile: skupperOfEdges, signingKey: Random.word(43))
      let client = try client(of: site.name)
      try await Task.detached { try Session.install(installation, with: client) }.value
    }
  }

  /// The release of the routers on edge clusters: their controller makes sites of version 1.
  private var skupperOfEdges: String {
    let profile = TextProfile.named(plan.profiles["skupper"])
    return profile.version2 == nil ? profile.name : TextProfile.v1_8.name
  }

  /// Makes what is not there yet. The ways to the edge clusters are written anew: a session that is
  /// gone on with may have moved them.
  private static func install(
    _ installation: Installation, with client: KubernetesClient
  ) throws(ClientError) {
    try install(
      installation.definitions, installation.objects, types: Kinds.all, with: client)
    for secret in installation.registrations {
      guard let way = secret["stringData", "value"] else { continue }
      try client.patch(
        .secrets, secret.name, ["stringData": ["value": way]], namespace: secret.namespace)
    }
    // Nobody should find the door closed. Where it stays closed, its own page says so.
    for program in [Installation.manager, Installation.gateway] {
      _ = try client.wait(
        .deployments, program, namespace: OrchestratorName.namespace, timeout: .seconds(20)
      ) { $0?.holds("Available") == true }
    }
  }

  /// The hosts of an orchestrator, and those that reach it, have its small tool.
  private func linkTool(of site: SessionPlan.Site) throws {
    let shared = plan.sharedHosts.filter { $0.sites.contains(site.name) }.map(\.name)
    for host in site.hosts + shared {
      let link = "\(folder.host(host))/usr/local/bin/edge"
      if (try? Files.linkTarget(link)) != Executable.path {
        try Files.link(link, to: Executable.path)
      }
    }
  }

  /// The machine's authorities and those of the session's sites, for `curl` in the terminals.
  private func writeAuthorities() throws {
    let system = [
      "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    ].first(where: Files.exists)
    var text = try system.map { try Files.readText($0) } ?? ""
    for site in plan.sites { text += "\n" + (try authority(of: site.name)) }
    try Files.write(folder.authorities, text: text)
  }
}
