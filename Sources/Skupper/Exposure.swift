import Documents
import Kubernetes

/// What `expose` and `service bind` make known: a workload of the cluster under an address.
package struct Exposure: Sendable, Equatable {
  /// Kinds of workload that can be exposed.
  package static let targetTypes = [
    "deployment", "statefulset", "pods", "service", "deploymentconfig",
  ]

  package var type: String
  package var name: String
  package var address: String
  package var transport = ServiceDefinition.Transport.tcp
  package var ports: [Int] = []
  package var targetPorts: [String] = []
  package var labels: [String: String] = [:]
  package var enableTLS = false
  package var tlsCredentials: String?
  package var exposeIngress: String?
  package var aggregate: String?
  package var eventChannel = false
  package var publishNotReadyAddresses = false
  package var namespace: String?

  package init(type: String, name: String, address: String) {
    self.type = type
    self.name = name
    self.address = address
  }

  /// What the command says.
  package var done: String { "\(type) \(name) exposed as \(address)\n" }
}

extension Exposure {
  /// The definition of the address once the workload serves it.
  /// - Parameters:
  ///   - workload: the Deployment, StatefulSet or Service that is to serve.
  ///   - existing: the address as it is defined already.
  package func definition(
    workload: Value, existing: ServiceDefinition?, profile: TextProfile
  ) throws(SkupperError) -> ServiceDefinition {
    let unable = "Unable to create skupper service: "
    var definition: ServiceDefinition
    if let existing {
      try check(against: existing)
      definition = existing
    } else {
      definition = try made(workload: workload, profile: profile, unable: unable)
    }
    let target = try target(workload: workload, ports: definition.ports, unable: unable)
    if let index = definition.targets.firstIndex(where: { $0.name == target.name }) {
      definition.targets[index] = target
    } else {
      definition.targets.append(target)
    }
    if definition.origin != nil && definition.origin != ServiceDefinition.annotationOrigin {
      // A definition that came from elsewhere and is served here too becomes this site's own.
      definition.origin = nil
    }
    return definition
  }

  private func made(workload: Value, profile: TextProfile, unable: String) throws(SkupperError)
    -> ServiceDefinition
  {
    if let problem = ServiceRules.nameProblem(address) {
      throw SkupperError("\(unable)Invalid service name: [\(problem)]")
    }
    var chosen = ports
    if chosen.isEmpty { chosen = containerPorts(of: workload) }
    if chosen.isEmpty && transport != .tcp { chosen = [80] }
    if chosen.isEmpty {
      throw SkupperError("\(unable)Service port required and cannot be deduced.")
    }
    try ServiceRules.check(ports: chosen, prefix: unable)
    if enableTLS && transport == .http && !profile.hasPrometheus {
      throw SkupperError(
        "\(unable)The TLS support is only available for http2 and tcp protocols")
    }
    var definition = ServiceDefinition(address: address, transport: transport, ports: chosen)
    definition.labels = labels
    definition.enableTLS = enableTLS
    definition.tlsCredentials = tlsCredentials ?? (enableTLS ? "skupper-tls-\(address)" : nil)
    definition.exposeIngress = exposeIngress
    definition.aggregate = aggregate
    definition.eventChannel = eventChannel
    definition.publishNotReadyAddresses = publishNotReadyAddresses
    return definition
  }

  /// The workload as a target of the address.
  package func target(workload: Value, ports: [Int], unable: String) throws(SkupperError)
    -> ServiceDefinition.Target
  {
    let mapping = try mapping(ports: ports, unable: unable)
    switch type {
    case "service":
      // A Service under its own name will lead to the router, so its pods are the target.
      let own = AddressObjects.isControlled(workload) ? AddressObjects.restored(workload) : workload
      let pods = own["spec", "selector"]?.object?.strings ?? [:]
      if name == address && namespace == nil && !pods.isEmpty {
        return ServiceDefinition.Target(
          name: name, selector: Self.text(pods),
          ports: mapping.merging(Self.targetPorts(of: own)) { chosen, its in
            targetPorts.isEmpty ? its : chosen
          })
      }
      return ServiceDefinition.Target(
        name: name, service: name, ports: mapping, namespace: namespace)
    default:
      let labels = workload["spec", "selector", "matchLabels"]?.object?.strings
      let selector = labels ?? workload["spec", "selector"]?.object?.strings ?? [:]
      return ServiceDefinition.Target(
        name: name,
        selector: Self.text(selector), ports: mapping, namespace: namespace)
    }
  }

