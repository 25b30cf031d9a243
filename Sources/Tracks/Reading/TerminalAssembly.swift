/// Finds the terminals of a challenge and the sites of a track.
import Markdown

struct TerminalAssembly {
  let lab: LabFile?

  /// The terminals of the tabs; without tabs those that the lab file or markers in the text name;
  /// else one.
  func terminals(tabs: [Tab], items: [OutlineItem]) -> [Terminal] {
    let fromTabs = tabs.enumerated().compactMap { index, tab -> Terminal? in
      guard case .terminal(let host, let command, let directory) = tab.kind else { return nil }
      return Terminal(
        name: tab.title, host: host, site: site(ofHost: host), tab: index, command: command,
        directory: directory)
    }
    if !fromTabs.isEmpty { return fromTabs }
    let markers = markers(in: items)
    if !markers.isEmpty { return markers.map(terminal) }
    let shared = (lab?.hosts ?? []).map {
      Terminal(name: $0.name, host: $0.name, site: site(ofHost: $0.name))
    }
    let fromLab =
      shared
      + (lab?.sites ?? []).flatMap { site in
        (lab?.hosts(of: site) ?? []).map { host in
          Terminal(
            name: site.hosts.count > 1 ? host : site.title ?? site.name, host: host, site: site.name
          )
        }
      }
    return fromLab.isEmpty ? [Self.unnamed] : fromLab
  }

  /// The terminal of a text that names none.
  static let unnamed = Terminal(name: "Terminal", host: "local", site: "local")

  private func site(ofHost host: String) -> String {
    lab?.sites.first { $0.hosts.contains(host) || $0.name == host }?.name
      ?? lab?.hosts.first { $0.name == host }?.sites.first ?? host
  }

  private func terminal(_ marker: String) -> Terminal {
    let name = marker.lowercased()
    let site = lab?.sites.first {
      $0.name.lowercased() == name || $0.title?.lowercased() == name || $0.hosts.contains(name)
    }
    return Terminal(
      name: marker, host: site?.hosts.first ?? site?.name ?? name, site: site?.name ?? name)
  }

  /// Names that stand alone and emphasised in front of fences, as in `_**West:**_`; one alone may
  /// be anything, so there must be two.
  private func markers(in items: [OutlineItem]) -> [String] {
    var names: [String] = []
    for (item, next) in zip(items, items.dropFirst()) {
      guard case .preformatted = next.kind, case .prose(let inlines) = item.kind,
        !item.isInQuote, inlines.isEmphasised
      else { continue }
      let text = inlines.plainText.trimmed
      let introduction = Introduction(text)
      guard text.hasSuffix(":"), introduction.isLabel, !introduction.promisesOutput,
        !introduction.asksToRun
      else { continue }
      let name = String(text.dropLast()).trimmed
      if !name.isEmpty, !Self.notes.contains(name.lowercased()), !names.contains(name) {
        names.append(name)
      }
    }
    return names.count > 1 ? names : []
  }

  private static let notes: Set<String> = [
    "note", "notes", "tip", "warning", "important", "caution", "example", "hint", "info",
    "optional",
  ]
}

extension [Terminal] {
  /// The first terminal whose title, host or site has this name.
  func named(_ name: String) -> Terminal? {
    let wanted = Mentions.comparable(name)
    return first { terminal in
      [terminal.name, terminal.host, terminal.site].contains { Mentions.comparable($0) == wanted }
    }
  }
}

/// Finds the sites of a track.
struct SiteAssembly {
  let lab: LabFile?
  let challenges: [Challenge]

