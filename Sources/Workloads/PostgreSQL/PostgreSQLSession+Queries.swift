/// Simple and extended queries, and when their effects count.
extension PostgreSQLSession {
  mutating func serve(_ message: FrontendMessage) -> [SessionAction] {
    switch message {
    case .terminate: return end()
    case .query(let sql): return query(sql)
    case .sync:
      isSkippingToSync = false
      return finishImplicitTransaction() + ready()
    case .flush: return []
    case .password, .sslRequest, .gssRequest, .startup, .cancel:
      return fail(.fatal("08P01", "unexpected message"))
    case .other(let type) where ![0x63, 0x64, 0x66].contains(type):
      return fail(.fatal("08P01", "invalid frontend message type \(type)"))
    case .other: return []
    default:
      guard !isSkippingToSync else { return [] }
      isBusy = true
      do {
        return try extended(message)
      } catch {
        isSkippingToSync = true
        return failed(error)
      }
    }
  }

  /// What an error does: the statement's transaction is lost, or waits for its end.
  mutating func failed(_ error: PostgreSQLError) -> [SessionAction] {
    if hasImplicitTransaction {
      try? engine.control(.rollback)
      hasImplicitTransaction = false
      waiting = []
    }
    if status == .open { status = .failed }
    return [.send(.errorResponse(error))]
  }

  mutating func ready() -> [SessionAction] {
    isBusy = false
    let messages = status == .idle ? arrived : []
    if status == .idle { arrived = [] }
    return messages.map { .send($0) } + [.send(.readyForQuery(status))]
  }

  mutating func finishImplicitTransaction() -> [SessionAction] {
    guard hasImplicitTransaction else { return publishWaiting() }
    hasImplicitTransaction = false
    do {
      try engine.control(.commit)
      return publishWaiting()
    } catch {
      try? engine.control(.rollback)
      waiting = []
      return [.send(.errorResponse(error))]
    }
  }

  mutating func publishWaiting() -> [SessionAction] {
    guard status == .idle else { return [] }
    defer { waiting = [] }
    return waiting.map { .publish($0) }
  }

  private mutating func query(_ sql: String) -> [SessionAction] {
    isBusy = true
    isSkippingToSync = false
    portals[""] = nil
    var actions: [SessionAction] = []
    do {
      let statements = try SQLLexer.statements(sql)
      if statements.isEmpty { actions.append(.send(.emptyQueryResponse)) }
      for tokens in statements {
        let statement = try SQLStatement(tokens)
        if statements.count > 1, status == .idle, !hasImplicitTransaction,
          case .data = statement.command
        {
          try engine.control(.begin)
          hasImplicitTransaction = true
        }
        let result = try run(statement, [])
        actions += result.notices.map { .send(.noticeResponse($0)) }
        if let columns = result.columns {
          actions.append(.send(.rowDescription(columns)))
          for row in result.rows { actions.append(.send(.dataRow(row.map(\.text)))) }
        }
        actions.append(.send(.commandComplete(result.tag)))
      }
      actions += finishImplicitTransaction()
    } catch {
      actions += failed(error)
    }
    return actions + ready()
  }

  private mutating func extended(
    _ message: FrontendMessage
  ) throws(PostgreSQLError) -> [SessionAction] {
    switch message {
    case .parse(let name, let sql, let types):
      if !name.isEmpty, prepared[name] != nil {
        throw PostgreSQLError("42P05", "prepared statement \"\(name)\" already exists")
      }
      prepared[name] = try prepare(sql, types.map { PostgreSQLType(rawValue: $0) })
      return [.send(.parseComplete)]
    case .bind(let name, let statement, let formats, let values, let resultFormats):
      portals[name] = try bind(statement, formats, values, resultFormats)
      return [.send(.bindComplete)]
    case .describe(.statement, let name):
      let description = try find(name).description
      return [
        .send(.parameterDescription(description.parameters.map(\.rawValue))),
        .send(description.columns.map { .rowDescription($0) } ?? .noData),
      ]
    case .describe(.portal, let name):
      let portal = try findPortal(name)
      guard let columns = portal.prepared.description.columns else { return [.send(.noData)] }
      return [.send(.rowDescription(Self.formatted(columns, portal.formats)))]
    case .execute(let name, let rows): return try execute(name, rows: Int(rows))
    case .close(.statement, let name):
      prepared[name] = nil
      return [.send(.closeComplete)]
    case .close(.portal, let name):
      portals[name] = nil
      return [.send(.closeComplete)]
    default: return []
    }
  }

