import Database
import Synchronization

/// Runs a session's statements on SQLite: translates them, and its errors back.
struct SQLiteEngine: QueryEngine {
  private let database: Database
  private let catalogue: PostgreSQLCatalogue
  private let watched: Set<String>
  /// What `pg_notify()` sends in a statement that is running.
  private let outbox: Outbox

  /// - Parameter watched: the tables whose changes are announced on the channel `changes`.
  init(
    database: Database, identity: SessionIdentity, watched: Set<String>,
    cancellation: Cancellation, clock: @escaping () -> CivilTime
  ) throws {
    self.database = database
    self.watched = watched
    outbox = Outbox(cancellation: cancellation)
    try database.nameMainSchema("public")
    catalogue = PostgreSQLCatalogue(database: database, identity: identity, watched: watched)
    try PostgreSQLFunctions(
      database: database, identity: identity, outbox: outbox, clock: clock, catalogue: catalogue
    ).define()
    try catalogue.attach()
  }

  mutating func describe(
    _ statement: SQLStatement, types given: [PostgreSQLType]
  ) throws(PostgreSQLError) -> StatementDescription {
    let plan = try plan(statement)
    return try translatingErrors(statement) {
      let prepared = try database.prepare(Self.first(plan.sql))
      var description = StatementDescription()
      for index in 1..<(prepared.parameterCount + 1) {
        let stated = index <= given.count ? given[index - 1] : .unknown
        let isStated = stated != .unknown && stated.rawValue != 705
        description.parameters.append(isStated ? stated : plan.parameters[index] ?? .text)
      }
      description.columns = plan.columns(prepared, sample: nil)
      if prepared.parameterCount == 0, prepared.isReadOnly, description.columns != nil,
        plan.outputs.contains(where: { $0.type == nil }), try prepared.step()
      {
        description.columns = plan.columns(prepared, sample: prepared.row.values)
      }
      return description
    }
  }

  mutating func run(
    _ statement: SQLStatement, _ arguments: [PostgreSQLArgument]
  ) throws(PostgreSQLError) -> StatementResult {
    outbox.cancellation.clear()
    let plan = try plan(statement)
    var values: [SQLValue] = []
    for argument in arguments {
      values.append(try argument.type.decode(argument.bytes, format: argument.format))
    }
    defer { outbox.notifications = [] }
    let result = try translatingErrors(statement) {
      var result = StatementResult(tag: "")
      if plan.sql.hasPrefix("DELETE FROM"), plan.sql.contains("; ") {
        try database.execute(plan.sql)
      } else {
        let prepared = try database.prepare(plan.sql)
        try prepared.bind(values)
        var rows: [[SQLValue]] = []
        while try prepared.step() { rows.append(prepared.row.values) }
        result.columns = plan.columns(prepared, sample: rows.first)
        let columns = result.columns ?? []
        result.rows = rows.map { row in
          zip(row, columns).map { PostgreSQLCell(value: $0, type: $1.type) }
        }
      }
      return result
    }
    return finished(result, statement)
  }

  func control(_ transaction: TransactionControl) throws(PostgreSQLError) {
    do {
      switch transaction {
      case .begin: if !database.isInTransaction { try database.execute("BEGIN") }
      case .commit: if database.isInTransaction { try database.execute("COMMIT") }
      case .rollback: if database.isInTransaction { try database.execute("ROLLBACK") }
      case .savepoint(let name): try database.execute("SAVEPOINT \(SQLToken.quoted(name).sql)")
      case .rollbackTo(let name):
        try database.execute("ROLLBACK TO \(SQLToken.quoted(name).sql)")
      case .release(let name): try database.execute("RELEASE \(SQLToken.quoted(name).sql)")
      }
    } catch {
      throw PostgreSQLError(error, verb: "", table: nil)
    }
  }

