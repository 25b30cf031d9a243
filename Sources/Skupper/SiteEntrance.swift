import Documents
import Kubernetes

/// How a site is reached from outside: hosts and ports of its router, claims and console, as its
/// routes and services say.
package struct SiteEntrance: Sendable {
  package var interRouter: Token.Endpoint?
  package var edge: Token.Endpoint?
  package var claims: Token.Endpoint?
  package var consoleURL: String?
  /// Whether all of it can be reached inside the cluster only.
  package var isLocalOnly = false

  /// - Parameters:
  ///   - lowPorts: how far above its usual one the entrance's port is, where ports below 1024
  ///     cannot be used.
  package init(
    site: SiteIdentity, routes: [Value] = [], services: [Value] = [], lowPorts: Int = 0
  ) {
    switch site.options.ingress {
    case .route: read(routes: routes, lowPorts: lowPorts)
    case .loadBalancer, .nodePort, .nginx, .contour, .ingress, .none:
      read(services: services, site)
    }
  }

  private mutating func read(routes: [Value], lowPorts: Int) {
    func endpoint(_ name: String) -> Token.Endpoint? {
      routes.first { $0.name == name }.flatMap(Self.host).map { .init(host: $0, port: 443) }
    }
    interRouter = endpoint(ObjectName.interRouterRoute)
    edge = endpoint(ObjectName.edgeRoute)
    claims = endpoint(ObjectName.claimsRoute)
    consoleURL = endpoint(ObjectName.consoleRoute).map { console in
      "https://\(console.host)" + (lowPorts > 0 ? ":\(443 + lowPorts)" : "")
    }
  }

  private mutating func read(services: [Value], _ site: SiteIdentity) {
    let options = site.options
    let claimsName =
      site.profile.claimsAtRouter ? ObjectName.router : ObjectName.controllerService
    func endpoint(_ name: String, _ port: Int, host configured: String) -> Token.Endpoint? {
      guard let service = services.first(where: { $0.name == name }),
        let entry = service["spec", "ports"]?.array?.first(where: {
          $0["port"]?.integer == port
        })
      else { return nil }
      switch options.ingress {
      case .loadBalancer:
        return Self.balancer(service).map { .init(host: $0, port: port) }
      case .nodePort:
        let host = configured.isEmpty ? options.ingressHost : configured
        return entry["nodePort"]?.integer.map { .init(host: host, port: $0) }
      case .route, .nginx, .contour, .ingress, .none:
        return .init(host: "\(name).\(site.namespace)", port: port)
      }
    }
    interRouter = endpoint(
      ObjectName.router, SitePort.interRouter, host: options.routerIngressHost)
    edge = endpoint(ObjectName.router, SitePort.edge, host: options.routerIngressHost)
    claims = endpoint(claimsName, SitePort.claims, host: options.controllerIngressHost)
    isLocalOnly = ![.loadBalancer, .nodePort].contains(options.ingress)
    let port = site.profile.hasFlowCollector ? SitePort.console : SitePort.controller
    if !isLocalOnly,
      let console = endpoint(
        ObjectName.controllerService, port, host: options.controllerIngressHost)
    {
      consoleURL = "https://\(console.host):\(console.port)"
    }
  }

  /// The host of a route: as the cluster admitted it, else as it was asked for.
  package static func host(_ route: Value) -> String? {
    let admitted = route["status", "ingress"]?[0]?["host"]?.string
    return (admitted ?? route["spec", "host"]?.string).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The address that a load balancer gave a service.
  package static func balancer(_ service: Value) -> String? {
    let ingress = service["status", "loadBalancer", "ingress"]?[0]
    return ingress?["hostname"]?.string ?? ingress?["ip"]?.string
  }
}
