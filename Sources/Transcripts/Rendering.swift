/// A comparison as lines for a person: the sentence, the place where the texts part, what was
/// tolerated there, and the rule that decided.
package struct ComparisonRenderer: Hashable, Sendable {
  /// Whether colours may be used; every line says the same without them.
  package var usesColour: Bool
  /// How many agreeing lines are shown around the difference.
  package var context: Int
  /// How many lines of the difference are shown.
  package var reach: Int
  /// How much of a line is shown.
  package var width: Int
  /// Whether it says what the document's author could write to allow the difference; who takes the lab
  /// can't change the document.
  package var advisesAuthor: Bool

  package init(
    usesColour: Bool = false, context: Int = 2, reach: Int = 12, width: Int = 160,
    advisesAuthor: Bool = true
  ) {
    self.advisesAuthor = advisesAuthor
    self.usesColour = usesColour
    self.context = context
    self.reach = reach
    self.width = width
  }

  /// The whole text, without a newline at its end; empty where there is nothing to say.
  package func text(_ comparison: Comparison) -> String { text(lines(comparison)) }

  /// Lines as text, in the terminal's colours where those may be used.
  package func text(_ lines: [ReportLine]) -> String {
    lines.map { line in usesColour ? line.spans.map(\.coloured).joined() : line.text }
      .joined(separator: "\n")
  }

  /// The report as values; none where there is nothing to say.
  package func lines(_ comparison: Comparison) -> [ReportLine] {
    let sentence = comparison.sentence.map { [ReportLine($0, .sentence)] } ?? []
    let parts = [sentence, hunk(comparison), notes(comparison)].filter { !$0.isEmpty }
    return Array(parts.joined(separator: [ReportLine("")]))
  }

  /// What `trestle compare` prints: the verdict first, also where everything agrees.
  package func report(_ comparison: Comparison) -> [ReportLine] {
    let word = comparison.verdict.rawValue
    let lines = lines(comparison)
    if let sentence = comparison.sentence {
      return [ReportLine("\(word): \(sentence)", .sentence)] + lines.dropFirst()
    }
    let meaning =
      switch comparison.verdict {
      case .exact: "the texts are the same"
      case .similar: "the texts differ only where they may"
      case .drift: "accepted, but a version, a restart count or a state has moved"
      case .unverified: "nothing is expected, so nothing was compared"
      case .notReady, .different, .error: "the texts differ"
      }
    return [ReportLine("\(word): \(meaning)", .sentence)] + (lines.isEmpty ? [] : [ReportLine("")])
      + lines
  }

  /// One line for every kind of difference that was tolerated, with the first example of each.
  package func tolerated(_ comparison: Comparison) -> [String] {
    summary(comparison.tolerated)
  }

  private func summary(_ notes: [Tolerance]) -> [String] {
    var seen: [String: Int] = [:]
    var examples: [Tolerance] = []
    for note in notes where note.effect != .notReady {
      if seen.updateValue((seen[note.kind] ?? 0) + 1, forKey: note.kind) == nil {
        examples.append(note)
      }
    }
    return examples.map { note in
      let count = seen[note.kind] ?? 1
      let sides = [note.expected, note.actual].map { shortened($0, 40) }
      let example =
        switch (sides[0].isEmpty, sides[1].isEmpty) {
        case (true, true): ""
        case (false, true): ": " + sides[0]
        case (true, false): ": " + sides[1]
        case (false, false): " \(sides[0]) → \(sides[1])"
        }
      let more = count > 1 ? " and \(count - 1) more" : ""
      let warning = note.effect == .drift ? " (drift)" : ""
      return "\(note.kind)\(example)\(more)\(warning)"
    }
  }
}

extension ComparisonRenderer {
  /// The lines around the first difference under two columns of line numbers.
  private func hunk(_ comparison: Comparison) -> [ReportLine] {
    guard comparison.verdict.isFailure else { return [] }
    let rows = comparison.rows
    guard let first = firstDifference(comparison.difference, rows) else { return [] }
    let start = max(0, first - context)
    var end = first
    var last = first
    while end < rows.count, end - first < reach {
      if !rows[end].mark.isAgreement { last = end }
      if end > last + context { break }
      end += 1
    }
    let shown = rows[start..<min(end, last + context + 1, rows.count)]
    let digits =
      shown.flatMap { [$0.expected?.number, $0.actual?.number] }
      .compactMap { $0.map { String($0).count } }.max() ?? 1
    let spans = RowSpans(options: comparison.options, width: width)
    var lines = shown.flatMap { written($0, digits: digits, spans) }
    let rest = rows[shown.endIndex...].count { !$0.mark.isAgreement }
    if rest > 0 {
      lines.append(
        ReportLine("  … and \(rest) more \(rest == 1 ? "line differs" : "lines differ")", .dim))
    }
    return lines
  }

