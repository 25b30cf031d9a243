import Documents
import Kubernetes

/// Sites: the objects of each, and how it is.
extension Version2Planner {
  /// The namespaces in which there is something to look after.
  var namespaces: [String] {
    let types = [
      Version2.sites, Version2.links, Version2.listeners, Version2.connectors,
      Version2.accessGrants, Version2.accessTokens, Version2.attachedConnectorBindings,
      .services,
    ]
    let names = types.flatMap { objects.all($0).compactMap(\.namespace) }
    return Set(names).sorted()
  }

  /// The site of a namespace: of several the one that was there first.
  func activeSite(in namespace: String) -> Value? {
    all(Version2.sites, in: namespace).min { left, right in
      let key = { (site: Value) in
        (site.holds("Configured") ? 0 : 1, site.creationTime?.seconds ?? 0, site.name)
      }
      return key(left) < key(right)
    }
  }

  mutating func planNamespace(_ namespace: String) {
    guard let site = activeSite(in: namespace) else {
      planWithoutSite(namespace)
      return
    }
    for other in all(Version2.sites, in: namespace) where other.uid != site.uid {
      refuse(other, "An active site already exists in the namespace (\(site.name))")
    }
    if let earlier = objects.object(.configMaps, namespace, ObjectName.site),
      !earlier.isBeingDeleted
    {
      refuse(
        site,
        "A version 1 site is in this namespace; remove it first by deleting ConfigMap "
          + ObjectName.site)
      return
    }
    let work = SiteWork(planner: self, site: site)
    planObjects(of: work)
    planRouterAccesses(of: site)
    planServices(of: work)
    planLinks(of: work)
    planStatus(of: work)
  }

  private mutating func refuse(_ site: Value, _ problem: String) {
    setStatus(site) { [now] site in
      site.setState("Configured", .error(problem), now: now)
      site.sumUp(now: now)
    }
  }

  /// What makes a site: its account, its certificates, its router and the router's configuration.
  private mutating func planObjects(of work: SiteWork) {
    let (site, identity) = (work.site, work.identity)
    let account = site["spec", "serviceAccount"]?.string ?? ""
    for object in identity.routerAccess {
      let type = ResourceType.with(
        apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "")
      if let type { ensure(object, type) }
    }
    ensure(identity.localService, .services)
    let local = ObjectName.localAuthority
    ensure(
      Self.object(
        Version2.certificates, local, ownedBy: site,
        ["subject": Value("\(site.name) local CA"), "signing": true]), Version2.certificates)
    ensure(
      Self.object(
        Version2.certificates, ObjectName.localServer, ownedBy: site,
        [
          "ca": Value(local), "subject": Value(ObjectName.localRouter),
          "hosts": Value(identity.names(ObjectName.localRouter)), "server": true,
        ]), Version2.certificates)
    if !identity.options.isEdge, site.issuer == ObjectName.siteAuthority {
      ensure(
        Self.object(
          Version2.certificates, ObjectName.siteAuthority, ownedBy: site,
          ["subject": Value("\(site.name) site CA"), "signing": true]), Version2.certificates)
    }
    planConfiguration(of: work)
    var deployment = identity.routerDeployment
    if !account.isEmpty {
      deployment["spec", "template", "spec", "serviceAccountName"] = Value(account)
    }
    ensure(deployment, .deployments)
  }

  private mutating func planConfiguration(of work: SiteWork) {
    let name = Version2.Name.configuration
    let text = work.configuration.text
    guard var present = objects.object(.configMaps, work.namespace, name) else {
      decision.changes.append(
        .create(
          work.identity.owned(
            "v1", "ConfigMap", name, content: ["data": ["skrouterd.json": Value(text)]])))
      return
    }
    if !present.isBeingDeleted, present["data", "skrouterd.json"]?.string != text {
      present["data", "skrouterd.json"] = Value(text)
      decision.changes.append(.update(present))
    }
  }

