/// What a statement says about types: those of its parameters and literals, and the names and types
/// of what it returns.
struct SQLTypes {
  /// Columns of the tables that the statement names, by name.
  private let columns: [String: PostgreSQLType]
  private let tables: [String: [SQLColumn]]

  init(_ tokens: [SQLToken], tables: [String: [SQLColumn]]) {
    self.tables = tables
    var columns: [String: PostgreSQLType] = [:]
    for token in tokens {
      guard let name = token.name, let table = tables[name] else { continue }
      for column in table where columns[column.name] == nil { columns[column.name] = column.type }
    }
    self.columns = columns
  }

  /// The columns that hold days.
  var dates: Set<String> { Set(columns.filter { $0.value == .date }.keys) }

  /// The types that parameters and literals take from where they stand, by their place.
  func contexts(_ tokens: [SQLToken]) -> [Int: PostgreSQLType] {
    var types = insertTypes(tokens)
    for (place, token) in tokens.enumerated() {
      switch token {
      case .text, .parameter: break
      default: continue
      }
      if let type = context(tokens, place) { types[place] = type }
    }
    return types
  }

  /// Name and type of everything in the list behind `select` or `returning`; a star has no name.
  func outputs(_ tokens: [SQLToken]) -> [SQLOutput] {
    guard let list = Self.outputList(tokens) else { return [] }
    return list.split(by: .symbol(",")).map { item in
      if item.last == .symbol("*"), item.count == 1 || item.count == 3 {
        return SQLOutput(name: nil, type: nil)
      }
      let (expression, alias) = Self.alias(item)
      return SQLOutput(name: alias ?? Self.name(expression), type: type(expression))
    }
  }

  private static func outputList(_ tokens: [SQLToken]) -> [SQLToken]? {
    if let returning = tokens.topLevel("returning") { return Array(tokens[(returning + 1)...]) }
    guard var start = tokens.topLevel("select").map({ $0 + 1 }) else { return nil }
    if start < tokens.count, tokens[start].is("all") { start += 1 }
    if start < tokens.count, tokens[start].is("distinct") {
      start += 1
      if start + 1 < tokens.count, tokens[start].is("on") {
        start = tokens.closing(from: start + 1)
      }
    }
    let ends = [
      "from", "where", "group", "having", "order", "limit", "offset", "union", "intersect",
      "except", "window", "for", "fetch",
    ].compactMap { tokens.topLevel($0, from: start) }
    return Array(tokens[min(start, tokens.count)..<(ends.min() ?? tokens.count)])
  }

  private static func alias(_ item: [SQLToken]) -> ([SQLToken], String?) {
    guard item.count > 1, let last = item.last, let name = last.name else { return (item, nil) }
    let before = item[item.count - 2]
    if before.is("as") { return (Array(item.dropLast(2)), name) }
    let endsOperand: Bool =
      switch before {
      case .symbol(let symbol): symbol == ")" || symbol == "]"
      case .word(let word): !keywords.contains(word.lowercased())
      case .quoted, .text, .number, .parameter: true
      case .verbatim: false
      }
    guard endsOperand, !keywords.contains(name), item.topLevel("case") == nil || before.is("end"),
      item.count < 3 || item[item.count - 3] != .symbol("::")
    else { return (item, nil) }
    return (Array(item.dropLast()), name)
  }

  private static let keywords: Set<String> = [
    "and", "or", "not", "is", "null", "true", "false", "in", "like", "ilike", "between", "case",
    "when", "then", "else", "end", "distinct", "from", "as", "collate", "similar", "any", "all",
    "exists", "double", "timestamp", "time", "with", "without", "zone", "character", "precision",
    "select", "varying", "interval", "date",
  ]

  /// What PostgreSQL calls an expression that has no alias.
  private static func name(_ expression: [SQLToken]) -> String {
    let expression = unwrapped(expression)
    guard let first = expression.first else { return "?column?" }
    if let cast = expression.lastIndex(of: .symbol("::")) {
      let inner = name(Array(expression[..<cast]))
      return inner == "?column?" ? castName(Array(expression[(cast + 1)...])) : inner
    }
    if first.is("case") { return "case" }
    if first.is("exists") { return "exists" }
    if first.is("array") { return "array" }
    if first.is("cast"), let type = expression.dropLast().lastIndex(where: { $0.is("as") }) {
      return castName(Array(expression[(type + 1)..<(expression.count - 1)]))
    }
    if first.is("select") {
      return outputList(expression).map { list in
        let (inner, alias) = alias(list.split(by: .symbol(","))[0])
        return alias ?? name(inner)
      } ?? "?column?"
    }
    if first.is("true") || first.is("false") { return "bool" }
    var place = 0
    while place + 2 < expression.count, expression[place].name != nil,
      expression[place + 1] == .symbol(".")
    {
      place += 2
    }
    guard let name = expression[place].name, name != "null", name != "not" else {
      return "?column?"
    }
    if place == expression.count - 1 { return name }
    if expression[place + 1] == .symbol("("),
      expression.closing(from: place + 1) == expression.count
    {
      return name
    }
    return "?column?"
  }

