extension SiteMap {
  /// What has happened since an earlier map, one short sentence each: sites and routers first, then
  /// links, addresses, services, routes, pods and connections.
  package func changes(from old: SiteMap) -> [String] {
    siteChanges(old) + linkChanges(old) + addressChanges(old)
      + sites.flatMap { site -> [String] in
        let before = old.site(site.name) ?? Site(name: site.name)
        return site.serviceChanges(before) + site.routeChanges(before) + site.podChanges(before)
      } + flowChanges(old)
  }

  private func siteChanges(_ old: SiteMap) -> [String] {
    let gone = old.sites.filter { site($0.name) == nil }.map { "The site \($0.name) is gone." }
    return gone
      + sites.flatMap { site -> [String] in
        let before = old.site(site.name)
        var sentences: [String] = []
        if before == nil || before?.answers != site.answers {
          sentences.append("The site \(site.name) \(site.answers ? "answers" : "does not answer").")
        }
        let router = site.routerChange(before?.router)
        return sentences + (router.map { ["The router of \(site.name) \($0)."] } ?? [])
      }
  }

  private func linkChanges(_ old: SiteMap) -> [String] {
    func same(_ link: Link, _ map: SiteMap) -> Link? {
      map.links.first { $0.name == link.name && $0.from == link.from }
    }
    let gone = old.links.filter { same($0, self) == nil }.map { "The \($0.phrase) was deleted." }
    return gone
      + links.compactMap { link in
        let before = same(link, old)
        if before?.state == link.state, before?.reason == link.reason { return nil }
        let reason = link.state == .connected ? nil : link.reason
        let word = link.state == .failed ? "has failed" : "is \(link.state.rawValue)"
        return sentence("The \(link.phrase) \(word)", because: reason)
      }
  }

  private func addressChanges(_ old: SiteMap) -> [String] {
    let gone = old.addresses.filter { known in !addresses.contains { $0.name == known.name } }
    return gone.map { "The address \($0.name) was removed from the network." }
      + addresses.flatMap { address -> [String] in
        let before = old.addresses.first { $0.name == address.name }
        if before == nil, address.targets.isEmpty {
          return ["The address \(address.name) is on the network and has no target yet."]
        }
        let known = before?.targets ?? []
        let served =
          address.targets.filter { !known.contains($0) }.map { "is served at \($0)" }
          + known.filter { !address.targets.contains($0) }.map { "is no longer served at \($0)" }
        guard let before, !known.isEmpty, !address.targets.isEmpty else {
          return served.map { "The address \(address.name) \($0)." }
        }
        let lost = address.cutOff.filter { !before.cutOff.contains($0) }
        let found = before.cutOff.filter { !address.cutOff.contains($0) }
        let reached =
          lost.map { "can't be reached from \($0)" } + found.map { "can be reached from \($0)" }
        return (served + reached).map { "The address \(address.name) \($0)." }
      }
  }

  private func flowChanges(_ old: SiteMap) -> [String] {
    flows.compactMap { flow in
      let before = old.flows.first {
        $0.address == flow.address && $0.from == flow.from && $0.to == flow.to
      }
      // A router that was started anew counts from nothing.
      let known = before.map { $0.total <= flow.total ? $0.total : 0 } ?? 0
      let new = flow.total - known
      let place = flow.from == flow.to ? "at \(flow.to)" : "at \(flow.to) from \(flow.from)"
      if new > 0 {
        let open = flow.open == 0 ? "" : ", \(flow.open) open"
        return "\(counted(new, "new connection")) to \(flow.address) \(place)\(open)."
      }
      guard let before, before.open > flow.open else { return nil }
      let closed = counted(before.open - flow.open, "connection")
      return "\(closed) to \(flow.address) \(place) closed, \(flow.open) open."
    }
  }
}

extension SiteMap.Site {
  fileprivate func routerChange(_ old: SiteMap.Router?) -> String? {
    guard let router else { return old == nil ? nil : "is gone" }
    if old == nil { return router.answers ? "is ready" : "was installed" }
    if old?.answers != router.answers { return router.answers ? "is ready" : "does not answer" }
    return old?.mode == router.mode ? nil : "is now of mode \(router.mode)"
  }

  fileprivate func serviceChanges(_ old: SiteMap.Site) -> [String] {
    let before = Set(old.services.map(\.name))
    let now = Set(services.map(\.name))
    return services.filter { !$0.isSystem && !before.contains($0.name) }
      .map { "Service \($0.name) was added on \(name)." }
      + old.services.filter { !$0.isSystem && !now.contains($0.name) }
      .map { "Service \($0.name) was removed on \(name)." }
  }

  fileprivate func routeChanges(_ old: SiteMap.Site) -> [String] {
    let before = Set(old.routes.map(\.name))
    let now = Set(routes.map(\.name))
    return routes.filter { !$0.isSystem && !before.contains($0.name) }
      .map { "Route \($0.name) of \(name) leads to \($0.host)." }
      + old.routes.filter { !$0.isSystem && !now.contains($0.name) }
      .map { "Route \($0.name) was removed on \(name)." }
  }

  fileprivate func podChanges(_ old: SiteMap.Site) -> [String] {
    let gone = old.pods.filter { pod in !pods.contains { $0.name == pod.name } }
    return gone.map { "Pod \($0.name) on \(name) is gone." }
      + pods.compactMap { pod in
        let before = old.pods.first { $0.name == pod.name }
        let restarted = pod.restarts > (before?.restarts ?? 0) ? pod.restartWords : nil
        if pod.isReady, before?.isReady != true || restarted != nil {
          return "Pod \(pod.name) on \(name) is ready\(restarted.map { ", \($0)" } ?? "")."
        }
        let isUnreadied = pod.state == "Running" && before?.ready != pod.ready
        guard before?.state != pod.state || isUnreadied || restarted != nil else { return nil }
        let state = pod.state == "Running" ? "is running and not ready" : "is \(pod.state)"
        return "Pod \(pod.name) on \(name) \(state)\(restarted.map { ", \($0)" } ?? "")."
      }
  }
}

extension SiteMap.Link {
  /// `link link1 from private to public`.
  var phrase: String { "link \(name) from \(from)\(to.map { " to \($0)" } ?? "")" }
}

/// A sentence with its reason, which may be a sentence already.
private func sentence(_ text: String, because reason: String?) -> String {
  guard let reason, !reason.isEmpty else { return "\(text)." }
  return "\(text): \(reason)\(reason.hasSuffix(".") ? "" : ".")"
}
