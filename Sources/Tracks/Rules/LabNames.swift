/// Names in the lab file that nothing has.
enum LabNames: Rule {
  static let id = "lab-name"
  static let summary = "The lab file names a site, host or tab that does not exist."
  static let severity = Finding.Severity.warning
  static let guide = """
    What the lab file says of a name that nothing has is never done: a check is never asked, a
    file never copied. Names are those of sites, of hosts, and titles of tabs.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    guard let lab = context.track.lab else { return [] }
    let sites = context.track.sites
    let shared = context.track.sharedHosts
    let names = sites.map(\.name) + sites.flatMap(\.hosts) + shared.map(\.name)
    var findings: [Finding] = []
    func require(_ name: String, at location: SourceLocation) {
      guard !names.contains(name) else { return }
      let near = Spelling.nearest(to: name, in: names)
      findings.append(
        Finding(
          id, .warning, at: location, "There is no site or host \"\(name)\".",
          remedy: near.map { "Did you mean \($0)?" }
            ?? "Use one of \(names.joined(separator: ", "))."))
    }
    func requirePage(_ url: String, at location: SourceLocation) {
      guard url.hasPrefix("tab:") else { return }
      let title = url.drop { $0 != ":" }.dropFirst().prefix { $0 != "/" && $0 != "\n" }
      findings.append(
        Finding(
          id, .warning, at: location, "There is no tab \"\(title)\" with a page.",
          remedy: "Write the title of a website or service tab."))
    }
    for step in lab.steps {
      for action in step.actions {
        switch action {
        case .copy(let from, let to):
          require(from.place, at: step.location)
          require(to.place, at: step.location)
        case .run(let host, _): if let host { require(host, at: step.location) }
        case .http(let request):
          requirePage(request.url, at: step.location)
        }
      }
    }
    for check in lab.checks {
      switch check.kind {
      case .link(let from, let to):
        require(from, at: check.location)
        require(to, at: check.location)
      case .services(_, let site), .sql(_, let site, _, _): require(site, at: check.location)
      case .command(_, let site, _): if let site { require(site, at: check.location) }
      case .http(let request): requirePage(request.url, at: check.location)
      }
    }
    for host in lab.hosts {
      for name in host.credentials ?? [] where !host.sites.contains(name) {
        findings.append(
          Finding(
            id, .warning, at: host.location,
            "The host \(host.name) has credentials of \"\(name)\", which it does not reach.",
            remedy: "Name the site under `sites:` too."))
      }
    }
    for manifest in lab.apply { require(manifest.site, at: manifest.location) }
    return findings
  }
}
