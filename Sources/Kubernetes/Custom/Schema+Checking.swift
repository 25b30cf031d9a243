import Documents

/// What in a document breaks its schema, field by field, in the words of a Kubernetes server.
extension Schema {
  /// What breaks the schema. Kind, version and metadata of the whole have rules of their own.
  package func causes(in document: Value) -> [StatusError.Cause] {
    var document = document
    for key in ["apiVersion", "kind", "metadata"] { document[key] = nil }
    var whole = self
    whole.required = required.filter { !["apiVersion", "kind", "metadata"].contains($0) }
    return whole.causes(in: document, at: "")
  }

  func causes(in value: Value, at path: String) -> [StatusError.Cause] {
    if value == .null && isNullable { return [] }
    if let cause = typeCause(in: value, at: path) { return [cause] }
    var causes = Schema.causes(in: value, at: path, rules)
    switch value {
    case .object(let members): causes += memberCauses(in: members, at: path)
    case .array(let values):
      causes += listCauses(in: values, at: path)
      if let schema = items.first {
        for (index, item) in values.enumerated() {
          causes += schema.causes(in: item, at: "\(path)[\(index)]")
        }
      }
    default: break
    }
    return causes
  }

  private func typeCause(in value: Value, at path: String) -> StatusError.Cause? {
    let found = value.schemaType
    let fits =
      isIntegerOrString
      ? ["integer", "string"].contains(found)
      : type.map { $0 == found || ($0 == "number" && found == "integer") } ?? true
    if fits { return nil }
    let wanted = isIntegerOrString ? "integer,string" : type ?? ""
    return .init(
      reason: "FieldValueTypeInvalid",
      message: "Invalid value: \"\(found)\": \(path) in body must be of type \(wanted): "
        + "\"\(found)\"",
      field: path)
  }

  private func memberCauses(in members: Members, at path: String) -> [StatusError.Cause] {
    func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    var causes = required.filter { members[$0] == nil }.sorted()
      .map { StatusError.Cause.required(place($0)) }
    for (key, member) in members.sorted() {
      if let schema = properties[key] {
        causes += schema.causes(in: member, at: place(key))
      } else if case .like(let schemas) = others, let schema = schemas.first {
        causes += schema.causes(in: member, at: place(key))
      }
    }
    return causes
  }

  private func listCauses(in values: [Value], at path: String) -> [StatusError.Cause] {
    guard let kind = rules.listType, kind == "set" || kind == "map" else { return [] }
    var seen: Set<Value> = []
    return values.enumerated().compactMap { index, value in
      let key: Value
      if kind == "set" {
        key = value
      } else {
        key = .object(
          Members(rules.listKeys.compactMap { name in value[name].map { (name, $0) } }))
      }
      return seen.insert(key).inserted ? nil : .duplicate("\(path)[\(index)]", key)
    }
  }

  private static func causes(
    in value: Value, at path: String, _ rules: Rules
  ) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    func add(_ why: String) { causes.append(.invalid(path, value, "\(path) in body \(why)")) }
    if let allowed = rules.allowed, !allowed.contains(value) {
      causes.append(
        .unsupported(path, value, allowed.map { $0.scalarText ?? $0.json() }))
    }
    if let number = value.number { addNumberCauses(number, rules, add) }
    if let text = value.string { causes += textCauses(text, at: path, rules) }
    if let count = value.array?.count {
      if let least = rules.minItems, count < least { add("should have at least \(least) items") }
      if let most = rules.maxItems, count > most {
        causes.append(
          .init(
            reason: "FieldValueTooMany",
            message: "Too many: \(count): must have at most \(most) items", field: path))
      }
    }
    if let count = value.object?.count {
      if let least = rules.minProperties, count < least {
        add("should have at least \(least) properties")
      }
      if let most = rules.maxProperties, count > most {
        add("should have at most \(most) properties")
      }
    }
    func fits(_ schema: Schema) -> Bool { schema.causes(in: value, at: path).isEmpty }
    for schema in rules.all { causes += schema.causes(in: value, at: path) }
    if !rules.any.isEmpty, !rules.any.contains(where: fits) {
      add("must validate at least one schema (anyOf)")
    }
    if !rules.one.isEmpty, rules.one.count(where: fits) != 1 {
      add("must validate one and only one schema (oneOf)")
    }
    if rules.not.contains(where: fits) { add("must not validate the schema (not)") }
    return causes
  }

  private static func addNumberCauses(
    _ number: Double, _ rules: Rules, _ add: (String) -> Void
  ) {
    func text(_ limit: Double) -> String { Int(exactly: limit).map(String.init) ?? String(limit) }
    if let least = rules.minimum, rules.excludesMinimum ? number <= least : number < least {
      add("should be greater than \(rules.excludesMinimum ? "" : "or equal to ")\(text(least))")
    }
    if let most = rules.maximum, rules.excludesMaximum ? number >= most : number > most {
      add("should be less than \(rules.excludesMaximum ? "" : "or equal to ")\(text(most))")
    }
    if let step = rules.multipleOf, step > 0,
      (number / step).rounded() * step != number
    {
      add("should be a multiple of \(text(step))")
    }
  }

  private static func textCauses(
    _ text: String, at path: String, _ rules: Rules
  ) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let value = Value(text)
    let length = text.unicodeScalars.count
    if let least = rules.minLength, length < least {
      causes.append(
        .invalid(path, value, "\(path) in body should be at least \(least) chars long"))
    }
    if let most = rules.maxLength, length > most {
      causes.append(
        .init(
          reason: "FieldValueTooLong", message: "Too long: may not be more than \(most) bytes",
          field: path))
    }
    if let pattern = rules.pattern, let expression = try? Regex(pattern),
      text.firstMatch(of: expression) == nil
    {
      causes.append(.invalid(path, value, "\(path) in body should match '\(pattern)'"))
    }
    if rules.format == "date-time", Timestamp(text) == nil {
      causes.append(
        .invalid(path, value, "\(path) in body must be of type date-time: \(value.json())"))
    }
    return causes
  }
}

extension Value {
  /// The kind of value in the words of schemas.
  fileprivate var schemaType: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number(let number): number == number.rounded() ? "integer" : "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
