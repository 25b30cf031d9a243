import Documents
import Kubernetes
import Skupper
import Views

extension SiteMap {
  /// The map of sites that were looked at, with the flows that were measured.
  init(_ observations: [SiteObservation], flows: [Flow] = []) {
    let names = NetworkNames(observations)
    self.init(
      sites: observations.map(\.site),
      links: observations.flatMap { $0.links(names) },
      addresses: Self.addresses(of: observations), flows: flows)
  }

  private static func addresses(of observations: [SiteObservation]) -> [Address] {
    let definitions = observations.map { ($0, $0.definitions) }
    let all = Set(definitions.flatMap(\.1.keys))
    return all.sorted().map { name in
      let knowing = definitions.filter { $0.1[name] != nil }
      return Address(
        name, ports: knowing.first?.1[name]?.ports ?? [],
        targets: knowing.filter { $0.0.serves(name, $0.1[name]) }.map(\.0.name),
        listeners: knowing.filter { $0.0.listens($0.1[name]) }.map(\.0.name),
        cutOff: knowing.filter { $0.0.listens($0.1[name]) && !$0.0.reaches(name) }
          .map(\.0.name))
    }
  }
}

/// The lab's names of sites, by the identifiers that their routers use.
struct NetworkNames {
  private var names: [String: String] = [:]

  init(_ observations: [SiteObservation]) {
    for observation in observations {
      // Sites that are no longer in the lab are known by what others call them.
      for site in observation.router?.sites ?? [] where names[site.id] == nil {
        names[site.id] = site.name
      }
    }
    for observation in observations {
      if let identity = observation.identity { names[identity.uid] = observation.name }
      if let router = observation.router, !router.siteID.isEmpty {
        names[router.siteID] = observation.name
      }
    }
  }

  /// The name of a site; nothing for one that nobody knows.
  subscript(identifier: String) -> String? { identifier.isEmpty ? nil : names[identifier] }
}

extension SiteObservation {
  /// The site as the map shows it.
  fileprivate var site: SiteMap.Site {
    SiteMap.Site(
      name: name, namespace: namespace, platform: platform, answers: answers,
      router: mapRouter,
      pods: sorted(pods.map(pod)) { ($0.isSystem, $0.name) },
      services: sorted(services.filter { $0.name != "kubernetes" }.map(service)) {
        ($0.isSystem, $0.name)
      },
      routes: sorted(routes.map(route)) { ($0.isSystem, $0.name) })
  }

  /// What the lab is about first, then what Skupper made for itself.
  private func sorted<Item>(_ items: [Item], by key: (Item) -> (Bool, String)) -> [Item] {
    items.sorted { left, right in
      let (first, second) = (key(left), key(right))
      return first.0 == second.0 ? first.1 < second.1 : second.0
    }
  }

  private var mapRouter: SiteMap.Router? {
    guard identity != nil || pods.contains(where: isRouter) else { return nil }
    return SiteMap.Router(
      mode: router?.mode ?? identity?["data", "router-mode"]?.string ?? "interior",
      version: router?.ownSite?.version ?? "", answers: router != nil)
  }

  private func pod(_ pod: Value) -> SiteMap.Pod {
    let summary = PodSummary(of: pod)
    return SiteMap.Pod(
      pod.name, app: app(of: pod), ready: summary.ready, containers: summary.containers,
      state: summary.status, restarts: summary.restarts,
      isSystem: pod.labels["app.kubernetes.io/part-of"] == "skupper")
  }

  /// The Deployment behind a pod's ReplicaSet, or whoever else owns it.
  private func app(of pod: Value) -> String? {
    guard let owner = pod.controller else { return nil }
    guard owner.kind == "ReplicaSet", let dash = owner.name.lastIndex(of: "-") else {
      return owner.name
    }
    return String(owner.name[..<dash])
  }

  private func service(_ service: Value) -> SiteMap.Service {
    let ports = (service["spec", "ports"]?.array ?? []).compactMap { $0["port"]?.integer }
    let labels = service["spec", "selector"]?.object?.strings ?? [:]
    let isSystem = isMadeBySkupper(service)
    let isAddress = !isSystem && (labels == SiteIdentity.routerSelector || isControlled(service))
    let chosen = pods.filter { pod in
      !labels.isEmpty && labels.allSatisfy { pod.labels[$0.key] == $0.value }
    }
    return SiteMap.Service(
      service.name, ports: ports,
      backing: isAddress ? .address(service.name) : .pods(chosen.map(\.name).sorted()),
      isSystem: isSystem)
  }

  private func route(_ route: Value) -> SiteMap.Route {
    SiteMap.Route(
      route.name, host: route["spec", "host"]?.string ?? "",
      service: route["spec", "to", "name"]?.string ?? "", isSystem: isMadeBySkupper(route))
  }

  /// Whether Skupper made an object for itself, and not for an address.
  private func isMadeBySkupper(_ object: Value) -> Bool {
    object.owners.contains {
      $0.kind == "ConfigMap" && $0.name == ObjectName.site || $0.apiVersion == Version2.apiVersion
    } && !isControlled(object)
  }

  private func isControlled(_ object: Value) -> Bool { AddressObjects.isControlled(object) }

  /// The links that the site dials.
  fileprivate func links(_ names: NetworkNames) -> [SiteMap.Link] {
    if isOfVersion2 { return dialled(names) }
    return links.compactMap { Link(secret: $0) }.sorted { $0.name < $1.name }.map { link in
      let live = link.isClaim ? nil : router?.links.first { $0.isOutgoing && $0.name == link.name }
      let other = names[live?.peerSite ?? ""] ?? names[link.origin]
      let peer = live.flatMap { $0.peerName.isEmpty ? nil : $0.peerName }
      let isEdge = mapRouter?.mode == "edge"
      return SiteMap.Link(
        link.name, from: name, to: other ?? peer,
        state: live.map { SiteMap.Link.State(rawValue: $0.state.rawValue) ?? .connecting }
          ?? (link.isRefused ? .failed : .connecting),
        reason: live?.state == .connected ? nil : live?.reason ?? link.reason,
        role: live?.role ?? (isEdge ? "edge" : "inter-router"), cost: link.cost)
    }
  }

  /// The links of a site of version 2, whose Secrets do not tell of them, as its router does.
  private func dialled(_ names: NetworkNames) -> [SiteMap.Link] {
    (router?.links ?? []).filter(\.isOutgoing).map { live in
      SiteMap.Link(
        live.name, from: name,
        to: names[live.peerSite] ?? (live.peerName.isEmpty ? nil : live.peerName),
        state: SiteMap.Link.State(rawValue: live.state.rawValue) ?? .connecting,
        reason: live.state == .connected ? nil : live.reason, role: live.role, cost: live.cost)
    }
  }

  /// Whether something serves an address here: the router knows best, and before it answers, what
  /// was asked for counts.
  fileprivate func serves(_ address: String, _ definition: ServiceDefinition?) -> Bool {
    guard let router else { return definition?.targets.isEmpty == false }
    return router.addresses.contains { $0.isOf(address) && $0.consumers > 0 }
  }

  /// Whether who connects to an address here finds somebody.
  fileprivate func reaches(_ address: String) -> Bool {
    router?.addresses.contains { $0.isOf(address) && $0.isReachable } ?? false
  }
}

extension RouterStatus.Address {
  /// Whether it is one of the ports of an address: `database:5432` is of `database`.
  fileprivate func isOf(_ name: String) -> Bool {
    address == name || address.hasPrefix("\(name):")
  }
}
