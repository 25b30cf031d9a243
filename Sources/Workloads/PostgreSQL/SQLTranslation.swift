/// PostgreSQL's SQL into SQLite's: what differs in spelling is respelled here, what differs in
/// meaning becomes a call of one of the server's own functions.
struct SQLTranslation {
  private let types: [Int: PostgreSQLType]
  private let dates: Set<String>

  /// - Parameters:
  ///   - types: what literals and parameters are, by their place among the tokens.
  ///   - dates: the names of columns that hold days, to which days can be added.
  init(types: [Int: PostgreSQLType], dates: Set<String> = []) {
    self.types = types
    self.dates = dates
  }

  /// The statement as SQLite takes it.
  func callAsFunction(_ statement: [SQLToken]) throws(PostgreSQLError) -> String {
    var tokens = typedLiterals(statement)
    if tokens.first?.is("table") == true { tokens[0] = .verbatim("SELECT * FROM") }
    if tokens.first?.is("explain") == true {
      tokens = [.verbatim("EXPLAIN QUERY PLAN")] + tokens.dropFirst().drop { $0.is("verbose") }
    }
    tokens = withoutLocks(tokens)
    tokens = qualifiers(tokens)
    tokens = tableFunctions(tokens)
    tokens = casts(tokens)
    tokens = calls(tokens)
    tokens = arrays(tokens)
    tokens = words(tokens)
    tokens = moments(tokens)
    if tokens.first?.is("truncate") == true { return truncation(tokens) }
    if tokens.first?.is("create") == true, tokens.prefix(4).contains(where: { $0.is("table") }) {
      return try SQLTableDefinition.translate(tokens).sql
    }
    if tokens.first?.is("drop") == true,
      [.word("cascade"), .word("restrict")].contains(tokens.last)
    {
      tokens.removeLast()
    }
    return limits(tokens).sql
  }

  /// Texts that stand where a table's column says what they are become values of that type.
  private func typedLiterals(_ tokens: [SQLToken]) -> [SQLToken] {
    let checked: Set<PostgreSQLType> = [
      .bool, .date, .time, .timestamp, .timestamptz, .int2, .int4, .int8, .float4, .float8,
      .numeric,
    ]
    return tokens.indices.map { place in
      guard case .text = tokens[place], let type = types[place], checked.contains(type),
        place + 1 == tokens.count || tokens[place + 1] != .symbol("::"),
        place == 0 || tokens[place - 1].keyword.flatMap({ PostgreSQLType(sqlName: $0) }) == nil
      else { return tokens[place] }
      return cast([tokens[place]], to: type)
    }
  }

  private func withoutLocks(_ tokens: [SQLToken]) -> [SQLToken] {
    guard let place = tokens.topLevel("for"), place > 0,
      tokens.first?.is("select") == true || tokens.first?.is("with") == true
    else { return tokens }
    return Array(tokens[..<place])
  }

  /// Drops what SQLite has no word for: collations, `only`, the schema of a function, and writes
  /// `operator(pg_catalog.~)` as `~`.
  private func qualifiers(_ tokens: [SQLToken]) -> [SQLToken] {
    var result: [SQLToken] = []
    var place = 0
    while place < tokens.count {
      let token = tokens[place]
      let next = place + 1 < tokens.count ? tokens[place + 1] : nil
      if token.is("operator"), next == .symbol("(") {
        let end = tokens.closing(from: place + 1)
        result.append(tokens[end - 2])
        place = end
      } else if token.is("collate") {
        place += place + 2 < tokens.count && tokens[place + 2] == .symbol(".") ? 4 : 2
      } else if token.is("only"),
        result.last?.is("from") == true || result.last?.is("update") == true
      {
        place += 1
      } else if token.name == "pg_catalog", next == .symbol("."), place + 3 < tokens.count,
        tokens[place + 3] == .symbol("(") || Self.isType(tokens[place + 2], after: result.last)
      {
        place += 2
      } else {
        result.append(token)
        place += 1
      }
    }
    return result
  }

