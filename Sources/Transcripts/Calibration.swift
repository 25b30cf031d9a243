/// Learns from several runs of the same commands what varies beyond the kinds that are known, and the
/// fewest controls by which an author says so. What is the same in all runs and not what the text
/// shows is no variation, but a text that is out of date.
package struct Calibration: Sendable {
  /// What the commands printed in one run, and how it is compared there.
  package struct Run: Sendable {
    package var outputs: [CommandOutput]
    package var options: ComparisonOptions

    package init(outputs: [CommandOutput], options: ComparisonOptions) {
      self.outputs = outputs
      self.options = options
    }
  }

  /// A place of the text that varies, and how.
  package struct Place: Hashable, Sendable {
    /// The line of the expected text, counted from 1; nothing for a line that it doesn't have.
    package let line: Int?
    /// What the runs have there, each text once.
    package let texts: [String]
  }

  private let expected: String
  private let runs: [Run]
  /// What to write in front of the text.
  package private(set) var controls: [Control] = []
  /// Places that vary in a way that no control describes.
  package private(set) var unsettled: [Place] = []

  /// More rounds than any text needs that a person can read.
  private static let mostRounds = 40

  package init(expected: String, runs: [Run]) {
    self.expected = expected
    self.runs = runs
    if runs.count > 1, varies { learn() }
  }

  /// Whether one run's output would not do for another one's.
  private var varies: Bool {
    let first = runs[0].outputs.map(\.text).joined(separator: "\n")
    return runs.dropFirst().contains { run in
      var options = run.options
      if options.mode == .regex { options.mode = .similar }
      return Comparison.compare(expected: first, outputs: run.outputs, options: options).verdict
        .isFailure
    }
  }

  private mutating func learn() {
    var state = Comparisons(expected, runs, controls)
    var settled: Set<Place> = []
    for _ in 0..<Self.mostRounds {
      guard let (place, candidates) = state.firstVarying(except: settled) else { break }
      var isBetter = false
      for candidate in candidates where !controls.contains(candidate) {
        let trial = Comparisons(expected, runs, controls + [candidate])
        guard trial.isBetter(than: state) else { continue }
        controls.append(candidate)
        state = trial
        isBetter = true
        break
      }
      if !isBetter {
        settled.insert(place)
        unsettled.append(place)
      }
    }
    for control in controls {
      let others = controls.filter { $0 != control }
      if !state.isBetter(than: Comparisons(expected, runs, others)) { controls = others }
    }
  }
}

/// The text compared with every run under some controls.
private struct Comparisons {
  private let all: [Comparison]
  private let rows: [[ComparisonRow]]
  private let badness: Int

  init(_ expected: String, _ runs: [Calibration.Run], _ controls: [Control]) {
    all = runs.map { run in
      var options = run.options
      for control in controls { _ = options.set(control.name, control.value) }
      return Comparison.compare(expected: expected, outputs: run.outputs, options: options)
    }
    rows = all.map { $0.rows }
    badness = zip(all, rows).reduce(0) { sum, pair in
      pair.0.verdict.isFailure
        ? sum + pair.1.reduce(1) { $0 + $1.badness(pair.0.options) } : sum
    }
  }

  func isBetter(than other: Comparisons) -> Bool {
    if badness != other.badness { return badness < other.badness }
    // In a document it is the first difference that shows how far all agrees.
    return zip(all, other.all).contains { own, before in
      own.difference != before.difference
        && (own.difference?.expectedLine ?? .max) > (before.difference?.expectedLine ?? .max)
    }
  }

  /// The first place that fails in some run and is not the same in all, with the controls that may
  /// settle it.
  func firstVarying(
    except settled: Set<Calibration.Place>
  ) -> (Calibration.Place, [Control])? {
    for (comparison, rows) in zip(all, rows) where comparison.verdict.isFailure {
      for row in inOrder(rows, comparison) where row.badness(comparison.options) > 0 {
        let place = place(of: row)
        guard place.texts.count > 1, !settled.contains(place),
          let candidates = candidates(for: row, comparison)
        else { continue }
        return (place, candidates)
      }
    }
    return nil
  }

  /// The rows with that of the first difference in front: of a document, only there it shows which
  /// member differs.
  private func inOrder(_ rows: [ComparisonRow], _ comparison: Comparison) -> [ComparisonRow] {
    let first = rows.filter { isFirst($0, comparison) }
    return first.isEmpty ? rows : first + rows.filter { !isFirst($0, comparison) }
  }

  private func isFirst(_ row: ComparisonRow, _ comparison: Comparison) -> Bool {
    row.expected != nil && row.expected?.number == comparison.difference?.expectedLine
  }

  /// Controls that may settle a row; nothing where it differs in the same way in all runs.
  private func candidates(for row: ComparisonRow, _ comparison: Comparison) -> [Control]? {
    var told = comparison.difference?.control.map { [$0] } ?? []
    if told.first?.name == "volatile", row.cells != nil || !isFirst(row, comparison) { told = [] }
    guard row.mark == .changed, let line = row.expected?.number else {
      return told + row.controlsOfLine
    }
    let same = rows.map { rows in rows.first { $0.expected?.number == line } }
    let varying = row.varying(among: same, comparison.options)
    return varying.isEmpty ? nil : told + row.controls(of: varying, comparison.options)
  }

  private func place(of row: ComparisonRow) -> Calibration.Place {
    var texts: [String] = []
    for rows in rows {
      let text: String
      if let line = row.expected?.number {
        text = rows.first { $0.expected?.number == line }?.actual?.text ?? ""
      } else {
        text = rows.first { $0.actual?.text == row.actual?.text }?.actual?.text ?? ""
      }
      if !texts.contains(text) { texts.append(text) }
    }
    return Calibration.Place(line: row.expected?.number, texts: texts)
  }
}
