import Documents

/// What a site is to be like: the options of `skupper init`, kept in ConfigMap `skupper-site`.
package struct SiteOptions: Sendable, Equatable {
  /// Whether a router may carry others' traffic or only its own.
  package enum RouterMode: String, Sendable { case interior, edge }

  /// How other sites reach this one.
  package enum Ingress: String, Sendable, CaseIterable {
    case route
    case loadBalancer = "loadbalancer"
    case nodePort = "nodeport"
    case nginx = "nginx-ingress-v1"
    case contour = "contour-http-proxy"
    case ingress
    case none
  }

  package var siteName: String
  package var ingress = Ingress.none
  package var ingressHost = ""
  package var routerIngressHost = ""
  package var controllerIngressHost = ""
  package var mode = RouterMode.interior
  package var labels: [String: String] = [:]
  package var annotations: [String: String] = [:]
  package var routerLogging = ""
  package var routerDebugMode = ""
  package var console = false
  package var flowCollector = false
  package var consoleAuthentication = ""
  package var consoleUser = ""
  package var consolePassword = ""
  package var restAPI = false
  package var serviceSync = true
  package var serviceSyncTTLSeconds = 0
  package var networkPolicy = false
  package var routers = 0
  /// Options that are handed on as they are: resources, affinities, service annotations.
  package var tuning: [String: String] = [:]

  package init(siteName: String) { self.siteName = siteName }

  package var isEdge: Bool { mode == .edge }

  /// Who may enter the console: without a choice it is users with a password.
  package var effectiveConsoleAuthentication: String {
    consoleAuthentication.isEmpty ? "internal" : consoleAuthentication
  }

  /// Whether people can open a console at this site.
  package func hasConsole(_ profile: TextProfile) -> Bool {
    console && (flowCollector || !profile.hasFlowCollector)
  }
}

extension SiteOptions {
  /// The site's ConfigMap data: all texts.
  package var data: Value {
    var data: [String: String] = [
      "console": String(console),
      "console-authentication": consoleAuthentication,
      "console-password": consolePassword,
      "console-user": consoleUser,
      "create-network-policy": String(networkPolicy),
      "flow-collector": String(flowCollector),
      "ingress": ingress.rawValue,
      "name": siteName,
      "rest-api": String(restAPI),
      "router-console": "false",
      "router-logging": routerLogging,
      "router-mode": mode.rawValue,
      "service-controller": "true",
      "service-sync": String(serviceSync),
    ]
    for (key, text) in [
      ("ingress-host", ingressHost), ("router-ingress-host", routerIngressHost),
      ("controller-ingress-host", controllerIngressHost), ("router-debug-mode", routerDebugMode),
      ("routers", routers > 0 ? String(routers) : ""),
      (
        "service-sync-site-ttl",
        serviceSyncTTLSeconds > 0 ? "\(serviceSyncTTLSeconds)s" : ""
      ),
    ] where !text.isEmpty {
      data[key] = text
    }
    for (key, text) in tuning where !text.isEmpty { data[key] = text }
    return Value(data)
  }

  /// The options that a ConfigMap `skupper-site` holds.
  package init(site: Value) {
    let data = site["data"]?.object?.strings ?? [:]
    self.init(siteName: data["name"] ?? site["metadata", "namespace"]?.string ?? "")
    ingress = data["ingress"].flatMap(Ingress.init) ?? .none
    ingressHost = data["ingress-host"] ?? ""
    routerIngressHost = data["router-ingress-host"] ?? ""
    controllerIngressHost = data["controller-ingress-host"] ?? ""
    mode = data["router-mode"].flatMap(RouterMode.init) ?? .interior
    routerLogging = data["router-logging"] ?? ""
    routerDebugMode = data["router-debug-mode"] ?? ""
    console = data["console"] == "true"
    flowCollector = data["flow-collector"] == "true"
    consoleAuthentication = data["console-authentication"] ?? ""
    consoleUser = data["console-user"] ?? ""
    consolePassword = data["console-password"] ?? ""
    restAPI = data["rest-api"] == "true"
    serviceSync = data["service-sync"] != "false"
    serviceSyncTTLSeconds = data["service-sync-site-ttl"].flatMap(Duration.seconds(in:)) ?? 0
    networkPolicy = data["create-network-policy"] == "true"
    routers = data["routers"].flatMap { Int($0) } ?? 0
    labels = site["metadata", "labels"]?.object?.strings ?? [:]
    annotations = site["metadata", "annotations"]?.object?.strings ?? [:]
  }
}

extension Duration {
  /// The whole seconds of a text such as `2m0s`, `90s`, `1h30m`; nothing for anything else.
  package static func seconds(in text: String) -> Int? {
    if text == "0" { return 0 }
    var total = 0.0
    var number = ""
    var unit = ""
    func add() -> Bool {
      let factors = ["h": 3600.0, "m": 60, "s": 1, "ms": 0.001]
      guard let amount = Double(number), let factor = factors[unit] else { return false }
      total += amount * factor
      (number, unit) = ("", "")
      return true
    }
    for character in text {
      if character.isASCII && (character.isNumber || character == ".") {
        if !unit.isEmpty && !add() { return nil }
        number.append(character)
      } else {
        unit.append(character)
      }
    }
    guard add(), total.isFinite, total < 1e12 else { return nil }
    return Int(total)
  }
}
