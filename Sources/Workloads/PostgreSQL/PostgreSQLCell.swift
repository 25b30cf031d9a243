import Database

/// One value of an answer, with the type that it is shown as.
struct PostgreSQLCell: Hashable {
  var value: SQLValue
  var type: PostgreSQLType

  /// The value as text; nil for null.
  var text: [UInt8]? { type.text(value).map { Array($0.utf8) } }

  /// The value in the format that the client asked for.
  func encoded(as type: PostgreSQLType, format: Int16) throws(PostgreSQLError) -> [UInt8]? {
    try type.encode(value, format: format)
  }
}