  private static func isType(_ token: SQLToken, after previous: SQLToken?) -> Bool {
    previous == .symbol("::")
      || previous?.is("as") == true
        && token.name.flatMap { PostgreSQLType(sqlName: $0) } != nil
  }

  /// Functions that stand for a table: `unnest(x) a(b)`, `generate_series(1, 3) n`, and the one that
  /// psql asks for partitions, of which there are none.
  private func tableFunctions(_ tokens: [SQLToken]) -> [SQLToken] {
    let names = ["unnest", "generate_series", "pg_partition_ancestors"]
    let place = tokens.indices.dropLast().first { place in
      place > 0 && tokens[place].name.map(names.contains) == true
        && tokens[place + 1] == .symbol("(")
        && (tokens[place - 1] == .symbol(",")
          || ["from", "join"].contains(tokens[place - 1].keyword))
    }
    guard let place, let name = tokens[place].name else { return tokens }
    var end = tokens.closing(from: place + 1)
    let arguments = Array(tokens[(place + 2)..<(end - 1)]).split(by: .symbol(","))
      .map { expression($0) }
    if end + 1 < tokens.count, tokens[end].is("with") { end += 2 }
    if end < tokens.count, tokens[end].is("as") { end += 1 }
    let stops = [
      "where", "join", "left", "cross", "inner", "on", "order", "group", "limit", "union",
    ]
    var alias = name
    var columns: [String] = []
    if end < tokens.count, let word = tokens[end].name, !stops.contains(word) {
      alias = word
      end += 1
      if end < tokens.count, tokens[end] == .symbol("(") {
        let close = tokens.closing(from: end)
        columns = tokens[end..<close].compactMap(\.name)
        end = close
      }
    }
    let column = SQLToken.quoted(columns.first ?? alias).sql
    let query: String
    switch (name, arguments.count) {
    case ("unnest", _):
      query = "SELECT value AS \(column) FROM json_each(pg_array(\(arguments.first ?? "NULL")))"
    case ("generate_series", 2...):
      let step = arguments.count > 2 ? arguments[2] : "1"
      query =
        "WITH RECURSIVE s(v) AS (SELECT \(arguments[0]) UNION ALL SELECT v + \(step) FROM s "
        + "WHERE v + \(step) <= \(arguments[1])) SELECT v AS \(column) FROM s"
    default: query = "SELECT 0 AS relid, 0 AS depth"
    }
    return Array(tokens[..<place]) + [.verbatim("(\(query)) AS \(SQLToken.quoted(alias).sql)")]
      + tableFunctions(Array(tokens[end...]))
  }

  /// `x::type`, `cast(x as type)` and `type 'text'`.
  private func casts(_ original: [SQLToken]) -> [SQLToken] {
    var tokens = original
    while let place = tokens.firstIndex(of: .symbol("::")) {
      let start = Self.operandStart(tokens, before: place)
      let (type, end) = Self.type(tokens, at: place + 1)
      tokens.replaceSubrange(start..<end, with: [cast(Array(tokens[start..<place]), to: type)])
    }
    var index = 0
    while index < tokens.count {
      if tokens[index].is("cast"), index + 1 < tokens.count, tokens[index + 1] == .symbol("(") {
        let end = tokens.closing(from: index + 1)
        let inner = Array(tokens[(index + 2)..<(end - 1)])
        if let mark = inner.topLevel("as") {
          let operand = casts(Array(inner[..<mark]))
          let (type, _) = Self.type(inner, at: mark + 1)
          tokens.replaceSubrange(index..<end, with: [cast(operand, to: type)])
        }
      } else if case .word(let word) = tokens[index], index + 1 < tokens.count,
        case .text = tokens[index + 1], word.lowercased() != "interval",
        let type = PostgreSQLType(sqlName: word)
      {
        tokens.replaceSubrange(index...(index + 1), with: [cast([tokens[index + 1]], to: type)])
      }
      index += 1
    }
    return tokens
  }

