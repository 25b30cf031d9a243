/// A line beside another one, cut where they agree, where they differ as they may, and where they
/// truly differ.
struct LinePiece: Hashable {
  enum Role: Hashable {
    case same
    /// They differ only as this kind of token may.
    case tolerated(kind: String)
    case changed
  }

  /// Which words of a line a piece takes; there may be none.
  struct Words: Hashable {
    /// Where they stand in the line's bytes.
    var range: Range<Int>
    var count: Int

    func text(in line: Piece) -> Piece { line[range] }
  }

  var role: Role
  var expected: Words
  var actual: Words
}

extension LineMatcher {
  /// Lines of more words are shown whole.
  private static let reach = 400

  /// The pieces of two lines: word by word from the front as long as they agree, then, where the
  /// counts differ, from the back; what is left between is changed.
  func pieces(_ expected: Piece, _ actual: Piece) -> [LinePiece] {
    let left = Placeholder.words(expected)
    let right = actual.words
    guard max(left.count, right.count) <= Self.reach else {
      return [piece(.changed, left, left.indices, right, right.indices)]
    }
    var tokens = TokenMatcher(terms)
    let known = options.mode == .exact ? [] : KnownLines.places(left, right) ?? []
    var pieces: [LinePiece] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if i == j, known.contains(i), left[i] != right[i] {
        let role = LinePiece.Role.tolerated(kind: KnownLines.kind)
        pieces.append(piece(role, left, i..<(i + 1), right, i..<(i + 1)))
        (i, j) = (i + 1, j + 1)
        continue
      }
      if let end = endOfElision(i, left, j, right) {
        pieces.append(piece(.tolerated(kind: "elision"), left, i..<(i + 1), right, j..<end))
        (i, j) = (i + 1, end)
        continue
      }
      let mark = tokens.notes.count
      if let (m, n) = matchNext(left[...], i, right[...], j, &tokens) {
        pieces.append(
          piece(role(tokens.notes[mark...]), left, i..<(i + m), right, j..<(j + n)))
        (i, j) = (i + m, j + n)
        continue
      }
      tokens.notes.removeSubrange(mark...)
      guard left.count - i == right.count - j else { break }
      pieces.append(piece(.changed, left, i..<(i + 1), right, j..<(j + 1)))
      (i, j) = (i + 1, j + 1)
    }
    guard i < left.count || j < right.count else { return pieces }
    var tail: [LinePiece] = []
    var (m, n) = (left.count, right.count)
    while m > i, n > j {
      var tokens = TokenMatcher(terms)
      guard tokens.agrees(left[m - 1], right[n - 1]) else { break }
      (m, n) = (m - 1, n - 1)
      tail.append(piece(role(tokens.notes[...]), left, m..<(m + 1), right, n..<(n + 1)))
    }
    pieces.append(piece(.changed, left, i..<m, right, j..<n))
    return pieces + tail.reversed()
  }

  /// Behind how many words the elision at a place of the expected words ends: where its next word
  /// is found first, or with the line.
  private func endOfElision(_ i: Int, _ left: [Piece], _ j: Int, _ right: [Piece]) -> Int? {
    guard Placeholder.isWordElision(left[i]) else { return nil }
    if i + 1 == left.count { return right.count }
    return (j..<right.count).first { place in
      var tokens = TokenMatcher(terms)
      return !Placeholder.isWordElision(left[i + 1]) && tokens.agrees(left[i + 1], right[place])
    }
  }

  private func role(_ notes: ArraySlice<Tolerance>) -> LinePiece.Role {
    notes.first.map { .tolerated(kind: $0.kind) } ?? .same
  }

  private func piece(
    _ role: LinePiece.Role, _ left: [Piece], _ i: Range<Int>, _ right: [Piece], _ j: Range<Int>
  ) -> LinePiece {
    LinePiece(role: role, expected: place(of: i, in: left), actual: place(of: j, in: right))
  }

  /// Where words stand in their line; no words stand where the word before them ends.
  private func place(of range: Range<Int>, in words: [Piece]) -> LinePiece.Words {
    let before = range.lowerBound > 0 ? words[range.lowerBound - 1].endIndex : 0
    let start = words[range].first?.startIndex ?? before
    return LinePiece.Words(
      range: start..<(words[range].last?.endIndex ?? start), count: range.count)
  }
}
