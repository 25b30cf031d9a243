/// Compares two tables: rows by key in any order, cells by their column's policy.
struct TableMatcher {
  /// What came of it: tolerances, and either nothing else, a pending state or a difference.
  struct Result {
    var notes: [Tolerance] = []
    var pending: [Tolerance] = []
    var difference: Difference?
  }

  let terms: Terms
  private var options: ComparisonOptions { terms.options }
  private let cells: CellMatcher

  init(_ terms: Terms) {
    self.terms = terms
    cells = CellMatcher(terms)
  }

  /// Rows of one shape that are tried before a row counts as not found.
  private static let mostCandidates = 64

  func compare(_ expected: Table, _ actual: Table) -> Result {
    guard expected.columns == actual.columns, expected.frame == actual.frame else {
      return Result(difference: columnsDiffer(expected, actual))
    }
    var result = Result()
    var used = [Bool](repeating: false, count: actual.rows.count)
    let wanted = expected.rows.filter { !$0.isElision }
    var known = [[Tolerance]?](repeating: nil, count: wanted.count)
    let policies = expected.policies(options)
    let pairs = pair(wanted, of: expected, with: actual, policies, &used, &known)
    for (index, (row, partner)) in zip(wanted, pairs).enumerated() {
      if let notes = known[index] {
        result.notes += notes
        continue
      }
      guard let partner else {
        if isOptional(row) {
          result.notes.append(
            Tolerance(kind: "optional row", expected: row.line.text, actual: "").at(
              row.line.number, 0))
          continue
        }
        if result.difference == nil { result.difference = missing(row, expected, actual, used) }
        continue
      }
      compare(row, actual.rows[partner], expected, policies, &result)
    }
    let allowsMore =
      options.rows == .subset || options.mode == .contains || wanted.count < expected.rows.count
    if !allowsMore {
      for (index, isUsed) in used.enumerated() where !isUsed {
        judgeExtra(actual.rows[index], actual, &result)
      }
    } else if wanted.count < expected.rows.count, used.contains(false) {
      let count = used.count { !$0 }
      result.notes.append(
        Tolerance(kind: "elision", expected: "...", actual: count == 1 ? "1 row" : "\(count) rows"))
    }
    let order = pairs.compactMap { $0 }
    if let (before, behind) = zip(order, order.dropFirst()).first(where: { $0 > $1 }) {
      if !expected.hasRowsInAnyOrder, options.order == .ordered, result.difference == nil {
        result.difference = outOfOrder(actual, before, behind)
      }
      result.notes.append(
        Tolerance(
          kind: "row order", expected: "", actual: "", line: expected.header.number,
          actualLine: actual.header.number))
    }
    return result
  }

  /// For every expected row the index of the actual row that stands for it, and what must be
  /// tolerated where all of it agrees.
  private func pair(
    _ wanted: [Table.Row], of expected: Table, with actual: Table,
    _ policies: [ColumnPolicy], _ used: inout [Bool], _ known: inout [[Tolerance]?]
  ) -> [Int?] {
    var byKey: [String: [Int]] = [:]
    var byShape: [String: [Int]] = [:]
    for (index, row) in actual.rows.enumerated() {
      byKey[actual.key(row), default: []].append(index)
      byShape[actual.shape(row), default: []].append(index)
    }
    var pairs = [Int?](repeating: nil, count: wanted.count)
    /// Takes the first free row of a bucket; rows that are taken leave their buckets.
    func take(_ row: Int, _ bucket: inout [Int], mustAgree: Bool) {
      var place = 0
      while place < min(bucket.count, Self.mostCandidates) {
        let candidate = bucket[place]
        if used[candidate] {
          bucket.remove(at: place)
          continue
        }
        let notes =
          mustAgree ? agreement(wanted[row], actual.rows[candidate], expected, policies) : nil
        if mustAgree, notes == nil {
          place += 1
        } else {
          known[row] = notes
          pairs[row] = candidate
          used[candidate] = true
          bucket.remove(at: place)
          return
        }
      }
    }
    let keys = wanted.map { expected.key($0) }
    let shapes = wanted.map { expected.shape($0) }
    for mustAgree in [true, false] {
      for row in wanted.indices where pairs[row] == nil {
        take(row, &byKey[keys[row], default: []], mustAgree: mustAgree)
      }
      for row in wanted.indices where pairs[row] == nil {
        take(row, &byShape[shapes[row], default: []], mustAgree: mustAgree)
      }
    }
    for row in wanted.indices where pairs[row] == nil {
      var near = actual.rows.indices.filter { !used[$0] }.prefix(Self.mostCandidates).filter {
        agreesByKey(wanted[row], actual.rows[$0], expected)
      }
      if near.count > 1 { take(row, &near, mustAgree: true) }
      if pairs[row] == nil { take(row, &near, mustAgree: false) }
    }
    return pairs
  }

  private func agreesByKey(
    _ expected: Table.Row, _ actual: Table.Row, _ table: Table
  ) -> Bool {
    let lines = LineMatcher(terms)
    return table.keyColumns.allSatisfy {
      lines.match(expected.cells[$0], actual.cells[$0]) != nil
    }
  }

