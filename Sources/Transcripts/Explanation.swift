/// Finds the first true difference in an alignment and puts it in one sentence.
struct Explanation {
  let steps: [AlignmentStep]
  let expected: [Unit]
  let actual: [Unit]
  let terms: Terms
  private var options: ComparisonOptions { terms.options }

  /// The difference to report: an unexpected error line first, else the first one in the text.
  func difference() -> Difference? {
    if let difference = unusableExpression() { return difference }
    if actual.isEmpty, let first = expected.first { return nothingPrinted(first.firstLine) }
    for step in steps {
      switch step {
      case .extra(let right) where actual[right].isErrorLine: return errorLine(right)
      case .changed(_, let right) where actual[right].isPlainError: return errorLine(right)
      default: continue
      }
    }
    for step in steps {
      switch step {
      case .same, .covered, .omitted: continue
      case .missing(let left):
        if case .elision = expected[left] { continue }
        return moved(missing: left) ?? missing(left)
      case .extra(let right): return moved(extra: right) ?? extra(right)
      case .changed(let left, _) where isLineAmongOthers(left): return missing(left)
      case .changed(let left, let right):
        if let difference = changed(left, right) { return difference }
      }
    }
    return nil
  }

  private func isLineAmongOthers(_ index: Int) -> Bool {
    if case .line = expected[index] { options.mode == .contains } else { false }
  }

  private func nothingPrinted(_ line: Line) -> Difference {
    Difference(
      sentence: "Nothing was printed; expected \(Text.quoted(line.text))",
      expectedLine: line.number, expected: line.text, rule: Rule.lines)
  }

  private func errorLine(_ index: Int) -> Difference {
    let line = actual[index].firstLine
    return Difference(
      sentence: "Line \(line.number) is an error that is not expected: \(Text.quoted(line.text))",
      actualLine: line.number, actual: line.text, rule: Rule.errors,
      remedy: Remedy.optional(line.piece))
  }

  private func missing(_ index: Int) -> Difference {
    let unit = expected[index]
    let line = unit.firstLine
    let closest = actual.lazy.map(\.firstLine)
      .map { ($0, Closeness.of(line.piece, $0.piece)) }
      .max { $0.1 < $1.1 }
    let isLine = if case .line = unit { true } else { false }
    let what =
      if !isLine {
        "The table \(Text.quoted(line.text)) is missing"
      } else if options.mode == .contains {
        missingAmongOthers(index, line)
      } else {
        "Expected line \(line.number) is missing: \(Text.quoted(line.text))"
      }
    return Difference(
      sentence: what, expectedLine: line.number, expected: line.text,
      closest: closest.flatMap { $0.1 > 0 ? $0.0 : nil }, rule: Rule.lines,
      remedy: isLine ? Remedy.optional(line.piece) ?? Remedy.line : Remedy.line)
  }

  /// Where any other lines may be, it counts whether one has the text at all.
  private func missingAmongOthers(_ index: Int, _ line: Line) -> String {
    guard let place = actual.indices.first(where: { agrees(index, $0) }) else {
      return "No line has \(Text.quoted(line.text))"
    }
    return "Line \(actual[place].firstLine.number) has \(Text.quoted(line.text)), but not at its"
      + " place among the expected lines"
  }

  /// The first expected line that is no expression.
  private func unusableExpression() -> Difference? {
    guard options.mode == .regex else { return nil }
    for unit in expected {
      guard case .line(let line, _) = unit,
        Pattern(name: "the line", expression: line.text).problem != nil
      else { continue }
      return Difference(
        sentence:
          "Expected line \(line.number) is no regular expression: \(Text.quoted(line.text))",
        expectedLine: line.number, expected: line.text, rule: Rule.expressions)
    }
    return nil
  }

  /// The expected line that is not at its place but further down.
  private func moved(missing left: Int) -> Difference? {
    let rest = steps.drop { $0 != .missing(expected: left) }
    for step in rest {
      guard case .extra(let right) = step, agrees(left, right) else { continue }
      let passed = rest.lazy.compactMap { pairedActual($0) }.first
      return outOfPlace(left, right, passed.map { ("before", $0) })
    }
    return nil
  }

