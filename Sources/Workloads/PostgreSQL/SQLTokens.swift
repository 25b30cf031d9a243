/// A word of PostgreSQL's SQL.
enum SQLToken: Hashable {
  /// A keyword or a plain name, as written.
  case word(String)
  /// A name in double quotes.
  case quoted(String)
  case text(String)
  case number(String)
  case parameter(Int)
  case symbol(String)
  /// SQLite's own words, made by the translation and passed on as they are.
  case verbatim(String)

  /// The keyword that it is, in lower case.
  var keyword: String? { if case .word(let word) = self { word.lowercased() } else { nil } }

  /// The name that it stands for: plain names fold to lower case.
  var name: String? {
    switch self {
    case .word(let word): word.lowercased()
    case .quoted(let name): name
    default: nil
    }
  }

  func `is`(_ keyword: String) -> Bool { self.keyword == keyword }

  /// The word as SQLite takes it.
  var sql: String {
    switch self {
    case .word(let word): word
    case .quoted(let name): SQLToken.quote(name, with: "\"")
    case .text(let text): SQLToken.quote(text, with: "'")
    case .number(let number): number
    case .parameter(let index): "?\(index)"
    case .symbol(let symbol): symbol
    case .verbatim(let sql): sql
    }
  }

  private static func quote(_ text: String, with mark: Character) -> String {
    var quoted = String(mark)
    for character in text {
      if character == mark { quoted.append(mark) }
      quoted.append(character)
    }
    return quoted + String(mark)
  }
}

extension [SQLToken] {
  /// The tokens as SQLite takes them.
  var sql: String { map(\.sql).joined(separator: " ") }

  /// The place behind the parenthesis that closes the one at a place.
  func closing(from open: Int) -> Int {
    var depth = 0
    for index in open..<count {
      if self[index] == .symbol("(") || self[index] == .symbol("[") { depth += 1 }
      if self[index] == .symbol(")") || self[index] == .symbol("]") {
        depth -= 1
        if depth == 0 { return index + 1 }
      }
    }
    return count
  }