  /// What must be tolerated for a row to stand for another one; nothing if it cannot.
  private func agreement(
    _ expected: Table.Row, _ actual: Table.Row, _ table: Table, _ policies: [ColumnPolicy]
  ) -> [Tolerance]? {
    var all: [Tolerance] = []
    for (index, pair) in zip(expected.cells, actual.cells).enumerated() {
      guard
        case .agrees(let notes) = cells.compare(
          pair.0, pair.1, column: table.columns[index], policy: policies[index])
      else { return nil }
      all += notes.map { $0.at(expected.line.number, actual.line.number) }
    }
    return all
  }

  private func compare(
    _ expected: Table.Row, _ actual: Table.Row, _ table: Table, _ policies: [ColumnPolicy],
    _ result: inout Result
  ) {
    for (index, pair) in zip(expected.cells, actual.cells).enumerated() {
      let column = table.columns[index]
      switch cells.compare(pair.0, pair.1, column: column, policy: policies[index]) {
      case .agrees(let notes):
        result.notes += notes.map { $0.at(expected.line.number, actual.line.number) }
      case .pending(let reason):
        result.pending.append(
          Tolerance(
            kind: reason, effect: .notReady, expected: pair.0.text, actual: pair.1.text,
            line: expected.line.number, actualLine: actual.line.number))
      case .differs:
        // A failed state explains the cells beside it, so it takes precedence within the row.
        let isCause = Lexicon.errorStates.contains(pair.1.text)
        if result.difference == nil
          || (isCause && result.difference?.actualLine == actual.line.number)
        {
          result.difference = cellDiffers(column, expected, actual, pair.0, pair.1, table)
        }
      }
    }
  }

  private func isOptional(_ row: Table.Row) -> Bool {
    options.optional.contains { row.line.piece.contains($0) }
  }

  private func judgeExtra(_ row: Table.Row, _ table: Table, _ result: inout Result) {
    if isOptional(row) {
      result.notes.append(
        Tolerance(kind: "optional row", expected: "", actual: row.line.text).at(0, row.line.number))
      return
    }
    let pendingCell = zip(table.columns, row.cells).first { _, cell in Lexicon.isPending(cell) }
    if let (column, cell) = pendingCell {
      result.pending.append(
        Tolerance(
          kind: "\(column) \(cell.text)", effect: .notReady, expected: "",
          actual: row.line.text, actualLine: row.line.number))
      return
    }
    guard result.difference == nil else { return }
    result.difference = Difference(
      sentence: "Row \(table.shape(row)) is not expected in the table",
      actualLine: row.line.number, actual: row.line.text, rule: Rule.rows,
      remedy: "a last row ... or " + Rule.remedy("rows=subset"))
  }

  private func missing(
    _ row: Table.Row, _ expected: Table, _ actual: Table, _ used: [Bool]
  ) -> Difference {
    let free = actual.rows.indices.filter { !used[$0] }.prefix(Self.mostCandidates)
    let closest = free.map { actual.rows[$0].line }
      .max { Closeness.of(row.line.piece, $0.piece) < Closeness.of(row.line.piece, $1.piece) }
    let instead =
      expected.rows.count == actual.rows.count && free.count == 1
      ? free.first.map { "; \(actual.shape(actual.rows[$0])) stands there instead" } : nil
    return Difference(
      sentence: "Row \(expected.shape(row)) is missing from the table" + (instead ?? ""),
      expectedLine: row.line.number, expected: row.line.text, closest: closest, rule: Rule.rows,
      remedy: expected.keyColumns.last.flatMap { Remedy.optional(row.cells[$0]) })
  }

  private func cellDiffers(
    _ column: String, _ row: Table.Row, _ found: Table.Row, _ expected: Piece, _ actual: Piece,
    _ table: Table
  ) -> Difference {
    let name = table.shape(row)
    let isKey = table.keyColumns.contains { table.columns[$0] == column }
    let place = isKey || name.isEmpty ? column : column + " of " + name
    return Difference(
      sentence: "\(place): " + Text.difference(expected, actual),
      expectedLine: row.line.number, actualLine: found.line.number, expected: expected.text,
      actual: actual.text, rule: Rule.forWords(expected, actual).rule,
      remedy: Lexicon.errorStates.contains(actual.text)
        ? nil
        : options.strictColumns.contains(column)
          ? "a placeholder such as <value>" : Rule.volatile(column))
  }

  private func outOfOrder(_ table: Table, _ before: Int, _ behind: Int) -> Difference {
    let (first, last) = (table.rows[behind], table.rows[before])
    return Difference(
      sentence: "Row \(table.shape(last)) is out of order: expected before row"
        + " \(table.shape(first))",
      actualLine: last.line.number, actual: last.line.text, rule: Rule.order,
      remedy: Rule.remedy("lines=any"))
  }

  private func columnsDiffer(_ expected: Table, _ actual: Table) -> Difference {
    guard expected.columns != actual.columns else {
      return Difference(
        sentence: "Line \(actual.header.number): the table's frame is another one",
        expectedLine: expected.header.number, actualLine: actual.header.number,
        expected: expected.header.text, actual: actual.header.text, rule: Rule.columns)
    }
    return Difference(
      sentence: "The table's columns are \(actual.columns.joined(separator: ", "));"
        + " expected \(expected.columns.joined(separator: ", "))",
      expectedLine: expected.header.number, actualLine: actual.header.number,
      expected: expected.header.text, actual: actual.header.text, rule: Rule.columns)
  }
}
