/// What a PostgreSQL client says (protocol 3.0), as values.
package enum FrontendMessage: Hashable, Sendable {
  /// Asks for TLS before anything else.
  case sslRequest
  /// Asks for GSSAPI encryption before anything else.
  case gssRequest
  /// Opens a connection as a user, to a database.
  case startup([String: String])
  /// Asks, over a connection of its own, to end what another connection is doing.
  case cancel(process: Int32, key: Int32)
  /// A password or a step of an authentication exchange.
  case password([UInt8])
  /// Statements to run at once.
  case query(String)
  /// A statement to prepare; a type of 0 is left to the server.
  case parse(name: String, sql: String, types: [Int32])
  /// Arguments for a prepared statement; no bytes are null.
  case bind(
    portal: String, statement: String, formats: [Int16], values: [[UInt8]?],
    resultFormats: [Int16])
  case describe(PreparedKind, String)
  /// Runs a portal; 0 rows are all rows.
  case execute(portal: String, rows: Int32)
  case close(PreparedKind, String)
  case sync
  case flush
  case terminate
  /// A message that this server has no use for, by its type byte.
  case other(UInt8)
}

/// What Describe and Close name: a prepared statement, or a statement with its arguments.
package enum PreparedKind: UInt8, Hashable, Sendable {
  case statement = 0x53
  case portal = 0x50
}

/// What a PostgreSQL server says (protocol 3.0), as values.
package enum BackendMessage: Hashable, Sendable {
  /// The one byte that refuses TLS or GSSAPI: the connection goes on in plain text.
  case encryptionRefused
  case authenticationOk
  case authenticationSASL([String])
  case authenticationSASLContinue([UInt8])
  case authenticationSASLFinal([UInt8])
  /// A way to authenticate that our client does not speak, by its number.
  case authenticationOther(Int32)
  case negotiateProtocolVersion(minor: Int32, options: [String])
  case parameterStatus(name: String, value: String)
  case backendKeyData(process: Int32, key: Int32)
  case readyForQuery(TransactionStatus)
  case rowDescription([PostgreSQLField])
  case dataRow([[UInt8]?])
  case commandComplete(String)
  case emptyQueryResponse
  case parseComplete
  case bindComplete
  case closeComplete
  case noData
  case parameterDescription([Int32])
  case portalSuspended
  case errorResponse(PostgreSQLError)
  case noticeResponse(PostgreSQLError)
  case notificationResponse(process: Int32, channel: String, payload: String)
  /// A message that our client has no use for, by its type byte.
  case other(UInt8)
}

/// Whether a session is inside a transaction.
package enum TransactionStatus: UInt8, Hashable, Sendable {
  case idle = 0x49
  case open = 0x54
  /// A statement failed; only the transaction's end is accepted.
  case failed = 0x45
}

/// A column of an answer.
package struct PostgreSQLField: Hashable, Sendable {
  package var name: String
  package var type: PostgreSQLType
  /// 0 for text, 1 for binary.
  package var format: Int16 = 0
}

/// An error, a warning or a notice with PostgreSQL's five-character code.
package struct PostgreSQLError: Error, Hashable, Sendable, CustomStringConvertible {
  package var severity = "ERROR"
  package var code: String
  package var message: String
  package var detail: String?
  package var hint: String?

  /// An error with its code and one sentence in PostgreSQL's style: lower case, no full stop.
  package init(_ code: String, _ message: String, detail: String? = nil, hint: String? = nil) {
    self.code = code
    self.message = message
    self.detail = detail
    self.hint = hint
  }

  /// An error that ends the connection.
  package static func fatal(_ code: String, _ message: String) -> PostgreSQLError {
    var error = PostgreSQLError(code, message)
    error.severity = "FATAL"
    return error
  }

  /// A warning as a trigger raises it.
  package static func warning(_ message: String) -> PostgreSQLError {
    var error = PostgreSQLError("01000", message)
    error.severity = "WARNING"
    return error
  }

  package var description: String {
    "\(severity): \(message) (\(code))" + (detail.map { "\n\($0)" } ?? "")
      + (hint.map { "\n\($0)" } ?? "")
  }
}
