import CSQLite

/// One connection to an SQLite database: statements, rows and transactions as Swift values.
///
/// The connection is confined: whoever holds it (one thread, one actor, one lock) is the only one to
/// call it. Several processes or threads may each open the same file; writers wait for each other.
/// Only `interrupter` may be used from elsewhere.
@safe package final class Database {
  /// Where the data are; `:memory:` for a database that ends with the connection.
  package let path: String
  /// Ends the running statement from another thread.
  package let interrupter: Interrupter

  private let handle: ConnectionHandle
  private var cache = StatementCache()
  private var savepoints = 0

  /// Opens a database, making the file when it is missing.
  ///
  /// The file is in WAL mode, so that readers and a writer do not wait for each other and an
  /// acknowledged transaction survives the process being killed; foreign keys are enforced; a locked
  /// database is waited for.
  package init(path: String, busyTimeoutMilliseconds: Int32 = 5_000) throws(SQLError) {
    self.path = path
    handle = try ConnectionHandle(path: path)
    interrupter = Interrupter(handle)
    unsafe sqlite3_busy_timeout(handle.pointer, busyTimeoutMilliseconds)
    unsafe _ = trestle_sqlite3_refuse_quoted_texts(handle.pointer)
    try execute("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
  }

  deinit { close() }

  /// Ends the connection; what is written is in the file alone once its last connection is closed.
  /// Statements that still exist keep the file open until they are gone.
  package func close() {
    cache.removeAll()
    handle.close()
  }

  /// Runs a script of any number of statements, and ignores their rows.
  package func execute(_ sql: String) throws(SQLError) {
    var rest = Array(sql.utf8)[...]
    while let statement = try Statement.first(of: &rest, handle: handle) {
      while try statement.step() {}
    }
  }

  /// Compiles one statement. A text behind it is an error.
  package func prepare(_ sql: String) throws(SQLError) -> Statement {
    var rest = Array(sql.utf8)[...]
    guard let statement = try Statement.first(of: &rest, handle: handle) else {
      throw SQLError(code: .misuse, message: "the text holds no statement", sql: sql)
    }
    guard try Statement.first(of: &rest, handle: handle) == nil else {
      throw SQLError(code: .misuse, message: "the text holds more than one statement", sql: sql)
    }
    return statement
  }

  /// Runs one statement and returns all its rows.
  package func query(_ sql: String, _ arguments: [SQLValue] = []) throws(SQLError) -> [Row] {
    let statement = try cached(sql)
    defer { cache.put(statement) }
    try statement.bind(arguments)
    var rows: [Row] = []
    while try statement.step() { rows.append(statement.row) }
    return rows
  }

  /// Runs one statement and returns how many rows it inserted, updated or deleted.
  @discardableResult
  package func run(_ sql: String, _ arguments: [SQLValue] = []) throws(SQLError) -> Int {
    let statement = try cached(sql)
    defer { cache.put(statement) }
    try statement.bind(arguments)
    while try statement.step() {}
    return statement.isReadOnly ? 0 : changes
  }

  /// Runs the body as one transaction: everything it does is kept, or nothing when it throws.
  ///
  /// The outermost transaction takes the write lock at once, so that it never fails half-way because
  /// somebody else wrote; a transaction inside one can be undone on its own.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    let isOutermost = !isInTransaction
    let name = "trestle_\(savepoints)"
    try execute(isOutermost ? "BEGIN IMMEDIATE" : "SAVEPOINT \(name)")
    savepoints += 1
    defer { savepoints -= 1 }
    do {
      let result = try body()
      try execute(isOutermost ? "COMMIT" : "RELEASE \(name)")
      return result
    } catch {
      // SQLite may have undone everything already, as it does when the disk is full.
      if isInTransaction {
        try execute(isOutermost ? "ROLLBACK" : "ROLLBACK TO \(name); RELEASE \(name)")
      }
      throw error
    }
  }

  /// How many rows the last statement that writes inserted, updated or deleted.
  package var changes: Int { unsafe Int(sqlite3_changes64(handle.pointer)) }

  /// The row id of the last row inserted.
  package var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle.pointer) }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle.pointer) == 0 }

  /// Lets SQL text call a Swift function; nil arguments means any number of them.
  package func define(
    _ name: String, arguments: Int?, isDeterministic: Bool = false,
    _ body: @escaping ([SQLValue]) throws -> SQLValue
  ) throws(SQLError) {
    try handle.define(
      name, arguments: arguments, isDeterministic: isDeterministic, body: body)
  }

  /// Gives the database's own file another schema name than `main` in SQL texts.
  package func nameMainSchema(_ name: StaticString) throws(SQLError) {
    // A static string lives as long as the program, as SQLite asks.
    let code = name.withUTF8Buffer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
        unsafe trestle_sqlite3_name_main(handle.pointer, characters.baseAddress)
      }
    }
    try handle.check(code, sql: nil)
  }

  private func cached(_ sql: String) throws(SQLError) -> Statement {
    if let statement = cache.take(sql) { return statement }
    return try prepare(sql)
  }
}

/// The statements that were used last, ready to be run again. One that is in use is not in it.
private struct StatementCache {
  private static let capacity = 64
  private var statements: [String: Statement] = [:]

  mutating func take(_ sql: String) -> Statement? { statements.removeValue(forKey: sql) }

  mutating func put(_ statement: Statement) {
    statement.reset()
    if statements.count >= Self.capacity { statements.removeAll() }
    statements[statement.sql] = statement
  }

  mutating func removeAll() { statements.removeAll() }
}
