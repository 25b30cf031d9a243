/// Finds the first true difference in an alignment and puts it in one sentence.
struct Explanation {
  let steps: [AlignmentStep]
  let expected: [Unit]
  let actual: [Unit]
  let options: ComparisonOptions

  /// The difference to report: an unexpected error line first, else the first one in the text.
  func difference() -> Difference? {
    if actual.isEmpty, let first = expected.first { return nothingPrinted(first.firstLine) }
    for step in steps {
      switch step {
      case .extra(let right) where actual[right].isErrorLine: return errorLine(right)
      case .changed(_, let right) where actual[right].isErrorLine: return errorLine(right)
      default: continue
      }
    }
    for step in steps {
      switch step {
      case .same, .covered, .omitted: continue
      case .missing(let left):
        if case .elision = expected[left] { continue }
        return missing(left)
      case .extra(let right): return extra(right)
      case .changed(let left, let right):
        if let difference = changed(left, right) { return difference }
      }
    }
    return nil
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
      remedy: Rule.remedy("optional=\"\(Text.shortened(line.text))\""))
  }

  private func missing(_ index: Int) -> Difference {
    let unit = expected[index]
    let line = unit.firstLine
    let closest = actual.lazy.map(\.firstLine)
      .map { ($0, Closeness.of(line.piece, $0.piece)) }
      .max { $0.1 < $1.1 }
    let what =
      if case .table = unit { "The table \(Text.quoted(line.text)) is missing" } else {
        "Expected line \(line.number) is missing: \(Text.quoted(line.text))"
      }
    return Difference(
      sentence: what, expectedLine: line.number, expected: line.text,
      closest: closest.flatMap { $0.1 > 0 ? $0.0 : nil }, rule: Rule.lines,
      remedy: Rule.remedy("optional=\"\(Text.shortened(line.text))\""))
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
      let result = TableMatcher(options: options).compare(wanted, found)
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

  /// Names the words that differ where they are few, else the whole lines.
  private func changedLine(_ wanted: Line, _ found: Line) -> Difference {
    let left = wanted.piece.words
    let right = found.piece.words
    let matcher = LineMatcher(options: options)
    var difference = Difference(
      sentence: "", expectedLine: wanted.number, actualLine: found.number, expected: wanted.text,
      actual: found.text, rule: Rule.literal, remedy: "a placeholder such as <value>")
    if left.count == right.count, options.mode != .exact {
      let differing = left.indices.filter { matcher.match(left[$0], right[$0]) == nil }
      if differing.count == 1, let index = differing.first, left.count > 1 {
        difference.sentence =
          "Line \(found.number): expected \(Text.shown(left[index])), got \(Text.shown(right[index]))"
        (difference.rule, difference.remedy) = Rule.forWords(left[index], right[index])
        return difference
      }
    }
    difference.sentence =
      "Line \(found.number): expected \(Text.quoted(wanted.text)), got \(Text.quoted(found.text))"
    return difference
  }
}
