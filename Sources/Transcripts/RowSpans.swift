/// The two lines of a row as spans: what truly differs is marked, what may differ is dim.
struct RowSpans {
  let options: ComparisonOptions
  let width: Int

  /// Both lines of a row whose sides differ.
  func changed(_ row: ComparisonRow) -> (expected: [ReportSpan], actual: [ReportSpan]) {
    guard let expected = row.expected, let actual = row.actual else { return ([], []) }
    let pieces = row.pieces(options)
    let isSpacing = expected.piece.words == actual.piece.words
    var left: [ReportSpan] = []
    var right: [ReportSpan] = []
    var (i, j) = (0, 0)
    for piece in pieces {
      take(&left, &i, expected.bytes, upTo: piece.expected.range.lowerBound, .expected)
      take(&right, &j, actual.bytes, upTo: piece.actual.range.lowerBound, .actual)
      let sides = spans(
        piece, expected.bytes[piece.expected.range], actual.bytes[piece.actual.range])
      left += sides.expected
      right += sides.actual
      i = max(i, piece.expected.range.upperBound)
      j = max(j, piece.actual.range.upperBound)
    }
    take(&left, &i, expected.bytes, upTo: expected.bytes.count, .expected)
    take(&right, &j, actual.bytes, upTo: actual.bytes.count, .actual)
    if isSpacing { return spaced(expected.text, actual.text) }
    return (left.joined().shortened(to: width), right.joined().shortened(to: width))
  }

  private func take(
    _ spans: inout [ReportSpan], _ start: inout Int, _ bytes: [UInt8], upTo end: Int,
    _ role: ReportSpan.Role
  ) {
    guard start < end else { return }
    spans.append(ReportSpan(bytes[start..<end].text, role))
    start = end
  }

  private func spans(
    _ piece: LinePiece, _ expected: Piece, _ actual: Piece
  ) -> (expected: [ReportSpan], actual: [ReportSpan]) {
    switch piece.role {
    case .same:
      ([ReportSpan(expected.text, .expected)], [ReportSpan(actual.text, .actual)])
    case .tolerated:
      ([ReportSpan(expected.text, .tolerated)], [ReportSpan(actual.text, .tolerated)])
    case .changed: parted(expected.text, actual.text)
    }
  }

  /// Two texts with the part that differs marked; characters that nobody sees are spelt there.
  private func parted(
    _ expected: String, _ actual: String
  ) -> (expected: [ReportSpan], actual: [ReportSpan]) {
    let left = Array(expected)
    let right = Array(actual)
    let front = zip(left, right).prefix { $0 == $1 }.count
    let most = min(left.count, right.count) - front
    let back = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.prefix(most).count
    func cut(_ text: [Character], _ role: ReportSpan.Role) -> [ReportSpan] {
      let middle = text[front..<(text.count - back)].map(Self.visible).joined()
      return [
        ReportSpan(String(text[..<front]), role), ReportSpan(middle, .changed),
        ReportSpan(String(text[(text.count - back)...]), role),
      ]
    }
    return (cut(left, .expected), cut(right, .actual))
  }

  /// Lines that differ in nothing but blanks have them shown.
  private func spaced(
    _ expected: String, _ actual: String
  ) -> (expected: [ReportSpan], actual: [ReportSpan]) {
    let sides = parted(expected.replacing(" ", with: "·"), actual.replacing(" ", with: "·"))
    return (
      sides.expected.joined().shortened(to: width), sides.actual.joined().shortened(to: width)
    )
  }

  /// A character, or its number where it takes no room on a screen.
  private static func visible(_ character: Character) -> String {
    let isHidden = character.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    guard isHidden else { return String(character) }
    return character.unicodeScalars.map { scalar in
      let number = String(scalar.value, radix: 16, uppercase: true)
      return "<U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number + ">"
    }.joined()
  }
}
