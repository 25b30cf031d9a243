import Documents

/// The rules that a `CustomResourceDefinition` must keep, and what a server fills in.
enum DefinitionRules {
  /// Fills in the names that follow from others.
  static func fill(_ object: inout Value) {
    let kind = object["spec", "names", "kind"]?.string ?? ""
    if !kind.isEmpty {
      object.fill("spec", "names", "singular", with: .string(kind.lowercased()))
      object.fill("spec", "names", "listKind", with: .string("\(kind)List"))
    }
    object.fill("spec", "conversion", "strategy", with: "None")
  }

  static func causes(in object: Value) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let spec = object["spec"] ?? .null
    let group = spec["group"]?.string ?? ""
    let plural = spec["names", "plural"]?.string ?? ""
    if group.isEmpty {
      causes.append(.required("spec.group"))
    } else if !Names.isSubdomain(group) || !group.contains(".") {
      causes.append(
        .invalid("spec.group", Value(group), "should be a domain with at least one dot"))
    }
    if plural.isEmpty {
      causes.append(.required("spec.names.plural"))
    } else if !group.isEmpty, object.name != "\(plural).\(group)" {
      causes.append(
        .invalid(
          "metadata.name", Value(object.name), "must be spec.names.plural+\".\"+spec.group"))
    }
    causes += nameCauses(in: spec["names"] ?? .null)
    switch spec["scope"]?.string {
    case nil, "": causes.append(.required("spec.scope"))
    case "Cluster", "Namespaced": break
    case let other?:
      causes.append(.unsupported("spec.scope", Value(other), ["Cluster", "Namespaced"]))
    }
    if let strategy = spec["conversion", "strategy"]?.string, strategy != "None" {
      causes.append(
        .unsupported("spec.conversion.strategy", Value(strategy), ["None"]))
    }
    return causes + versionCauses(in: spec["versions"]?.array ?? [])
  }

  private static func nameCauses(in names: Value) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    func check(_ field: String, _ word: String) {
      if !Names.isLabel(word) {
        causes.append(.invalid("spec.names.\(field)", Value(word), Validation.labelRule))
      }
    }
    if let plural = names["plural"]?.string, !plural.isEmpty { check("plural", plural) }
    if let singular = names["singular"]?.string { check("singular", singular) }
    for (index, name) in (names["shortNames"]?.array ?? []).enumerated() {
      check("shortNames[\(index)]", name.string ?? "")
    }
    let kind = names["kind"]?.string ?? ""
    if kind.isEmpty {
      causes.append(.required("spec.names.kind"))
    } else if !Names.isLabel(kind.lowercased()) {
      causes.append(
        .invalid(
          "spec.names.kind", Value(kind),
          "may have mixed case, but should otherwise match: "
            + Validation.labelRule))
    }
    if let list = names["listKind"]?.string, !kind.isEmpty, list == kind {
      causes.append(
        .invalid("spec.names.listKind", Value(list), "kind and listKind may not be the same"))
    }
    return causes
  }

  private static func versionCauses(in versions: [Value]) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    var seen: Set<String> = []
    for (index, version) in versions.enumerated() {
      let place = "spec.versions[\(index)]"
      let name = version["name"]?.string ?? ""
      if !Names.isLabel(name) {
        causes.append(.invalid("\(place).name", Value(name), Validation.labelRule))
      } else if !seen.insert(name).inserted {
        causes.append(.invalid("spec.versions", "", "must contain unique version names"))
      }
      for field in ["served", "storage"] where version[field]?.bool == nil {
        causes.append(.required("\(place).\(field)"))
      }
      if let schema = version["schema", "openAPIV3Schema"] {
        let root = "\(place).schema.openAPIV3Schema"
        if schema["type"] != "object" {
          causes.append(
            .invalid("\(root).type", schema["type"] ?? "", "must be object at the root"))
        }
        causes += schemaCauses(in: schema, at: root, isRoot: true)
      } else {
        causes.append(
          .required("\(place).schema.openAPIV3Schema", "schemas are required"))
      }
      causes += columnCauses(in: version, at: place)
      if let scale = version["subresources", "scale"] {
        for (field, part) in [("specReplicasPath", "spec"), ("statusReplicasPath", "status")]
        where ScalePaths.path(scale[field])?.first != part {
          causes.append(
            .invalid(
              "\(place).subresources.scale.\(field)", scale[field] ?? "",
              "should be a json path under .\(part)"))
        }
      }
    }
    let storing = versions.count { $0["storage"] == true }
    if storing != 1 {
      causes.append(
        .invalid(
          "spec.versions", Value(versions.compactMap { $0["name"]?.string }),
          "must have exactly one version marked as storage version"))
    }
    return causes
  }

  private static func columnCauses(in version: Value, at place: String) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let known = ["boolean", "date", "integer", "number", "string"]
    for (index, column) in (version["additionalPrinterColumns"]?.array ?? []).enumerated() {
      let place = "\(place).additionalPrinterColumns[\(index)]"
      if column["name"]?.string?.isEmpty ?? true { causes.append(.required("\(place).name")) }
      if !known.contains(column["type"]?.string ?? "") {
        causes.append(.unsupported("\(place).type", column["type"] ?? "", known))
      }
      guard let path = column["jsonPath"]?.string, !path.isEmpty else {
        causes.append(.required("\(place).jsonPath"))
        continue
      }
      if (try? JSONPath(path)) == nil {
        causes.append(.invalid("\(place).jsonPath", Value(path), "must be a JSON path"))
      }
    }
    return causes
  }

  /// A schema must be structural: every place has a type, and says what its patterns mean.
  private static func schemaCauses(
    in schema: Value, at place: String, isRoot: Bool
  ) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let hasAnyType =
      schema["x-kubernetes-int-or-string"] == true
      || schema["x-kubernetes-preserve-unknown-fields"] == true
    let known = ["array", "boolean", "integer", "number", "object", "string"]
    switch schema["type"]?.string {
    case nil, "":
      if !hasAnyType {
        causes.append(.required("\(place).type", "must not be empty for specified object fields"))
      }
    case let type? where !known.contains(type):
      causes.append(.unsupported("\(place).type", Value(type), known))
    default: break
    }
    if let pattern = schema["pattern"]?.string, (try? Regex(pattern)) == nil {
      causes.append(
        .invalid("\(place).pattern", Value(pattern), "must be a valid regular expression"))
    }
    if schema["type"] == "array", schema["items"] == nil {
      causes.append(.required("\(place).items", "must be specified"))
    }
    if let standard = schema["default"] {
      for cause in Schema(schema).causes(in: standard, at: "\(place).default") {
        causes.append(cause)
      }
    }
    for (name, property) in schema["properties"]?.object ?? [:]
    where !(isRoot && name == "metadata") {
      causes += schemaCauses(in: property, at: "\(place).properties[\(name)]", isRoot: false)
    }
    if let items = schema["items"] {
      causes += schemaCauses(in: items, at: "\(place).items", isRoot: false)
    }
    if let others = schema["additionalProperties"], others.object != nil {
      causes += schemaCauses(in: others, at: "\(place).additionalProperties", isRoot: false)
    }
    return causes
  }

  /// What a definition asks for that is not done here, for a warning.
  static func unsupported(in object: Value) -> [String] {
    var found: [String] = []
    func look(_ value: Value) {
      for (key, member) in value.object ?? [:] {
        if key == "x-kubernetes-validations" { found.append(key) }
        look(member)
      }
      for item in value.array ?? [] { look(item) }
    }
    let versions = object["spec", "versions"]?.array ?? []
    for version in versions { look(version["schema"] ?? .null) }
    return Array(Set(found)).sorted()
  }
}

extension Validation {
  /// What a definition or an object of a custom type asks for that this server does not do.
  package static func warnings(about object: Value, _ type: ResourceType) -> [String] {
    guard type == .customResourceDefinitions else { return [] }
    return DefinitionRules.unsupported(in: object).map {
      "\($0) is kept, but has no effect on this site"
    }
  }
}
