/// Rule lines, versions, and numbers that a keyword makes volatile.
extension TokenKind {
  /// Four or more of one of `-=_*`, of any length.
  static let rule = TokenKind("rule line") { expected, actual, _ in
    Marks.isRule(expected) && Marks.isRule(actual) && expected.first == actual.first
  }

  /// `v1.2.3`, `4.11.7`, `v1.24`: accepted with a warning.
  static let version = TokenKind("version", effect: .drift, standsInName: true) {
    expected, actual, _ in
    Marks.isVersion(expected) && Marks.isVersion(actual)
      && (expected.first == UInt8(ascii: "v")) == (actual.first == UInt8(ascii: "v"))
  }

  /// A number behind a word that says it is a counter: `pid 4711`, `[1] 4711`, `took 12`.
  static let counter = TokenKind("counter") { expected, actual, surroundings in
    Marks.isNumber(expected) && Marks.isNumber(actual)
      && Marks.announcesCounter(surroundings.before)
  }
}

/// The shapes of marks and numbers.
enum Marks {
  private static let counterWords: Set<[UInt8]> = Set(
    ["pid", "took", "copied", "elapsed", "average"].map { Array($0.utf8) })

  static func isRule(_ word: Piece) -> Bool {
    guard word.count >= 4, let first = word.first, "-=_*".utf8.contains(first) else { return false }
    return word.allSatisfy { $0 == first }
  }

  /// Two dots and three numbers, or `v` and two numbers, with an optional build behind them.
  static func isVersion(_ word: Piece) -> Bool {
    let hasLetter = word.first == UInt8(ascii: "v")
    let body = hasLetter ? word.dropFirst() : word
    let core = body.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
    let numbers = core.parts(at: UInt8(ascii: "."))
    guard numbers.count >= (hasLetter ? 2 : 3), numbers.count <= 4,
      numbers.allSatisfy({ !$0.isEmpty && $0.count <= 8 })
    else { return false }
    guard hasLetter || Addresses.fourParts(core) == nil else { return false }
    let build = body.dropFirst(core.count)
    guard let mark = build.first else { return true }
    return (mark == UInt8(ascii: "-") || mark == UInt8(ascii: "+")) && build.count > 1
      && build.allSatisfy { $0.isAlphanumeric || "-+.~".utf8.contains($0) }
  }

  static func isNumber(_ word: Piece) -> Bool {
    let digits = word.filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: ",") }
    return !digits.isEmpty && digits.allSatisfy(\.isDigit) && word.first?.isDigit == true
  }

  /// Whether the word before a number makes it a counter; also a job number such as `[1]`.
  static func announcesCounter(_ word: Piece) -> Bool {
    if word.first == UInt8(ascii: "["), word.last == UInt8(ascii: "]") {
      return word.dropFirst().dropLast().decimal != nil
    }
    let letters = word.lowercased.filter(\.isLetter)
    return counterWords.contains(letters)
  }
}