  /// The place of the parenthesis that opens the one at a place.
  func opening(from close: Int) -> Int {
    var depth = 0
    for index in stride(from: close, through: 0, by: -1) {
      if self[index] == .symbol(")") || self[index] == .symbol("]") { depth += 1 }
      if self[index] == .symbol("(") || self[index] == .symbol("[") {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return 0
  }

  /// The parts between separators that stand outside parentheses.
  func split(by separator: SQLToken) -> [[SQLToken]] {
    var parts: [[SQLToken]] = [[]]
    var depth = 0
    for token in self {
      if token == .symbol("(") || token == .symbol("[") { depth += 1 }
      if token == .symbol(")") || token == .symbol("]") { depth -= 1 }
      if depth == 0, token == separator {
        parts.append([])
      } else {
        parts[parts.count - 1].append(token)
      }
    }
    return parts
  }

  /// Where a keyword stands outside parentheses.
  func topLevel(_ keyword: String, from start: Int = 0) -> Int? {
    var index = start
    while index < count {
      if self[index] == .symbol("(") {
        index = closing(from: index)
        continue
      }
      if self[index].is(keyword) { return index }
      index += 1
    }
    return nil
  }
}

/// PostgreSQL's SQL text cut into words and statements.
enum SQLLexer {
  /// The statements of a text, without those that are empty.
  static func statements(_ sql: String) throws(PostgreSQLError) -> [[SQLToken]] {
    try tokens(sql).split(by: .symbol(";")).filter { !$0.isEmpty }
  }

  /// All words of a text; comments and space are left out.
  static func tokens(_ sql: String) throws(PostgreSQLError) -> [SQLToken] {
    var cursor = SQLCursor(Array(sql.utf8))
    var tokens: [SQLToken] = []
    while let token = try cursor.next() { tokens.append(token) }
    return tokens
  }
}

private struct SQLCursor {
  private static let operators = Set("+-*/<>=~!@#%^&|?".utf8)
  private static let parentheses = Set("()[],;.:".utf8)

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() throws(PostgreSQLError) -> SQLToken? {
    try skipSpace()
    guard let byte = peek() else { return nil }
    switch byte {
    case UInt8(ascii: "'"): return .text(try quoted(byte, escapes: false))
    case UInt8(ascii: "\""): return .quoted(try quoted(byte, escapes: false))
    case UInt8(ascii: "e"), UInt8(ascii: "E"):
      guard peek(1) == UInt8(ascii: "'") else { break }
      place += 1
      return .text(try quoted(UInt8(ascii: "'"), escapes: true))
    case UInt8(ascii: "$"):
      if let digit = peek(1), Self.isDigit(digit) {
        place += 1
        let digits = take { Self.isDigit($0) }
        return .parameter(Int(digits) ?? 0)
      }
      if let text = try dollarQuoted() { return .text(text) }
    case _ where Self.isDigit(byte): return .number(number())
    case UInt8(ascii: "."):
      if let digit = peek(1), Self.isDigit(digit) { return .number(number()) }
    default: break
    }
    if Self.isName(byte) {
      return .word(take { Self.isName($0) || Self.isDigit($0) || $0 == UInt8(ascii: "$") })
    }
    if byte == UInt8(ascii: ":"), let second = peek(1),
      second == UInt8(ascii: ":") || second == UInt8(ascii: "=")
    {
      place += 2
      return .symbol(second == UInt8(ascii: ":") ? "::" : ":=")
    }
    if Self.parentheses.contains(byte) {
      place += 1
      return .symbol(String(UnicodeScalar(byte)))
    }
    guard Self.operators.contains(byte) else {
      throw PostgreSQLError("42601", "syntax error at or near \"\(UnicodeScalar(byte))\"")
    }
    return .symbol(operatorSymbol())
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    place + ahead < bytes.count ? bytes[place + ahead] : nil
  }

  private mutating func take(while condition: (UInt8) -> Bool) -> String {
    let start = place
    while let byte = peek(), condition(byte) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func skipSpace() throws(PostgreSQLError) {
    while let byte = peek() {
      if byte <= 0x20 {
        place += 1
      } else if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
        while let byte = peek(), byte != 0x0A { place += 1 }
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(PostgreSQLError) {
    var depth = 0
    while let byte = peek() {
      if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        depth += 1
        place += 2
      } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        depth -= 1
        place += 2
        if depth == 0 { return }
      } else {
        place += 1
      }
    }
    throw PostgreSQLError("42601", "unterminated /* comment")
  }

  private mutating func quoted(_ mark: UInt8, escapes: Bool) throws(PostgreSQLError) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = peek() {
      place += 1
      if byte == mark {
        guard peek() == mark else { return String(decoding: text, as: UTF8.self) }
        place += 1
        text.append(mark)
      } else if escapes, byte == UInt8(ascii: "\\"), let escaped = peek() {
        place += 1
        switch escaped {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        default: text.append(escaped)
        }
      } else {
        text.append(byte)
      }
    }
    throw PostgreSQLError(
      "42601", "unterminated quoted \(mark == UInt8(ascii: "'") ? "string" : "identifier")")
  }

  private mutating func dollarQuoted() throws(PostgreSQLError) -> String? {
    let start = place
    place += 1
    _ = take { Self.isName($0) || Self.isDigit($0) }
    guard peek() == UInt8(ascii: "$") else {
      place = start
      return nil
    }
    place += 1
    let mark = bytes[start..<place]
    let content = place
    while place + mark.count <= bytes.count {
      if bytes[place..<place + mark.count].elementsEqual(mark) {
        defer { place += mark.count }
        return String(decoding: bytes[content..<place], as: UTF8.self)
      }
      place += 1
    }
    throw PostgreSQLError("42601", "unterminated dollar-quoted string")
  }

  private mutating func number() -> String {
    var text = take { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e"), let next = peek(1),
      Self.isDigit(next) || next == UInt8(ascii: "-") || next == UInt8(ascii: "+")
    {
      place += 2
      text += "e" + String(UnicodeScalar(next))
      text += take { Self.isDigit($0) }
    }
    return text
  }

  private static let longOperators = [
    "!~~*", "!~~", "!~*", "~~*", "->>", "#>>", "!~", "~~", "~*", "<>", "!=", "<=", ">=", "||", "->",
    "#>", "@>", "<@", "&&", "<<", ">>", "=>",
  ]

  /// The longest operator that begins here.
  private mutating func operatorSymbol() -> String {
    let long = Self.longOperators.first { bytes[place...].starts(with: $0.utf8) }
    let symbol = long ?? String(UnicodeScalar(bytes[place]))
    place += symbol.utf8.count
    return symbol == "!=" ? "<>" : symbol
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte & 0xDF) && byte < 0x80 || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}
