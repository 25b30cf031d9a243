/// `create table` with PostgreSQL's types: SQLite keeps the types' names, and checks make sure that
/// a column holds nothing but values of its type.
enum SQLTableDefinition {
  static func translate(_ tokens: [SQLToken]) throws(PostgreSQLError) -> [SQLToken] {
    guard let open = tokens.firstIndex(of: .symbol("(")), tokens.topLevel("as") == nil else {
      return tokens.filter { !$0.is("unlogged") }
    }
    let end = tokens.closing(from: open)
    let parts = Array(tokens[(open + 1)..<(end - 1)]).split(by: .symbol(","))
    let primary = parts.first { $0.first?.is("primary") == true }.flatMap { part in
      part.count == 5 ? part[3].name : nil
    }
    var columns: [[SQLToken]] = []
    for part in parts { columns.append(try column(part, primary: primary)) }
    let kept = columns.filter { !$0.isEmpty }
    return tokens[..<open].filter { !$0.is("unlogged") } + [.symbol("(")]
      + Array(kept.joined(separator: [.symbol(",")])) + [.symbol(")")]
  }

  private static func column(
    _ part: [SQLToken], primary: String?
  ) throws(PostgreSQLError) -> [SQLToken] {
    let constraints = ["primary", "foreign", "unique", "check", "constraint", "exclude", "like"]
    guard part.count > 1, let name = part[0].name, !constraints.contains(part[0].keyword ?? "")
    else {
      let isPrimary = part.first?.is("primary") == true && primary != nil
      return isPrimary ? [] : part
    }
    let stops = Set(constraints + ["not", "null", "default", "references", "generated", "collate"])
    let typeEnd =
      part.indices.dropFirst().first { stops.contains(part[$0].keyword ?? "") } ?? part.count
    let typeTokens = Array(part[1..<typeEnd])
    let words = typeTokens.map { $0.name ?? $0.sql }.joined(separator: " ").lowercased()
    let isSerial = words.contains("serial")
    let isIdentity = part.contains { $0.is("identity") }
    var rest = Array(part[typeEnd...])
    if isIdentity, let place = rest.firstIndex(where: { $0.is("generated") }) {
      let last = rest.firstIndex { $0.is("identity") } ?? place
      rest.removeSubrange(place...last)
    }
    rest = parenthesizedDefault(rest)
    guard let type = PostgreSQLType(sqlName: words) else {
      throw PostgreSQLError("42704", "type \"\(words)\" does not exist")
    }
    let isPrimary = name == primary || rest.contains { $0.is("primary") }
    if isPrimary, [.int2, .int4, .int8].contains(type) {
      let others = withoutPrimary(rest)
      let mark = isSerial || isIdentity ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY"
      return [part[0], .verbatim("INTEGER"), .verbatim(mark)] + others
    }
    if isPrimary, name == primary { rest = [.verbatim("PRIMARY KEY NOT NULL")] + rest }
    return [part[0], .verbatim(declared(type, words))] + rest + check(part[0], type, words)
  }

  /// SQLite wants a default that is not a plain value in parentheses.
  private static func parenthesizedDefault(_ tokens: [SQLToken]) -> [SQLToken] {
    guard let place = tokens.firstIndex(where: { $0.is("default") }), place + 1 < tokens.count
    else { return tokens }
    let stops: Set<String> = [
      "not", "null", "primary", "unique", "check", "references", "constraint",
    ]
    var end = place + 2
    while end < tokens.count, !stops.contains(tokens[end].keyword ?? "") { end += 1 }
    return tokens[...place] + [.symbol("(")] + tokens[(place + 1)..<end] + [.symbol(")")]
      + tokens[end...]
  }

  private static func withoutPrimary(_ tokens: [SQLToken]) -> [SQLToken] {
    guard let place = tokens.firstIndex(where: { $0.is("primary") }) else { return tokens }
    var tokens = tokens
    tokens.removeSubrange(place...min(place + 1, tokens.count - 1))
    return tokens
  }

  private static func declared(_ type: PostgreSQLType, _ words: String) -> String {
    let short = PostgreSQLType.known.first { $0.type == type }?.short ?? "text"
    guard type == .varchar, let length = length(words) else { return short.uppercased() }
    return "VARCHAR(\(length))"
  }

  private static func length(_ words: String) -> Int? {
    Int(words.split { !$0.isNumber }.last ?? "")
  }

  /// The check's name tells the server which error to give.
  private static func check(
    _ name: SQLToken, _ type: PostgreSQLType, _ words: String
  ) -> [SQLToken] {
    let column = name.sql
    let condition: String
    switch type {
    case .int2, .int4, .int8: condition = "typeof(\(column)) IN ('integer', 'null')"
    case .date: condition = "\(column) IS date(\(column))"
    case .time: condition = "substr(\(column), 1, 8) IS time(\(column))"
    case .timestamp, .timestamptz: condition = "substr(\(column), 1, 19) IS datetime(\(column))"
    case .bool: condition = "\(column) IN (0, 1)"
    case .varchar:
      guard let length = length(words) else { return [] }
      return [
        .verbatim("CONSTRAINT pgtype_length_\(length) CHECK (length(\(column)) <= \(length))")
      ]
    default: return []
    }
    return [.verbatim("CONSTRAINT pgtype_\(type.rawValue) CHECK (\(condition))")]
  }
}
