import Documents
import Kubernetes
import Tracks

/// What a session needs: its sites, their hosts and what lies on them.
package struct SessionPlan: Hashable, Sendable {
  package struct Site: Hashable, Sendable {
    package var name: String
    package var namespace: String
    package var isOpenShift: Bool
    /// The domain of routes, variables filled in; one is made up without it.
    package var domain: String?
    package var user: String?
    package var hosts: [String]
    /// Files that are there from the start: a path below a host's root folder, and the content.
    package var files: [String: String]
    package var role: SiteDescription.Role?
    package var traits: SiteTraits

    package init(
      name: String, namespace: String, isOpenShift: Bool = true, domain: String? = nil,
      user: String? = nil, hosts: [String], files: [String: String] = [:],
      role: SiteDescription.Role? = nil, traits: SiteTraits = SiteTraits()
    ) {
      self.role = role
      self.name = name
      self.namespace = namespace
      self.isOpenShift = isOpenShift
      self.domain = domain
      self.user = user
      self.hosts = hosts
      self.files = files
      self.traits = traits
    }
  }

  /// How a terminal begins, where its tab says so.
  package struct TerminalStart: Hashable, Sendable {
    /// A folder of the host.
    package var directory: String?
    /// What is typed first for a learner.
    package var command: String?
  }

  package var title: String
  package var sites: [Site]
  /// By terminals' names, as `Terminal.name` makes them.
  package var terminals: [String: TerminalStart] = [:]
  /// What the sandbox of the track sets in the environments of hosts, by their names.
  package var environments: [String: [String: String]] = [:]
  /// Hosts that belong to no site and reach several.
  package var sharedHosts: [HostDescription]
  package var profiles: [String: String]
  /// Images that the lab maps to local programs.
  package var images: [ImageDescription]
  package var variables: Variables

  package init(
    title: String, sites: [Site], sharedHosts: [HostDescription] = [],
    profiles: [String: String] = [:], images: [ImageDescription] = [], variables: Variables
  ) {
    self.title = title
    self.sites = sites
    self.sharedHosts = sharedHosts
    self.profiles = profiles
    self.images = images
    self.variables = variables
  }

  /// Sites of these names with a host each, and nothing on them.
  package init(
    title: String, bareSites names: [String], isOpenShift: Bool, profiles: [String: String],
    slug: String
  ) {
    self.init(
      title: title,
      sites: names.map {
        Site(
          name: $0, namespace: $0, isOpenShift: isOpenShift,
          domain: "apps.\($0).trestle.example", hosts: [$0])
      }, profiles: profiles, variables: .ofSession(slug: slug))
  }

  /// What a track needs.
  package init(track: Track, variables: Variables) {
    title = track.title
    self.variables = variables
    profiles = track.lab?.profiles ?? [:]
    images = (track.lab?.images ?? []).map {
      ImageDescription(
        repository: ImageName($0.reference).repository, ports: $0.ports, command: $0.run,
        environment: $0.environment)
    }
    for host in track.hosts {
      environments[host.name] = host.environment.mapValues(variables.substitute)
    }
    for challenge in track.challenges {
      var seen: [String: Int] = [:]
      for case .terminal(let host, let command, let directory) in challenge.tabs.map(\.kind) {
        seen[host, default: 0] += 1
        let name = Terminal.name(host: host, number: seen[host, default: 1])
        guard terminals[name] == nil, command != nil || directory != nil else { continue }
        terminals[name] = TerminalStart(
          directory: directory, command: command.map(variables.substitute))
      }
    }
    sites = track.sites.map { site in
      Site(
        name: site.name, namespace: site.namespace, isOpenShift: site.platform == .openshift,
        domain: site.domain.map(variables.substitute), user: site.user, hosts: site.hosts,
        files: site.files, role: site.role, traits: site.traits)
    }
    sharedHosts = track.sharedHosts
  }

  /// The names of all hosts, those that reach several sites first.
  package var hostNames: [String] { sharedHosts.map(\.name) + sites.flatMap(\.hosts) }

  /// The site that a host belongs to, or the first one that it reaches.
  package func site(ofHost host: String) -> Site? {
    sites.first { $0.hosts.contains(host) } ?? sites.first { $0.name == host }
      ?? sharedHost(host).flatMap { shared in sites.first { shared.sites.contains($0.name) } }
  }

  /// The host of that name that reaches several sites.
  package func sharedHost(_ name: String) -> HostDescription? {
    sharedHosts.first { $0.name == name }
  }

  /// The host that a place names: a host itself, or a site's first one, or one that reaches it.
  package func host(named place: String) -> String? {
    if hostNames.contains(place) { return place }
    return sites.first { $0.name == place }?.hosts.first
      ?? sharedHosts.first { $0.sites.contains(place) }?.name
  }
}
