import Documents

/// What a server does to a document before it checks it: unknown members go, defaults come.
extension Schema {
  /// The paths of members that the schema does not know, as in `spec.ports[0].colour`.
  package func unknownFields(in document: Value) -> [String] {
    var unknown: [String] = []
    _ = pruned(document, at: "", isRoot: true, &unknown)
    return unknown
  }

  /// The document without members that the schema does not know.
  package func pruned(_ document: Value) -> Value {
    var unknown: [String] = []
    return pruned(document, at: "", isRoot: true, &unknown)
  }

  private func pruned(
    _ value: Value, at path: String, isRoot: Bool, _ unknown: inout [String]
  ) -> Value {
    switch value {
    case .object(let members):
      var kept = Members()
      for (key, member) in members {
        let place = path.isEmpty ? key : "\(path).\(key)"
        if (isRoot || isEmbedded) && ["apiVersion", "kind", "metadata"].contains(key) {
          kept[key] = member
        } else if let schema = properties[key] {
          kept[key] = schema.pruned(member, at: place, isRoot: false, &unknown)
        } else if case .like(let schemas) = others, let schema = schemas.first {
          kept[key] = schema.pruned(member, at: place, isRoot: false, &unknown)
        } else if others == .any || keepsUnknown {
          kept[key] = member
        } else {
          unknown.append(place)
        }
      }
      return .object(kept)
    case .array(let members):
      guard let schema = items.first else { return value }
      return .array(
        members.enumerated().map { index, member in
          schema.pruned(member, at: "\(path)[\(index)]", isRoot: false, &unknown)
        })
    default: return value
    }
  }

  /// The document with what the schema puts where nothing is said. A null where none may stand
  /// counts as nothing when there is a default.
  package func filled(_ document: Value) -> Value {
    switch document {
    case .object(var members):
      for (key, schema) in properties {
        let isMissing = members[key] == nil || (members[key] == .null && !schema.isNullable)
        if isMissing, let standard = schema.standard { members[key] = standard }
        if let member = members[key] { members[key] = schema.filled(member) }
      }
      if case .like(let schemas) = others, let schema = schemas.first {
        for (key, member) in members where properties[key] == nil {
          members[key] = schema.filled(member)
        }
      }
      return .object(members)
    case .array(let values):
      guard let schema = items.first else { return document }
      return .array(values.map { schema.filled($0) })
    default: return document
    }
  }
}
