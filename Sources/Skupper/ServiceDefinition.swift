import Documents
import Kubernetes

/// A service of the network as a site keeps it: one address, its ports, and, where the site has
/// them, the targets that serve it.
package struct ServiceDefinition: Sendable, Equatable {
  /// How the router carries a service.
  package enum Transport: String, Sendable { case tcp, http, http2 }

  /// Who serves an address at this site: pods by their labels, or a Service by its name.
  package struct Target: Sendable, Equatable {
    package var name: String
    package var selector: String?
    package var service: String?
    /// Ports of the address to ports of the target.
    package var ports: [Int: Int]
    package var namespace: String?

    package init(
      name: String, selector: String? = nil, service: String? = nil, ports: [Int: Int] = [:],
      namespace: String? = nil
    ) {
      self.name = name
      self.selector = selector
      self.service = service
      self.ports = ports
      self.namespace = namespace
    }
  }

  /// A set of pods with names of their own.
  package struct Headless: Sendable, Equatable {
    package var name: String
    package var size: Int
    package var targetPorts: [Int: Int]
  }

  package var address: String
  package var transport: Transport
  package var ports: [Int]
  package var headless: Headless?
  package var labels: [String: String] = [:]
  package var aggregate: String?
  package var eventChannel = false
  package var targets: [Target] = []
  /// The site that defined the address, or `annotation`; nothing for one defined here by command.
  package var origin: String?
  package var enableTLS = false
  package var tlsCredentials: String?
  package var exposeIngress: String?
  package var publishNotReadyAddresses = false

  package init(address: String, transport: Transport = .tcp, ports: [Int]) {
    self.address = address
    self.transport = transport
    self.ports = ports
  }

  /// Whether this site decides about the definition.
  package func isOwn(_ site: String) -> Bool {
    origin == nil || origin == "" || origin == site || origin == Self.annotationOrigin
  }

  /// The origin of definitions made from annotations.
  package static let annotationOrigin = "annotation"
}

extension ServiceDefinition {
  /// The definition that a document holds; nothing when it lacks an address or a port.
  package init?(_ document: Value) {
    guard let address = document["address"]?.string, !address.isEmpty else { return nil }
    let single = document["port"]?.integer.map { [$0] } ?? []
    self.init(
      address: address,
      transport: document["protocol"]?.string.flatMap(Transport.init) ?? .tcp,
      ports: document["ports"]?.array?.compactMap(\.integer) ?? single)
    headless = document["headless"].flatMap(Headless.init)
    labels = document["labels"]?.object?.strings ?? [:]
    aggregate = document["aggregate"]?.string
    eventChannel = document["eventchannel"]?.bool ?? false
    targets = document["targets"]?.array?.compactMap(Target.init) ?? []
    origin = document["origin"]?.string
    enableTLS = document["enableTls"]?.bool ?? false
    tlsCredentials = document["tlsCredentials"]?.string
    exposeIngress = document["exposeIngress"]?.string
    publishNotReadyAddresses = document["publishNotReadyAddresses"]?.bool ?? false
  }

  /// The definition as the ConfigMap keeps it.
  package var document: Value {
    var document: Value = [
      "address": Value(address), "protocol": Value(transport.rawValue),
      "ports": .array(ports.map { Value($0) }),
    ]
    document["headless"] = headless?.document
    if !labels.isEmpty { document["labels"] = Value(labels) }
    document["aggregate"] = aggregate.map(Value.string)
    if eventChannel { document["eventchannel"] = true }
    document["targets"] = .array(targets.map(\.document))
    document["origin"] = origin.map(Value.string)
    if enableTLS { document["enableTls"] = true }
    document["tlsCredentials"] = tlsCredentials.map(Value.string)
    document["exposeIngress"] = exposeIngress.map(Value.string)
    if publishNotReadyAddresses { document["publishNotReadyAddresses"] = true }
    return document
  }

  /// The definitions that ConfigMap `skupper-services` keeps, by address.
  package static func all(in configMap: Value?) -> [String: ServiceDefinition] {
    var definitions: [String: ServiceDefinition] = [:]
    for (address, text) in configMap?["data"]?.object?.strings ?? [:] {
      guard let document = try? JSON.parse(text) else { continue }
      definitions[address] = ServiceDefinition(document)
    }
    return definitions
  }

  /// The data of ConfigMap `skupper-services`.
  package static func data(_ definitions: [String: ServiceDefinition]) -> Value {
    Value(definitions.mapValues { $0.document.json() })
  }
}

extension ServiceDefinition.Target {
  init?(_ document: Value) {
    guard let name = document["name"]?.string else { return nil }
    self.init(
      name: name, selector: document["selector"]?.string, service: document["service"]?.string,
      ports: PortMap.read(document["targetPorts"]), namespace: document["namespace"]?.string)
  }

  var document: Value {
    var document: Value = ["name": Value(name)]
    document["selector"] = selector.map(Value.string)
    if !ports.isEmpty { document["targetPorts"] = PortMap.document(ports) }
    document["service"] = service.map(Value.string)
    document["namespace"] = namespace.map(Value.string)
    return document
  }
}

extension ServiceDefinition.Headless {
  init?(_ document: Value) {
    guard let name = document["name"]?.string else { return nil }
    self.init(
      name: name, size: document["size"]?.integer ?? 0,
      targetPorts: PortMap.read(document["targetPorts"]))
  }

  var document: Value {
    [
      "name": Value(name), "size": Value(size), "targetPorts": PortMap.document(targetPorts),
    ]
  }
}

/// Ports by ports, as `{"80":8080}`.
private enum PortMap {
  static func read(_ document: Value?) -> [Int: Int] {
    var ports: [Int: Int] = [:]
    for (key, value) in document?.object ?? [:] {
      if let port = Int(key), let target = value.integer { ports[port] = target }
    }
    return ports
  }

  static func document(_ ports: [Int: Int]) -> Value {
    .object(
      Members(ports.sorted { $0.key < $1.key }.map { (String($0.key), Value($0.value)) }))
  }
}