  /// The row of the difference that the sentence is about, else the first one that differs.
  private func firstDifference(_ difference: Difference?, _ rows: [ComparisonRow]) -> Int? {
    let named = rows.firstIndex { row in
      guard let difference, !row.mark.isAgreement else { return false }
      if let line = difference.actualLine { return row.actual?.number == line }
      return row.expected != nil && row.expected?.number == difference.expectedLine
    }
    return named ?? rows.firstIndex { !$0.mark.isAgreement }
  }

  private func written(
    _ row: ComparisonRow, digits: Int, _ spans: RowSpans
  ) -> [ReportLine] {
    let numbers = { (left: Int?, right: Int?) in
      "  " + padded(left, digits) + " " + padded(right, digits) + " "
    }
    let expected = row.expected.map(\.text) ?? ""
    let actual = row.actual.map(\.text) ?? ""
    switch row.mark {
    case .same:
      return [
        ReportLine(
          numbers(row.expected?.number, row.actual?.number) + "  " + shortened(actual, width))
      ]
    case .tolerated:
      let text = row.actual == nil ? expected : actual
      return [
        ReportLine(
          numbers(row.expected?.number, row.actual?.number) + "~ " + shortened(text, width),
          .tolerated)
      ]
    case .covered:
      return [ReportLine(numbers(nil, row.actual?.number) + ". " + shortened(actual, width), .dim)]
    case .missing:
      return [
        ReportLine([
          ReportSpan(numbers(row.expected?.number, nil)),
          ReportSpan("- " + shortened(expected, width), .expected),
        ])
      ]
    case .extra:
      return [
        ReportLine([
          ReportSpan(numbers(nil, row.actual?.number)),
          ReportSpan("+ " + shortened(actual, width), .actual),
        ])
      ]
    case .changed:
      let sides = spans.changed(row)
      return [
        ReportLine(
          [ReportSpan(numbers(row.expected?.number, nil)), ReportSpan("- ", .expected)]
            + sides.expected),
        ReportLine(
          [ReportSpan(numbers(nil, row.actual?.number)), ReportSpan("+ ", .actual)]
            + sides.actual),
      ]
    }
  }

  /// What differs as it may in the lines that truly differ elsewhere.
  private func besideDifferences(_ comparison: Comparison) -> [Tolerance] {
    guard comparison.verdict.isFailure else { return [] }
    let changed = comparison.rows.lazy.filter { $0.mark == .changed }.prefix(reach)
    return changed.flatMap { row -> [Tolerance] in
      guard let expected = row.expected, let actual = row.actual else { return [] }
      return row.pieces(comparison.options).compactMap { piece in
        guard case .tolerated(let kind) = piece.role,
          !comparison.tolerated.contains(where: {
            $0.kind == kind && $0.line == expected.number && $0.actualLine == actual.number
          })
        else { return nil }
        return Tolerance(
          kind: kind, expected: piece.expected.text(in: expected.piece).text,
          actual: piece.actual.text(in: actual.piece).text)
      }
    }
  }

  private func notes(_ comparison: Comparison) -> [ReportLine] {
    var lines: [ReportLine] = []
    if let closest = comparison.difference?.closest {
      lines.append(
        ReportLine("  closest line \(closest.number): \(shortened(closest.text, width))"))
    }
    let tolerated = summary(comparison.tolerated + besideDifferences(comparison))
    if !tolerated.isEmpty {
      lines.append(ReportLine("  tolerated: " + tolerated.joined(separator: ", "), .dim))
    }
    if let difference = comparison.difference {
      lines.append(ReportLine("  rule: \(difference.rule)"))
      if advisesAuthor, let remedy = difference.remedy {
        lines.append(ReportLine("  to allow it: \(remedy)"))
      }
    }
    return lines
  }

  private func padded(_ number: Int?, _ width: Int) -> String {
    let text = number.map(String.init) ?? ""
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func shortened(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(width - 1) + "…"
  }
}
