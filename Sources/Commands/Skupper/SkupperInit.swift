import Documents
import Kubernetes
import KubernetesClient
import Platform
import Skupper
import TLS

/// `skupper init`: makes the objects of a site.
extension SkupperCommand {
  static func initialiseSite(_ call: SkupperCall) throws(SkupperError) {
    let hasRoutes = try call.hasRoutes()
    let options = try SiteOptions(call, hasRoutes: hasRoutes)
    try options.check(call.profile, hasRoutes: hasRoutes)
    let namespace = try call.namespace()
    if try call.ensure(options.siteConfigMap(namespace: namespace)) {
      try SiteMaker(call: call, hasRoutes: hasRoutes).make()
    } else {
      try applyLogging(options, call)
      try SiteMaker(call: call, hasRoutes: hasRoutes).make()
    }
    call.print(
      "Skupper is now installed in namespace '\(namespace)'.  "
        + "Use 'skupper status' to get more information.\n")
  }

  /// What a second `init` changes: how much the router writes down.
  private static func applyLogging(_ options: SiteOptions, _ call: SkupperCall)
    throws(SkupperError)
  {
    let client = try call.client()
    for (flag, key, value) in [
      ("router-logging", "router-logging", options.routerLogging),
      ("router-debug-mode", "router-debug-mode", options.routerDebugMode),
    ] where call.flags.isGiven(flag) {
      try call.asked { () throws(ClientError) in
        try client.edit(.configMaps, ObjectName.site) { $0["data", key] = Value(value) }
      }
      call.print(
        flag == "router-logging" ? "Updated router logging\n" : "Updated router debug mode\n")
    }
  }
}

/// Makes the objects of a site whose ConfigMap is there; objects that are there stay.
struct SiteMaker {
  let call: SkupperCall
  let hasRoutes: Bool

  func make() throws(SkupperError) {
    guard var site = try call.site() else {
      throw SkupperError("Skupper is not enabled in namespace '\(try call.namespace())'")
    }
    if hasRoutes { site.platform = "openshift" }
    for object in site.access + site.configMaps { try call.ensure(object) }
    for object in site.services { try call.ensure(object) }
    if hasRoutes {
      for object in site.routes { try call.ensure(object) }
    }
    try makeCredentials(site)
    for object in site.deployments { try call.ensure(object) }
    if site.profile.waitsForStatus { call.print("Waiting for status...\n") }
  }

  /// Authorities first, then what they sign for the hosts by which the site is reached.
  func makeCredentials(_ site: SiteIdentity) throws(SkupperError) {
    var authorities: [String: CertificateAuthority] = [:]
    for request in site.authorities {
      authorities[request.secret] = try authority(request, site)
    }
    if let service = authorities[ObjectName.serviceAuthority] {
      try call.ensure(site.serviceClientSecret(authority: service.skupperCredential))
    }
    let hosts = try hosts(site)
    for request in site.credentials(
      routerHosts: hosts.router, claimsHosts: hosts.claims, consoleHosts: hosts.console)
    {
      guard let authority = request.authority.flatMap({ authorities[$0] }) else { continue }
      if try call.find(.secrets, request.secret) != nil { continue }
      let issued = try SiteMaker.issued {
        () throws(TLSError) in
        try authority.issue(commonName: request.commonName, names: request.names)
      }
      try call.ensure(
        site.secret(
          request.secret, .init(certificate: issued.certificate, key: issued.key),
          authority: authority.skupperCredential))
    }
    if let users = site.consoleUsersSecret(generatedPassword: Random.word(10)) {
      try call.ensure(users)
    }
  }

  /// An authority that the site has, or a new one.
  private func authority(_ request: CredentialRequest, _ site: SiteIdentity)
    throws(SkupperError) -> CertificateAuthority
  {
    if let secret = try call.find(.secrets, request.secret),
      let kept = Skupper.Credential(secret: secret)
    {
      return CertificateAuthority(.init(certificate: kept.certificate, key: kept.key))
    }
    let made = try SiteMaker.issued {
      () throws(TLSError) in try CertificateAuthority.make(commonName: request.commonName)
    }
    try call.ensure(site.secret(request.secret, made.skupperCredential, authority: nil))
    return made
  }

  /// The hosts by which router, claims and console are reached, waiting for load balancers.
  func hosts(_ site: SiteIdentity) throws(SkupperError)
    -> (router: [String], claims: [String], console: [String])
  {
    let options = site.options
    let configured = [
      options.ingressHost, options.routerIngressHost, options.controllerIngressHost,
    ].filter { !$0.isEmpty }
    if options.ingress == .loadBalancer && !options.isEdge {
      let names = site.services.map(\.name).filter { $0 != ObjectName.localRouter }
      var found: [String] = []
      for name in names { found.append(try balancer(name)) }
      return (found, found, found)
    }
    if options.ingress == .route {
      let routes = try call.list(.routes)
      func host(_ names: String...) -> [String] {
        routes.filter { names.contains($0.name) }.compactMap(SiteEntrance.host)
      }
      return (
        host(ObjectName.interRouterRoute, ObjectName.edgeRoute), host(ObjectName.claimsRoute),
        host(ObjectName.consoleRoute)
      )
    }
    return (configured, configured, configured)
  }

  private func balancer(_ name: String) throws(SkupperError) -> String {
    let client = try call.client()
    let seconds = try call.seconds("timeout")
    var left = seconds
    while true {
      let outcome = try call.asked { () throws(ClientError) in
        try client.wait(
          .services, name, timeout: left == seconds ? .milliseconds(50) : .seconds(1)
        ) { service in service.flatMap(SiteEntrance.balancer) != nil }
      }
      if case .satisfied(let service?) = outcome, let host = SiteEntrance.balancer(service) {
        return host
      }
      left -= 1
      if left <= 0 {
        throw SkupperError(
          "Failed to get LoadBalancer IP or Hostname for service \(ObjectName.router)")
      }
      switch site(left, seconds) {
      case let line?: call.print(line)
      case nil: break
      }
    }
  }

  private func site(_ left: Int, _ seconds: Int) -> String? {
    switch call.profile.loadBalancerWait {
    case .plain: left == seconds - 1 ? "Waiting for LoadBalancer IP or hostname...\n" : nil
    case .seconds: "Waiting \(left) seconds for LoadBalancer IP or hostname...\n"
    case .once:
      left == seconds - 1 && StandardStream.output.isTerminal
        ? "Waiting for LoadBalancer IP or hostname...\n" : nil
    }
  }

  /// Makes a certificate; a failure becomes the command's.
  static func issued<Result>(_ body: () throws(TLSError) -> Result) throws(SkupperError)
    -> Result
  {
    do {
      return try body()
    } catch {
      throw SkupperError(error.description)
    }
  }
}

extension CertificateAuthority {
  /// The authority's certificate and key as sites keep them.
  var skupperCredential: Skupper.Credential {
    .init(certificate: credential.certificate, key: credential.key)
  }
}
