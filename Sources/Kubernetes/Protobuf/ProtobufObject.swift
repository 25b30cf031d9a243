/// Objects in the binary form that newer typed clients send when they create something.
import Documents

package enum ProtobufObject {
  private static let mark: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

  /// The object that these bytes hold.
  package static func decode(_ bytes: [UInt8]) throws(StatusError) -> Value {
    guard bytes.starts(with: mark) else {
      throw .badRequest("the body is no object: it does not begin as one")
    }
    var envelope = ProtobufReader(bytes[4...])
    var (apiVersion, kind) = ("", "")
    var raw: ArraySlice<UInt8> = []
    while let (number, content) = try envelope.next() {
      switch (number, content) {
      case (1, .bytes(let bytes)):
        var type = ProtobufReader(bytes)
        while let (number, content) = try type.next() {
          guard case .bytes(let text) = content else { continue }
          if number == 1 { apiVersion = String(decoding: text, as: UTF8.self) }
          if number == 2 { kind = String(decoding: text, as: UTF8.self) }
        }
      case (2, .bytes(let bytes)): raw = bytes
      default: break
      }
    }
    let group = groups[apiVersion] ?? "core"
    guard ProtobufSchema.builtIn.fields(of: kind, group: group) != nil else {
      throw .unsupportedMediaType(["application/json", "application/yaml"])
    }
    var object = Value.object(["apiVersion": .string(apiVersion), "kind": .string(kind)])
    for (key, value) in try message(kind, group, raw).object ?? [:] { object[key] = value }
    return object
  }

  private static let groups = [
    "v1": "core", "apps/v1": "apps", "batch/v1": "batch", "networking.k8s.io/v1": "net",
    "rbac.authorization.k8s.io/v1": "rbac", "authentication.k8s.io/v1": "authn",
    "authorization.k8s.io/v1": "authz", "policy/v1": "pol", "autoscaling/v2": "as2",
    "meta.k8s.io/v1": "meta",
  ]

  private static func message(
    _ name: String, _ group: String, _ bytes: ArraySlice<UInt8>
  ) throws(StatusError) -> Value {
    guard let (group, fields) = ProtobufSchema.builtIn.fields(of: name, group: group) else {
      return .object([:])
    }
    var reader = ProtobufReader(bytes)
    var object = Value.object([:])
    while let (number, content) = try reader.next() {
      guard let field = fields[number] else { continue }
      switch field.type {
      case .list(let type):
        guard let name = field.name, let value = try value(of: content, type, group) else {
          continue
        }
        object[name] = .array((object[name]?.array ?? []) + [value])
      case .map(let type):
        guard let name = field.name, case .bytes(let bytes) = content else { continue }
        let (key, value) = try entry(bytes, type, group)
        object[name, key] = value
      default:
        guard let value = try value(of: content, field.type, group) else { continue }
        guard let name = field.name else {
          for (key, member) in value.object ?? [:] { object[key] = member }
          continue
        }
        if field.isPointer || !isZero(value) { object[name] = value }
      }
    }
    return object
  }

  private static func isZero(_ value: Value) -> Bool {
    value.isEmpty || value == "" || value == 0 || value == false
  }

  private static func value(
    of content: ProtobufReader.Content, _ type: ProtobufSchema.FieldType, _ group: String
  ) throws(StatusError) -> Value? {
    switch (type, content) {
    case (.bool, .number(let number)): return .bool(number != 0)
    case (.integer, .number(let number)): return .integer(number)
    case (.text, .bytes(let bytes)): return .string(String(decoding: bytes, as: UTF8.self))
    case (.bytes, .bytes(let bytes)): return .string(Base64Text.encode(bytes))
    case (.message(let name), .bytes(let bytes)): return try message(name, group, bytes)
    case (.quantity, .bytes(let bytes)):
      return .string(try text(in: bytes, at: 1))
    case (.integerOrText, .bytes(let bytes)): return try integerOrText(bytes)
    case (.time, .bytes(let bytes)):
      let seconds = try number(in: bytes, at: 1)
      return bytes.isEmpty ? .null : .string(Timestamp(seconds: seconds).text)
    case (.json, .bytes(let bytes)):
      return try? JSON.parse(text(in: bytes, at: 1))
    default: return nil
    }
  }

  private static func integerOrText(_ bytes: ArraySlice<UInt8>) throws(StatusError) -> Value {
    try number(in: bytes, at: 1) == 1
      ? .string(try text(in: bytes, at: 3)) : .integer(try number(in: bytes, at: 2))
  }

  private static func entry(
    _ bytes: ArraySlice<UInt8>, _ type: ProtobufSchema.FieldType, _ group: String
  ) throws(StatusError) -> (String, Value) {
    var reader = ProtobufReader(bytes)
    var entry = ("", Value.string(""))
    while let (number, content) = try reader.next() {
      if number == 1, case .bytes(let key) = content {
        entry.0 = String(decoding: key, as: UTF8.self)
      }
      if number == 2, let value = try value(of: content, type, group) { entry.1 = value }
    }
    return entry
  }

  private static func text(
    in bytes: ArraySlice<UInt8>, at wanted: Int
  ) throws(StatusError) -> String {
    var reader = ProtobufReader(bytes)
    var text = ""
    while let (number, content) = try reader.next() {
      if number == wanted, case .bytes(let bytes) = content {
        text = String(decoding: bytes, as: UTF8.self)
      }
    }
    return text
  }

  private static func number(
    in bytes: ArraySlice<UInt8>, at wanted: Int
  ) throws(StatusError) -> Int {
    var reader = ProtobufReader(bytes)
    var found = 0
    while let (number, content) = try reader.next() {
      if number == wanted, case .number(let number) = content { found = number }
    }
    return found
  }
}

/// Reads the fields of a message one after the other.
struct ProtobufReader {
  enum Content: Hashable {
    case number(Int)
    case bytes(ArraySlice<UInt8>)
  }

  private var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The next field's number and content; nothing at the end.
  mutating func next() throws(StatusError) -> (Int, Content)? {
    guard !bytes.isEmpty else { return nil }
    let tag = try variable()
    let number = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0: return (number, .number(Int(truncatingIfNeeded: try variable())))
    case 1: return (number, .bytes(try take(8)))
    case 2: return (number, .bytes(try take(Int(truncatingIfNeeded: try variable()))))
    case 5: return (number, .bytes(try take(4)))
    default: throw .badRequest("the body is no object: a field has an unknown form")
    }
  }

  private mutating func variable() throws(StatusError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = bytes.popFirst(), shift < 64 {
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    throw .badRequest("the body is no object: a number has no end")
  }

  private mutating func take(_ count: Int) throws(StatusError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count else {
      throw .badRequest("the body is no object: a field is longer than the body")
    }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }
}
