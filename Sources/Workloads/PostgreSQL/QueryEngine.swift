/// What runs statements for a session: the only thing that a session needs beside messages.
protocol QueryEngine {
  /// Checks a statement and says what it takes and returns.
  mutating func describe(
    _ statement: SQLStatement, types: [PostgreSQLType]
  ) throws(PostgreSQLError) -> StatementDescription

  /// Runs a statement.
  mutating func run(
    _ statement: SQLStatement, _ arguments: [PostgreSQLArgument]
  ) throws(PostgreSQLError) -> StatementResult

  /// Begins, ends, undoes a transaction, and does the same with parts of one.
  mutating func control(_ transaction: TransactionControl) throws(PostgreSQLError)
}

enum TransactionControl: Hashable {
  case begin
  case commit
  case rollback
  case savepoint(String)
  case rollbackTo(String)
  case release(String)
}

/// What a statement takes and returns; no columns for one that returns no rows.
struct StatementDescription: Hashable {
  var parameters: [PostgreSQLType] = []
  var columns: [PostgreSQLField]?
}

/// An argument as the client sent it.
struct PostgreSQLArgument: Hashable {
  var bytes: [UInt8]?
  var format: Int16
  var type: PostgreSQLType
}

/// What came of a statement.
struct StatementResult: Hashable {
  var columns: [PostgreSQLField]?
  var rows: [[PostgreSQLCell]] = []
  var tag: String
  var notices: [PostgreSQLError] = []
  var notifications: [PostgreSQLNotification] = []
}

/// A message on a channel.
package struct PostgreSQLNotification: Hashable, Sendable {
  package var channel: String
  package var payload: String
}

/// What a session asks its surroundings to do.
enum SessionAction: Hashable {
  case send(BackendMessage)
  /// Tell every session that listens.
  case publish(PostgreSQLNotification)
  /// End what another session is doing.
  case cancel(process: Int32, key: Int32)
  case close
}

/// Who may connect, to what, and how the session calls itself.
struct SessionSettings {
  var user: String
  var database: String
  var verifier: SCRAM.Verifier
  var nonce: String
  var process: Int32
  var key: Int32
  var version = "13.7"
}
