/// What the lines of a YAML document hold beside its tree: comments, directives, and the marks
/// that a parser follows and forgets. A line such as `Title: Issue #3` has a part that only looks
/// like a comment, so that none of them is left out of a comparison.
enum DocumentAsides {
  /// What must be tolerated for the asides of both texts to agree; nothing where they do not. An
  /// elision may stand for further ones, but not for an error.
  static func compare(
    _ expected: [Line], _ actual: [Line], _ terms: Terms
  ) -> [Tolerance]? {
    var left = asides(expected)[...]
    let isOpen = expected.contains(where: \.isElision)
    let matcher = LineMatcher(terms)
    var notes: [Tolerance] = []
    for aside in asides(actual) {
      if let wanted = left.first, wanted.place == aside.place,
        let tolerated = matcher.match(wanted.text[...], aside.text[...])
      {
        notes += tolerated.map { $0.at(wanted.line, aside.line) }
        left.removeFirst()
      } else if !isOpen || Lexicon.isErrorLine(aside.words) {
        return nil
      }
    }
    return left.isEmpty ? notes : nil
  }

  private struct Aside {
    let line: Int
    /// The key of the line that it stands in; empty where it has a line of its own.
    let place: [UInt8]
    let text: [UInt8]

    /// The text without the mark before it.
    var words: Piece { text.drop { "#!&*% ".utf8.contains($0) } }
  }

  private static func asides(_ lines: [Line]) -> [Aside] {
    var found: [Aside] = []
    for line in lines where !line.isElision {
      let piece = line.piece.trimmed
      let place = piece.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "#") }
      if piece.first == UInt8(ascii: "%") {
        found.append(Aside(line: line.number, place: [], text: Array(piece)))
        continue
      }
      for word in piece.words {
        if word.first == UInt8(ascii: "#") {
          let comment = piece[word.startIndex...]
          found.append(Aside(line: line.number, place: Array(place), text: Array(comment)))
          break
        }
        if isMark(word) {
          found.append(Aside(line: line.number, place: Array(place), text: Array(word)))
        }
      }
    }
    return found
  }

  /// A tag, an anchor or an alias: `!text`, `&name`, `*name`.
  private static func isMark(_ word: Piece) -> Bool {
    guard let first = word.first, "!&*".utf8.contains(first), let next = word.dropFirst().first
    else { return false }
    return next.isAlphanumeric || next == UInt8(ascii: "!") || next == UInt8(ascii: "<")
  }
}
