/// One line of two texts shown side by side.
package struct ComparisonRow: Hashable, Sendable {
  /// How the line's two sides relate.
  package enum Mark: CaseIterable, Hashable, Sendable {
    case same
    /// They differ only where they may.
    case tolerated
    case changed
    /// Expected, and not there.
    case missing
    /// There, and not expected.
    case extra
    /// There, not expected, and covered by an elision or a loose mode.
    case covered
  }

  package var mark: Mark
  package var expected: Line?
  package var actual: Line?
  /// Where both sides are rows of a table, their cells.
  var cells: Cells?

  package init(mark: Mark, expected: Line? = nil, actual: Line? = nil) {
    self.mark = mark
    self.expected = expected
    self.actual = actual
  }

  static func rows(
    of steps: [AlignmentStep], _ expected: [Unit], _ actual: [Unit], _ options: ComparisonOptions
  ) -> [ComparisonRow] {
    steps.flatMap { step -> [ComparisonRow] in
      switch step {
      case .same(let left, let right, let notes):
        pairs(expected[left], actual[right], mark(notes), options)
      case .changed(let left, let right): pairs(expected[left], actual[right], .changed, options)
      case .missing(let left):
        lines(expected[left]).map { line in
          // An elision stands for no lines as well.
          ComparisonRow(mark: expected[left].isElision ? .tolerated : .missing, expected: line)
        }
      case .omitted(let left):
        lines(expected[left]).map { ComparisonRow(mark: .tolerated, expected: $0) }
      case .extra(let right):
        lines(actual[right]).map { ComparisonRow(mark: .extra, actual: $0) }
      case .covered(let right):
        lines(actual[right]).map { ComparisonRow(mark: .covered, actual: $0) }
      }
    }
  }

  private static func mark(_ notes: [Tolerance]) -> Mark {
    if notes.contains(where: { $0.effect == .notReady }) { return .changed }
    return notes.isEmpty ? .same : .tolerated
  }

  private static func lines(_ unit: Unit) -> [Line] {
    switch unit {
    case .line(let line, _), .elision(let line): [line]
    case .table(let table, _): table.lines
    }
  }

  /// Two lines side by side; of two tables the rows, each with the row of its key.
  private static func pairs(
    _ left: Unit, _ right: Unit, _ mark: Mark, _ options: ComparisonOptions
  ) -> [ComparisonRow] {
    guard case .table(let wanted, _) = left, case .table(let found, _) = right,
      wanted.columns == found.columns, wanted.frame == found.frame
    else {
      return lines(left).map { ComparisonRow(mark: .missing, expected: $0) }
        .merged(with: lines(right), mark: mark)
    }
    let policies = wanted.policies(options)
    // The rules of a frame, each beside the next one of the other frame.
    var rules = wanted.rules[...]
    var others = found.rules[...]
    var rows: [ComparisonRow] = []
    func drawRules(upTo place: Int) {
      while let rule = rules.first, rule.place <= place {
        rows.append(drawn(rules.removeFirst().line, others.popFirst()?.line))
      }
    }
    drawRules(upTo: -1)
    rows.append(drawn(wanted.header, found.header))
    drawRules(upTo: 0)
    var byKey: [String: [Int]] = [:]
    var byShape: [String: [Int]] = [:]
    for (index, row) in found.rows.enumerated().reversed() {
      byKey[found.key(row), default: []].append(index)
      byShape[found.shape(row), default: []].append(index)
    }
    var used = [Bool](repeating: false, count: found.rows.count)
    func take(_ bucket: inout [Int]) -> Int? {
      while let index = bucket.popLast() {
        if used[index] { continue }
        used[index] = true
        return index
      }
      return nil
    }
    for (index, row) in wanted.rows.enumerated() {
      drawRules(upTo: index)
      if row.isElision { continue }
      let place =
        take(&byKey[wanted.key(row), default: []])
        ?? take(&byShape[wanted.shape(row), default: []])
      guard let partner = place.map({ found.rows[$0] }) else {
        rows.append(ComparisonRow(mark: .missing, expected: row.line))
        continue
      }
      let isSame = partner.line.bytes == row.line.bytes
      let agrees = mark != .changed || agree(row, partner, policies, wanted, options)
      var shown = ComparisonRow(
        mark: isSame ? .same : agrees ? .tolerated : .changed, expected: row.line,
        actual: partner.line)
      if !isSame {
        shown.cells = Cells(
          columns: wanted.columns, policies: policies, expected: row.cells, actual: partner.cells)
      }
      rows.append(shown)
    }
    let free = found.rows.indices.filter { !used[$0] }.map { found.rows[$0] }
    let isCovered = mark != .changed || wanted.rows.contains(where: \.isElision)
    rows += free.map { ComparisonRow(mark: isCovered ? .covered : .extra, actual: $0.line) }
    drawRules(upTo: .max)
    return rows
  }

  private static func drawn(_ left: Line, _ right: Line?) -> ComparisonRow {
    ComparisonRow(
      mark: right?.bytes == left.bytes ? .same : .tolerated, expected: left, actual: right)
  }

  private static func agree(
    _ left: Table.Row, _ right: Table.Row, _ policies: [ColumnPolicy], _ table: Table,
    _ options: ComparisonOptions
  ) -> Bool {
    let cells = CellMatcher(Terms(options))
    return zip(left.cells, right.cells).enumerated().allSatisfy { index, pair in
      let found = cells.compare(
        pair.0, pair.1, column: table.columns[index], policy: policies[index])
      return if case .agrees = found { true } else { false }
    }
  }
}

extension [ComparisonRow] {
  func merged(with lines: [Line], mark: ComparisonRow.Mark) -> [ComparisonRow] {
    (0..<Swift.max(count, lines.count)).map { index in
      let left = index < count ? self[index].expected : nil
      let right = index < lines.count ? lines[index] : nil
      if left == nil { return ComparisonRow(mark: .extra, actual: right) }
      if right == nil { return ComparisonRow(mark: .missing, expected: left) }
      return ComparisonRow(mark: mark, expected: left, actual: right)
    }
  }
}
