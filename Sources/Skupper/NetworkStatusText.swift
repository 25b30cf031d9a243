/// What `skupper network status` says.
extension SiteView {
  /// The sites of the network, this one first, with their links and services.
  package func networkStatusText(only wanted: String? = nil, isVerbose: Bool = false) -> String {
    guard let router else { return "Status pending...\n" }
    var sites = router.otherSites
    if let own = router.ownSite { sites.insert(own, at: 0) }
    if let wanted, wanted != "all" {
      sites = sites.filter {
        $0.id == wanted || $0.name == wanted || $0.id.hasPrefix(wanted)
      }
    }
    let items =
      profile.fullSiteIdentifiers
      ? sites.map { fullItem($0, router, isVerbose) } : sites.map { item($0, router) }
    return Tree("Sites:", children: items).text(barsDetails: profile.fullSiteIdentifiers)
  }

  private func item(_ place: RouterStatus.Site, _ router: RouterStatus) -> Tree {
    let isLocal = place.id == site.id
    let mark = isLocal ? "[local]" : "[remote]"
    var details = [
      "name": place.name, "namespace": place.namespace, "version": place.version,
      "sites linked to": linked(place, router).map { "\(short($0.id))-\($0.name)" }
        .joined(separator: ", "),
    ]
    if isLocal {
      details["URL"] = routerHost
      details["mode"] = site.options.mode.rawValue
    }
    let services = self.services(of: place).map { service in
      Tree(
        "name: \(service.address)",
        details: [
          "address": "\(service.address): "
            + service.ports.map(String.init).joined(separator: " "),
          "protocol": service.transport.rawValue,
        ],
        children: service.targets.isEmpty
          ? []
          : [Tree("Targets:", children: service.targets.map { Tree("name: \($0.name)") })])
    }
    return Tree(
      "\(mark) \(short(place.id)) - \(place.name) ", details: details,
      children: services.isEmpty ? [] : [Tree("Services:", children: services)])
  }

  /// The services that a site knows: here those that it keeps, elsewhere those that it serves or
  /// that were told to it.
  private func services(of place: RouterStatus.Site) -> [ServiceDefinition] {
    var all = definitions
    for other in router?.sites ?? [] {
      for service in other.services where all[service.address] == nil {
        all[service.address] = service
      }
    }
    return all.values.sorted { $0.address < $1.address }.map { service in
      var service = service
      service.targets =
        place.services.first { $0.address == service.address }?.targets ?? []
      return service
    }
  }

  /// The sites that a site dials; what is known of remote ones is who is next to them.
  private func linked(_ place: RouterStatus.Site, _ router: RouterStatus)
    -> [RouterStatus.Site]
  {
    let dialled: Set<String>
    if place.id == site.id {
      dialled = Set(
        router.links.filter { $0.isOutgoing && $0.state == .connected }.map(\.peerSite))
    } else {
      let outgoing = router.links.filter { $0.isOutgoing }.map(\.peerSite)
      dialled = Set(place.neighbours).filter { next in
        !(next == site.id && outgoing.contains(place.id))
      }
    }
    return router.sites.filter { dialled.contains($0.id) }.sorted {
      ($0.name, $0.id) < ($1.name, $1.id)
    }
  }

  private func short(_ id: String) -> String { String(id.prefix(7)) }

  private func fullItem(_ place: RouterStatus.Site, _ router: RouterStatus, _ isVerbose: Bool)
    -> Tree
  {
    let mark = place.id == site.id ? "[local]" : "[remote]"
    let outgoing = Set(linked(place, router).map(\.id))
    let next = router.sites.filter { place.neighbours.contains($0.id) || outgoing.contains($0.id) }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    var children: [Tree] = []
    if !next.isEmpty {
      let items = next.map { other in
        Tree(
          "\(other.id)(\(other.namespace))",
          details: ["direction": outgoing.contains(other.id) ? "outgoing" : "incoming"])
      }
      children.append(Tree("Linked sites:", children: items))
    }
    if isVerbose && place.id == site.id { children.append(routers(router)) }
    return Tree(
      "\(mark) \(place.id)(\(place.namespace)) ",
      details: [
        "namespace": place.namespace, "site name": place.name, "version": place.version,
      ], children: children)
  }

  private func routers(_ router: RouterStatus) -> Tree {
    let links = router.links.map { link in
      Tree(
        "name:  \(link.name)",
        details: [
          "cost": String(link.cost), "direction": link.isOutgoing ? "outgoing" : "incoming",
        ])
    }
    return Tree(
      "Routers:",
      children: [
        Tree(
          "name: \(router.id)",
          details: ["image name": "skupper-router", "image version": profile.routerVersion],
          children: links.isEmpty ? [] : [Tree("Links:", children: links)])
      ])
  }
}