  private func cast(_ operand: [SQLToken], to type: PostgreSQLType) -> SQLToken {
    cast(operand, to: type.sqlName)
  }

  private func cast(_ operand: [SQLToken], to name: String) -> SQLToken {
    let inner = expression(operand)
    switch name {
    case "regclass", "regtype", "regnamespace", "regrole", "regproc":
      return .verbatim("pg_\(name)(\(inner))")
    default:
      guard let type = PostgreSQLType(sqlName: name), type != .oid else {
        return .verbatim("(\(inner))")
      }
      return .verbatim("pg_cast(\(type.rawValue), \(inner))")
    }
  }

  private func expression(_ tokens: [SQLToken]) -> String {
    moments(words(arrays(calls(casts(qualifiers(tokens)))))).sql
  }

  /// Where the operand of a cast begins: a parenthesis, a call or a name with its qualifiers.
  private static func operandStart(_ tokens: [SQLToken], before place: Int) -> Int {
    var start = place - 1
    guard start >= 0 else { return 0 }
    if tokens[start] == .symbol(")") || tokens[start] == .symbol("]") {
      start = tokens.opening(from: start)
      if start > 0, let name = tokens[start - 1].name, !operators.contains(name) { start -= 1 }
    }
    if start > 0, tokens[start].is("end") == false, tokens[start - 1] == .symbol(".") {
      while start > 1, tokens[start - 1] == .symbol(".") { start -= 2 }
    }
    if tokens[start].is("end") { start = tokens[..<start].lastIndex { $0.is("case") } ?? start }
    return max(0, start)
  }

  private static let operators: Set<String> = [
    "and", "or", "not", "in", "select", "where", "on", "when", "then", "else", "like", "ilike",
    "between", "values", "returning", "by", "as", "from", "having", "distinct", "any", "all",
  ]

  /// A type's name at a place, and where it ends.
  private static func type(_ tokens: [SQLToken], at place: Int) -> (String, Int) {
    var end = place
    if end + 1 < tokens.count, tokens[end + 1] == .symbol(".") { end += 2 }
    guard end < tokens.count else { return ("", end) }
    var name = tokens[end].name ?? ""
    end += 1
    func take(_ words: String...) {
      guard end + words.count <= tokens.count,
        zip(tokens[end...], words).allSatisfy({ $0.is($1) })
      else { return }
      name += " " + words.joined(separator: " ")
      end += words.count
    }
    if name == "double" { take("precision") }
    if name == "character" { take("varying") }
    if end < tokens.count, tokens[end] == .symbol("(") { end = tokens.closing(from: end) }
    if name == "timestamp" || name == "time" {
      take("with", "time", "zone")
      take("without", "time", "zone")
    }
    while end < tokens.count, tokens[end] == .symbol("[") {
      end = tokens.closing(from: end)
      name = "text[]"
    }
    return (name, end)
  }

  /// Functions whose arguments PostgreSQL separates with words: `extract(year from x)`.
  private func calls(_ original: [SQLToken]) -> [SQLToken] {
    var tokens = original
    for name in ["extract", "substring", "position", "trim"] {
      var index = 0
      while index + 1 < tokens.count {
        guard tokens[index].is(name), tokens[index + 1] == .symbol("(") else {
          index += 1
          continue
        }
        let end = tokens.closing(from: index + 1)
        let inner = Array(tokens[(index + 2)..<(end - 1)])
        if let respelled = respelled(name, inner) {
          tokens.replaceSubrange(index..<end, with: [.verbatim(respelled)])
        }
        index += 1
      }
    }
    return tokens
  }

