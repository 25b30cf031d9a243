import Documents
import Kubernetes

/// Ways in: what lets other sites reach a router or the grant server, by a route, a load balancer
/// or a port of the node, with a certificate for the hosts that came of it.
extension Version2Planner {
  /// How something is reached from outside.
  enum AccessType: String, CaseIterable {
    case route
    case loadBalancer = "loadbalancer"
    case nodePort = "nodeport"
    case local
  }

  /// The controller's own way in, for tokens.
  mutating func planGrantServer() {
    let name = Version2.Name.grantServer
    guard
      let owner = objects.object(.deployments, world.namespace, Version2.Name.controller),
      !owner.isBeingDeleted
    else { return }
    ensure(
      Self.object(
        Version2.certificates, Version2.Name.grantAuthority, ownedBy: owner,
        ["subject": "skupper-grant-server CA", "signing": true]), Version2.certificates)
    ensure(
      Self.object(
        Version2.securedAccesses, name, ownedBy: owner,
        [
          "certificate": Value(name), "issuer": Value(Version2.Name.grantAuthority),
          "selector": ["application": Value(Version2.Name.controller)],
          "ports": [
            [
              "name": "https", "port": Value(Version2.grantPort),
              "targetPort": Value(Version2.grantPort), "protocol": "TCP",
            ]
          ],
        ]), Version2.securedAccesses)
  }

  /// A site's ways in for other routers.
  mutating func planRouterAccesses(of site: Value) {
    let standard = ObjectName.router
    if site.wantsLinkAccess, site["spec", "edge"] != true {
      let access = site["spec", "linkAccess"]?.string ?? ""
      ensure(
        Self.object(
          Version2.routerAccesses, standard, ownedBy: site,
          [
            "roles": [
              ["name": "inter-router", "port": Value(SitePort.interRouter)],
              ["name": "edge", "port": Value(SitePort.edge)],
            ],
            "tlsCredentials": Value(ObjectName.siteServer), "generateTlsCredentials": true,
            "issuer": Value(site.issuer), "accessType": Value(access == "default" ? "" : access),
          ]), Version2.routerAccesses)
    } else {
      drop(Version2.routerAccesses, standard, ownedBy: site)
    }
    for access in all(Version2.routerAccesses, in: site.namespace ?? "") {
      plan(routerAccess: access, of: site)
    }
  }

  private mutating func plan(routerAccess access: Value, of site: Value) {
    let issuer = access["spec", "issuer"]?.string ?? site.issuer
    ensure(
      Self.object(
        Version2.securedAccesses, access.name, ownedBy: access,
        [
          "accessType": access["spec", "accessType"] ?? "",
          "certificate": access["spec", "tlsCredentials"] ?? "",
          "issuer": access["spec", "generateTlsCredentials"] == true ? Value(issuer) : "",
          "selector": Value(SiteIdentity.routerSelector),
          "ports": .array(
            access.roles.map {
              [
                "name": Value($0.name), "port": Value($0.port), "targetPort": Value($0.port),
                "protocol": "TCP",
              ]
            }),
        ]), Version2.securedAccesses)
    let secured = objects.object(Version2.securedAccesses, access.namespace, access.name)
    let endpoints = (secured?["status", "endpoints"]?.array ?? []).map { endpoint in
      var endpoint = endpoint
      endpoint["group"] = Value(ObjectName.router)
      return endpoint
    }
    let problem = secured?.condition("Configured").flatMap { condition in
      condition["status"] == "False" ? condition["message"]?.string : nil
    }
    setStatus(access) { [now] access in
      access["status", "endpoints"] = .array(endpoints)
      access.setState("Configured", .init(error: problem), now: now)
      access.setState("Resolved", endpoints.isEmpty ? .pending("Pending") : .ready, now: now)
      access.sumUp(now: now)
    }
  }

  /// Services, routes, certificates and endpoints of every way in.
  mutating func planSecuredAccesses() {
    for access in objects.all(Version2.securedAccesses) where !access.isBeingDeleted {
      switch accessType(of: access) {
      case .failure(let problem): tell(access, endpoints: [], problem.text)
      case .success(let type): plan(access, type)
      }
    }
  }

  private func accessType(of access: Value) -> Result<AccessType, SkupperError> {
    let word = access["spec", "accessType"]?.string ?? ""
    guard !word.isEmpty else { return .success(world.hasRoutes ? .route : .loadBalancer) }
    guard let type = AccessType(rawValue: word) else {
      return .failure(
        SkupperError(
          "unsupported access type \"\(word)\"; use one of "
            + AccessType.allCases.map(\.rawValue).joined(separator: ", ")))
    }
    if type == .route, !world.hasRoutes {
      return .failure(
        SkupperError("this cluster has no routes; use the access type loadbalancer or nodeport"))
    }
    return .success(type)
  }

