/// A list of operations on the places of a document (RFC 6902).
import Documents

enum JSONPatch {
  /// The document after all operations.
  static func applied(_ operations: Value, to document: Value) throws(StatusError) -> Value {
    guard let operations = operations.array else {
      throw .badRequest("a JSON patch must be a list, but is \(operations.kindName)")
    }
    var document = document
    for operation in operations { try apply(operation, to: &document) }
    return document
  }

  private static func apply(_ operation: Value, to document: inout Value) throws(StatusError) {
    let path = try pointer(operation["path"])
    switch operation["op"]?.string {
    case "add": try add(operation["value"] ?? .null, at: path, to: &document)
    case "remove": try remove(path, from: &document)
    case "replace":
      try remove(path, from: &document)
      try add(operation["value"] ?? .null, at: path, to: &document)
    case "move":
      let source = try pointer(operation["from"])
      let value = try value(at: source, of: document)
      try remove(source, from: &document)
      try add(value, at: path, to: &document)
    case "copy":
      let value = try value(at: try pointer(operation["from"]), of: document)
      try add(value, at: path, to: &document)
    case "test":
      guard try value(at: path, of: document) == operation["value"] ?? .null else {
        throw refused("testing value \(text(path)) failed")
      }
    default:
      throw .badRequest("'\(operation["op"]?.string ?? "")' is no operation of a JSON patch")
    }
  }

  private static func pointer(_ value: Value?) throws(StatusError) -> [String] {
    guard let text = value?.string, text.isEmpty || text.hasPrefix("/") else {
      throw .badRequest("a path of a JSON patch must begin with '/'")
    }
    return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
      part.split(separator: "~1", omittingEmptySubsequences: false)
        .map { $0.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~") }
        .joined(separator: "/")
    }
  }

  private static func value(at path: [String], of document: Value) throws(StatusError) -> Value {
    var value = document
    for part in path {
      guard let next = value[part] ?? Int(part).flatMap({ value[$0] }) else {
        throw missing(path)
      }
      value = next
    }
    return value
  }

  private static func add(
    _ value: Value, at path: [String], to document: inout Value
  ) throws(StatusError) {
    guard let last = path.last else {
      document = value
      return
    }
    try change(at: path.dropLast(), of: &document, whole: path) {
      parent throws(StatusError) in
      guard var items = parent.array else {
        guard parent.object != nil else { throw missing(path) }
        parent[last] = value
        return
      }
      guard let index = last == "-" ? items.count : Int(last), (0...items.count).contains(index)
      else { throw missing(path) }
      items.insert(value, at: index)
      parent = .array(items)
    }
  }

  private static func remove(
    _ path: [String], from document: inout Value
  ) throws(StatusError) {
    guard let last = path.last else {
      document = .null
      return
    }
    try change(at: path.dropLast(), of: &document, whole: path) {
      parent throws(StatusError) in
      if var items = parent.array, let index = Int(last), items.indices.contains(index) {
        items.remove(at: index)
        parent = .array(items)
      } else if parent[last] != nil {
        parent[last] = nil
      } else {
        throw missing(path)
      }
    }
  }

  private static func change(
    at path: ArraySlice<String>, of value: inout Value, whole: [String],
    _ body: (inout Value) throws(StatusError) -> Void
  ) throws(StatusError) {
    guard let part = path.first else {
      try body(&value)
      return
    }
    if var items = value.array {
      guard let index = Int(part), items.indices.contains(index) else { throw missing(whole) }
      try change(at: path.dropFirst(), of: &items[index], whole: whole, body)
      value = .array(items)
    } else {
      guard var child = value[part] else { throw missing(whole) }
      try change(at: path.dropFirst(), of: &child, whole: whole, body)
      value[part] = child
    }
  }

  private static func text(_ path: [String]) -> String { "/" + path.joined(separator: "/") }

  private static func missing(_ path: [String]) -> StatusError {
    refused("path \(text(path)) does not exist")
  }

  private static func refused(_ why: String) -> StatusError {
    StatusError(
      code: 422, reason: "Invalid",
      message: "the server rejected our request due to an error "
        + "in our request: \(why)")
  }
}
