import CSQLite

/// A compiled statement: bind its parameters, step through its rows, reset it to run it again.
@safe package final class Statement {
  /// The text it was compiled from.
  package let sql: String

  private let pointer: OpaquePointer
  private let handle: ConnectionHandle
  private var names: ColumnNames?

  private init(pointer: OpaquePointer, sql: String, handle: ConnectionHandle) {
    unsafe self.pointer = unsafe pointer
    self.sql = sql
    self.handle = handle
  }

  deinit { unsafe sqlite3_finalize(pointer) }

  /// Compiles the first statement of a script and takes it off; nil when only space is left.
  static func first(
    of script: inout ArraySlice<UInt8>, handle: ConnectionHandle
  ) throws(SQLError) -> Statement? {
    while !script.isEmpty {
      let bytes = Array(script)
      var pointer: OpaquePointer?
      var used = bytes.count
      let code = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
          var tail: UnsafePointer<CChar>?
          let code = unsafe sqlite3_prepare_v2(
            handle.pointer, characters.baseAddress, CInt(characters.count), &pointer, &tail)
          if let tail = unsafe tail, let base = characters.baseAddress {
            used = unsafe tail - base
          }
          return code
        }
      }
      let sql = String(decoding: bytes[..<used], as: UTF8.self)
      try handle.check(code, sql: sql)
      script = script.dropFirst(used)
      if let pointer = unsafe pointer {
        return unsafe Statement(pointer: pointer, sql: sql, handle: handle)
      }
    }
    return nil
  }

  /// Sets all parameters, in order; their number must be the statement's.
  package func bind(_ values: [SQLValue]) throws(SQLError) {
    reset()
    guard values.count == parameterCount else {
      throw SQLError(
        code: .range, message: "\(parameterCount) arguments are wanted, \(values.count) were given",
        sql: sql)
    }
    for (index, value) in values.enumerated() {
      let code = unsafe value.bind(to: pointer, at: CInt(index + 1))
      try handle.check(code, sql: sql)
    }
  }

  /// Goes to the next row; false when there is none, and the statement is done.
  package func step() throws(SQLError) -> Bool {
    switch unsafe sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let error = handle.error(code, sql: sql)
      unsafe sqlite3_reset(pointer)
      throw error
    }
  }

  /// Makes the statement ready to run again, with no arguments.
  package func reset() {
    unsafe sqlite3_reset(pointer)
    unsafe sqlite3_clear_bindings(pointer)
  }

  /// The row that the last step went to.
  package var row: Row {
    let names = columnNames
    var values: [SQLValue] = []
    values.reserveCapacity(names.list.count)
    for index in names.list.indices { values.append(value(at: index)) }
    return Row(columnNames: names, values: values)
  }

  /// One value of the row that the last step went to.
  package func value(at column: Int) -> SQLValue {
    unsafe SQLValue(copying: sqlite3_column_value(pointer, CInt(column)))
  }

  /// How many values a row has; 0 for a statement that returns none.
  package var columnCount: Int { unsafe Int(sqlite3_column_count(pointer)) }

  /// What a row's values are called, from left to right.
  package var columns: [String] { columnNames.list }

  /// The type that a table's column was declared with; nil for the value of an expression.
  package func declaredType(at column: Int) -> String? {
    unsafe text(sqlite3_column_decltype(pointer, CInt(column)))
  }

  /// The table that a column comes from; nil for the value of an expression.
  package func originTable(at column: Int) -> String? {
    unsafe text(sqlite3_column_table_name(pointer, CInt(column)))
  }

  /// The name of the column in the table that it comes from; nil for the value of an expression.
  package func originColumn(at column: Int) -> String? {
    unsafe text(sqlite3_column_origin_name(pointer, CInt(column)))
  }

  /// How many arguments it takes.
  package var parameterCount: Int { unsafe Int(sqlite3_bind_parameter_count(pointer)) }

  /// Whether it leaves the database as it is.
  package var isReadOnly: Bool { unsafe sqlite3_stmt_readonly(pointer) != 0 }

  private var columnNames: ColumnNames {
    // A statement that was compiled again after a change of the schema may have other columns.
    if let names, names.list.count == columnCount { return names }
    let made = ColumnNames(
      (0..<columnCount).map { unsafe text(sqlite3_column_name(pointer, CInt($0))) ?? "" })
    names = made
    return made
  }

  private func text(_ characters: UnsafePointer<CChar>?) -> String? {
    guard let characters = unsafe characters else { return nil }
    return unsafe String(cString: characters)
  }
}