  private mutating func planStatus(of work: SiteWork) {
    let isRunning = work.pods.contains { pod in
      pod.labels[Label.component] == "router" && pod.holds("Ready")
    }
    let endpoints = all(Version2.routerAccesses, in: work.namespace)
      .flatMap { $0["status", "endpoints"]?.array ?? [] }
    let accessProblem = all(Version2.routerAccesses, in: work.namespace).lazy
      .compactMap { $0.condition("Configured") }.first { $0["status"] == "False" }
    let network = work.router?.sites ?? []
    setStatus(work.site) { [now, world] site in
      site.setState("Configured", .ready, now: now)
      site.setState(
        "Running", isRunning ? .ready : .pending("No router pod is ready"), now: now)
      if site.wantsLinkAccess {
        let problem = accessProblem?["message"]?.string
        site.setState(
          "Resolved",
          problem.map(Version2.State.error) ?? (endpoints.isEmpty ? .pending("Pending") : .ready),
          now: now)
      }
      site["status", "endpoints"] = endpoints.isEmpty ? nil : .array(endpoints)
      site["status", "defaultIssuer"] = Value(site.issuer)
      site["status", "controller"] = [
        "name": Value(Version2.Name.controller), "namespace": Value(world.namespace),
        "version": Value(world.profile.siteVersion),
      ]
      if isRunning, !network.isEmpty {
        site["status", "sitesInNetwork"] = Value(network.count)
        site["status", "network"] = .array(network.map(\.record))
      }
      site.sumUp(now: now)
    }
  }

  /// A namespace whose site is gone, or was never there: nothing in it can work.
  private mutating func planWithoutSite(_ namespace: String) {
    for service in all(.services, in: namespace) {
      guard let change = AddressObjects.release(service) else { continue }
      // A service of a version 1 site is that site's business.
      let isEarlier = service.owners.contains { $0.kind == "ConfigMap" }
      if !isEarlier, objects.object(.configMaps, namespace, ObjectName.site) == nil {
        decision.changes.append(ObjectChange(change, in: namespace))
      }
    }
    for (type, condition) in [
      (Version2.listeners, "Configured"), (Version2.connectors, "Configured"),
      (Version2.links, "Configured"), (Version2.attachedConnectorBindings, "Configured"),
      (Version2.accessGrants, "Processed"), (Version2.accessTokens, "Redeemed"),
    ] {
      for object in all(type, in: namespace) where !(object["status", "redeemed"] == true) {
        setStatus(object) { [now] object in
          let state = Version2.State.pending("No active site in namespace")
          object.setState(condition, state, now: now)
          if condition == "Redeemed" { object.setSummary(state) } else { object.sumUp(now: now) }
        }
      }
    }
  }
}

extension ObjectChange {
  /// The same change as the controllers of all types make it.
  init(_ change: SiteChange, in namespace: String) {
    switch change {
    case .create(let object): self = .create(object)
    case .update(let object): self = .update(object)
    case .delete(let kind, let name):
      let gone: Value = [
        "apiVersion": "v1", "kind": Value(kind),
        "metadata": ["name": Value(name), "namespace": Value(namespace)],
      ]
      self = .delete(ObjectReference(to: gone))
    }
  }
}

extension RouterStatus.Site {
  /// The site as the status of a Site lists it.
  fileprivate var record: Value {
    [
      "id": Value(id), "name": Value(name), "namespace": Value(namespace),
      "version": Value(version),
      "links": .array(neighbours.map { ["remoteSiteId": Value($0)] }),
      "services": .array(
        services.map { service in
          var record: Value = ["routingKey": Value(service.address)]
          if let names = service.labels[Version2.Name.serves] {
            record["connectors"] = Value(names.split(separator: ",").map(String.init))
          }
          if let names = service.labels[Version2.Name.listens] {
            record["listeners"] = Value(names.split(separator: ",").map(String.init))
          }
          return record
        }),
    ]
  }
}
