/// The warning that an OpenShift cluster gives about pods that set no safe security context.
import Documents

package enum PodSecurity {
  /// The level against which pods are judged, with the version that messages name.
  package static let level = "restricted:v1.24"

  /// The warning about an object, or nothing when it makes no pods or keeps all rules.
  package static func warning(about object: Value, _ type: ResourceType) -> String? {
    let spec: Value?
    switch type {
    case .pods: spec = object["spec"]
    case .deployments, .replicaSets: spec = object["spec", "template", "spec"]
    default: spec = nil
    }
    guard let spec else { return nil }
    let violations = violations(in: spec)
    if violations.isEmpty { return nil }
    return "would violate PodSecurity \"\(level)\": \(violations.joined(separator: ", "))"
  }

  private static func violations(in spec: Value) -> [String] {
    let containers = (spec["initContainers"]?.array ?? []) + (spec["containers"]?.array ?? [])
    let pod = spec["securityContext"] ?? .null
    func offenders(_ offends: (Value) -> Bool) -> [String] {
      containers.filter { offends($0["securityContext"] ?? .null) }
        .compactMap { $0["name"]?.string }
    }
    var violations: [String] = []
    let escalating = offenders { $0["allowPrivilegeEscalation"] != false }
    if !escalating.isEmpty {
      violations.append(
        "allowPrivilegeEscalation != false (\(named(escalating)) must set "
          + "securityContext.allowPrivilegeEscalation=false)")
    }
    let capable = offenders { context in
      !(context["capabilities", "drop"]?.array ?? []).contains("ALL")
    }
    if !capable.isEmpty {
      violations.append(
        "unrestricted capabilities (\(named(capable)) must set "
          + "securityContext.capabilities.drop=[\"ALL\"])")
    }
    let root = offenders { ($0["runAsNonRoot"] ?? pod["runAsNonRoot"]) != true }
    if !root.isEmpty {
      violations.append(
        "runAsNonRoot != true (pod or \(named(root)) must set securityContext.runAsNonRoot=true)")
    }
    let unconfined = offenders { context in
      let type = context["seccompProfile", "type"] ?? pod["seccompProfile", "type"]
      return type != "RuntimeDefault" && type != "Localhost"
    }
    if !unconfined.isEmpty {
      violations.append(
        "seccompProfile (pod or \(named(unconfined)) must set securityContext.seccompProfile.type "
          + "to \"RuntimeDefault\" or \"Localhost\")")
    }
    return violations
  }

  private static func named(_ containers: [String]) -> String {
    let quoted = containers.map { "\"\($0)\"" }.joined(separator: ", ")
    return "container\(containers.count == 1 ? "" : "s") \(quoted)"
  }
}