  func sites() -> [SiteDescription] {
    var sites = (lab?.sites ?? []).map { site in
      SiteDescription(
        name: site.name, hosts: lab?.hosts(of: site) ?? [],
        namespace: site.namespace ?? "default", platform: platform(of: site),
        domain: site.domain, user: site.user, files: site.files, role: site.role,
        traits: site.traits)
    }
    for name in (lab?.hosts ?? []).flatMap(\.sites)
    where !sites.contains(where: { $0.name == name }) {
      sites.append(
        SiteDescription(
          name: name, hosts: [], namespace: "default", platform: guessedPlatform, domain: nil,
          user: nil, files: [:]))
    }
    let shared = Set((lab?.hosts ?? []).map(\.name))
    for terminal in challenges.flatMap(\.terminals)
    where !shared.contains(terminal.host)
      && !sites.contains(where: { $0.hosts.contains(terminal.host) || $0.name == terminal.site })
    {
      sites.append(
        SiteDescription(
          name: terminal.site, hosts: [terminal.host], namespace: "default",
          platform: guessedPlatform, domain: nil, user: nil, files: [:]))
    }
    for index in sites.indices {
      sites[index].traits.configurations = configurations(of: sites[index].name)
      guard sites[index].domain == nil else { continue }
      sites[index].domain = domain(ofNamespace: sites[index].namespace)
    }
    return sites
  }

  /// The files below the home folder that commands in a site's terminals take for its
  /// configuration.
  private func configurations(of site: String) -> [String] {
    var paths: [String] = []
    for step in challenges.flatMap(\.steps).compactMap(\.commandStep)
    where step.terminal.site == site {
      for command in step.commands where command.text.hasPrefix("export KUBECONFIG=") {
        let value = command.text.dropFirst("export KUBECONFIG=".count).prefix {
          !$0.isWhitespace && $0 != ";" && $0 != "&"
        }
        let path = value.filter { $0 != "\"" && $0 != "'" }
        for home in ["~/", "$HOME/", "${HOME}/"] where path.hasPrefix(home) {
          let below = String(path.dropFirst(home.count))
          if !below.contains(".."), !paths.contains(below) { paths.append(below) }
        }
      }
    }
    return paths
  }

  /// An orchestrator answers requests from outside, and routes are how an OpenShift site does that.
  private func platform(of site: LabSite) -> SiteDescription.Platform {
    site.platform ?? (site.role == .orchestrator ? .openshift : guessedPlatform)
  }

  /// The hosts that reach several of these sites.
  func sharedHosts(_ sites: [SiteDescription]) -> [HostDescription] {
    (lab?.hosts ?? []).map { host in
      let running = host.sites.filter { name in
        sites.contains { $0.name == name && $0.traits.start == .session }
      }
      return HostDescription(
        name: host.name, sites: host.sites, credentials: host.credentials ?? running,
        system: host.system, files: host.files)
    }
  }

  /// A track that calls `oc` expects what `oc` expects.
  private var guessedPlatform: SiteDescription.Platform {
    let commands = challenges.flatMap(\.steps).compactMap(\.commandStep).flatMap(\.commands)
    let usesOC = commands.contains { $0.text.hasPrefix("oc ") || $0.text.contains("\noc ") }
    return usesOC ? .openshift : .kubernetes
  }

  private var isOnlySite: Bool {
    Set(challenges.flatMap(\.terminals).map(\.site)).count == 1
  }

  /// Pages of the track are routes, named `route-namespace.domain`; one site's web console tells
  /// the domain too.
  private func domain(ofNamespace namespace: String) -> String? {
    for tab in challenges.flatMap(\.tabs) {
      guard let url = tab.url, let start = url.firstRange(of: "://")?.upperBound else { continue }
      let host = url[start...].prefix { $0 != "/" && $0 != ":" }
      let label = host.prefix { $0 != "." }
      let isConsole = label == "console-openshift-console" && isOnlySite
      if isConsole || label.hasSuffix("-" + namespace), label.count < host.count {
        return String(host.dropFirst(label.count + 1))
      }
    }
    return nil
  }
}

extension LabFile {
  /// The hosts of a site: those that it names, else one of the site's own name, unless a host that
  /// belongs to no site reaches it.
  func hosts(of site: LabSite) -> [String] {
    if !site.hosts.isEmpty { return site.hosts }
    return hosts.contains { $0.sites.contains(site.name) } ? [] : [site.name]
  }
}
