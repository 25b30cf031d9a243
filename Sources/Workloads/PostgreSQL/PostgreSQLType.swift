import Database

/// A type by the number that PostgreSQL's clients know it by.
package struct PostgreSQLType: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let unknown = PostgreSQLType(rawValue: 0)
  package static let bool = PostgreSQLType(rawValue: 16)
  package static let bytea = PostgreSQLType(rawValue: 17)
  package static let char = PostgreSQLType(rawValue: 18)
  package static let name = PostgreSQLType(rawValue: 19)
  package static let int8 = PostgreSQLType(rawValue: 20)
  package static let int2 = PostgreSQLType(rawValue: 21)
  package static let int4 = PostgreSQLType(rawValue: 23)
  package static let text = PostgreSQLType(rawValue: 25)
  package static let oid = PostgreSQLType(rawValue: 26)
  package static let json = PostgreSQLType(rawValue: 114)
  package static let float4 = PostgreSQLType(rawValue: 700)
  package static let float8 = PostgreSQLType(rawValue: 701)
  package static let textArray = PostgreSQLType(rawValue: 1_009)
  package static let varchar = PostgreSQLType(rawValue: 1_043)
  package static let date = PostgreSQLType(rawValue: 1_082)
  package static let time = PostgreSQLType(rawValue: 1_083)
  package static let timestamp = PostgreSQLType(rawValue: 1_114)
  package static let timestamptz = PostgreSQLType(rawValue: 1_184)
  package static let numeric = PostgreSQLType(rawValue: 1_700)
  package static let uuid = PostgreSQLType(rawValue: 2_950)
  package static let void = PostgreSQLType(rawValue: 2_278)

  /// What it is called in `\d` and error messages, its short name, its size and its category, for
  /// every type that the server knows.
  static let known: [(type: PostgreSQLType, name: String, short: String, size: Int16)] = [
    (.bool, "boolean", "bool", 1), (.bytea, "bytea", "bytea", -1), (.char, "\"char\"", "char", 1),
    (.name, "name", "name", 64), (.int8, "bigint", "int8", 8), (.int2, "smallint", "int2", 2),
    (.int4, "integer", "int4", 4), (.text, "text", "text", -1), (.oid, "oid", "oid", 4),
    (.json, "json", "json", -1), (.float4, "real", "float4", 4),
    (.float8, "double precision", "float8", 8), (.textArray, "text[]", "_text", -1),
    (.varchar, "character varying", "varchar", -1), (.date, "date", "date", 4),
    (.time, "time without time zone", "time", 8),
    (.timestamp, "timestamp without time zone", "timestamp", 8),
    (.timestamptz, "timestamp with time zone", "timestamptz", 8),
    (.numeric, "numeric", "numeric", -1), (.uuid, "uuid", "uuid", 16), (.void, "void", "void", 4),
  ]

  /// The type that a name in SQL text means, in any of its spellings and without its length.
  package init?(sqlName: String) {
    var name = sqlName.lowercased()
    if let parenthesis = name.firstIndex(of: "(") {
      let close = name.firstIndex(of: ")").map { name.index(after: $0) } ?? name.endIndex
      name = String(name[..<parenthesis]) + String(name[close...])
    }
    name = name.split(separator: " ").joined(separator: " ")
    switch name {
    case "int", "serial", "serial4": self = .int4
    case "bigserial", "serial8": self = .int8
    case "smallserial", "serial2": self = .int2
    case "bpchar", "character": self = .varchar
    case "time with time zone", "timetz": self = .time
    case "decimal": self = .numeric
    case "jsonb": self = .json
    case "float": self = .float8
    case "regclass", "regtype", "xid", "cid": self = .oid
    default:
      guard let known = Self.known.first(where: { $0.name == name || $0.short == name }) else {
        return nil
      }
      self = known.type
    }
  }

  /// The name in full, as `\d` shows it.
  package var sqlName: String { Self.known.first { $0.type == self }?.name ?? "text" }
  /// The size in bytes; -1 when it varies.
  var size: Int16 { Self.known.first { $0.type == self }?.size ?? -1 }

  /// The type of a value that nothing is declared about.
  init(of value: SQLValue) {
    switch value {
    case .integer(let number): self = Int32(exactly: number) == nil ? .int8 : .int4
    case .real: self = .float8
    case .blob: self = .bytea
    case .text, .null: self = .text
    }
  }
}
