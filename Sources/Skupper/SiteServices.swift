import Documents
import Kubernetes

/// The Services and Routes of a site, by how other sites reach it.
extension SiteIdentity {
  /// The pods of the router.
  package static let routerSelector = [
    "application": ObjectName.router, Label.component: "router",
  ]
  private static let controllerSelector = [Label.component: "service-controller"]

  /// The site's Services, in the order in which they are made.
  package var services: [Value] {
    var services = [localService]
    if !options.isEdge {
      var ports = [
        ("inter-router", SitePort.interRouter, SitePort.interRouter),
        ("edge", SitePort.edge, SitePort.edge),
      ]
      if profile.claimsAtRouter { ports.append(("claims", SitePort.claims, SitePort.claims)) }
      services.append(
        service(
          ObjectName.router, type: serviceType, selector: Self.routerSelector, ports: ports))
    }
    let ports = controllerPorts
    if !ports.isEmpty {
      services.append(
        service(
          ObjectName.controllerService, type: serviceType, selector: Self.controllerSelector,
          ports: ports))
    }
    return services
  }

  /// Service `skupper-router-local`: the router for the site's own programs.
  var localService: Value {
    service(
      ObjectName.localRouter, type: "ClusterIP", selector: Self.routerSelector,
      ports: [("amqps", SitePort.local, SitePort.local)])
  }

  /// The ports of Service `skupper`, in the order in which commands list them.
  private var controllerPorts: [(String, Int, Int)] {
    var ports: [(String, Int, Int)] = []
    if profile.hasFlowCollector && options.hasConsole(profile) {
      if options.consoleAuthentication == "openshift" {
        ports.append(("console", 443, 8443))
      } else {
        ports.append(("console", SitePort.console, SitePort.console))
      }
    }
    if options.console || options.restAPI {
      let name = profile.hasFlowCollector ? "metrics" : "console"
      ports.append((name, SitePort.controller, SitePort.controller))
    }
    if !options.isEdge && !profile.claimsAtRouter {
      ports.append(("claims", SitePort.claims, SitePort.claims))
    }
    return ports
  }

  /// The site's Routes, where its way in is a route.
  package var routes: [Value] {
    guard options.ingress == .route else { return [] }
    var routes: [Value] = []
    if !options.isEdge {
      let claimsService =
        profile.claimsAtRouter ? ObjectName.router : ObjectName.controllerService
      routes = [
        route(ObjectName.interRouterRoute, to: ObjectName.router, port: "inter-router"),
        route(ObjectName.edgeRoute, to: ObjectName.router, port: "edge"),
        route(ObjectName.claimsRoute, to: claimsService, port: "claims"),
      ]
    }
    if options.hasConsole(profile) {
      routes.append(
        route(
          ObjectName.consoleRoute, to: ObjectName.controllerService, port: "console",
          tls: ["termination": "reencrypt", "insecureEdgeTerminationPolicy": "Redirect"]))
    }
    return routes
  }

  private var serviceType: String {
    switch options.ingress {
    case .loadBalancer: "LoadBalancer"
    case .nodePort: "NodePort"
    case .route, .nginx, .contour, .ingress, .none: "ClusterIP"
    }
  }

  func service(
    _ name: String, type: String, selector: [String: String], ports: [(String, Int, Int)]
  ) -> Value {
    owned(
      "v1", "Service", name,
      content: [
        "spec": [
          "type": Value(type), "selector": Value(selector),
          "ports": .array(
            ports.map { name, port, target in
              [
                "name": Value(name), "port": Value(port), "protocol": "TCP",
                "targetPort": Value(target),
              ]
            }),
        ]
      ])
  }

  func route(
    _ name: String, to service: String, port: String, tls: Value = ["termination": "passthrough"]
  ) -> Value {
    owned(
      "route.openshift.io/v1", "Route", name,
      content: [
        "spec": [
          "port": ["targetPort": Value(port)], "tls": tls,
          "to": ["kind": "Service", "name": Value(service), "weight": 100],
          "wildcardPolicy": "None",
        ]
      ])
  }
}
