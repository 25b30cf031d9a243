import Documents

/// Reads JSONPath templates.
struct JSONPathParser {
  private let text: [Character]
  private var position = 0

  init(_ text: String) { self.text = Array(text) }

  mutating func template() throws(JSONPathError) -> [JSONPath.Part] {
    let parts = try parts(inRange: false)
    return parts
  }

  private mutating func parts(inRange: Bool) throws(JSONPathError) -> [JSONPath.Part] {
    var parts: [JSONPath.Part] = []
    var literal = ""
    while position < text.count {
      guard text[position] == "{" else {
        literal.append(text[position])
        position += 1
        continue
      }
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = ""
      position += 1
      skipBlanks()
      if takeWord("end") {
        try close()
        guard inRange else { throw JSONPathError(reason: "not in range, nothing to end") }
        return parts
      }
      if takeWord("range") {
        skipBlanks()
        let steps = try steps(until: "}")
        try close()
        parts.append(.range(steps, try self.parts(inRange: true)))
        continue
      }
      while position < text.count, text[position] != "}" {
        if text[position] == "\"" || text[position] == "'" {
          parts.append(.text(try quoted()))
        } else {
          parts.append(.path(try steps(until: "} ")))
        }
        skipBlanks()
      }
      try close()
    }
    if inRange { throw JSONPathError(reason: "unexpected end of range: {end} is missing") }
    if !literal.isEmpty { parts.append(.text(literal)) }
    return parts
  }

  private mutating func steps(until ends: String) throws(JSONPathError) -> [JSONPath.Step] {
    var steps: [JSONPath.Step] = []
    while position < text.count, !ends.contains(text[position]) {
      switch text[position] {
      case "$", "@": position += 1
      case ".":
        position += 1
        if position < text.count, text[position] == "." {
          position += 1
          steps.append(.descent)
        }
        if position < text.count, text[position] == "*" {
          position += 1
          steps.append(.wildcard)
        } else {
          let name = name()
          if !name.isEmpty { steps.append(.member(name)) }
        }
      case "[": steps.append(try bracket())
      default:
        let name = name()
        guard !name.isEmpty else {
          throw JSONPathError(reason: "unrecognized character in action: \(text[position])")
        }
        steps.append(.member(name))
      }
    }
    return steps
  }

  /// A member's name; a backslash keeps the next character.
  private mutating func name() -> String {
    var name = ""
    while position < text.count {
      let character = text[position]
      if character == "\\", position + 1 < text.count {
        name.append(text[position + 1])
        position += 2
        continue
      }
      guard character.isLetter || character.isNumber || "_-/".contains(character) else { break }
      name.append(character)
      position += 1
    }
    return name
  }

  private mutating func bracket() throws(JSONPathError) -> JSONPath.Step {
    position += 1
    var choices: [JSONPath.Step] = []
    while position < text.count {
      skipBlanks()
      guard position < text.count else { break }
      switch text[position] {
      case "'", "\"": choices.append(.member(try quoted()))
      case "*":
        position += 1
        choices.append(.wildcard)
      case "?": choices.append(try filter())
      default: choices.append(try indexOrSlice())
      }
      skipBlanks()
      guard position < text.count else { break }
      if text[position] == "," {
        position += 1
        continue
      }
      guard text[position] == "]" else { break }
      position += 1
      return choices.count == 1 ? choices[0] : .union(choices)
    }
    throw JSONPathError(reason: "unterminated array")
  }

  private mutating func indexOrSlice() throws(JSONPathError) -> JSONPath.Step {
    var word = ""
    while position < text.count, text[position].isNumber || "-:".contains(text[position]) {
      word.append(text[position])
      position += 1
    }
    if !word.contains(":") {
      guard let index = Int(word) else {
        throw JSONPathError(reason: "invalid array index \(word)")
      }
      return .index(index)
    }
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    return .slice(
      parts[0], parts.count > 1 ? parts[1] : nil, (parts.count > 2 ? parts[2] : nil) ?? 1)
  }

  private mutating func filter() throws(JSONPathError) -> JSONPath.Step {
    position += 1
    guard position < text.count, text[position] == "(" else {
      throw JSONPathError(reason: "a filter is written as ?(…)")
    }
    position += 1
    skipBlanks()
    let left = try steps(until: " =!<>)")
    skipBlanks()
    var symbol = ""
    while position < text.count, "=!<>".contains(text[position]) {
      symbol.append(text[position])
      position += 1
    }
    var comparison: JSONPath.Comparison?
    var operand: JSONPath.Operand?
    if !symbol.isEmpty {
      guard let known = JSONPath.Comparison(rawValue: symbol) else {
        throw JSONPathError(reason: "unrecognized comparison \(symbol)")
      }
      comparison = known
      skipBlanks()
      operand = try self.operand()
    }
    skipBlanks()
    guard position < text.count, text[position] == ")" else {
      throw JSONPathError(reason: "unterminated filter")
    }
    position += 1
    return .filter(left, comparison, operand)
  }

  private mutating func operand() throws(JSONPathError) -> JSONPath.Operand {
    guard position < text.count else { throw JSONPathError(reason: "unterminated filter") }
    switch text[position] {
    case "'", "\"": return .value(.string(try quoted()))
    case "@", "$": return .path(try steps(until: " )"))
    default:
      var word = ""
      while position < text.count, text[position] != ")", text[position] != " " {
        word.append(text[position])
        position += 1
      }
      return .value((try? JSON.parse(word)) ?? .string(word))
    }
  }

  private mutating func quoted() throws(JSONPathError) -> String {
    let quote = text[position]
    position += 1
    var result = ""
    while position < text.count, text[position] != quote {
      if text[position] == "\\", position + 1 < text.count {
        position += 1
        switch text[position] {
        case "n": result.append("\n")
        case "t": result.append("\t")
        case "r": result.append("\r")
        default: result.append(text[position])
        }
      } else {
        result.append(text[position])
      }
      position += 1
    }
    guard position < text.count else { throw JSONPathError(reason: "unterminated quoted string") }
    position += 1
    return result
  }

  private mutating func takeWord(_ word: String) -> Bool {
    let letters = Array(word)
    guard position + letters.count <= text.count,
      Array(text[position..<position + letters.count]) == letters
    else { return false }
    let next = position + letters.count
    if next < text.count, text[next].isLetter { return false }
    position = next
    return true
  }

  private mutating func close() throws(JSONPathError) {
    skipBlanks()
    guard position < text.count, text[position] == "}" else {
      throw JSONPathError(reason: "unclosed action")
    }
    position += 1
  }

  private mutating func skipBlanks() {
    while position < text.count, text[position] == " " { position += 1 }
  }
}
