/// How texts are shown in sentences, and how near two lines are to each other.
enum Text {
  static let longest = 120

  /// The text, shortened, or a word for an empty one.
  static func shown(_ piece: some Collection<UInt8>) -> String {
    piece.isEmpty ? "nothing" : shortened(piece.text)
  }

  /// What was expected and what came, for a sentence.
  static func difference(_ expected: Piece, _ actual: Piece) -> String {
    if !expected.isEmpty, expected.text == actual.text, expected != actual {
      return "\(quoted(actual.text)) differs only in how its letters are composed of characters"
    }
    return "expected \(shown(expected)), got \(shown(actual))"
  }

  static func quoted(_ text: String) -> String { "\"\(shortened(text))\"" }

  static func shortened(_ text: String) -> String {
    text.count <= longest ? text : text.prefix(longest - 1) + "…"
  }
}

/// How much two lines have in common: the share of words at the same place from either end.
enum Closeness {
  /// Words that are looked at from each end.
  private static let reach = 24

  static func of(_ expected: Piece, _ actual: Piece) -> Double {
    let left = expected.words.prefix(reach)
    let right = actual.words.prefix(reach)
    let most = max(left.count, right.count)
    guard most > 0 else { return 0 }
    let front = zip(left, right).count { $0 == $1 }
    let back = zip(left.reversed(), right.reversed()).count { $0 == $1 }
    return Double(max(front, back)) / Double(most)
  }
}
