/// What authors write for "anything": `<name>`, `{{name}}`, `xxx`, `***`, `...`.
enum Placeholder {
  /// Words in angle brackets that programs really print.
  private static let literalWords: Set<String> = [
    "<none>", "<pending>", "<unknown>", "<nil>", "<invalid>", "<all>", "<unset>", "<error>",
    "<empty>", "<default>", "<no value>", "<null>",
  ]

  enum Segment: Equatable {
    case literal(Piece)
    /// Any text of one or more bytes; the name is empty where the author gave none. The mark is
    /// what stands in the text.
    case any(name: String, mark: Piece)
  }

  /// What a placeholder took; `mark` is how the author wrote it.
  struct Capture {
    let name: String
    let mark: Piece
    let text: Piece
  }

  /// Whether the whole line stands for any lines.
  static func isElision(_ line: Piece) -> Bool {
    let line = line.trimmed
    guard let first = line.first, (3...6).contains(line.count), elisionStarts.contains(first) else {
      return false
    }
    return ["...", "…", "[...]", "[…]", "<snip>", "(...)", "# ...", "<...>"].contains(line.text)
  }

  /// Whether the word stands for any number of words.
  static func isWordElision(_ word: Piece) -> Bool {
    guard let first = word.first, (3...5).contains(word.count), elisionStarts.contains(first) else {
      return false
    }
    return ["...", "…", "[...]", "[…]", "<...>"].contains(word.text)
  }

  private static let elisionStarts = ByteSet(".…[(#<")

  /// The line's words; a placeholder with blanks in it is one word.
  static func words(_ line: Piece) -> [Piece] {
    guard line.contains(UInt8(ascii: "<")) else { return line.words }
    var words: [Piece] = []
    var index = line.startIndex
    while index < line.endIndex {
      if line[index].isBlank {
        index += 1
        continue
      }
      let start = index
      while index < line.endIndex, !line[index].isBlank {
        index = end(ofBracketAt: index, in: line) ?? index + 1
      }
      words.append(line[start..<index])
    }
    return words
  }

  /// The word cut into literal text and placeholders; nothing where it has no placeholder.
  static func segments(_ word: Piece) -> [Segment]? {
    guard word.contains(where: { marks.contains($0) }) else { return nil }
    var segments: [Segment] = []
    var start = word.startIndex
    var index = word.startIndex
    while index < word.endIndex {
      guard let (end, name) = placeholder(at: index, in: word) else {
        index += 1
        continue
      }
      if start < index { segments.append(.literal(word[start..<index])) }
      if case .any? = segments.last {
      } else {
        segments.append(.any(name: name, mark: word[index..<end]))
      }
      start = end
      index = end
    }
    guard !segments.isEmpty else { return nil }
    if start < word.endIndex { segments.append(.literal(word[start...])) }
    return segments.contains { $0 != .literal(word) } ? segments : nil
  }

  /// Matches the word against segments: each placeholder takes the shortest text that lets the
  /// next literal follow. Gives what the placeholders took.
  static func match(_ segments: [Segment], _ word: Piece) -> [Capture]? {
    var captures: [Capture] = []
    var rest = word
    var pending: (name: String, mark: Piece)?
    for (index, segment) in segments.enumerated() {
      switch segment {
      case .any(let name, let mark): pending = (name, mark)
      case .literal(let literal):
        guard let taking = pending else {
          guard rest.starts(with: literal) else { return nil }
          rest = rest.dropFirst(literal.count)
          continue
        }
        let isLast = index == segments.count - 1
        let range: Range<Int>?
        if isLast {
          let start = rest.endIndex - literal.count
          range =
            start > rest.startIndex && rest.suffix(literal.count) == literal
            ? start..<rest.endIndex : nil
        } else {
          range = rest.dropFirst().firstRange(of: literal)
        }
        guard let range else { return nil }
        captures.append(
          Capture(
            name: taking.name, mark: taking.mark, text: rest[rest.startIndex..<range.lowerBound]))
        rest = rest[range.upperBound...]
        pending = nil
      }
    }
    if let pending {
      guard !rest.isEmpty else { return nil }
      captures.append(Capture(name: pending.name, mark: pending.mark, text: rest))
      return captures
    }
    return rest.isEmpty ? captures : nil
  }

  private static let marks = ByteSet("<{xX*.…")

  private static func placeholder(at index: Int, in word: Piece) -> (end: Int, name: String)? {
    switch word[index] {
    case UInt8(ascii: "<"):
      return end(ofBracketAt: index, in: word).map {
        ($0, word[(index + 1)..<($0 - 1)].text)
      }
    case UInt8(ascii: "{"):
      let rest = word[index...]
      guard rest.hasPrefix("{{"), let close = rest.firstRange(of: "}}".utf8) else { return nil }
      return (close.upperBound, word[(index + 2)..<close.lowerBound].trimmed.text)
    case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "*"):
      return run(at: index, in: word)
    case UInt8(ascii: "."):
      // A longer run of dots leads the eye to what follows.
      let run = word[index...].prefix { $0 == UInt8(ascii: ".") }
      let isWhole = index == word.startIndex || word[index - 1] != UInt8(ascii: ".")
      return run.count == 3 && isWhole ? (index + 3, "") : nil
    case 0xE2:
      return word[index...].hasPrefix("…") ? (index + 3, "") : nil
    default: return nil
    }
  }

  /// Three or more of one letter that are no part of a longer word.
  private static func run(at index: Int, in word: Piece) -> (end: Int, name: String)? {
    let byte = word[index]
    if index > word.startIndex, word[index - 1].isAlphanumeric || word[index - 1] == byte {
      return nil
    }
    let run = word[index...].prefix { $0 == byte }
    if run.endIndex < word.endIndex, word[run.endIndex].isAlphanumeric { return nil }
    return run.count >= 3 ? (run.endIndex, "") : nil
  }

  /// The index behind `<name>`, unless programs print that word themselves.
  private static func end(ofBracketAt index: Int, in line: Piece) -> Int? {
    guard line[index] == UInt8(ascii: "<") else { return nil }
    let rest = line[(index + 1)...]
    guard let first = rest.first, first.isLetter,
      let close = rest.prefix(64).firstIndex(of: UInt8(ascii: ">")),
      rest[..<close].allSatisfy({
        $0.isAlphanumeric || " _-.'/:".utf8.contains($0)
      }), !literalWords.contains(line[index...close].text)
    else { return nil }
    return close + 1
  }
}
