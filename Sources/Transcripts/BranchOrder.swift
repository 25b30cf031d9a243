/// Trees that are drawn with branches: what hangs on one branch comes in any order. A branch that
/// moves takes all that hangs on it along, and is drawn as its new place wants it.
struct BranchOrder {
  let terms: Terms

  /// Trees of more lines are left in their order.
  private static let reach = 200

  /// A line of a tree.
  private struct Row {
    var line: Line
    let blankBefore: Bool
    /// The column of the line's branch; none where it goes on with what stands above.
    let branch: Int?
    /// The column where its text begins.
    let column: Int
    let text: Piece

    init?(_ unit: Unit) {
      guard case .line(let line, let blankBefore) = unit else { return nil }
      (self.line, self.blankBefore) = (line, blankBefore)
      var branch: Int?
      var column = 0
      var isDrawn = false
      var rest = line.piece
      while let first = rest.first {
        if first.isBlank {
          rest = rest.dropFirst()
        } else if let stroke = strokes.first(where: { rest.hasPrefix($0) }) {
          isDrawn = true
          if branches.contains(stroke) { branch = column }
          rest = rest.dropFirst(stroke.utf8.count)
        } else {
          break
        }
        column += 1
      }
      guard isDrawn || column > 0 else { return nil }
      (self.branch, self.column, text) = (branch, column, rest)
    }
  }

  private static let branches: Set<String> = ["├", "└", "╰"]
  private static let strokes = ["│", "├", "└", "╰", "─", "╴", "┬"]

  /// The actual units with the branches of their first tree in the order of the expected one, and
  /// the first line that was moved.
  func settled(
    _ actual: [Unit], by expected: [Unit], commands: [Int]
  ) -> (units: [Unit], moved: Tolerance?) {
    guard let wanted = Self.tree(expected), let found = Self.tree(actual),
      let first = commands.first, commands.last == first
    else { return (actual, nil) }
    let rows = ordered(found.rows[...], by: wanted.rows[...])
    let place = zip(rows, found.rows).enumerated().first { _, pair in
      pair.0.line.number != pair.1.line.number
    }
    guard let place = place?.offset else { return (actual, nil) }
    var units = actual
    for (index, row) in rows.enumerated() {
      units[found.start + index] = .line(row.line, blankBefore: row.blankBefore)
    }
    let line = place < wanted.rows.count ? wanted.rows[place].line.number : 0
    return (
      units,
      Tolerance(
        kind: "line order", expected: "", actual: "", line: line,
        actualLine: rows[place].line.number)
    )
  }

  /// The first run of lines that begins with a branch.
  private static func tree(_ units: [Unit]) -> (rows: [Row], start: Int)? {
    guard let start = units.firstIndex(where: { Row($0)?.branch != nil }) else { return nil }
    var rows: [Row] = []
    for unit in units[start...] {
      guard let row = Row(unit) else { break }
      rows.append(row)
    }
    return (2...reach).contains(rows.count) ? (rows, start) : nil
  }

  /// The branches of one column, each with the rows that hang on it; rows before the first one
  /// belong to what stands above.
  private func branches(
    _ rows: ArraySlice<Row>
  ) -> (above: ArraySlice<Row>, column: Int, parts: [ArraySlice<Row>])? {
    guard let start = rows.firstIndex(where: { $0.branch != nil }),
      let column = rows[start].branch
    else { return nil }
    var parts: [ArraySlice<Row>] = []
    var begin = start
    for index in (start + 1)..<max(rows.endIndex, start + 1) {
      guard let branch = rows[index].branch else { continue }
      // A branch further left ends the tree; such a drawing is not understood.
      guard branch >= column else { return nil }
      if branch == column {
        parts.append(rows[begin..<index])
        begin = index
      }
    }
    return (rows[..<start], column, parts + [rows[begin...]])
  }

  private func ordered(_ found: ArraySlice<Row>, by wanted: ArraySlice<Row>) -> [Row] {
    guard let left = branches(wanted), let right = branches(found) else { return Array(found) }
    var free = Array(right.parts.indices)
    let lines = LineMatcher(terms)
    func agree(_ one: Row?, _ other: Row?) -> Bool {
      guard let one, let other else { return false }
      return lines.match(one.text, other.text) != nil
    }
    func take(_ test: (ArraySlice<Row>) -> Bool) -> Int? {
      free.firstIndex { test(right.parts[$0]) }.map { free.remove(at: $0) }
    }
    // Those that agree in every line find each other first, then those whose first lines agree.
    var order = left.parts.map { part in
      take { other in
        other.count == part.count && zip(part, other).allSatisfy { agree($0, $1) }
      }
    }
    for place in order.indices where order[place] == nil {
      order[place] = take { agree(left.parts[place].first, $0.first) }
    }
    for place in order.indices where order[place] == nil && !free.isEmpty {
      order[place] = free.removeFirst()
    }
    let indices = order.compactMap { $0 } + free
    let last = right.parts.last?.first.flatMap { stroke($0, at: right.column) }
    var rows = Array(right.above)
    for (place, index) in indices.enumerated() {
      let model = place < left.parts.count ? left.parts[place] : []
      let part = ordered(right.parts[index].dropFirst(), by: model.dropFirst())
      let isLast = place == indices.count - 1
      rows += ([right.parts[index].first].compactMap { $0 } + part).enumerated().map {
        isLast == (index == right.parts.count - 1)
          ? $1
          : drawn(
            $1, at: right.column,
            $0 == 0 ? (isLast ? last ?? "╰" : "├") : (isLast ? " " : "│"))
      }
    }
    return rows
  }

  /// The stroke that a row has in a column.
  private func stroke(_ row: Row, at column: Int) -> Character? {
    let characters = Array(row.line.text)
    return column < characters.count ? characters[column] : nil
  }

  /// A row with another stroke in a column.
  private func drawn(_ row: Row, at column: Int, _ stroke: Character) -> Row {
    var characters = Array(row.line.text)
    guard column < characters.count, column < row.column else { return row }
    characters[column] = stroke
    var row = row
    row.line = Line(number: row.line.number, bytes: Array(String(characters).utf8))
    return row
  }
}
