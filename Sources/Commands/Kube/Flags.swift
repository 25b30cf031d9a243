/// Commands are what learners type: `oc`, `kubectl` and `skupper`, each a client of a site's API
/// like any other, printing what the real one prints.

/// One flag of a command, as the real tools' flag library (pflag) reads it.
package struct Flag: Sendable {
  package enum Kind: Sendable { case bool, text, list }

  package let name: String
  package let short: Character?
  package let kind: Kind
  /// What help says about it.
  package let summary: String

  package init(
    _ name: String, _ short: Character? = nil, _ kind: Kind = .text, _ summary: String = ""
  ) {
    self.name = name
    self.short = short
    self.kind = kind
    self.summary = summary
  }
}

/// A command line, taken apart.
package struct ParsedFlags: Sendable {
  package private(set) var positionals: [String] = []
  /// What stood behind `--`.
  package private(set) var rest: [String] = []
  private var values: [String: [String]] = [:]

  /// Takes arguments apart; flags and other words may be mixed.
  /// - Parameter stopsAtWords: whether everything behind the first word that is no flag is a word.
  /// - Throws: ``CommandError`` with the flag library's words for an unknown or incomplete flag.
  package init(
    _ arguments: [String], _ flags: [Flag], stopsAtWords: Bool = false
  ) throws(CommandError) {
    var index = 0
    while index < arguments.count {
      let word = arguments[index]
      index += 1
      if word == "--" {
        rest = Array(arguments[index...])
        return
      }
      if word.hasPrefix("--") {
        try takeLong(String(word.dropFirst(2)), flags, arguments, &index)
      } else if word.hasPrefix("-"), word.count > 1 {
        try takeShort(word, flags, arguments, &index)
      } else {
        positionals.append(word)
        guard stopsAtWords else { continue }
        let others = arguments[index...]
        positionals += others.first == "--" ? others.dropFirst() : others
        return
      }
    }
  }

  /// The last value of a flag.
  package subscript(name: String) -> String? { values[name]?.last }

  /// All values of a flag, lists split at commas.
  package func all(_ name: String) -> [String] { values[name] ?? [] }

  /// Whether a truth flag is set.
  package func isSet(_ name: String) -> Bool { values[name]?.last == "true" }

  /// Whether the flag was given at all.
  package func isGiven(_ name: String) -> Bool { values[name] != nil }

  /// The value of a flag that is a whole number.
  package func integer(_ name: String) throws(CommandError) -> Int? {
    guard let text = self[name] else { return nil }
    guard let number = Int(text) else {
      throw CommandError(
        "invalid argument \"\(text)\" for \"--\(name)\" flag: strconv.ParseInt: parsing "
          + "\"\(text)\": invalid syntax", usage: true)
    }
    return number
  }

  private mutating func takeLong(
    _ text: String, _ flags: [Flag], _ arguments: [String], _ index: inout Int
  ) throws(CommandError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let flag = flags.first(where: { $0.name == name }) else {
      throw CommandError("unknown flag: --\(name)", usage: true)
    }
    if parts.count > 1 {
      add(flag, String(parts[1]))
    } else if flag.kind == .bool {
      add(flag, "true")
    } else if index < arguments.count {
      add(flag, arguments[index])
      index += 1
    } else {
      throw CommandError("flag needs an argument: --\(name)", usage: true)
    }
  }

  private mutating func takeShort(
    _ word: String, _ flags: [Flag], _ arguments: [String], _ index: inout Int
  ) throws(CommandError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let flag = flags.first(where: { $0.short == letter }) else {
        throw CommandError("unknown shorthand flag: '\(letter)' in \(word)", usage: true)
      }
      if letters.first == "=" {
        add(flag, String(letters.dropFirst()))
        return
      }
      if flag.kind == .bool {
        add(flag, "true")
      } else if !letters.isEmpty {
        add(flag, String(letters))
        return
      } else if index < arguments.count {
        add(flag, arguments[index])
        index += 1
      } else {
        throw CommandError("flag needs an argument: '\(letter)' in \(word)", usage: true)
      }
    }
  }

  private mutating func add(_ flag: Flag, _ value: String) {
    if flag.kind == .list {
      values[flag.name, default: []].append(
        contentsOf: value.split(separator: ",").map(String.init))
    } else {
      values[flag.name, default: []].append(value)
    }
  }
}
