import Kubernetes

/// What `skupper link status` says.
extension SiteView {
  /// All links: those made here, and those that others made to here.
  /// - Parameter showsIncoming: whether incoming links were asked for.
  package func linkStatusText(showsIncoming: Bool = false) -> String {
    var text = ""
    if profile.listing != .bare { text += "\nLinks created from this site:\n" }
    text += rule(31)
    if links.isEmpty {
      text += "\(lead)There are no links configured or \(profile.linkVerb)\n"
    }
    for link in links.sorted(by: { $0.name < $1.name }) { text += lead + line(link) }
    if profile.incomingLinks == .always || profile.incomingLinks == .onRequest && showsIncoming {
      text += incomingText
    }
    return text
  }

  /// One link; a sentence when there is none of that name.
  package func linkStatusText(of name: String) -> String {
    guard let link = links.first(where: { $0.name == name }) else {
      return "No such link \"\(name)\"\n"
    }
    return line(link)
  }

  /// One link with everything that is known about it.
  package func verboseLinkStatusText(of name: String) -> String {
    guard let link = links.first(where: { $0.name == name }) else {
      return "No such link \"\(name)\"\n"
    }
    let problem = problem(of: link)
    let isActive = profile.linkVerb == "active"
    let reason = problem?.reason.map { " (\($0))" } ?? ""
    let status =
      problem == nil
      ? (isActive ? "Active" : "Connected")
      : (isActive ? "Not active" : "Not connected") + reason
    let rows = [
      ("Cost:", String(link.cost)), ("Created:", link.created?.text ?? ""),
      ("Name:", link.name), ("Namespace:", site.namespace),
      ("Site:", "\(site.options.siteName)-\(site.id)"), ("Status:", status),
    ]
    return rows.map { "\($0)\t\($1)\t\n" }.joined()
  }

  /// Whether every link is up.
  package var linksAreUp: Bool { links.allSatisfy { problem(of: $0) == nil } }

  private var lead: String { profile.listing == .tabbed ? "\t " : "" }

  private func rule(_ count: Int) -> String {
    switch profile.listing {
    case .bare: ""
    case .dashed: String(repeating: "-", count: count) + "\n"
    case .tabbed: "\n"
    }
  }

  private func line(_ link: Link) -> String {
    guard let problem = problem(of: link) else {
      return "Link \(link.name) is \(profile.linkVerb)\n"
    }
    let reason = problem.reason.map { " (\($0))" } ?? ""
    return "Link \(link.name) not \(profile.linkVerb)\(reason)\n"
  }

  private var incomingText: String {
    let isActive = profile.linkVerb == "active"
    var text =
      isActive
      ? "\nCurrently active links from other sites:\n"
      : "\nCurrent links from other sites that are connected:\n"
    text += rule(40)
    if profile.sayNotEnabledOnStatus && router == nil {
      return text + "\(lead)Remote link status pending...\n"
    }
    let incoming = (router?.links ?? []).filter {
      !$0.isOutgoing && $0.state == .connected && $0.peerSite != site.id
    }.sorted { ($0.peerName, $0.peerSite) < ($1.peerName, $1.peerSite) }
    var told: Set<String> = []
    for link in incoming where told.insert(link.peerSite).inserted {
      let place = "\(link.peerName)(\(link.peerSite))"
      if profile.fullSiteIdentifiers {
        text +=
          "\(lead)Incoming link from site \(link.peerSite) on namespace \(link.peerNamespace)\n"
      } else {
        text +=
          "\(lead)A link from the namespace \(link.peerNamespace) on site \(place) is "
          + (isActive ? "active \n" : "connected to this site\n")
      }
    }
    if told.isEmpty { text += "\(lead)There are no \(profile.linkVerb) links\n" }
    return text
  }
}
