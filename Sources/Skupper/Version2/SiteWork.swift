import Documents
import Kubernetes

/// All that belongs to one site of version 2: its listeners and connectors with their problems, and
/// the router's configuration that follows.
struct SiteWork {
  /// A listener that can be set up, with the router's port for it.
  struct Listener {
    var object: Value
    var key: String
    var host: String
    var port: Int
    var routerPort = 0
    var problem: String?
  }

  /// A connector with the places where its address is served.
  struct Connector {
    var object: Value
    var key: String
    var port: Int
    var places: [Place]
    var problem: String?
  }

  /// A place where an address is served: a pod, or a host.
  struct Place {
    var name: String
    var host: String
    var process: String
  }

  let site: Value
  let identity: SiteIdentity
  let router: RouterStatus?
  let pods: [Value]
  private(set) var listeners: [Listener] = []
  private(set) var connectors: [Connector] = []
  /// The links whose certificate and endpoint are there.
  private(set) var links: [Value] = []
  private let accesses: [Value]
  private let secrets: [String: Value]
  private let present: RouterConfiguration

  var namespace: String { identity.namespace }

  init(planner: Version2Planner, site: Value) {
    let namespace = site.namespace ?? ""
    let world = planner.world
    var options = SiteOptions(siteName: site.name)
    options.mode = site["spec", "edge"] == true ? .edge : .interior
    options.routerLogging = site["spec", "settings", "router-logging"]?.string ?? ""
    options.routers = site["spec", "ha"] == true ? 2 : 1
    self.site = site
    identity = SiteIdentity(
      namespace: namespace, id: site.uid, options: options, profile: world.profile,
      platform: world.hasRoutes ? "openshift" : "kubernetes",
      owner: OwnerReference(to: site, isController: false))
    router = world.routers[namespace]
    pods = planner.all(.pods, in: namespace)
    accesses = planner.all(Version2.routerAccesses, in: namespace)
    secrets = Dictionary(
      planner.all(.secrets, in: namespace).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    present =
      planner.objects.object(.configMaps, namespace, Version2.Name.configuration)
      .flatMap(RouterConfiguration.init(configMap:)) ?? RouterConfiguration()
    listeners = Self.listeners(planner.all(Version2.listeners, in: namespace))
    let ports = Controller.assignedPorts(definitions(of: listeners), configuration: present)
    for index in listeners.indices {
      let listener = listeners[index]
      listeners[index].routerPort = ports[listener.object.name]?[listener.port] ?? listener.port
    }
    connectors =
      planner.all(Version2.connectors, in: namespace).map { Self.connector($0, pods) }
      + planner.all(Version2.attachedConnectorBindings, in: namespace)
      .map { Self.connector(binding: $0, planner) }
    links = planner.all(Version2.links, in: namespace).filter { problem(ofLink: $0) == nil }
  }

  private func definitions(of listeners: [Listener]) -> [String: ServiceDefinition] {
    var definitions: [String: ServiceDefinition] = [:]
    for listener in listeners where listener.problem == nil {
      definitions[listener.object.name] = ServiceDefinition(
        address: listener.object.name, transport: .tcp, ports: [listener.port])
    }
    return definitions
  }

  private static func listeners(_ objects: [Value]) -> [Listener] {
    var holders: [String: String] = [:]
    return objects.map { object in
      let host = object["spec", "host"]?.string ?? ""
      let port = object["spec", "port"]?.integer ?? 0
      var listener = Listener(
        object: object, key: object["spec", "routingKey"]?.string ?? "", host: host, port: port)
      listener.problem = problem(of: object)
      if !Names.isLabel(host) {
        listener.problem = "The host \"\(host)\" cannot be the name of a service"
      } else if let holder = holders["\(host):\(port)"] {
        listener.problem = "The host \(host) with port \(port) is listener \(holder)'s"
      } else {
        holders["\(host):\(port)"] = object.name
      }
      return listener
    }
  }

  /// What keeps a listener or a connector from working as it is asked for.
  private static func problem(of object: Value) -> String? {
    let transport = object["spec", "type"]?.string ?? ""
    guard transport.isEmpty || transport == "tcp" else {
      return "The type \"\(transport)\" is not supported; use tcp"
    }
    guard (object["spec", "tlsCredentials"]?.string ?? "").isEmpty else {
      return "TLS between router and application is not supported here; leave out tlsCredentials"
    }
    return nil
  }

  private static func connector(_ object: Value, _ pods: [Value]) -> Connector {
    let port = object["spec", "port"]?.integer ?? 0
    let host = object["spec", "host"]?.string ?? ""
    let selector = object["spec", "selector"]?.string ?? ""
    var connector = Connector(
      object: object, key: object["spec", "routingKey"]?.string ?? "", port: port, places: [])
    if let problem = problem(of: object) {
      connector.problem = problem
    } else if !selector.isEmpty {
      connector.select(selector, pods, object)
    } else if !host.isEmpty {
      connector.places = [Place(name: host, host: host, process: host)]
    } else {
      connector.problem = "Neither a selector nor a host is given"
    }
    return connector
  }

  private static func connector(binding: Value, _ planner: Version2Planner) -> Connector {
    let namespace = binding["spec", "connectorNamespace"]?.string ?? ""
    let attached = planner.all(Version2.attachedConnectors, in: namespace).first {
      $0.name == binding.name && $0["spec", "siteNamespace"]?.string == binding.namespace
    }
    var connector = Connector(
      object: binding, key: binding["spec", "routingKey"]?.string ?? "",
      port: attached?["spec", "port"]?.integer ?? 0, places: [])
    if let attached {
      connector.problem = problem(of: attached)
      if connector.problem == nil {
        connector.select(
          attached["spec", "selector"]?.string ?? "", planner.all(.pods, in: namespace), attached)
      }
    } else {
      connector.problem = "No matching AttachedConnector"
    }
    return connector
  }
}

extension SiteWork.Connector {
  /// Finds the pods that serve.
  fileprivate mutating func select(_ selector: String, _ pods: [Value], _ source: Value) {
    guard let parsed = try? Selector.parse(selector), !parsed.isEmpty else {
      problem = "The selector \"\(selector)\" cannot be understood"
      return
    }
    let includesAll = source["spec", "includeNotReadyPods"] == true
    places = pods.filter { parsed.matches($0.labels) && (includesAll || $0.holds("Ready")) }
      .sorted { $0.name < $1.name }.compactMap { pod in
        guard let host = pod["status", "podIP"]?.string, !host.isEmpty else { return nil }
        return SiteWork.Place(name: pod.name, host: host, process: pod.uid)
      }
  }
}

/// Links.
extension SiteWork {
  /// Where the site's router dials for a link.
  func endpoint(of link: Value) -> Token.Endpoint? {
    let role = identity.options.isEdge ? "edge" : "inter-router"
    let found = link["spec", "endpoints"]?.array?.first { $0["name"]?.string == role }
    guard let host = found?["host"]?.string, let text = found?["port"]?.scalarText,
      let port = Int(text)
    else { return nil }
    return Token.Endpoint(host: host, port: port)
  }

