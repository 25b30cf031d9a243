/// The rules that an object must keep to be stored; what breaks them is named field by field.
import Documents

package enum Validation {
  /// What a new object breaks.
  package static func causes(in object: Value, _ type: ResourceType) -> [StatusError.Cause] {
    metadataCauses(in: object, type)
      + {
        switch type {
        case .pods: podCauses(in: object["spec"] ?? .null, at: "spec", isTemplate: false)
        case .deployments, .replicaSets: workloadCauses(in: object)
        case .services: serviceCauses(in: object)
        case .secrets: secretCauses(in: object)
        case .routes: routeCauses(in: object)
        case .customResourceDefinitions: DefinitionRules.causes(in: object)
        default: type.custom?.schema.causes(in: object) ?? []
        }
      }()
  }

  /// What a changed object breaks: the rules for new ones, and fields that may not change.
  package static func causes(
    in object: Value, replacing old: Value, _ type: ResourceType
  ) -> [StatusError.Cause] {
    causes(in: object, type)
      + immutable(type).compactMap { path in
        let before = old[path: path[...]] ?? .null
        let after = object[path: path[...]] ?? .null
        guard before != after, !(before.isEmpty && after.isEmpty) else { return nil }
        return .invalid(path.joined(separator: "."), after, "field is immutable")
      } + (type == .pods ? podChangeCauses(in: object, replacing: old) : [])
  }

  private static func immutable(_ type: ResourceType) -> [[String]] {
    switch type {
    case .deployments, .replicaSets: [["spec", "selector"]]
    case .secrets: [["type"]]
    case .roleBindings, .clusterRoleBindings: [["roleRef"]]
    case .customResourceDefinitions: [["spec", "scope"]]
    default: []
    }
  }

  private static func metadataCauses(
    in object: Value, _ type: ResourceType
  ) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let name = object.name
    if name.isEmpty {
      return [.required("metadata.name", "name or generateName is required")]
    }
    switch type {
    case .services where !isLetterFirst(name) || !Names.isLabel(name):
      causes.append(.invalid("metadata.name", .string(name), serviceNameRule))
    case .namespaces where !Names.isLabel(name):
      causes.append(.invalid("metadata.name", .string(name), labelRule))
    case .roles, .roleBindings, .clusterRoles, .clusterRoleBindings, .users, .imageStreamTags:
      if name.contains("/") {
        causes.append(.invalid("metadata.name", .string(name), "may not contain '/'"))
      }
    default:
      if !Names.isSubdomain(name) {
        causes.append(.invalid("metadata.name", .string(name), subdomainRule))
      }
    }
    for (key, value) in (object["metadata", "labels"]?.object ?? [:]).sorted() {
      if !Names.isLabelKey(key) {
        causes.append(.invalid("metadata.labels", .string(key), keyRule))
      }
      if !Names.isLabelValue(value.string ?? " ") {
        causes.append(.invalid("metadata.labels", value, valueRule))
      }
    }
    for (key, _) in (object["metadata", "annotations"]?.object ?? [:]).sorted()
    where !Names.isLabelKey(key.lowercased()) {
      causes.append(.invalid("metadata.annotations", .string(key), keyRule))
    }
    return causes
  }

  private static func workloadCauses(in object: Value) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let selector = object["spec", "selector"] ?? .null
    let labels = object["spec", "template", "metadata", "labels"] ?? .null
    if let replicas = object["spec", "replicas"]?.integer, replicas < 0 {
      causes.append(
        .invalid("spec.replicas", .integer(replicas), "must be greater than or equal to 0"))
    }
    if Selector(document: selector).isEmpty {
      causes.append(.required("spec.selector"))
    } else if !Selector(document: selector).matches(labels.object?.strings ?? [:]) {
      causes.append(
        .invalid(
          "spec.template.metadata.labels", labels,
          "`selector` does not match template `labels`"))
    }
    return causes
      + podCauses(
        in: object["spec", "template", "spec"] ?? .null, at: "spec.template.spec",
        isTemplate: true)
  }

  private static func secretCauses(in object: Value) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    for (key, value) in object["data"]?.object ?? [:]
    where !Base64Text.isValid(value.string ?? "?") {
      causes.append(.invalid("data[\(key)]", value, "must be base64"))
    }
    if object["type"] == "kubernetes.io/tls" {
      for key in ["tls.crt", "tls.key"] where object["data", key] == nil {
        causes.append(.required("data[\(key)]"))
      }
    }
    return causes
  }

  private static func routeCauses(in object: Value) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    if object["spec", "to", "name"]?.string?.isEmpty ?? true {
      causes.append(.required("spec.to.name"))
    }
    let host = object["spec", "host"]?.string ?? ""
    if !host.isEmpty && !Names.isSubdomain(host) {
      causes.append(
        .invalid("spec.host", .string(host), "host must conform to DNS naming conventions"))
    }
    let known = ["edge", "passthrough", "reencrypt"]
    if let termination = object["spec", "tls", "termination"]?.string,
      !known.contains(termination)
    {
      causes.append(.unsupported("spec.tls.termination", .string(termination), known))
    }
    return causes
  }

  static func isLetterFirst(_ name: String) -> Bool {
    name.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? false
  }

  static let labelRule =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
    + "must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex "
    + "used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
  private static let serviceNameRule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
    + "alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "
    + "'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
  private static let subdomainRule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
    + "'.', and must start and end with an alphanumeric character (e.g. 'example.com', regex "
    + "used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
  private static let keyRule =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    + "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used "
    + "for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
  private static let valueRule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
    + "'.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
    + "'my_value',  or '12345', regex used for validation is "
    + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
}
