import Database

extension PostgreSQLError {
  /// SQLite's error in PostgreSQL's words.
  init(_ error: SQLError, verb: String, table: String?) {
    let words = error.message
    let table = table ?? ""
    switch error.code {
    case .interrupt: self.init("57014", "canceling statement due to user request")
    case .constraintForeignKey:
      let isChild = verb == "INSERT" || verb == "UPDATE"
      self.init(
        "23503",
        "\(isChild ? "insert or update" : "update or delete") on table \"\(table)\" violates "
          + "foreign key constraint",
        detail: isChild
          ? "A row that it refers to is not present in the other table."
          : "A row of another table still refers to it.")
    case .constraintUnique, .constraintPrimaryKey:
      let columns = Self.columns(words)
      let isPrimary = error.code == .constraintPrimaryKey || columns == ["id"]
      let name = isPrimary ? "\(table)_pkey" : "\(table)_\(columns.joined(separator: "_"))_key"
      self.init(
        "23505", "duplicate key value violates unique constraint \"\(name)\"",
        detail: "A row with the same \(columns.joined(separator: ", ")) already exists.")
    case .constraintNotNull:
      let column = Self.columns(words).first ?? ""
      self.init(
        "23502",
        "null value in column \"\(column)\" of relation \"\(table)\" violates not-null constraint")
    case .constraintCheck: self = Self.check(words, table)
    case .mismatch: self.init("22P02", "invalid input syntax for type integer")
    case .busySnapshot:
      self.init("40001", "could not serialize access due to concurrent update")
    case .busy, .locked:
      self.init(
        "55P03", "could not obtain lock: another session is changing the database",
        hint: "End the other session's transaction, then try again.")
    case .full: self.init("53100", "could not extend the data file: no space left on the device")
    case .readOnly: self.init("25006", "cannot execute \(verb) in a read-only database")
    case .ioError, .corrupt, .notADatabase: self.init("58030", "the data file: \(words)")
    default: self = Self.compilation(words, table)
    }
  }

  private static func check(_ words: String, _ table: String) -> PostgreSQLError {
    let name = words.split(separator: " ").last.map(String.init) ?? ""
    if name.hasPrefix("pgtype_length_") {
      let length = name.dropFirst("pgtype_length_".count)
      return PostgreSQLError("22001", "value too long for type character varying(\(length))")
    }
    if name.hasPrefix("pgtype_"), let number = Int32(name.dropFirst("pgtype_".count)) {
      let type = PostgreSQLType(rawValue: number)
      return PostgreSQLError("22007", "invalid input syntax for type \(type.sqlName)")
    }
    return PostgreSQLError(
      "23514", "new row for relation \"\(table)\" violates check constraint \"\(name)\"")
  }

  /// What SQLite says when a statement makes no sense, read back from its words.
  private static func compilation(_ words: String, _ table: String) -> PostgreSQLError {
    func after(_ prefix: String) -> String? {
      words.hasPrefix(prefix) ? String(words.dropFirst(prefix.count)) : nil
    }
    if let name = after("no such table: ") {
      let plain = name.hasPrefix("public.") ? String(name.dropFirst(7)) : name
      return PostgreSQLError("42P01", "relation \"\(plain)\" does not exist")
    }
    if let name = after("no such column: ") {
      let quoted = name.contains(".") ? name : "\"\(name)\""
      return PostgreSQLError("42703", "column \(quoted) does not exist")
    }
    if let name = after("no such function: ") {
      return PostgreSQLError(
        "42883", "function \(name) does not exist",
        hint: "This server knows the functions that a demonstration needs, and SQLite's own.")
    }
    if let name = after("wrong number of arguments to function ") {
      return PostgreSQLError("42883", "function \(name) does not exist with these arguments")
    }
    if let name = after("ambiguous column name: ") {
      return PostgreSQLError("42702", "column reference \"\(name)\" is ambiguous")
    }
    if words.hasPrefix("near \""), let end = words.firstRange(of: "\": syntax error") {
      let word = words[words.index(words.startIndex, offsetBy: 6)..<end.lowerBound]
      return PostgreSQLError("42601", "syntax error at or near \"\(word)\"")
    }
    if words.hasPrefix("incomplete input") {
      return PostgreSQLError("42601", "syntax error at end of input")
    }
    if words.hasSuffix("already exists") {
      let name = words.split(separator: " ").dropFirst().first ?? ""
      return PostgreSQLError("42P07", "relation \"\(name.filter { $0 != "\"" })\" already exists")
    }
    if let place = words.firstRange(of: " has no column named ") {
      let column = words[place.upperBound...]
      return PostgreSQLError(
        "42703", "column \"\(column)\" of relation \"\(table)\" does not exist")
    }
    if words.contains(" values for "),
      words.hasSuffix(" columns") || words.contains(" columns but ")
    {
      return PostgreSQLError("42601", "INSERT does not have as many expressions as target columns")
    }
    if words.hasPrefix("misuse of aggregate") {
      return PostgreSQLError("42803", "aggregate functions are not allowed here")
    }
    if let name = after("no such savepoint: ") {
      return PostgreSQLError("3B001", "savepoint \"\(name)\" does not exist")
    }
    return PostgreSQLError("42601", words)
  }

  private static func columns(_ words: String) -> [String] {
    guard let colon = words.firstRange(of: ": ") else { return [] }
    return words[colon.upperBound...].split(separator: ",").compactMap { part in
      part.split(separator: ".").last.map { $0.filter { $0 != " " } }
    }
  }
}
