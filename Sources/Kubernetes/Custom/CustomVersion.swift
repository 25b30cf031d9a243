import Documents

/// What a definition says about one version of its type.
package final class CustomVersion: Sendable {
  package let listKind: String
  /// The version in which the objects are stored.
  package let storageVersion: String
  package let schema: Schema
  let columns: [CustomColumn]
  /// Where the objects keep their numbers, when they can be scaled.
  package let scale: ScalePaths?
  /// Whether the definition is being deleted, so that no more objects can be made.
  package let isTerminating: Bool

  init(
    listKind: String, storageVersion: String, schema: Schema, columns: [CustomColumn],
    scale: ScalePaths?, isTerminating: Bool
  ) {
    self.scale = scale
    self.listKind = listKind
    self.storageVersion = storageVersion
    self.schema = schema
    self.columns = columns
    self.isTerminating = isTerminating
  }
}

/// Where objects keep how many there are to be, and how many there are.
package struct ScalePaths: Sendable {
  package let wanted: [String]
  package let present: [String]
  /// Where a text selects what is counted; not every type says.
  package let selector: [String]?

  /// The paths of the types that every site has.
  package static let usual = ScalePaths(
    wanted: ["spec", "replicas"], present: ["status", "replicas"], selector: nil)

  init(wanted: [String], present: [String], selector: [String]?) {
    self.wanted = wanted
    self.present = present
    self.selector = selector
  }

  /// Reads what a definition says; nothing when it says nothing.
  init?(_ document: Value?) {
    guard let wanted = ScalePaths.path(document?["specReplicasPath"]),
      let present = ScalePaths.path(document?["statusReplicasPath"])
    else { return nil }
    self.init(
      wanted: wanted, present: present,
      selector: ScalePaths.path(document?["labelSelectorPath"]))
  }

  /// `.spec.replicas` as names.
  static func path(_ value: Value?) -> [String]? {
    guard let text = value?.string, text.hasPrefix(".") else { return nil }
    let names = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    return names.contains("") ? nil : names.map(String.init)
  }
}

/// A column that a definition adds to the table of its objects.
struct CustomColumn: Sendable {
  let name: String
  /// `string`, `integer`, `number`, `boolean` or `date`.
  let type: String
  let isWide: Bool
  let path: JSONPath

  init?(_ document: Value) {
    guard let name = document["name"]?.string, let type = document["type"]?.string,
      let text = document["jsonPath"]?.string, let path = try? JSONPath(text)
    else { return nil }
    self.name = name
    self.type = type
    isWide = (document["priority"]?.integer ?? 0) > 0
    self.path = path
  }

  /// The cell of an object; what is missing is empty.
  func cell(of object: Value, now: Timestamp) -> Value {
    let values = path.values(in: object)
    guard let first = values.first, first != .null else { return .null }
    switch type {
    case "date":
      return .string(Age.text(since: first.string.flatMap { Timestamp($0) }, now: now))
    case "integer": return first.integer.map(Value.integer) ?? .null
    case "number", "boolean": return first
    default: return .string(path.text(for: object))
    }
  }
}

extension Table.Layout {
  /// The layout of a custom type: its definition's columns, or the age alone.
  static func of(_ version: CustomVersion) -> Table.Layout? {
    guard !version.columns.isEmpty else { return nil }
    return Table.Layout(
      columns: version.columns.map {
        Table.Column(
          name: $0.name, type: $0.type == "integer" ? "integer" : "string", isWide: $0.isWide)
      }
    ) { object, now in version.columns.map { $0.cell(of: object, now: now) } }
  }
}
