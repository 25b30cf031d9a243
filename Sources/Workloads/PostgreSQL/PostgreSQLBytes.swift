/// Reads the fields of one message, in order; a field that is cut off is an error.
package struct ByteReader {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  mutating func byte() throws(PostgreSQLError) -> UInt8 {
    guard let byte = bytes.popFirst() else { throw Self.cutOff }
    return byte
  }

  mutating func skip(_ count: Int) throws(PostgreSQLError) { _ = try take(count) }

  mutating func int16() throws(PostgreSQLError) -> Int16 {
    Int16(bitPattern: try take(2).reduce(0) { $0 << 8 | UInt16($1) })
  }

  mutating func int32() throws(PostgreSQLError) -> Int32 {
    Int32(bitPattern: try take(4).reduce(0) { $0 << 8 | UInt32($1) })
  }

  /// A text that a zero byte ends.
  mutating func text() throws(PostgreSQLError) -> String {
    guard let end = bytes.firstIndex(of: 0) else { throw Self.cutOff }
    defer { bytes = bytes[(end + 1)...] }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  mutating func int16s() throws(PostgreSQLError) -> [Int16] {
    var numbers: [Int16] = []
    for _ in 0..<max(0, try int16()) { numbers.append(try int16()) }
    return numbers
  }

  mutating func int32s() throws(PostgreSQLError) -> [Int32] {
    var numbers: [Int32] = []
    for _ in 0..<max(0, try int16()) { numbers.append(try int32()) }
    return numbers
  }

  /// Values with their lengths in front; a length of -1 is null.
  mutating func values() throws(PostgreSQLError) -> [[UInt8]?] {
    var values: [[UInt8]?] = []
    for _ in 0..<max(0, try int16()) {
      let length = try int32()
      values.append(length < 0 ? nil : Array(try take(Int(length))))
    }
    return values
  }

  mutating func kind() throws(PostgreSQLError) -> PreparedKind {
    guard let kind = PreparedKind(rawValue: try byte()) else {
      throw .fatal("08P01", "a message names neither a statement nor a portal")
    }
    return kind
  }

  mutating func error() throws(PostgreSQLError) -> PostgreSQLError {
    var error = PostgreSQLError("XX000", "")
    while case let field = try byte(), field != 0 {
      let value = try text()
      switch field {
      case UInt8(ascii: "V"): error.severity = value
      case UInt8(ascii: "C"): error.code = value
      case UInt8(ascii: "M"): error.message = value
      case UInt8(ascii: "D"): error.detail = value
      case UInt8(ascii: "H"): error.hint = value
      default: break
      }
    }
    return error
  }

  mutating func rest() -> [UInt8] {
    defer { bytes = [] }
    return Array(bytes)
  }

  private mutating func take(_ count: Int) throws(PostgreSQLError) -> ArraySlice<UInt8> {
    guard count >= 0, bytes.count >= count else { throw Self.cutOff }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }

  private static let cutOff = PostgreSQLError.fatal("08P01", "insufficient data left in message")
}

/// Writes the fields of one message, in order.
struct ByteWriter {
  private(set) var bytes: [UInt8]

  /// A message with its type byte and its length.
  static func frame(_ type: Character, _ body: (inout ByteWriter) -> Void) -> [UInt8] {
    var writer = ByteWriter(bytes: [type.asciiValue ?? 0, 0, 0, 0, 0])
    body(&writer)
    writer.setLength(at: 1)
    return writer.bytes
  }

  /// A client's first message, which has no type byte.
  static func untyped(_ body: (inout ByteWriter) -> Void) -> [UInt8] {
    var writer = ByteWriter(bytes: [0, 0, 0, 0])
    body(&writer)
    writer.setLength(at: 0)
    return writer.bytes
  }

  mutating func byte(_ byte: UInt8) { bytes.append(byte) }
  mutating func raw(_ raw: [UInt8]) { bytes += raw }

  mutating func int16(_ number: Int16) {
    let bits = UInt16(bitPattern: number)
    bytes += [UInt8(bits >> 8), UInt8(bits & 0xFF)]
  }

  mutating func int32(_ number: Int32) {
    let bits = UInt32(bitPattern: number)
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  /// A text and the zero byte that ends it; a zero inside it ends it too.
  mutating func text(_ text: String) {
    bytes += text.utf8.prefix { $0 != 0 }
    bytes.append(0)
  }

  mutating func int16s(_ numbers: [Int16]) {
    int16(Int16(numbers.count))
    for number in numbers { int16(number) }
  }

  mutating func values(_ values: [[UInt8]?]) {
    int16(Int16(values.count))
    for value in values {
      int32(value.map { Int32($0.count) } ?? -1)
      if let value { bytes += value }
    }
  }

  mutating func error(_ error: PostgreSQLError) {
    let fields: [(Character, String?)] = [
      ("S", error.severity), ("V", error.severity), ("C", error.code), ("M", error.message),
      ("D", error.detail), ("H", error.hint),
    ]
    for (name, value) in fields {
      guard let value, let code = name.asciiValue else { continue }
      byte(code)
      text(value)
    }
    byte(0)
  }

  private mutating func setLength(at place: Int) {
    let length = UInt32(bytes.count - place)
    for (index, shift) in ([24, 16, 8, 0] as [UInt32]).enumerated() {
      bytes[place + index] = UInt8(truncatingIfNeeded: length >> shift)
    }
  }
}