  /// The port of the workload for each port of the address.
  private func mapping(ports: [Int], unable: String) throws(SkupperError) -> [Int: Int] {
    if targetPorts.isEmpty {
      return Dictionary(ports.map { ($0, $0) }, uniquingKeysWith: { first, _ in first })
    }
    if ports.count > targetPorts.count {
      throw SkupperError(
        "\(unable)service defines \(ports.count) ports but only \(targetPorts.count) mapped "
          + "(all ports must be mapped)")
    }
    var mapping: [Int: Int] = [:]
    for (port, text) in zip(ports, targetPorts) {
      // `--target-port 8080` or `--target-port 80:8080`.
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard let number = parts.last.flatMap({ Int($0) }), (1...65535).contains(number),
        parts.count <= 2
      else {
        throw SkupperError("\(unable)Bad target port number. Target: \(name)  Port: \(text)")
      }
      if parts.count == 2, let named = Int(parts[0]) {
        mapping[named] = number
      } else {
        mapping[port] = number
      }
    }
    return mapping
  }

  private func check(against existing: ServiceDefinition) throws(SkupperError) {
    if existing.headless != nil { throw SkupperError("Service already exposed as headless") }
    if existing.transport != transport {
      throw SkupperError(
        "Invalid protocol \(transport.rawValue) for service with mapping "
          + existing.transport.rawValue)
    }
    if existing.enableTLS && !enableTLS {
      throw SkupperError("Service already exposed with TLS support")
    }
    if !existing.enableTLS && enableTLS {
      throw SkupperError("Service already exposed without TLS support")
    }
    if let exposeIngress, let present = existing.exposeIngress, present != exposeIngress {
      throw SkupperError("Service already exposed with different ingress mode")
    }
  }

  private static func text(_ labels: [String: String]) -> String {
    labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
  }

  private static func targetPorts(of service: Value) -> [Int: Int] {
    var ports: [Int: Int] = [:]
    for port in service["spec", "ports"]?.array ?? [] {
      if let number = port["port"]?.integer {
        ports[number] = port["targetPort"]?.integer ?? number
      }
    }
    return ports
  }

  private func containerPorts(of workload: Value) -> [Int] {
    if type == "service" {
      return workload["spec", "ports"]?.array?.compactMap { $0["port"]?.integer } ?? []
    }
    let container = workload["spec", "template", "spec", "containers"]?[0]
    return container?["ports"]?.array?.compactMap { $0["containerPort"]?.integer } ?? []
  }
}

/// Rules for addresses and ports.
package enum ServiceRules {
  /// Why a name is no address; nothing when it is one.
  package static func nameProblem(_ name: String) -> String? {
    let letters = Array(name.utf8)
    func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    if letters.count > 63 { return "must be no more than 63 characters" }
    if let first = letters.first, let last = letters.last, isLower(first),
      isLower(last) || isDigit(last),
      letters.allSatisfy({ isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") })
    {
      return nil
    }
    return "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start "
      + "with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  "
      + "or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
  }

  /// Refuses ports that no one can listen on.
  package static func check(ports: [Int], prefix: String) throws(SkupperError) {
    for port in ports where !(1...65535).contains(port) {
      throw SkupperError("\(prefix)Port \(port) is outside valid range.")
    }
  }

  /// The transport that a word names.
  package static func transport(_ word: String, prefix: String) throws(SkupperError)
    -> ServiceDefinition.Transport
  {
    guard let transport = ServiceDefinition.Transport(rawValue: word) else {
      throw SkupperError(
        "\(prefix)\(word) is not a valid mapping. Choose 'tcp', 'http' or 'http2'.")
    }
    return transport
  }
}

extension ServiceDefinition {
  /// The definition without a target; nothing when that was the last one.
  package static func removing(
    target: String, from address: String, in definitions: [String: ServiceDefinition]
  ) throws(SkupperError) -> ServiceDefinition? {
    let unable = "Unable to unbind skupper service: "
    guard var definition = definitions[address] else {
      throw SkupperError("\(unable)Could not find entry for service interface \(address)")
    }
    guard let index = definition.targets.firstIndex(where: { $0.name == target }) else {
      throw SkupperError(
        "\(unable)Could not find target \(target) for service interface \(address)")
    }
    definition.targets.remove(at: index)
    return definition.targets.isEmpty ? nil : definition
  }
}
