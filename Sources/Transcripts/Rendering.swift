/// A comparison as text for a person: the sentence, the place where the texts part, what was
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

  package init(usesColour: Bool = false, context: Int = 2, reach: Int = 12, width: Int = 160) {
    self.usesColour = usesColour
    self.context = context
    self.reach = reach
    self.width = width
  }

  /// The whole text, without a newline at its end; empty where there is nothing to say.
  package func text(_ comparison: Comparison) -> String {
    var parts: [String] = []
    if let sentence = comparison.sentence { parts.append(style(sentence, .bold)) }
    let hunk = hunk(comparison)
    if !hunk.isEmpty { parts.append(hunk.joined(separator: "\n")) }
    let notes = notes(comparison)
    if !notes.isEmpty { parts.append(notes.joined(separator: "\n")) }
    return parts.joined(separator: "\n\n")
  }

  /// One line for every kind of difference that was tolerated, with the first example of each.
  package func tolerated(_ comparison: Comparison) -> [String] {
    var seen: [String: Int] = [:]
    var examples: [Tolerance] = []
    for note in comparison.tolerated where note.effect != .notReady {
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
        case (false, true): " " + sides[0]
        case (true, false): " " + sides[1]
        case (false, false): " \(sides[0]) → \(sides[1])"
        }
      let more = count > 1 ? " and \(count - 1) more" : ""
      let warning = note.effect == .drift ? " (drift)" : ""
      return "\(note.kind)\(example)\(more)\(warning)"
    }
  }
}

extension ComparisonRenderer {
  private enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case highlight = "7"
  }

  private func style(_ text: String, _ style: Style) -> String {
    usesColour && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The lines around the first difference under two columns of line numbers.
  private func hunk(_ comparison: Comparison) -> [String] {
    let rows = comparison.rows
    guard comparison.verdict.isFailure, let first = firstDifference(comparison) else { return [] }
    let start = max(0, first - context)
    var end = first
    var last = first
    while end < rows.count, end - first < reach {
      if !isAgreement(rows[end].mark) { last = end }
      if end > last + context { break }
      end += 1
    }
    let shown = rows[start..<min(end, last + context + 1, rows.count)]
    let digits =
      shown.flatMap { [$0.expected?.number, $0.actual?.number] }
      .compactMap { $0.map { String($0).count } }.max() ?? 1
    var lines = shown.flatMap { written($0, digits: digits) }
    let rest = rows[shown.endIndex...].count { !isAgreement($0.mark) }
    if rest > 0 { lines.append(style("  … and \(rest) more lines that differ", .dim)) }
    return lines
  }

  /// The row of the difference that the sentence is about, else the first one that differs.
  private func firstDifference(_ comparison: Comparison) -> Int? {
    let difference = comparison.difference
    let named = comparison.rows.firstIndex { row in
      guard let difference, !isAgreement(row.mark) else { return false }
      if let line = difference.actualLine { return row.actual?.number == line }
      return row.expected != nil && row.expected?.number == difference.expectedLine
    }
    return named ?? comparison.rows.firstIndex { !isAgreement($0.mark) }
  }

  private func isAgreement(_ mark: ComparisonRow.Mark) -> Bool {
    switch mark {
    case .same, .tolerated, .covered: true
    case .changed, .missing, .extra: false
    }
  }

  private func written(_ row: ComparisonRow, digits: Int) -> [String] {
    let numbers = { (left: Int?, right: Int?) in
      "  " + padded(left, digits) + " " + padded(right, digits) + " "
    }
    let expected = row.expected.map(\.text) ?? ""
    let actual = row.actual.map(\.text) ?? ""
    switch row.mark {
    case .same:
      return [numbers(row.expected?.number, row.actual?.number) + "  " + shortened(actual, width)]
    case .tolerated:
      let text = row.actual == nil ? expected : actual
      return [
        style(
          numbers(row.expected?.number, row.actual?.number) + "~ " + shortened(text, width), .dim)
      ]
    case .covered:
      return [style(numbers(nil, row.actual?.number) + ". " + shortened(actual, width), .dim)]
    case .missing:
      return [numbers(row.expected?.number, nil) + style("- " + shortened(expected, width), .red)]
    case .extra:
      return [numbers(nil, row.actual?.number) + style("+ " + shortened(actual, width), .green)]
    case .changed:
      let (left, right) = highlighted(expected, actual)
      return [
        numbers(row.expected?.number, nil) + style("- ", .red) + left,
        numbers(nil, row.actual?.number) + style("+ ", .green) + right,
      ]
    }
  }

  /// Marks the part in which two lines differ, and shows blanks where they are the difference.
  private func highlighted(_ expected: String, _ actual: String) -> (String, String) {
    var left = Array(shortened(expected, width))
    var right = Array(shortened(actual, width))
    if Piece(expected).words == Piece(actual).words {
      left = left.map { $0 == " " ? "·" : $0 }
      right = right.map { $0 == " " ? "·" : $0 }
    }
    let front = zip(left, right).prefix { $0 == $1 }.count
    let most = min(left.count, right.count) - front
    let back = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.prefix(most).count
    return (mark(left, front, back, .red), mark(right, front, back, .green))
  }

  private func mark(_ line: [Character], _ front: Int, _ back: Int, _ colour: Style) -> String {
    let middle = String(line[front..<(line.count - back)])
    return style(String(line[..<front]), colour) + style(middle, .highlight)
      + style(String(line[(line.count - back)...]), colour)
  }

  private func notes(_ comparison: Comparison) -> [String] {
    var lines: [String] = []
    if let closest = comparison.difference?.closest {
      lines.append("  closest line \(closest.number): \(shortened(closest.text, width))")
    }
    let tolerated = tolerated(comparison)
    if !tolerated.isEmpty {
      lines.append(style("  tolerated: " + tolerated.joined(separator: ", "), .dim))
    }
    if let difference = comparison.difference {
      lines.append("  rule: \(difference.rule)")
      if let remedy = difference.remedy { lines.append("  to allow it: \(remedy)") }
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