  /// The line that is expected further down.
  private func moved(extra right: Int) -> Difference? {
    let rest = steps.drop { $0 != .extra(actual: right) }
    var last: Int?
    for step in rest {
      if let passed = pairedActual(step) { last = passed }
      guard case .missing(let left) = step, agrees(left, right) else { continue }
      return outOfPlace(left, right, last.map { ("behind", $0) })
    }
    return nil
  }

  private func outOfPlace(
    _ left: Int, _ right: Int, _ neighbour: (side: String, index: Int)?
  ) -> Difference? {
    guard let neighbour else { return nil }
    let wanted = expected[left].firstLine
    let found = actual[right].firstLine
    let other = actual[neighbour.index].firstLine
    return Difference(
      sentence: "Line \(found.number) is out of order: expected \(Text.quoted(found.text))"
        + " \(neighbour.side) \(Text.quoted(other.text))",
      expectedLine: wanted.number, actualLine: found.number, expected: wanted.text,
      actual: found.text, rule: Rule.order, remedy: Rule.remedy("lines=any"))
  }

  private func agrees(_ left: Int, _ right: Int) -> Bool {
    Unit.match(expected[left], actual[right], terms: terms, allowsPending: false) != nil
  }

  private func pairedActual(_ step: AlignmentStep) -> Int? {
    switch step {
    case .same(_, let right, _), .changed(_, let right): right
    case .covered, .omitted, .missing, .extra: nil
    }
  }

  private func extra(_ index: Int) -> Difference {
    let line = actual[index].firstLine
    return Difference(
      sentence: "Line \(line.number) is not expected: \(Text.quoted(line.text))",
      actualLine: line.number, actual: line.text, rule: Rule.lines,
      remedy: "a line ... or " + Rule.remedy("match=contains"))
  }

  private func changed(_ left: Int, _ right: Int) -> Difference? {
    switch (expected[left], actual[right]) {
    case (.table(let wanted, _), .table(let found, _)):
      let result = TableMatcher(terms).compare(wanted, found)
      return result.difference ?? result.pending.first.map(pending)
    case (.line(let wanted, _), .line(let found, _)): return changedLine(wanted, found)
    default: return missing(left)
    }
  }

  private func pending(_ note: Tolerance) -> Difference {
    Difference(
      sentence: "Not ready yet: \(note.kind)", expectedLine: note.line,
      actualLine: note.actualLine, expected: note.expected, actual: note.actual,
      rule: Rule.literal)
  }

  private func sentence(_ line: Line, _ expected: Piece, _ actual: Piece) -> String {
    if actual.isEmpty {
      return "Line \(line.number): \(Text.quoted(expected.text)) is missing in"
        + " \(Text.quoted(line.text))"
    }
    if expected.isEmpty {
      return "Line \(line.number): \(Text.quoted(actual.text)) is not expected in"
        + " \(Text.quoted(line.text))"
    }
    return "Line \(line.number): " + Text.difference(expected, actual)
  }

  /// Names the words that differ where they are few, else the whole lines.
  private func changedLine(_ wanted: Line, _ found: Line) -> Difference {
    let matcher = LineMatcher(terms)
    var difference = Difference(
      sentence: "", expectedLine: wanted.number, actualLine: found.number, expected: wanted.text,
      actual: found.text, rule: Rule.literal, remedy: Remedy.words)
    if options.mode == .regex {
      difference.sentence =
        "Line \(found.number): \(Text.quoted(found.text)) is not what the expression"
        + " \(Text.quoted(wanted.text)) describes"
      (difference.rule, difference.remedy) = (Rule.expressions, nil)
      return difference
    }
    let pieces = matcher.pieces(wanted.piece, found.piece)
    let changes = pieces.filter { $0.role == .changed }
    if changes.count == 1, let change = changes.first, pieces.count > 1,
      change.expected.count == 1 || change.actual.count == 1
    {
      let left = change.expected.text(in: wanted.piece)
      let right = change.actual.text(in: found.piece)
      difference.sentence = sentence(found, left, right)
      (difference.rule, difference.remedy) = Rule.forWords(left, right)
      if change.expected.count != 1 || change.actual.count != 1 {
        difference.remedy = Remedy.words
      } else if options.mode == .exact {
        difference.remedy = "a placeholder such as <value>"
      }
      return difference
    }
    difference.sentence =
      wanted.text == found.text
      ? sentence(found, wanted.piece, found.piece)
      : "Line \(found.number): expected \(Text.quoted(wanted.text)),"
        + " got \(Text.quoted(found.text))"
    return difference
  }
}
