import Documents
import Kubernetes

/// Services that are exposed by annotating a Deployment or a Service.
extension Controller {
  /// The definitions with those that annotations ask for, without those that they no longer do.
  static func withAnnotated(
    _ definitions: [String: ServiceDefinition], snapshot: ControllerSnapshot
  ) -> [String: ServiceDefinition] {
    var result = definitions.filter { $0.value.origin != ServiceDefinition.annotationOrigin }
    for object in snapshot.deployments + snapshot.kubernetesServices
    where !object.isBeingDeleted && object.annotations[Annotation.proxy] != nil {
      guard let definition = annotated(object) else { continue }
      if var present = result[definition.address] {
        if present.isOwn("") && present.origin != ServiceDefinition.annotationOrigin { continue }
        present.targets += definition.targets
        result[definition.address] = present
      } else {
        result[definition.address] = definition
      }
    }
    return result
  }

  private static func annotated(_ object: Value) -> ServiceDefinition? {
    let annotations = object.annotations
    guard
      let transport = annotations[Annotation.proxy].flatMap(
        ServiceDefinition.Transport.init(rawValue:))
    else { return nil }
    let isService = object["spec", "ports"] != nil
    let address = annotations[Annotation.address] ?? object.name
    var exposure = Exposure(
      type: isService ? "service" : "deployment", name: object.name, address: address)
    exposure.transport = transport
    exposure.labels = labels(annotations[Annotation.serviceLabels])
    for pair in (annotations[Annotation.port] ?? "").split(separator: ",") {
      let parts = pair.split(separator: ":")
      guard let port = parts.first.flatMap({ Int($0) }) else { continue }
      exposure.ports.append(port)
      exposure.targetPorts.append(String(parts.last ?? pair))
    }
    guard
      var definition = try? exposure.definition(
        workload: object, existing: nil, profile: .v1_3)
    else { return nil }
    if let target = annotations[Annotation.target], isService {
      definition.targets = [
        .init(name: target, service: target, ports: definition.targets.first?.ports ?? [:])
      ]
    }
    definition.origin = ServiceDefinition.annotationOrigin
    return definition
  }

  private static func labels(_ text: String?) -> [String: String] {
    var labels: [String: String] = [:]
    for pair in (text ?? "").split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { labels[String(parts[0])] = String(parts[1]) }
    }
    return labels
  }
}
