import Documents

/// What a router is told to be: the entities of `skrouterd.json`.
package struct RouterConfiguration: Hashable, Sendable {
  /// What a listener or connector carries.
  package enum Role: String, Hashable, Sendable {
    case interRouter = "inter-router"
    case edge
    case normal
  }

  /// Where the files of a TLS identity are.
  package struct TLSProfile: Hashable, Sendable {
    package var certificateFile: String
    package var keyFile: String
    package var authorityFile: String
  }

  /// Where other routers dial in.
  package struct Listener: Hashable, Sendable {
    package var name: String
    package var role: Role
    package var host: String
    package var port: Int
    package var profile: String?
  }

  /// Another router to dial.
  package struct Connector: Hashable, Sendable {
    package var name: String
    package var role: Role
    package var host: String
    package var port: Int
    package var cost: Int
    package var profile: String?
    package var verifiesHostName: Bool
  }

  /// A port whose connections go to an address.
  package struct ServiceListener: Hashable, Sendable {
    package var name: String
    package var host: String
    package var port: Int
    package var address: String
  }

  /// A server that takes connections for an address.
  package struct ServiceConnector: Hashable, Sendable {
    package var name: String
    package var host: String
    package var port: Int
    package var address: String
    package var process: String
  }

  package var router: String
  package var mode: RouterMode
  package var site: SiteRecord
  package var profiles: [String: TLSProfile] = [:]
  package var listeners: [Listener] = []
  package var connectors: [Connector] = []
  package var serviceListeners: [ServiceListener] = []
  package var serviceConnectors: [ServiceConnector] = []

  /// The configuration in a document, which is a list of pairs of an entity's kind and its
  /// attributes. Entities of unknown kinds are ignored.
  package init(_ document: Value) throws(ConfigurationError) {
    guard let entities = document.array else {
      throw ConfigurationError("the document is \(document.kindName), not a list of entities")
    }
    guard
      let router = entities.first(where: { $0[0]?.string == "router" })?[1],
      let id = router["id"]?.string, !id.isEmpty
    else { throw ConfigurationError("it has no entity 'router' with an 'id'") }
    self.router = id
    mode = RouterMode(rawValue: router["mode"]?.string ?? "") ?? .interior
    site = SiteRecord(id: router["metadata"]?.string ?? "", name: id)
    for entity in entities {
      guard let kind = entity[0]?.string, let attributes = entity[1] else { continue }
      add(kind, attributes)
    }
  }

  private mutating func add(_ kind: String, _ value: Value) {
    func text(_ key: String) -> String? { value[key]?.scalarText }
    func number(_ key: String) -> Int { value[key]?.integer ?? text(key).flatMap { Int($0) } ?? 0 }
    let name = text("name") ?? ""
    let host = text("host") ?? ""
    let role = Role(rawValue: text("role") ?? "normal") ?? .normal
    switch kind {
    case "site":
      site = SiteRecord(
        id: text("id") ?? site.id, name: text("name") ?? "", namespace: text("namespace") ?? "",
        version: text("version") ?? "", platform: text("platform") ?? "",
        services: text("services") ?? "")
    case "sslProfile":
      profiles[name] = TLSProfile(
        certificateFile: text("certFile") ?? "", keyFile: text("privateKeyFile") ?? "",
        authorityFile: text("caCertFile") ?? "")
    case "listener":
      listeners.append(
        Listener(
          name: name, role: role, host: host, port: number("port"), profile: text("sslProfile")))
    case "connector":
      connectors.append(
        Connector(
          name: name, role: role, host: host, port: number("port"), cost: max(1, number("cost")),
          profile: text("sslProfile"), verifiesHostName: value["verifyHostname"]?.bool ?? true))
    case "tcpListener", "httpListener":
      serviceListeners.append(
        ServiceListener(
          name: name, host: host, port: number("port"), address: text("address") ?? ""))
    case "tcpConnector", "httpConnector":
      serviceConnectors.append(
        ServiceConnector(
          name: name, host: host, port: number("port"), address: text("address") ?? "",
          process: text("processId") ?? ""))
    default: break
    }
  }
}

/// Why a configuration cannot be used.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }

  package var description: String { "The router's configuration cannot be used: \(reason)." }
}
