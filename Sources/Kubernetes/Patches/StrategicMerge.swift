/// Merging by Kubernetes' rules: maps merge, null deletes, lists are replaced, except lists of
/// things with a key, whose items are merged one by one.
import Documents

enum StrategicMerge {
  /// The field by which the items of a list are told apart; nothing for lists that are replaced.
  static func key(ofList name: String, items: [Value]) -> String? {
    switch name {
    case "containers", "initContainers", "ephemeralContainers", "env", "volumes",
      "imagePullSecrets", "secrets":
      "name"
    case "volumeMounts": "mountPath"
    case "ports": items.contains { $0["containerPort"] != nil } ? "containerPort" : "port"
    case "conditions", "addresses": "type"
    case "ownerReferences": "uid"
    case "hostAliases": "ip"
    case "topologySpreadConstraints": "topologyKey"
    default: nil
    }
  }

  /// Whether a list of texts is a set, to which a patch adds.
  static func isSet(_ name: String) -> Bool { name == "finalizers" }

  /// The object after the patch.
  static func merged(_ original: Value, _ patch: Value) -> Value {
    guard let members = patch.object else { return patch }
    switch members["$patch"]?.string {
    case "replace": return cleaned(patch)
    case "delete": return .object([:])
    default: break
    }
    var result = original.object == nil ? Value.object([:]) : original
    for (key, value) in members where !key.hasPrefix("$") {
      if value.isNull {
        result[key] = nil
      } else if value.object != nil {
        let isDeleted = value["$patch"] == "delete"
        result[key] = isDeleted ? nil : merged(result[key] ?? .object([:]), value)
      } else if let items = value.array {
        result[key] = .array(mergedList(key, result[key]?.array ?? [], items))
      } else {
        result[key] = value
      }
    }
    applyDirectives(of: members, to: &result)
    return result
  }

  private static func applyDirectives(of members: Members, to result: inout Value) {
    for (directive, value) in members {
      let parts = directive.split(separator: "/", maxSplits: 1).map(String.init)
      guard directive.hasPrefix("$"), let items = value.array else { continue }
      switch (parts[0], parts.count == 2 ? parts[1] : nil) {
      case ("$deleteFromPrimitiveList", let list?):
        let kept = (result[list]?.array ?? []).filter { !items.contains($0) }
        if result[list] != nil { result[list] = .array(kept) }
      case ("$setElementOrder", let list?):
        guard let current = result[list]?.array else { continue }
        result[list] = .array(sorted(current, by: items, list: list))
      case ("$retainKeys", nil):
        let kept = items.compactMap(\.string)
        for key in result.object?.keys ?? [] where !kept.contains(key) { result[key] = nil }
      default: continue
      }
    }
  }

  private static func mergedList(
    _ name: String, _ original: [Value], _ patch: [Value]
  ) -> [Value] {
    if isSet(name) { return original + patch.filter { !original.contains($0) } }
    if patch.contains(where: { $0["$patch"] == "replace" && $0.object?.count == 1 }) {
      return patch.filter { $0["$patch"] == nil }.map(cleaned)
    }
    guard let key = key(ofList: name, items: original + patch) else {
      return patch.map(cleaned)
    }
    var result = original
    for item in patch {
      guard let value = item[key] else {
        result.append(cleaned(item))
        continue
      }
      let index = result.firstIndex { $0[key] == value }
      if item["$patch"] == "delete" {
        if let index { result.remove(at: index) }
      } else if let index {
        result[index] = merged(result[index], item)
      } else {
        result.append(cleaned(item))
      }
    }
    return result
  }

  /// The items in the order that the client gave; those it does not know stay behind the item
  /// that they followed.
  private static func sorted(_ items: [Value], by order: [Value], list: String) -> [Value] {
    let key = key(ofList: list, items: items)
    func identity(_ item: Value) -> Value { key.flatMap { item[$0] } ?? item }
    let wanted = order.map(identity)
    var result = wanted.compactMap { wanted in items.first { identity($0) == wanted } }
    for (index, item) in items.enumerated() where !wanted.contains(identity(item)) {
      let previous: Value? = index > 0 ? identity(items[index - 1]) : .none
      let place = previous.flatMap { previous in
        result.firstIndex { identity($0) == previous }
      }
      result.insert(item, at: place.map { $0 + 1 } ?? 0)
    }
    return result
  }

  /// The value without directives and without members that say null.
  private static func cleaned(_ value: Value) -> Value {
    switch value {
    case .array(let items): return .array(items.map(cleaned))
    case .object(let members):
      var result = Members()
      for (key, value) in members where !key.hasPrefix("$") && !value.isNull {
        result[key] = cleaned(value)
      }
      return .object(result)
    default: return value
    }
  }
}
