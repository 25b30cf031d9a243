import Documents
import Kubernetes
import KubernetesClient
import YAML

/// How `-o` wants objects printed.
enum Output {
  case table
  case wide
  case name
  case json
  case yaml
  case jsonPath(JSONPath)
  case customColumns([(header: String, path: JSONPath)])

  /// Reads the value of `-o`.
  init(_ text: String?) throws(CommandError) {
    guard let text, !text.isEmpty else {
      self = .table
      return
    }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let argument = parts.count > 1 ? String(parts[1]) : nil
    switch parts[0] {
    case "wide": self = .wide
    case "name": self = .name
    case "json": self = .json
    case "yaml": self = .yaml
    case "jsonpath": self = .jsonPath(try Output.path(argument))
    case "custom-columns": self = .customColumns(try Output.columns(argument))
    default:
      throw CommandError(
        "unable to match a printer suitable for the output format \"\(parts[0])\", allowed "
          + "formats are: custom-columns,json,jsonpath,name,wide,yaml")
    }
  }

  var isTable: Bool {
    switch self {
    case .table, .wide: true
    default: false
    }
  }

  var isWide: Bool { if case .wide = self { true } else { false } }

  /// The text for one document (an object or a list).
  func text(_ document: Value) -> String {
    switch self {
    case .json: Output.clean(document).json(indent: 4) + "\n"
    case .yaml: Output.clean(document).yaml()
    case .jsonPath(let path): path.text(for: document)
    case .name:
      (document["items"]?.array ?? [document]).map { Output.name($0) + "\n" }.joined()
    case .customColumns(let columns):
      Output.table(columns, document["items"]?.array ?? [document])
    case .table, .wide: ""
    }
  }

  /// `pod/x` or `deployment.apps/x`.
  static func name(_ object: Value) -> String {
    "\(resource(object))/\(object.name)"
  }

  /// `pod` or `deployment.apps`, as commands name an object's type.
  static func resource(_ object: Value) -> String {
    let kind = object["kind"]?.string ?? ""
    let version = object["apiVersion"]?.string ?? ""
    if let type = ResourceType.with(apiVersion: version, kind: kind) { return type.groupSingular }
    let group = version.split(separator: "/").count > 1 ? ".\(version.prefix { $0 != "/" })" : ""
    return kind.lowercased() + group
  }

  /// The document as `kubectl` shows it: sorted, without managed fields.
  private static func clean(_ document: Value) -> Value {
    var document = document
    document["metadata", "managedFields"] = nil
    if let items = document["items"]?.array {
      document["items"] = .array(
        items.map { item in
          var item = item
          item["metadata", "managedFields"] = nil
          return item
        })
    }
    return document.sortedByKey()
  }

  private static func path(_ template: String?) throws(CommandError) -> JSONPath {
    guard let template, !template.isEmpty else {
      throw CommandError("template format specified but no template given")
    }
    do {
      return try JSONPath(template)
    } catch {
      throw CommandError("error parsing jsonpath \(template), \(error.reason)")
    }
  }

  private static func columns(
    _ text: String?
  ) throws(CommandError) -> [(header: String, path: JSONPath)] {
    guard let text, !text.isEmpty else {
      throw CommandError("custom-columns format specified but no custom columns given")
    }
    var columns: [(header: String, path: JSONPath)] = []
    for column in text.split(separator: ",") {
      let parts = column.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else {
        throw CommandError(
          "unexpected custom-columns spec: \(column), expected <header>:<json-path-expr>")
      }
      columns.append((String(parts[0]), try path(String(parts[1]))))
    }
    return columns
  }

  private static func table(
    _ columns: [(header: String, path: JSONPath)], _ items: [Value]
  ) -> String {
    var printer = TablePrinter()
    let rows =
      [columns.map(\.header)]
      + items.map { item in
        columns.map { column in
          let text = column.path.text(for: item)
          return text.isEmpty ? "<none>" : text
        }
      }
    return printer.lines(rows).map { $0 + "\n" }.joined()
  }
}
