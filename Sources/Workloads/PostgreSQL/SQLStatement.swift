/// One statement of a client, and what kind of thing it asks for.
struct SQLStatement: Hashable {
  /// The statement's words.
  let tokens: [SQLToken]
  let command: Command

  enum Command: Hashable {
    case begin
    case commit
    case rollback
    case savepoint(String)
    case rollbackTo(String)
    case release(String)
    case set(name: String, value: String)
    case reset(String)
    case show(String)
    case discard
    case deallocate(String?)
    case listen(String)
    case unlisten(String?)
    case notify(channel: String, payload: String)
    /// Accepted and without an effect here, as a grant is; the tag is all there is.
    case ignored(tag: String)
    /// Reads or changes rows, or the schema. The verb is the tag's first word.
    case data(verb: String, table: String?)
  }

  init(_ tokens: [SQLToken]) throws(PostgreSQLError) {
    self.tokens = tokens
    command = try Self.command(tokens)
  }

  /// Whether the statement changes rows of a table, and so fires its triggers.
  var changedTable: String? {
    guard case .data(let verb, let table) = command,
      ["INSERT", "UPDATE", "DELETE", "TRUNCATE TABLE"].contains(verb)
    else { return nil }
    return table
  }

  private static func command(_ tokens: [SQLToken]) throws(PostgreSQLError) -> Command {
    let words = tokens.prefix(6).map { $0.keyword ?? "" } + Array(repeating: "", count: 6)
    switch words[0] {
    case "begin", "start": return .begin
    case "commit", "end": return .commit
    case "abort": return .rollback
    case "rollback":
      guard let to = tokens.firstIndex(where: { $0.is("to") }) else { return .rollback }
      return .rollbackTo(try name(tokens, to + (words[to + 1] == "savepoint" ? 2 : 1)))
    case "savepoint": return .savepoint(try name(tokens, 1))
    case "release": return .release(try name(tokens, words[1] == "savepoint" ? 2 : 1))
    case "set": return try set(tokens, words)
    case "reset": return .reset(try setting(tokens, 1).name)
    case "show": return .show(try setting(tokens, 1).name)
    case "discard": return .discard
    case "deallocate":
      let place = words[1] == "prepare" ? 2 : 1
      return .deallocate(words[place] == "all" ? nil : try name(tokens, place))
    case "listen": return .listen(try name(tokens, 1))
    case "unlisten":
      return .unlisten(tokens.count > 1 && tokens[1] == .symbol("*") ? nil : try name(tokens, 1))
    case "notify":
      var payload = ""
      if tokens.count > 3, case .text(let text) = tokens[3] { payload = text }
      return .notify(channel: try name(tokens, 1), payload: payload)
    case "close": return .ignored(tag: words[1] == "all" ? "CLOSE CURSOR ALL" : "CLOSE CURSOR")
    case "grant", "revoke", "comment", "vacuum", "analyze", "checkpoint", "lock", "reindex":
      return .ignored(tag: words[0] == "lock" ? "LOCK TABLE" : words[0].uppercased())
    default: return try data(tokens, words)
    }
  }

  private static func data(
    _ tokens: [SQLToken], _ words: [String]
  ) throws(PostgreSQLError) -> Command {
    switch words[0] {
    case "select", "values", "table", "": return .data(verb: "SELECT", table: nil)
    case "explain": return .data(verb: "EXPLAIN", table: nil)
    case "with":
      for verb in ["insert", "update", "delete"] {
        if let place = tokens.topLevel(verb) { return try data(Array(tokens[place...]), [verb]) }
      }
      return .data(verb: "SELECT", table: nil)
    case "insert": return .data(verb: "INSERT", table: table(tokens, after: "into"))
    case "update": return .data(verb: "UPDATE", table: table(tokens, after: "update"))
    case "delete": return .data(verb: "DELETE", table: table(tokens, after: "from"))
    case "truncate":
      let after = words[1] == "table" ? "table" : "truncate"
      return .data(verb: "TRUNCATE TABLE", table: table(tokens, after: after))
    case "create", "drop", "alter":
      let kinds = ["table", "index", "view", "schema", "sequence", "extension", "role", "user"]
      guard let kind = words.dropFirst().first(where: { kinds.contains($0) }) else {
        throw unsupported(words)
      }
      let verb = "\(words[0]) \(kind == "user" ? "role" : kind)".uppercased()
      guard ["table", "index", "view"].contains(kind) else {
        if kind == "extension" || kind == "schema" && words[0] == "create" {
          return .ignored(tag: verb)
        }
        throw unsupported(words)
      }
      return .data(verb: verb, table: table(tokens, after: kind))
    case "copy", "prepare", "execute", "declare", "fetch", "move", "do", "call", "security",
      "import", "refresh", "cluster", "load", "reassign", "merge":
      throw unsupported(words)
    default:
      throw PostgreSQLError("42601", "syntax error at or near \"\(tokens.first?.sql ?? "")\"")
    }
  }

  private static func unsupported(_ words: [String]) -> PostgreSQLError {
    let words = words.prefix { !$0.isEmpty }.prefix(2).joined(separator: " ").uppercased()
    return PostgreSQLError(
      "0A000", "\(words) is not supported by this server",
      hint: "This server keeps a demonstration's data; it knows queries, changes of rows, tables, "
        + "views, indexes, transactions and notifications.")
  }

  private static func set(
    _ tokens: [SQLToken], _ words: [String]
  ) throws(PostgreSQLError) -> Command {
    if words[1] == "transaction" || words[1] == "constraints" || words[2] == "characteristics" {
      return .ignored(tag: words[1] == "constraints" ? "SET CONSTRAINTS" : "SET")
    }
    let start = words[1] == "session" || words[1] == "local" ? 2 : 1
    let (name, next) = try setting(tokens, start)
    let rest = tokens[min(next, tokens.count)...].drop { $0.is("to") || $0 == .symbol("=") }
    let value = rest.map { token in
      switch token {
      case .text(let text): text
      default: token.sql
      }
    }.joined(separator: " ")
    return .set(name: name, value: value)
  }

  private static func setting(
    _ tokens: [SQLToken], _ place: Int
  ) throws(PostgreSQLError) -> (name: String, next: Int) {
    let first = try name(tokens, place)
    let second = place + 1 < tokens.count ? tokens[place + 1].keyword : nil
    switch (first, second) {
    case ("time", "zone"): return ("timezone", place + 2)
    case ("transaction", "isolation"): return ("transaction_isolation", place + 3)
    case ("session", "authorization"): return ("session_authorization", place + 2)
    default: return (first, place + 1)
    }
  }

  private static func name(_ tokens: [SQLToken], _ place: Int) throws(PostgreSQLError) -> String {
    guard place < tokens.count else {
      throw PostgreSQLError("42601", "syntax error at end of input")
    }
    guard let name = tokens[place].name else {
      throw PostgreSQLError("42601", "syntax error at or near \"\(tokens[place].sql)\"")
    }
    return name
  }

  private static func table(_ tokens: [SQLToken], after keyword: String) -> String? {
    guard var place = tokens.firstIndex(where: { $0.is(keyword) }).map({ $0 + 1 }) else {
      return nil
    }
    while place < tokens.count, ["only", "if", "not", "exists"].contains(tokens[place].keyword) {
      place += 1
    }
    if place + 2 < tokens.count, tokens[place + 1] == .symbol(".") { place += 2 }
    return place < tokens.count ? tokens[place].name : nil
  }
}
