import Documents
import Kubernetes

/// The Service of an address: made for it, or taken over from somebody who had one of that name
/// and given back afterwards.
package enum AddressObjects {
  /// The change that brings the Service of an address to what it should be; nothing when it is.
  /// - Parameter assigned: the router's port for each port of the address.
  package static func change(
    for definition: ServiceDefinition, assigned: [Int: Int], present: Value?, site: SiteIdentity
  ) -> SiteChange? {
    guard let present else {
      return .create(made(definition, assigned: assigned, site: site))
    }
    var wanted = present
    if !isControlled(present) { remember(&wanted, assigned: assigned) }
    wanted["spec", "selector"] = Value(SiteIdentity.routerSelector)
    wanted["spec", "ports"] = ports(
      definition, assigned: assigned, present: present["spec", "ports"]?.array ?? [],
      keepsOthers: isTakenOver(wanted))
    return wanted == present ? nil : .update(wanted)
  }

  /// The change that removes an address's Service, or gives it back.
  package static func release(_ service: Value) -> SiteChange? {
    if isTakenOver(service) { return .update(restored(service)) }
    return isControlled(service) ? .delete(kind: "Service", name: service.name) : nil
  }

  /// Whether a Service was made for an address or taken over for one.
  package static func isControlled(_ service: Value) -> Bool {
    service.annotations[Annotation.controlled] == "true" || isTakenOver(service)
  }

  private static func isTakenOver(_ service: Value) -> Bool {
    service.annotations[Annotation.originalSelector] != nil
  }

  private static func made(
    _ definition: ServiceDefinition, assigned: [Int: Int], site: SiteIdentity
  ) -> Value {
    site.owned(
      "v1", "Service", definition.address, labels: definition.labels,
      annotations: [Annotation.controlled: "true"],
      content: [
        "spec": [
          "type": "ClusterIP", "selector": Value(SiteIdentity.routerSelector),
          "ports": ports(definition, assigned: assigned, present: [], keepsOthers: false),
        ]
      ])
  }

  /// The ports of the address; ports that the Service had already keep their names.
  private static func ports(
    _ definition: ServiceDefinition, assigned: [Int: Int], present: [Value], keepsOthers: Bool
  ) -> Value {
    var ports =
      keepsOthers
      ? present
      : present.filter { port in
        definition.ports.contains { $0 == port["port"]?.integer }
      }
    for port in definition.ports {
      let target = Value(assigned[port] ?? port)
      if let index = ports.firstIndex(where: { $0["port"]?.integer == port }) {
        ports[index]["targetPort"] = target
      } else {
        ports.append([
          "name": Value("port\(port)"), "port": Value(port), "protocol": "TCP",
          "targetPort": target,
        ])
      }
    }
    if ports.count > 1 {
      for (index, port) in ports.enumerated() where port["name"] == nil {
        ports[index]["name"] = Value("port\(port["port"]?.integer ?? 0)")
      }
    }
    return .array(ports)
  }

  /// Keeps in annotations what the Service was before.
  private static func remember(_ service: inout Value, assigned: [Int: Int]) {
    let selector = service["spec", "selector"]?.object?.strings ?? [:]
    let ports = service["spec", "ports"]?.array ?? []
    service.setAnnotation(
      Annotation.originalSelector,
      selector.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ","))
    service.setAnnotation(
      Annotation.originalTargetPort,
      ports.compactMap { port in
        port["port"]?.scalarText.map { "\($0):\(port["targetPort"]?.scalarText ?? $0)" }
      }.joined(separator: ","))
    service.setAnnotation(
      Annotation.originalAssignedPort,
      assigned.sorted { $0.key < $1.key }.map { "\($0):\($1)" }.joined(separator: ","))
  }

  /// The Service as it was before it was taken over.
  package static func restored(_ service: Value) -> Value {
    var restored = service
    var selector: [String: String] = [:]
    for pair in (service.annotations[Annotation.originalSelector] ?? "").split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { selector[String(parts[0])] = String(parts[1]) }
    }
    var targets: [Int: Value] = [:]
    for pair in (service.annotations[Annotation.originalTargetPort] ?? "").split(separator: ",") {
      let parts = pair.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let port = Int(parts[0]) else { continue }
      targets[port] = Int(parts[1]).map { Value($0) } ?? Value(parts[1])
    }
    restored["spec", "selector"] = selector.isEmpty ? nil : Value(selector)
    restored["spec", "ports"] = .array(
      (service["spec", "ports"]?.array ?? []).compactMap { port in
        guard let number = port["port"]?.integer, let target = targets[number] else { return nil }
        var port = port
        port["targetPort"] = target
        return port
      })
    for annotation in [
      Annotation.originalSelector, Annotation.originalTargetPort,
      Annotation.originalAssignedPort, Annotation.controlled,
    ] {
      restored.setAnnotation(annotation, nil)
    }
    if restored.annotations.isEmpty { restored["metadata", "annotations"] = nil }
    return restored
  }
}