  private mutating func prepare(
    _ sql: String, _ types: [PostgreSQLType]
  ) throws(PostgreSQLError) -> Prepared {
    let statements = try SQLLexer.statements(sql)
    guard statements.count <= 1 else {
      throw PostgreSQLError(
        "42601", "cannot insert multiple commands into a prepared statement")
    }
    guard let tokens = statements.first else {
      return Prepared(statement: nil, description: StatementDescription())
    }
    let statement = try SQLStatement(tokens)
    switch statement.command {
    case .data:
      try refuseWhenFailed(statement)
      return Prepared(
        statement: statement, description: try engine.describe(statement, types: types))
    case .show(let name):
      let column = PostgreSQLField(name: name, type: .text)
      return Prepared(
        statement: statement, description: StatementDescription(columns: [column]))
    default: return Prepared(statement: statement, description: StatementDescription())
    }
  }

  private func find(_ name: String) throws(PostgreSQLError) -> Prepared {
    guard let found = prepared[name] else {
      throw PostgreSQLError(
        "26000",
        name.isEmpty
          ? "unnamed prepared statement does not exist"
          : "prepared statement \"\(name)\" does not exist")
    }
    return found
  }

  private func findPortal(_ name: String) throws(PostgreSQLError) -> Portal {
    guard let found = portals[name] else {
      throw PostgreSQLError("34000", "portal \"\(name)\" does not exist")
    }
    return found
  }

  private func bind(
    _ name: String, _ formats: [Int16], _ values: [[UInt8]?], _ resultFormats: [Int16]
  ) throws(PostgreSQLError) -> Portal {
    let prepared = try find(name)
    let types = prepared.description.parameters
    guard values.count == types.count else {
      throw PostgreSQLError(
        "08P01",
        "bind message supplies \(values.count) parameters, but prepared statement \"\(name)\" "
          + "requires \(types.count)")
    }
    let arguments = values.indices.map { index in
      let format =
        formats.isEmpty
        ? 0 : formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
      return PostgreSQLArgument(bytes: values[index], format: format, type: types[index])
    }
    return Portal(prepared: prepared, arguments: arguments, formats: resultFormats)
  }

  private mutating func execute(
    _ name: String, rows limit: Int
  ) throws(PostgreSQLError) -> [SessionAction] {
    var portal = try findPortal(name)
    var actions: [SessionAction] = []
    guard let statement = portal.prepared.statement else { return [.send(.emptyQueryResponse)] }
    if portal.result == nil {
      if status == .idle, !hasImplicitTransaction, case .data = statement.command {
        try engine.control(.begin)
        hasImplicitTransaction = true
      }
      let result = try run(statement, portal.arguments)
      actions += result.notices.map { .send(.noticeResponse($0)) }
      portal.result = result
    }
    guard let result = portal.result else { return actions }
    if let columns = result.columns {
      let fields = Self.formatted(portal.prepared.description.columns ?? columns, portal.formats)
      let end = limit > 0 ? min(result.rows.count, portal.sent + limit) : result.rows.count
      for row in result.rows[portal.sent..<end] {
        var cells: [[UInt8]?] = []
        for (cell, field) in zip(row, fields) {
          cells.append(try cell.encoded(as: field.type, format: field.format))
        }
        actions.append(.send(.dataRow(cells)))
      }
      let isSuspended = limit > 0 && end - portal.sent == limit && end <= result.rows.count
      let count = end - portal.sent
      portal.sent = end
      portals[name] = portal
      if isSuspended { return actions + [.send(.portalSuspended)] }
      if result.tag.hasPrefix("SELECT ") {
        return actions + [
          .send(.commandComplete("SELECT \(limit > 0 ? count : result.rows.count)"))
        ]
      }
    }
    portals[name] = portal
    return actions + [.send(.commandComplete(result.tag))]
  }

  private static func formatted(
    _ columns: [PostgreSQLField], _ formats: [Int16]
  ) -> [PostgreSQLField] {
    columns.enumerated().map { index, column in
      var column = column
      column.format =
        formats.isEmpty
        ? 0 : formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
      return column
    }
  }

  func refuseWhenFailed(_ statement: SQLStatement) throws(PostgreSQLError) {
    guard status == .failed else { return }
    switch statement.command {
    case .commit, .rollback, .rollbackTo: return
    default:
      throw PostgreSQLError(
        "25P02",
        "current transaction is aborted, commands ignored until end of transaction block")
    }
  }
}
