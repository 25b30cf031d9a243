import Database

/// Values as clients send and receive them, in text and in binary.
extension PostgreSQLType {
  /// Midnight of 2000-01-01, from where PostgreSQL counts, in days since 1970-01-01.
  private static let epoch = 10_957

  /// A stored value as this type shows it; nil for null.
  package func text(_ value: SQLValue) -> String? {
    switch (value, self) {
    case (.null, _): return nil
    case (.integer(let number), .bool): return number != 0 ? "t" : "f"
    case (.integer(let number), _): return String(number)
    case (.real(let number), _): return Self.text(number)
    case (.text(let text), .timestamptz): return text.contains("+") ? text : text + "+00"
    case (.text(let text), .textArray) where text.hasPrefix("["):
      return "{\(text.dropFirst().dropLast().filter { $0 != "\"" })}"
    case (.text(let text), _): return text
    case (.blob(let bytes), _): return "\\x" + bytes.map(Self.hexadecimal).joined()
    }
  }

  /// A stored value as bytes in the format that the client asked for; nil for null.
  func encode(_ value: SQLValue, format: Int16) throws(PostgreSQLError) -> [UInt8]? {
    guard let text = text(value) else { return nil }
    guard format == 1 else { return Array(text.utf8) }
    switch self {
    case .bool: return [text == "t" || text == "true" ? 1 : 0]
    case .int2: return Self.bigEndian(try number(text, Int16.self))
    case .int4: return Self.bigEndian(try number(text, Int32.self))
    case .oid, .void: return Self.bigEndian(try number(text, UInt32.self))
    case .int8: return Self.bigEndian(try number(text, Int64.self))
    case .float4: return Self.bigEndian((Float(text) ?? .nan).bitPattern)
    case .float8: return Self.bigEndian((Double(text) ?? .nan).bitPattern)
    case .bytea: if case .blob(let bytes) = value { return bytes } else { return Array(text.utf8) }
    case .date: return Self.bigEndian(Int32(try civil(text).days - Self.epoch))
    case .time: return Self.bigEndian(Int64(try civil(text).microseconds))
    case .timestamp, .timestamptz:
      let moment = try civil(text).microsecondsSinceEpoch
      return Self.bigEndian(Int64(moment - Self.epoch * 86_400_000_000))
    case .uuid: return Self.bytes(hexadecimal: text.filter { $0 != "-" }) ?? Array(text.utf8)
    case .numeric: return Self.numeric(text)
    case .text, .varchar, .name, .char, .json: return Array(text.utf8)
    default:
      throw PostgreSQLError("0A000", "no binary output function available for type \(sqlName)")
    }
  }

  /// An argument as it is stored.
  func decode(_ bytes: [UInt8]?, format: Int16) throws(PostgreSQLError) -> SQLValue {
    guard let bytes else { return .null }
    guard format == 1 else { return try parse(String(decoding: bytes, as: UTF8.self)) }
    let bits = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch (self, bytes.count) {
    case (.bool, 1): return .integer(bytes[0] == 0 ? 0 : 1)
    case (.int2, 2): return .integer(Int64(Int16(truncatingIfNeeded: bits)))
    case (.int4, 4): return .integer(Int64(Int32(truncatingIfNeeded: bits)))
    case (.oid, 4): return .integer(Int64(bits))
    case (.int8, 8): return .integer(Int64(bitPattern: bits))
    case (.float4, 4): return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case (.float8, 8): return .real(Double(bitPattern: bits))
    case (.date, 4):
      let days = Int(Int32(truncatingIfNeeded: bits))
      return .text(CivilTime(days: days + Self.epoch).date)
    case (.time, 8): return .text(CivilTime(days: 0, microseconds: Int(bits)).time)
    case (.timestamp, 8), (.timestamptz, 8):
      let moment = Int(Int64(bitPattern: bits)) + Self.epoch * 86_400_000_000
      return .text(CivilTime(microsecondsSinceEpoch: moment).timestamp)
    case (.bytea, _): return .blob(bytes)
    case (.uuid, 16):
      let digits = bytes.map(Self.hexadecimal)
      let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
      return .text(groups.map { digits[$0].joined() }.joined(separator: "-"))
    case (.text, _), (.varchar, _), (.name, _), (.char, _), (.unknown, _):
      return .text(String(decoding: bytes, as: UTF8.self))
    case (.json, _):
      // The binary form of jsonb begins with its version.
      return .text(
        String(decoding: bytes.first == 1 ? bytes.dropFirst() : bytes[...], as: UTF8.self))
    default:
      throw PostgreSQLError("22P03", "incorrect binary data format for type \(sqlName)")
    }
  }

  /// A text as this type stores it, checked as PostgreSQL would.
  package func parse(_ text: String) throws(PostgreSQLError) -> SQLValue {
    let trimmed = text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.joined(separator: " ")
    switch self {
    case .bool:
      let word = trimmed.lowercased()
      if !word.isEmpty,
        ["true", "yes"].contains(where: { $0.hasPrefix(word) }) || word == "on"
          || word == "1"
      {
        return .integer(1)
      }
      if !word.isEmpty,
        ["false", "no"].contains(where: { $0.hasPrefix(word) }) || word == "off"
          || word == "of" || word == "0"
      {
        return .integer(0)
      }
      throw invalid(text)
    case .int2: return .integer(Int64(try number(trimmed, Int16.self)))
    case .int4: return .integer(Int64(try number(trimmed, Int32.self)))
    case .int8: return .integer(try number(trimmed, Int64.self))
    case .oid: return .integer(Int64(try number(trimmed, UInt32.self)))
    case .float4, .float8:
      guard let number = Double(trimmed) else { throw invalid(text) }
      return .real(number)
    case .numeric:
      if let whole = Int64(trimmed) { return .integer(whole) }
      guard let number = Double(trimmed) else { throw invalid(text) }
      return .real(number)
    case .date: return .text(try civil(trimmed).date)
    case .time:
      guard trimmed.contains(":") else { throw invalid(text) }
      return .text(try civil(trimmed).time)
    case .timestamp, .timestamptz: return .text(try civil(trimmed).timestamp)
    case .uuid:
      let digits = trimmed.lowercased().filter { $0 != "-" }
      guard Self.bytes(hexadecimal: digits)?.count == 16 else { throw invalid(text) }
      return .text(trimmed.lowercased())
    case .bytea:
      guard text.hasPrefix("\\x"), let bytes = Self.bytes(hexadecimal: String(text.dropFirst(2)))
      else { return .blob(Array(text.utf8)) }
      return .blob(bytes)
    default: return .text(text)
    }
  }

  private func civil(_ text: String) throws(PostgreSQLError) -> CivilTime {
    guard let moment = CivilTime(text) else {
      let fields = text.split { !$0.isNumber }
      if fields.count >= 2,
        fields.count == text.split(whereSeparator: { "-:. ".contains($0) }).count
      {
        throw PostgreSQLError("22008", "date/time field value out of range: \"\(text)\"")
      }
      throw invalid(text)
    }
    return moment
  }

  private func number<Number: FixedWidthInteger>(
    _ text: String, _ type: Number.Type
  ) throws(PostgreSQLError) -> Number {
    if let number = Number(text) { return number }
    guard Int64(text) == nil, Double(text).map({ $0 != $0.rounded() }) ?? true else {
      throw PostgreSQLError("22003", "value \"\(text)\" is out of range for type \(sqlName)")
    }
    throw invalid(text)
  }

  private func invalid(_ text: String) -> PostgreSQLError {
    let isTime = [.date, .time, .timestamp, .timestamptz].contains(self)
    return PostgreSQLError(
      isTime ? "22007" : "22P02", "invalid input syntax for type \(sqlName): \"\(text)\"")
  }

  private static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number > 0 ? "Infinity" : "-Infinity" }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return "\(number)"
  }

  /// The digits in groups of four, as the binary form of numeric has them.
  private static func numeric(_ text: String) -> [UInt8] {
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    let whole = String(parts.first ?? "0")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let padded = String(repeating: "0", count: (4 - whole.count % 4) % 4) + whole
    let tail = fraction + String(repeating: "0", count: (4 - fraction.count % 4) % 4)
    let digits = Array((padded + tail).utf8).map { Int16($0) - 48 }
    let groups = stride(from: 0, to: digits.count, by: 4).map { start in
      digits[start..<start + 4].reduce(0) { $0 * 10 + $1 }
    }
    let header = [
      Int16(groups.count), Int16(padded.count / 4 - 1), isNegative ? 0x4000 : 0,
      Int16(fraction.count),
    ]
    return (header + groups).flatMap { bigEndian($0) }
  }

  private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: number >> $0)
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  private static func bytes(hexadecimal digits: String) -> [UInt8]? {
    let digits = Array(digits)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(digits[index...(index + 1)]), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
