/// Where two lines side by side agree, where they differ as they may, and where they truly differ.
extension ComparisonRow {
  /// The cells of two rows of a table.
  struct Cells: Hashable {
    var columns: [String]
    var policies: [ColumnPolicy]
    var expected: [Piece]
    var actual: [Piece]
  }

  /// The pieces of a row with two sides: of a table by cell, of any other text by word.
  func pieces(_ options: ComparisonOptions) -> [LinePiece] {
    guard let expected, let actual else { return [] }
    guard let cells else {
      if expected.bytes == actual.bytes { return [] }
      return LineMatcher(Terms(options)).pieces(expected.piece, actual.piece)
    }
    let matcher = CellMatcher(Terms(options))
    let places = Array(zip(words(cells.expected), words(cells.actual)))
    return zip(cells.expected, cells.actual).enumerated().map { index, pair in
      let (left, right) = places[index]
      let role: LinePiece.Role =
        switch matcher.compare(
          pair.0, pair.1, column: cells.columns[index], policy: cells.policies[index])
        {
        case .agrees(let notes): notes.first.map { .tolerated(kind: $0.kind) } ?? .same
        case .pending, .differs: .changed
        }
      return LinePiece(role: role, expected: left, actual: right)
    }
  }

  /// Where cells stand in their line; an empty one stands where the one before it ends.
  private func words(_ cells: [Piece]) -> [LinePiece.Words] {
    var end = 0
    return cells.map { cell in
      let start = cell.isEmpty ? end : cell.startIndex
      end = start + cell.count
      return LinePiece.Words(range: start..<end, count: cell.isEmpty ? 0 : 1)
    }
  }
}

extension ComparisonRow.Mark {
  /// The mark's name in documents.
  package var name: String {
    switch self {
    case .same: "same"
    case .tolerated: "tolerated"
    case .changed: "changed"
    case .missing: "missing"
    case .extra: "extra"
    case .covered: "covered"
    }
  }

  /// Whether the row is none of what differs.
  var isAgreement: Bool {
    switch self {
    case .same, .tolerated, .covered: true
    case .changed, .missing, .extra: false
    }
  }
}
