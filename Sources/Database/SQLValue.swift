import CSQLite

/// A value as SQLite stores it.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// The whole number, when it is one.
  package var integer: Int? { if case .integer(let number) = self { Int(number) } else { nil } }

  /// The number, whole or not, when it is one.
  package var real: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    default: nil
    }
  }

  /// The text, when it is one.
  package var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The bytes, when it is a blob.
  package var blob: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }

  /// Whether there is no value.
  package var isNull: Bool { self == .null }

  /// A text, or null.
  package init(_ text: String?) { self = text.map { .text($0) } ?? .null }

  /// A whole number, or null.
  package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
}

extension SQLValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .null: "null"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): text
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringInterpolation, ExpressibleByNilLiteral
{
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .real(value) }
  package init(stringLiteral value: String) { self = .text(value) }
  package init(nilLiteral: ()) { self = .null }
}

extension SQLValue {
  init(copying value: OpaquePointer?) {
    switch unsafe sqlite3_value_type(value) {
    case SQLITE_INTEGER: self = .integer(unsafe sqlite3_value_int64(value))
    case SQLITE_FLOAT: self = .real(unsafe sqlite3_value_double(value))
    case SQLITE_TEXT:
      // The text is asked for before its length, because asking for it may convert it.
      let characters = unsafe sqlite3_value_text(value)
      let count = unsafe Int(sqlite3_value_bytes(value))
      let bytes = unsafe UnsafeBufferPointer(start: characters, count: count)
      self = .text(unsafe String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      let bytes = unsafe sqlite3_value_blob(value)
      let count = unsafe Int(sqlite3_value_bytes(value))
      self = .blob(unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    default: self = .null
    }
  }

  func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
    switch self {
    case .null: return unsafe sqlite3_bind_null(statement, index)
    case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
    case .real(let number): return unsafe sqlite3_bind_double(statement, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
          // An empty buffer may have no address, and no address would bind null.
          unsafe characters.isEmpty
            ? trestle_sqlite3_bind_text(statement, index, "", 0)
            : trestle_sqlite3_bind_text(
              statement, index, characters.baseAddress, CInt(characters.count))
        }
      }
    case .blob(let bytes):
      return unsafe bytes.withUnsafeBytes { buffer in
        unsafe trestle_sqlite3_bind_blob(
          statement, index, buffer.baseAddress, CInt(buffer.count))
      }
    }
  }

  func give(to context: OpaquePointer?) {
    switch self {
    case .null: unsafe sqlite3_result_null(context)
    case .integer(let number): unsafe sqlite3_result_int64(context, number)
    case .real(let number): unsafe sqlite3_result_double(context, number)
    case .text(let text): unsafe trestle_sqlite3_result_text(context, text, CInt(text.utf8.count))
    case .blob(let bytes):
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe trestle_sqlite3_result_blob(context, buffer.baseAddress, CInt(buffer.count))
      }
    }
  }
}