  private static func castName(_ type: [SQLToken]) -> String {
    let name = type.filter { $0 != .symbol(".") && !$0.is("pg_catalog") }.map(\.sql)
      .joined(separator: " ")
    guard let known = PostgreSQLType(sqlName: name) else { return name.lowercased() }
    return PostgreSQLType.known.first { $0.type == known }?.short ?? name
  }

  private static func unwrapped(_ expression: [SQLToken]) -> [SQLToken] {
    var expression = expression
    while expression.first == .symbol("("), expression.closing(from: 0) == expression.count {
      expression = Array(expression.dropFirst().dropLast())
    }
    return expression
  }

  /// The type of an expression, as far as its words tell.
  func type(_ expression: [SQLToken]) -> PostgreSQLType? {
    let expression = Self.unwrapped(expression)
    guard let first = expression.first else { return nil }
    if first.is("select") { return outputs(expression).first?.type }
    if first.is("case") { return caseType(expression) }
    if first.is("array") { return .textArray }
    if Self.isCondition(expression) { return .bool }
    if let type = arithmeticType(expression) { return type }
    if let cast = expression.lastIndex(of: .symbol("::")) {
      return Self.castType(Array(expression[(cast + 1)...]))
    }
    if first.is("cast"), let type = expression.dropLast().lastIndex(where: { $0.is("as") }) {
      return Self.castType(Array(expression[(type + 1)..<(expression.count - 1)]))
    }
    if case .word(let word) = first, expression.count == 2, case .text = expression[1] {
      return PostgreSQLType(sqlName: word)
    }
    if let call = expression.firstIndex(of: .symbol("(")), call > 0,
      let function = expression[call - 1].name
    {
      return functionType(function, Array(expression[(call + 1)...].dropLast()))
    }
    guard expression.count == 1 || expression.dropLast().last == .symbol(".") else { return nil }
    switch expression[expression.count - 1] {
    case .number(let number):
      return Int32(number) != nil ? .int4 : Int64(number) != nil ? .int8 : .numeric
    case .text: return .text
    case let token: return token.name.flatMap { columns[$0] ?? Self.wordTypes[$0] }
    }
  }

  private static let wordTypes: [String: PostgreSQLType] = [
    "current_date": .date, "current_timestamp": .timestamptz, "current_time": .time,
    "localtimestamp": .timestamp, "localtime": .time, "current_user": .name, "user": .name,
    "session_user": .name, "current_role": .name, "current_catalog": .name, "true": .bool,
    "false": .bool,
  ]

  private func functionType(_ name: String, _ arguments: [SQLToken]) -> PostgreSQLType? {
    switch name {
    case "count", "row_number", "rank", "pg_database_size", "pg_total_relation_size",
      "pg_relation_size", "nextval", "currval":
      return .int8
    case "length", "char_length", "octet_length", "position", "strpos", "pg_backend_pid",
      "inet_server_port", "date_part_int":
      return .int4
    case "now", "transaction_timestamp", "statement_timestamp", "clock_timestamp":
      return .timestamptz
    case "sum":
      guard let inner = type(arguments) else { return .int8 }
      return inner == .int8 ? .numeric : inner == .int4 || inner == .int2 ? .int8 : inner
    case "avg": return .numeric
    case "max", "min", "coalesce", "nullif", "abs", "greatest", "least":
      return arguments.split(by: .symbol(",")).lazy.compactMap { type($0) }.first
    case "round", "floor", "ceil": return .numeric
    case "extract", "date_part", "random": return .float8
    case "date": return .date
    case "pg_table_is_visible", "has_table_privilege", "has_schema_privilege",
      "has_database_privilege", "pg_is_in_recovery", "pg_cancel_backend", "exists":
      return .bool
    case "current_database", "current_schema", "current_user": return .name
    case "array_agg", "current_schemas": return .textArray
    case "pg_sleep", "pg_notify": return .void
    default: return .text
    }
  }

  private func caseType(_ expression: [SQLToken]) -> PostgreSQLType? {
    guard let then = expression.firstIndex(where: { $0.is("then") }) else { return nil }
    let rest = expression[(then + 1)...]
    let end = rest.firstIndex { $0.is("when") || $0.is("else") || $0.is("end") } ?? rest.endIndex
    return type(Array(rest[..<end]))
  }

