import Documents
import Kubernetes

/// The router's configuration: an array of `["entity", {attributes}]` as `skrouterd.json` holds it.
/// An entity is known by its kind and name; everything that is not touched stays as it was.
package struct RouterConfiguration: Sendable, Equatable {
  /// One entity.
  package struct Entity: Sendable, Equatable {
    package var kind: String
    package var attributes: Value

    package init(_ kind: String, _ attributes: Value) {
      self.kind = kind
      self.attributes = attributes
    }

    package var name: String { attributes["name"]?.string ?? "" }
  }

  package private(set) var entities: [Entity]

  package init(_ entities: [Entity] = []) { self.entities = entities }

  /// Reads the text of `skrouterd.json`.
  package init?(text: String) {
    guard let items = (try? JSON.parse(text))?.array else { return nil }
    entities = items.compactMap { item in
      guard let kind = item[0]?.string, let attributes = item[1] else { return nil }
      return Entity(kind, attributes)
    }
  }

  /// The configuration in ConfigMap `skupper-internal`.
  package init?(configMap: Value) {
    guard let text = configMap["data", "skrouterd.json"]?.string else { return nil }
    self.init(text: text)
  }

  /// The text of `skrouterd.json`.
  package var text: String {
    Value.array(entities.map { [Value($0.kind), $0.attributes] }).json(indent: 4)
  }

  /// The entities of a kind.
  package func all(_ kind: String) -> [Entity] { entities.filter { $0.kind == kind } }

  /// The entity of that kind and name.
  package func entity(_ kind: String, _ name: String) -> Entity? {
    entities.first { $0.kind == kind && $0.name == name }
  }

  /// Adds an entity, in place of the one of its kind and name where there is one.
  package mutating func put(_ kind: String, _ attributes: Value) {
    let entity = Entity(kind, attributes)
    if let index = entities.firstIndex(where: { $0.kind == kind && $0.name == entity.name }) {
      entities[index] = entity
    } else {
      entities.append(entity)
    }
  }

  /// Makes the entities of a kind exactly these, keeping the place of those that stay.
  package mutating func replace(_ kind: String, with attributes: [Value]) {
    let wanted = attributes.map { Entity(kind, $0) }
    let names = Set(wanted.map(\.name))
    entities.removeAll { $0.kind == kind && !names.contains($0.name) }
    for entity in wanted { put(entity.kind, entity.attributes) }
  }
}

extension RouterConfiguration {
  /// Where the router finds certificates.
  package static let certificateFolder = "/etc/skupper-router-certs"
  /// What stands for the pod's name until the pod is there.
  package static let podName = "${HOSTNAME}"

  /// The configuration of a new site: its router, its listeners, no links and no services.
  /// - Parameter hasEntrance: whether other routers come in by the usual ports; without it that
  ///   depends on the router's mode.
  package init(of site: SiteIdentity, hasEntrance: Bool? = nil) {
    let options = site.options
    self.init()
    put(
      "router",
      [
        "id": Value("\(options.siteName)-\(Self.podName)"), "mode": Value(options.mode.rawValue),
        "helloMaxAgeSeconds": "3", "metadata": Value(site.id),
      ])
    put("sslProfile", Self.profile("skupper-amqps", folder: "skupper-amqps"))
    put("listener", ["name": "amqp", "role": "normal", "host": "localhost", "port": 5672])
    put(
      "listener",
      [
        "name": "amqps", "role": "normal", "host": "0.0.0.0", "port": Value(SitePort.local),
        "sslProfile": "skupper-amqps", "saslMechanisms": "EXTERNAL", "authenticatePeer": true,
      ])
    put(
      "listener",
      [
        "name": "@9090", "role": "normal", "host": "0.0.0.0", "port": Value(SitePort.routerHTTP),
        "http": true, "httpRootDir": "disabled", "websockets": false, "healthz": true,
        "metrics": true,
      ])
    if hasEntrance ?? !options.isEdge {
      put("sslProfile", Self.profile("skupper-internal", folder: "skupper-internal"))
      put("listener", Self.listener("interior-listener", "inter-router", SitePort.interRouter))
      put("listener", Self.listener("edge-listener", "edge", SitePort.edge))
    }
    put("address", ["name": "mc", "prefix": "mc", "distribution": "multicast"])
    for item in options.routerLogging.split(separator: ",") {
      let parts = item.split(separator: ":").map(String.init)
      let module = parts.count == 2 ? parts[0] : "DEFAULT"
      put(
        "log",
        ["name": Value(module), "module": Value(module), "enable": Value((parts.last ?? "") + "+")])
    }
    put("site", site.entity(services: []))
  }

  /// The Secret in which the certificates of an `sslProfile` are kept.
  package static func secret(ofProfile name: String) -> String {
    switch name {
    case "skupper-amqps": ObjectName.localServer
    case "skupper-internal": ObjectName.siteServer
    default: folder(ofProfile: name)
    }
  }

  /// The folder of an `sslProfile` below the certificate folder.
  package static func folder(ofProfile name: String) -> String {
    name.hasSuffix("-profile") ? String(name.dropLast("-profile".count)) : name
  }

  /// An `sslProfile` whose files lie in that folder.
  static func profile(_ name: String, folder: String) -> Value {
    let path = "\(certificateFolder)/\(folder)"
    return [
      "name": Value(name), "certFile": Value("\(path)/tls.crt"),
      "privateKeyFile": Value("\(path)/tls.key"), "caCertFile": Value("\(path)/ca.crt"),
    ]
  }

  /// A listener for other routers.
  static func listener(
    _ name: String, _ role: String, _ port: Int, profile: String = "skupper-internal"
  ) -> Value {
    [
      "name": Value(name), "role": Value(role), "host": "0.0.0.0", "port": Value(port),
      "sslProfile": Value(profile), "saslMechanisms": "EXTERNAL", "authenticatePeer": true,
      "maxFrameSize": 16384, "maxSessionFrames": 640,
    ]
  }

  /// A connector that dials another router.
  static func connector(
    _ name: String, to endpoint: Token.Endpoint, isEdge: Bool, cost: Int, profile: String
  ) -> Value {
    [
      "name": Value(name), "role": Value(isEdge ? "edge" : "inter-router"),
      "host": Value(endpoint.host), "port": Value(endpoint.port), "cost": Value(cost),
      "sslProfile": Value(profile), "verifyHostname": true,
      "maxFrameSize": 16384, "maxSessionFrames": 640,
    ]
  }
}

extension SiteIdentity {
  /// What the router tells others about its site, with the services that the site itself defines.
  package func entity(services: [ServiceDefinition]) -> Value {
    let told = services.sorted { $0.address < $1.address }
    return [
      "name": Value(options.siteName), "id": Value(id), "namespace": Value(namespace),
      "version": Value(profile.siteVersion), "platform": Value(platform),
      "services": Value(Value.array(told.map(\.document)).json()),
    ]
  }
}
