/// A set of places in objects, as `managedFields` writes them: `f:NAME` for a member, `k:{…}` for
/// the item of a list with that key, `v:…` for an item of a set.
import Documents

struct FieldSet: Sendable {
  /// The places, each as the steps that lead to it.
  private(set) var leaves: Set<[String]> = []

  /// The places that a document says something about.
  init(of document: Value) { collect(document, listName: "", at: []) }

  /// Reads a set as `managedFields` writes it.
  init(document: Value) { read(document, at: []) }

  private init(_ leaves: Set<[String]>) { self.leaves = leaves }

  func contains(_ path: [String]) -> Bool { leaves.contains(path) }

  func union(_ other: FieldSet) -> FieldSet { FieldSet(leaves.union(other.leaves)) }

  func subtracting(_ paths: [[String]]) -> FieldSet { FieldSet(leaves.subtracting(paths)) }

  /// The set as `managedFields` writes it.
  var document: Value {
    var document = Value.object([:])
    for path in leaves.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      document[path: path[...]] = document[path: path[...]] ?? .object([:])
    }
    return document
  }

  private mutating func read(_ document: Value, at path: [String]) {
    let members = document.object ?? [:]
    if members.isEmpty, !path.isEmpty { leaves.insert(path) }
    for (key, value) in members where key != "." { read(value, at: path + [key]) }
  }

  private mutating func collect(_ value: Value, listName: String, at path: [String]) {
    if let members = value.object, !members.isEmpty {
      for (key, value) in members { collect(value, listName: key, at: path + ["f:\(key)"]) }
      return
    }
    if let items = value.array, !items.isEmpty {
      if StrategicMerge.isSet(listName) {
        for item in items { leaves.insert(path + ["v:\(item.json())"]) }
        return
      }
      if let key = StrategicMerge.key(ofList: listName, items: items) {
        for item in items {
          guard let identity = item[key] else { continue }
          let step = "k:\(Value.object([key: identity]).json())"
          collect(item, listName: "", at: path + [step])
        }
        return
      }
    }
    if !path.isEmpty { leaves.insert(path) }
  }
}

extension FieldSet {
  /// What stands at a place.
  static func value(at path: ArraySlice<String>, of value: Value) -> Value? {
    guard let step = path.first else { return value }
    guard let index = index(of: step, in: value) else {
      return step.hasPrefix("f:")
        ? value[String(step.dropFirst(2))].flatMap { self.value(at: path.dropFirst(), of: $0) }
        : nil
    }
    return value[index].flatMap { self.value(at: path.dropFirst(), of: $0) }
  }

  /// Takes away what stands at a place, and maps and items that are empty without it.
  static func remove(_ path: ArraySlice<String>, from value: inout Value) {
    guard let step = path.first else { return }
    if let index = index(of: step, in: value), var items = value.array {
      let rest = path.dropFirst()
      if !rest.isEmpty { remove(rest, from: &items[index]) }
      let isKeyAlone = items[index].object.map { $0.count <= 1 } ?? false
      if rest.isEmpty || removesKey(rest, step) || isKeyAlone { items.remove(at: index) }
      value = .array(items)
      return
    }
    let key = String(step.dropFirst(2))
    guard step.hasPrefix("f:"), var child = value[key] else { return }
    if path.count == 1 {
      value[key] = nil
      return
    }
    remove(path.dropFirst(), from: &child)
    value[key] = child.isEmpty ? nil : child
  }

  /// A place as messages name it: `.spec.template.spec.containers[name="web"].image`.
  static func text(_ path: [String]) -> String {
    path.map { step in
      let rest = String(step.dropFirst(2))
      switch step.prefix(2) {
      case "f:": return ".\(rest)"
      case "k:":
        let members = (try? JSON.parse(rest))?.object ?? [:]
        return "[" + members.map { "\($0.key)=\($0.value.json())" }.joined(separator: ",") + "]"
      default: return "[\(rest)]"
      }
    }.joined()
  }

  /// Whether the place is the key itself of the item that a step names.
  private static func removesKey(_ rest: ArraySlice<String>, _ step: String) -> Bool {
    guard rest.count == 1, let field = rest.first?.dropFirst(2) else { return false }
    return step.hasPrefix("k:{\"\(field)\":")
  }

  private static func index(of step: String, in value: Value) -> Int? {
    guard let items = value.array, let wanted = try? JSON.parse(String(step.dropFirst(2))) else {
      return nil
    }
    if step.hasPrefix("v:") { return items.firstIndex(of: wanted) }
    guard let members = wanted.object else { return nil }
    return items.firstIndex { item in members.allSatisfy { item[$0.key] == $0.value } }
  }
}
