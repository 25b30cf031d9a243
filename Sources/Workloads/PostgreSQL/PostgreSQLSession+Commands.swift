import Database

/// Commands that concern the session itself: transactions, settings, channels.
extension PostgreSQLSession {
  mutating func run(
    _ statement: SQLStatement, _ arguments: [PostgreSQLArgument]
  ) throws(PostgreSQLError) -> StatementResult {
    try refuseWhenFailed(statement)
    switch statement.command {
    case .begin, .commit, .rollback, .savepoint, .rollbackTo, .release:
      return try transaction(statement.command)
    case .set(let name, let value): return set(name, value)
    case .reset, .discard:
      if statement.command == .discard {
        prepared = [:]
        channels = []
      }
      return StatementResult(tag: statement.command == .discard ? "DISCARD ALL" : "RESET")
    case .show(let name): return try show(name)
    case .deallocate(let name):
      if let name, prepared.removeValue(forKey: name) == nil {
        throw PostgreSQLError("26000", "prepared statement \"\(name)\" does not exist")
      }
      if name == nil { prepared = [:] }
      return StatementResult(tag: name == nil ? "DEALLOCATE ALL" : "DEALLOCATE")
    case .listen(let channel):
      channels.insert(channel)
      return StatementResult(tag: "LISTEN")
    case .unlisten(let channel):
      if let channel { channels.remove(channel) } else { channels = [] }
      return StatementResult(tag: "UNLISTEN")
    case .notify(let channel, let payload):
      add(PostgreSQLNotification(channel: channel, payload: payload))
      return StatementResult(tag: "NOTIFY")
    case .ignored(let tag): return StatementResult(tag: tag)
    case .data:
      let result = try engine.run(statement, arguments)
      for notification in result.notifications { add(notification) }
      return result
    }
  }

  /// The same message twice in a transaction is sent once.
  private mutating func add(_ notification: PostgreSQLNotification) {
    if !waiting.contains(notification) { waiting.append(notification) }
  }

  private mutating func transaction(
    _ command: SQLStatement.Command
  ) throws(PostgreSQLError) -> StatementResult {
    switch command {
    case .begin:
      guard status == .idle else {
        var warning = PostgreSQLError("25001", "there is already a transaction in progress")
        warning.severity = "WARNING"
        return StatementResult(tag: "BEGIN", notices: [warning])
      }
      if !hasImplicitTransaction { try engine.control(.begin) }
      hasImplicitTransaction = false
      status = .open
      return StatementResult(tag: "BEGIN")
    case .commit, .rollback:
      let isCommit = command == .commit && status != .failed
      guard status != .idle else {
        var warning = PostgreSQLError("25P01", "there is no transaction in progress")
        warning.severity = "WARNING"
        return StatementResult(
          tag: command == .commit ? "COMMIT" : "ROLLBACK", notices: [warning])
      }
      status = .idle
      if !isCommit { waiting = [] }
      do {
        try engine.control(isCommit ? .commit : .rollback)
      } catch {
        try? engine.control(.rollback)
        waiting = []
        throw error
      }
      return StatementResult(tag: isCommit ? "COMMIT" : "ROLLBACK")
    case .savepoint(let name):
      try needTransaction("SAVEPOINT")
      try engine.control(.savepoint(name))
      return StatementResult(tag: "SAVEPOINT")
    case .rollbackTo(let name):
      try needTransaction("ROLLBACK TO SAVEPOINT")
      try engine.control(.rollbackTo(name))
      status = .open
      return StatementResult(tag: "ROLLBACK")
    case .release(let name):
      try needTransaction("RELEASE SAVEPOINT")
      try engine.control(.release(name))
      return StatementResult(tag: "RELEASE")
    default: return StatementResult(tag: "")
    }
  }

  private func needTransaction(_ command: String) throws(PostgreSQLError) {
    guard status != .idle else {
      throw PostgreSQLError("25P01", "\(command) can only be used in transaction blocks")
    }
  }

  private mutating func set(_ name: String, _ value: String) -> StatementResult {
    parameters[name] = value
    return StatementResult(tag: "SET")
  }

  private func show(_ name: String) throws(PostgreSQLError) -> StatementResult {
    guard let value = parameters[name] else {
      throw PostgreSQLError("42704", "unrecognized configuration parameter \"\(name)\"")
    }
    return StatementResult(
      columns: [PostgreSQLField(name: name, type: .text)],
      rows: [[PostgreSQLCell(value: .text(value), type: .text)]], tag: "SHOW")
  }
}