  private func respelled(_ name: String, _ inner: [SQLToken]) -> String? {
    func part(_ from: Int, _ to: Int) -> String { expression(Array(inner[from..<to])) }
    switch name {
    case "extract":
      guard let from = inner.topLevel("from"), let field = inner.first?.name ?? textOf(inner.first)
      else { return nil }
      return "date_part('\(field)', \(part(from + 1, inner.count)))"
    case "substring":
      guard let from = inner.topLevel("from") else { return nil }
      let length = inner.topLevel("for")
      let start = part(from + 1, length ?? inner.count)
      return "substr(\(part(0, from)), \(start)"
        + (length.map { ", \(part($0 + 1, inner.count))" } ?? "") + ")"
    case "position":
      guard let within = inner.topLevel("in") else { return nil }
      return "instr(\(part(within + 1, inner.count)), \(part(0, within)))"
    default:
      guard let from = inner.topLevel("from") else { return nil }
      let side = inner.first?.keyword
      let function = ["leading": "ltrim", "trailing": "rtrim"][side] ?? "trim"
      let start = ["leading", "trailing", "both"].contains(side) ? 1 : 0
      let characters = start < from ? ", \(part(start, from))" : ""
      return "\(function)(\(part(from + 1, inner.count))\(characters))"
    }
  }

  private func textOf(_ token: SQLToken?) -> String? {
    if case .text(let text) = token { text } else { nil }
  }

  /// Arrays are JSON texts: `array(select …)`, `array[…]`, `x = any (…)`.
  private func arrays(_ original: [SQLToken]) -> [SQLToken] {
    var tokens = original
    var index = 0
    while index + 1 < tokens.count {
      if tokens[index].is("array"), tokens[index + 1] == .symbol("(") {
        let end = tokens.closing(from: index + 1)
        let query = expression(Array(tokens[(index + 2)..<(end - 1)]))
        tokens.replaceSubrange(
          index..<end,
          with: [.verbatim("(WITH q(v) AS (\(query)) SELECT json_group_array(v) FROM q)")])
      } else if tokens[index].is("array"), tokens[index + 1] == .symbol("[") {
        let end = tokens.closing(from: index + 1)
        let items = expression(Array(tokens[(index + 2)..<(end - 1)]))
        tokens.replaceSubrange(index..<end, with: [.verbatim("json_array(\(items))")])
      } else if tokens[index].is("any"), tokens[index + 1] == .symbol("("), index > 0,
        tokens[index - 1] == .symbol("=")
      {
        let end = tokens.closing(from: index + 1)
        let list = expression(Array(tokens[(index + 2)..<(end - 1)]))
        let query =
          tokens[index + 2].is("select") ? list : "SELECT value FROM json_each(pg_array(\(list)))"
        tokens.replaceSubrange((index - 1)..<end, with: [.verbatim("IN (\(query))")])
      }
      index += 1
    }
    return tokens
  }

  /// Operators and words that SQLite spells otherwise.
  private func words(_ tokens: [SQLToken]) -> [SQLToken] {
    var result: [SQLToken] = []
    for (place, token) in tokens.enumerated() {
      let isCall = place + 1 < tokens.count && tokens[place + 1] == .symbol("(")
      let isMember = place > 0 && tokens[place - 1] == .symbol(".")
      switch token {
      case .symbol("~"): result.append(.verbatim("REGEXP"))
      case .symbol("!~"): result.append(.verbatim("NOT REGEXP"))
      case .symbol("~*"): result.append(.verbatim("MATCH"))
      case .symbol("!~*"): result.append(.verbatim("NOT MATCH"))
      case .symbol("~~"): result.append(.verbatim("LIKE"))
      case .symbol("!~~"): result.append(.verbatim("NOT LIKE"))
      case .symbol("~~*"): result.append(.verbatim("GLOB"))
      case .word(let word) where !isMember:
        switch word.lowercased() {
        case "ilike": result.append(.verbatim("GLOB"))
        case "current_user", "session_user", "user", "current_role", "current_catalog",
          "current_schema", "current_timestamp", "localtimestamp", "current_date", "current_time",
          "localtime":
          let name = word.lowercased()
          result.append(isCall ? .verbatim("pg_\(name)") : .verbatim("pg_\(name)()"))
        case "default" where place > 0 && [.symbol("("), .symbol(",")].contains(tokens[place - 1]):
          result.append(.verbatim("NULL"))
        case "string_agg" where isCall: result.append(.verbatim("group_concat"))
        case "array_agg" where isCall: result.append(.verbatim("json_group_array"))
        case "bool_or" where isCall: result.append(.verbatim("max"))
        case "bool_and" where isCall: result.append(.verbatim("min"))
        default: result.append(token)
        }
      default: result.append(token)
      }
    }
    return result
  }