  /// What keeps a link from being dialled.
  func problem(ofLink link: Value) -> String? {
    let name = link["spec", "tlsCredentials"]?.string ?? ""
    guard secrets[name]?.secretText("tls.crt") != nil else {
      return "secrets \"\(name)\" not found"
    }
    guard endpoint(of: link) != nil else {
      let role = identity.options.isEdge ? "edge" : "inter-router"
      return "The link has no endpoint of the name \(role)"
    }
    // A link that led to a site of version 1 is not dialled again before somebody changes it.
    if !link.isStale("Configured"), let known = link.condition("Configured"),
      known["reason"] == "Error", let text = known["message"]?.string,
      text.hasPrefix(Self.otherVersion)
    {
      return text
    }
    return nil
  }

  /// How the sentence about a site of version 1 begins.
  static let otherVersion = "Sites of version 1 and version 2 cannot be linked"
}

/// The router.
extension SiteWork {
  /// What the router has to do for all of this.
  var configuration: RouterConfiguration {
    var wanted = RouterConfiguration(of: identity, hasEntrance: false)
    for access in accesses {
      let credentials = access["spec", "tlsCredentials"]?.string ?? ""
      guard secrets[credentials] != nil else { continue }
      wanted.put("sslProfile", RouterConfiguration.profile(credentials, folder: credentials))
      for role in access.roles {
        wanted.put(
          "listener",
          RouterConfiguration.listener(
            "\(access.name)-\(role.name)", role.name, role.port, profile: credentials))
      }
    }
    for link in links {
      guard let endpoint = endpoint(of: link) else { continue }
      let credentials = link["spec", "tlsCredentials"]?.string ?? ""
      let profile = "\(credentials)-profile"
      wanted.put("sslProfile", RouterConfiguration.profile(profile, folder: credentials))
      wanted.put(
        "connector",
        RouterConfiguration.connector(
          link.name, to: endpoint, isEdge: identity.options.isEdge,
          cost: max(1, link["spec", "cost"]?.integer ?? 1), profile: profile))
    }
    for listener in listeners where listener.problem == nil {
      wanted.put(
        "tcpListener",
        [
          "name": Value("\(listener.object.name):\(listener.port)"), "host": "0.0.0.0",
          "port": Value(listener.routerPort), "address": Value(listener.key),
          "siteId": Value(identity.id),
        ])
    }
    for connector in connectors where connector.problem == nil {
      for place in connector.places {
        wanted.put(
          "tcpConnector",
          [
            "name": Value("\(connector.object.name)@\(place.host):\(connector.port)"),
            "host": Value(place.host), "port": Value(connector.port),
            "address": Value(connector.key), "siteId": Value(identity.id),
            "processId": Value(place.process),
          ])
      }
    }
    wanted.put("site", identity.entity(services: told))
    return wanted
  }

  /// What the router tells other sites: for each address who listens for it here and who serves it.
  var told: [ServiceDefinition] {
    var told: [String: ServiceDefinition] = [:]
    func note(_ key: String, _ label: String, _ name: String, _ port: Int, _ targets: [String]) {
      var definition =
        told[key] ?? ServiceDefinition(address: key, transport: .tcp, ports: [port])
      let names = (definition.labels[label].map { [$0] } ?? []) + [name]
      definition.labels[label] = names.joined(separator: ",")
      definition.targets += targets.map { .init(name: $0) }
      told[key] = definition
    }
    for listener in listeners where listener.problem == nil {
      note(listener.key, Version2.Name.listens, listener.object.name, listener.port, [])
    }
    for connector in connectors where connector.problem == nil && !connector.places.isEmpty {
      note(
        connector.key, Version2.Name.serves, connector.object.name, connector.port,
        connector.places.map(\.name))
    }
    return told.values.sorted { $0.address < $1.address }
  }

  /// Whether anybody in the network does that for an address.
  func isMatched(_ key: String, by label: String) -> Bool {
    let others = (router?.otherSites ?? []).flatMap(\.services)
    return (told + others).contains { $0.address == key && $0.labels[label] != nil }
  }
}