  private func finished(_ result: StatementResult, _ statement: SQLStatement) -> StatementResult {
    var result = result
    guard case .data(let verb, _) = statement.command else { return result }
    switch verb {
    case "SELECT": result.tag = "SELECT \(result.rows.count)"
    case "INSERT": result.tag = "INSERT 0 \(database.changes)"
    case "UPDATE", "DELETE": result.tag = "\(verb) \(database.changes)"
    default: result.tag = verb
    }
    result.notifications = outbox.notifications
    if let table = statement.changedTable, watched.contains(table) {
      result.notices.append(.warning("Changes!"))
      result.notifications.append(PostgreSQLNotification(channel: "changes", payload: ""))
    }
    return result
  }

  /// A statement as SQLite takes it, and what its words say about types.
  private struct Plan {
    var sql: String
    var parameters: [Int: PostgreSQLType]
    var outputs: [SQLOutput]

    func columns(_ prepared: Statement, sample: [SQLValue]?) -> [PostgreSQLField]? {
      let count = prepared.columnCount
      guard count > 0 else { return nil }
      let expanded = expanded(to: count)
      let names = prepared.columns
      return (0..<count).map { index in
        let output = expanded?[index]
        let declared = prepared.declaredType(at: index).flatMap { PostgreSQLType(sqlName: $0) }
        let seen = sample.map { PostgreSQLType(of: $0[index]) }
        return PostgreSQLField(
          name: output?.name ?? names[index], type: output?.type ?? declared ?? seen ?? .text)
      }
    }

    /// One output for each column: a star stands for as many as are left over.
    private func expanded(to count: Int) -> [SQLOutput]? {
      let stars = outputs.filter { $0.name == nil }.count
      if stars == 0 { return outputs.count == count ? outputs : nil }
      guard stars == 1, count >= outputs.count - 1 else { return nil }
      let unnamed = SQLOutput(name: nil, type: nil)
      return outputs.flatMap { output in
        output.name == nil
          ? Array(repeating: unnamed, count: count - outputs.count + 1) : [output]
      }
    }
  }

  private func plan(_ statement: SQLStatement) throws(PostgreSQLError) -> Plan {
    try translatingErrors(statement) {
      try catalogue.refresh(for: statement)
      let types = SQLTypes(statement.tokens, tables: try catalogue.tables())
      let contexts = types.contexts(statement.tokens)
      var parameters: [Int: PostgreSQLType] = [:]
      for (place, type) in contexts {
        if case .parameter(let index) = statement.tokens[place] { parameters[index] = type }
      }
      return Plan(
        sql: try SQLTranslation(types: contexts, dates: types.dates)(statement.tokens),
        parameters: parameters,
        outputs: types.outputs(statement.tokens))
    }
  }

  private static func first(_ sql: String) -> String {
    guard sql.hasPrefix("DELETE FROM"), let end = sql.firstRange(of: "; ") else { return sql }
    return String(sql[..<end.lowerBound])
  }

  private func translatingErrors<Result>(
    _ statement: SQLStatement, _ body: () throws -> Result
  ) throws(PostgreSQLError) -> Result {
    var verb = ""
    var table: String?
    if case .data(let word, let name) = statement.command { (verb, table) = (word, name) }
    do {
      return try body()
    } catch let error as PostgreSQLError {
      throw error
    } catch let error as SQLError {
      throw outbox.takeError() ?? PostgreSQLError(error, verb: verb, table: table)
    } catch {
      throw PostgreSQLError("XX000", "\(error)")
    }
  }
}

/// Who a session is, for the functions that tell.
struct SessionIdentity {
  var user: String
  var database: String
  var process: Int32
  var version: String
}

/// Whether another connection asked to end the running statement.
final class Cancellation: Sendable {
  private let flag = Atomic(false)

  var isRequested: Bool { flag.load(ordering: .relaxed) }
  func request() { flag.store(true, ordering: .relaxed) }
  func clear() { flag.store(false, ordering: .relaxed) }
}

/// What functions leave for the statement that called them.
final class Outbox {
  let cancellation: Cancellation
  var notifications: [PostgreSQLNotification] = []
  private var error: PostgreSQLError?

  init(cancellation: Cancellation) { self.cancellation = cancellation }

  /// Keeps an error with its code, since SQLite passes on only its text.
  func keep(_ error: PostgreSQLError) { self.error = error }

  func takeError() -> PostgreSQLError? {
    defer { error = nil }
    return error
  }
}