  /// `x + interval '1 day'`, and days added to a date.
  private func moments(_ original: [SQLToken]) -> [SQLToken] {
    var tokens = original
    var index = 1
    while index + 1 < tokens.count {
      let sign = tokens[index].sql
      if sign == "+" || sign == "-" {
        let start = Self.operandStart(tokens, before: index)
        let operand = Array(tokens[start..<index]).sql
        if tokens[index + 1].is("interval"), index + 2 < tokens.count,
          case .text(let text) = tokens[index + 2]
        {
          let interval = SQLToken.text(text).sql
          tokens.replaceSubrange(
            start...(index + 2), with: [.verbatim("pg_shift(\(operand), '\(sign)', \(interval))")])
          index = start
        } else if case .number(let days) = tokens[index + 1],
          isDate(Array(tokens[start..<index]))
        {
          tokens.replaceSubrange(
            start...(index + 1), with: [.verbatim("pg_shift(\(operand), '\(sign)', \(days))")])
          index = start
        } else if isDate(Array(tokens[start..<index])), isDate([tokens[index + 1]]) {
          tokens.replaceSubrange(
            start...(index + 1), with: [.verbatim("pg_days(\(operand), \(tokens[index + 1].sql))")])
          index = start
        }
      }
      index += 1
    }
    return tokens
  }

  private func isDate(_ operand: [SQLToken]) -> Bool {
    if let name = operand.last?.name { return dates.contains(name) }
    let calls = ["pg_current_date()", "pg_cast(1082,"]
    return calls.contains { operand.sql.hasPrefix($0) || operand.sql.hasPrefix("pg_shift(\($0)") }
  }

  /// `fetch first n rows only`, `limit all`, and an offset without a limit.
  private func limits(_ original: [SQLToken]) -> [SQLToken] {
    var tokens = original
    if let limit = tokens.topLevel("limit"), limit + 1 < tokens.count, tokens[limit + 1].is("all") {
      tokens.removeSubrange(limit...(limit + 1))
    }
    if let fetch = tokens.topLevel("fetch"), fetch + 2 < tokens.count,
      tokens[fetch + 1].is("first") || tokens[fetch + 1].is("next")
    {
      let count = tokens[fetch + 2].keyword == nil ? tokens[fetch + 2] : .number("1")
      tokens.removeSubrange(fetch...)
      let place = tokens.topLevel("offset") ?? tokens.count
      tokens.insert(contentsOf: [.verbatim("LIMIT"), count], at: place)
    } else if let offset = tokens.topLevel("offset"), tokens.topLevel("limit") == nil {
      tokens.insert(.verbatim("LIMIT -1"), at: offset)
    } else if let offset = tokens.topLevel("offset"), let limit = tokens.topLevel("limit"),
      offset < limit
    {
      let part = tokens[offset..<limit]
      tokens.removeSubrange(offset..<limit)
      tokens += part
    }
    return tokens.filter { !$0.is("rows") || tokens.first?.is("select") != true }
  }

  /// SQLite has no truncation; its deletion without a condition is as quick.
  private func truncation(_ tokens: [SQLToken]) -> String {
    let names = tokens.dropFirst().filter {
      !["table", "only", "restart", "continue", "identity", "cascade", "restrict"].contains(
        $0.keyword)
    }
    return Array(names).split(by: .symbol(",")).map { "DELETE FROM \($0.sql)" }
      .joined(separator: "; ")
  }
}