  private mutating func plan(_ access: Value, _ type: AccessType) {
    let maker = SiteIdentity(
      namespace: access.namespace ?? "", id: access.uid, options: SiteOptions(siteName: ""),
      profile: world.profile, owner: OwnerReference(to: access, isController: false))
    let ports = (access["spec", "ports"]?.array ?? []).compactMap { port in
      port["port"]?.integer.map { number in
        (port["name"]?.string ?? "", number, port["targetPort"]?.integer ?? number)
      }
    }
    let serviceType =
      switch type {
      case .loadBalancer: "LoadBalancer"
      case .nodePort: "NodePort"
      case .route, .local: "ClusterIP"
      }
    ensure(
      maker.service(
        access.name, type: serviceType,
        selector: access["spec", "selector"]?.object?.strings ?? [:], ports: ports), .services)
    for (name, _, _) in ports {
      let route = "\(access.name)-\(name)"
      if type == .route {
        ensure(maker.route(route, to: access.name, port: name), .routes)
      } else {
        drop(.routes, route, ownedBy: access)
      }
    }
    let found = ports.compactMap { name, number, _ in
      endpoint(name, number, of: access, type).map { place in
        ["name": Value(name), "host": Value(place.host), "port": Value(String(place.port))]
          as Value
      }
    }
    let endpoints = found.count == ports.count ? found : []
    certify(access, endpoints)
    tell(access, endpoints: endpoints, nil)
  }

  private func endpoint(
    _ name: String, _ port: Int, of access: Value, _ type: AccessType
  ) -> Token.Endpoint? {
    let service = objects.object(.services, access.namespace, access.name)
    switch type {
    case .route:
      return objects.object(.routes, access.namespace, "\(access.name)-\(name)")
        .flatMap(SiteEntrance.host).map { .init(host: $0, port: 443) }
    case .loadBalancer:
      return service.flatMap(SiteEntrance.balancer).map { .init(host: $0, port: port) }
    case .nodePort:
      let entry = service?["spec", "ports"]?.array?.first { $0["port"]?.integer == port }
      let node = objects.all(.nodes).first?["status", "addresses"]?.array?.first {
        $0["type"] == "InternalIP"
      }
      guard let number = entry?["nodePort"]?.integer, let host = node?["address"]?.string else {
        return nil
      }
      return .init(host: host, port: number)
    case .local: return .init(host: "\(access.name).\(access.namespace ?? "")", port: port)
    }
  }

  /// The certificate is made once it is known for which hosts it has to be good.
  private mutating func certify(_ access: Value, _ endpoints: [Value]) {
    let name = access["spec", "certificate"]?.string ?? ""
    let issuer = access["spec", "issuer"]?.string ?? ""
    guard !name.isEmpty, !issuer.isEmpty, !endpoints.isEmpty else { return }
    let place = "\(access.name).\(access.namespace ?? "")"
    var hosts = [place, "\(place).svc.cluster.local"]
    for host in endpoints.compactMap({ $0["host"]?.string }) where !hosts.contains(host) {
      hosts.append(host)
    }
    ensure(
      Self.object(
        Version2.certificates, name, ownedBy: access,
        [
          "ca": Value(issuer), "subject": Value(access.name), "hosts": Value(hosts),
          "server": true,
        ]), Version2.certificates)
  }

  private mutating func tell(_ access: Value, endpoints: [Value], _ problem: String?) {
    let issuer = access["spec", "issuer"]?.string ?? ""
    let authority = objects.object(.secrets, access.namespace, issuer)?.secretText("tls.crt")
    setStatus(access) { [now] access in
      access["status", "endpoints"] = .array(endpoints)
      access["status", "ca"] = authority.map(Value.string)
      access.setState("Configured", .init(error: problem), now: now)
      access.setState("Resolved", endpoints.isEmpty ? .pending("Pending") : .ready, now: now)
      access.sumUp(now: now)
    }
  }
}

extension Value {
  /// The authority that signs for a Site.
  var issuer: String {
    let chosen = self["spec", "defaultIssuer"]?.string ?? ""
    return chosen.isEmpty ? ObjectName.siteAuthority : chosen
  }

  /// The roles of a RouterAccess with their ports.
  var roles: [(name: String, port: Int)] {
    (self["spec", "roles"]?.array ?? []).map { role in
      let name = role["name"]?.string ?? ""
      let standard = name == "edge" ? SitePort.edge : SitePort.interRouter
      return (name, role["port"]?.integer ?? standard)
    }
  }
}