  private func arithmeticType(_ expression: [SQLToken]) -> PostgreSQLType? {
    if expression.split(by: .symbol("||")).count > 1 { return .text }
    for symbol in ["+", "-", "*", "/", "%"] {
      let operands = expression.split(by: .symbol(symbol)).filter { !$0.isEmpty }
      guard operands.count > 1 else { continue }
      let types = operands.compactMap { type($0) }
      if types.first == .date {
        return types.count > 1 && types[1] == .date ? .int4 : types.count > 1 ? .date : .timestamp
      }
      if let moment = types.first(where: { $0 == .timestamp || $0 == .timestamptz }) {
        return moment
      }
      for candidate in [PostgreSQLType.float8, .numeric, .int8] where types.contains(candidate) {
        return candidate
      }
      return types.first
    }
    return nil
  }

  private static func isCondition(_ expression: [SQLToken]) -> Bool {
    if expression.first?.is("exists") == true { return true }
    let words = ["and", "or", "not", "is", "in", "like", "ilike", "between"]
    if words.contains(where: { expression.topLevel($0) != nil }) { return true }
    let symbols = ["=", "<>", "<", ">", "<=", ">=", "~", "!~", "~*", "!~*"]
    return symbols.contains { expression.split(by: .symbol($0)).count > 1 }
  }

  static func castType(_ tokens: [SQLToken]) -> PostgreSQLType? {
    PostgreSQLType(
      sqlName: tokens.filter { $0 != .symbol(".") && !$0.is("pg_catalog") }.map {
        $0.name ?? $0.sql
      }
      .joined(separator: " "))
  }

  private func context(_ tokens: [SQLToken], _ place: Int) -> PostgreSQLType? {
    let next = place + 1 < tokens.count ? tokens[place + 1] : nil
    if next == .symbol("::") { return Self.castType(Array(tokens[(place + 2)...].prefix(1))) }
    guard place > 0 else { return nil }
    let before = tokens[place - 1]
    if before.is("limit") || before.is("offset") { return .int8 }
    if case .word(let word) = before, case .text = tokens[place],
      let type = PostgreSQLType(sqlName: word), columns[word.lowercased()] == nil
    {
      return type
    }
    if Self.comparisons.contains(before.sql), place > 1 {
      return tokens[place - 2].name.flatMap { columns[$0] }
    }
    if before.is("between"), place > 1 { return tokens[place - 2].name.flatMap { columns[$0] } }
    if before.is("and"), place > 3, tokens[place - 3].is("between") {
      return tokens[place - 4].name.flatMap { columns[$0] }
    }
    if let next, Self.comparisons.contains(next.sql), place + 2 < tokens.count {
      let last = place + 4 < tokens.count && tokens[place + 3] == .symbol(".") ? 4 : 2
      return tokens[place + last].name.flatMap { columns[$0] }
    }
    return listType(tokens, place)
  }

  private static let comparisons: Set<String> = ["=", "<>", "<", ">", "<=", ">="]

  /// The type of a value in `column in (…)`.
  private func listType(_ tokens: [SQLToken], _ place: Int) -> PostgreSQLType? {
    guard tokens[place - 1] == .symbol("(") || tokens[place - 1] == .symbol(",") else { return nil }
    var open = place - 1
    while open > 0, tokens[open] != .symbol("(") { open -= 1 }
    guard open > 1, tokens[open - 1].is("in") else { return nil }
    return tokens[open - (tokens[open - 2].is("not") ? 3 : 2)].name.flatMap { columns[$0] }
  }

  /// The types of the values in `insert into table (columns) values (…), (…)`.
  private func insertTypes(_ tokens: [SQLToken]) -> [Int: PostgreSQLType] {
    guard let into = tokens.topLevel("into"), let values = tokens.topLevel("values", from: into)
    else { return [:] }
    let open = tokens[into..<values].firstIndex(of: .symbol("("))
    let table = tokens[(into + 1)..<(open ?? values)].last { tables[$0.name ?? ""] != nil }?.name
    let all = table.flatMap { tables[$0] } ?? []
    var names = all.map(\.name)
    if let open {
      names = tokens[(open + 1)..<(tokens.closing(from: open) - 1)].compactMap(\.name)
    }
    let order = names.map { name in all.first { $0.name == name }?.type }
    var types: [Int: PostgreSQLType] = [:]
    var place = values + 1
    while place < tokens.count, tokens[place] == .symbol("(") {
      let end = tokens.closing(from: place)
      var start = place + 1
      for (index, part) in Array(tokens[start..<(end - 1)]).split(by: .symbol(",")).enumerated() {
        if part.count == 1, index < order.count, let type = order[index] { types[start] = type }
        start += part.count + 1
      }
      place = end + 1
    }
    return types
  }
}

/// A column of a table.
struct SQLColumn: Hashable {
  var name: String
  var type: PostgreSQLType
}

/// Something that a statement returns; a star stands for columns that only the database knows.
struct SQLOutput: Hashable {
  var name: String?
  var type: PostgreSQLType?
}
