/// What came of comparing an expected text with what one or several commands printed.
package struct Comparison: Hashable, Sendable {
  package var verdict: Verdict
  /// The differences that were accepted.
  package var tolerated: [Tolerance] = []
  /// What the placeholders of the expected text stood for, by name.
  package var captures: [String: String] = [:]
  /// Which actual text stands for which volatile expected text.
  package var bindings: [String: String] = [:]
  /// The first difference that was not accepted.
  package var difference: Difference?
  /// The state that is still pending, where the verdict is not-ready: "STATUS ContainerCreating".
  package var pendingReason: String?
  /// The error state or error line in the output that the expected text does not have.
  package var errorClass: String?
  /// What the texts side by side are made from, once somebody looks at them.
  var sides = Sides.none

  /// How the texts were compared.
  package internal(set) var options = ComparisonOptions()

  package init(verdict: Verdict) { self.verdict = verdict }

  /// The texts side by side, for showing.
  package var rows: [ComparisonRow] {
    switch sides {
    case .none: []
    case .lines(let wanted, let outputs): Self.rows(wanted, outputs, options)
    case .documents(let wanted, let found): Diff(wanted, found, options: options).rows()
    }
  }

  enum Sides: Hashable, Sendable {
    case none
    case lines([Line], [[Line]])
    case documents([Line], [Line])
  }

  /// What happened in one sentence; nothing where there is nothing to say.
  package var sentence: String? {
    difference?.sentence ?? pendingReason.map { "Not ready yet: \($0)" }
  }
}

extension Comparison {
  /// Compares the expected text with the outputs of the commands that stand before it. A command
  /// of which nothing is expected may print what it likes, except errors.
  package static func compare(
    expected: String, outputs: [CommandOutput], options: ComparisonOptions = ComparisonOptions()
  ) -> Comparison {
    let wanted = Normaliser.lines(Variables.filled(expected, options.variables))
    let found = actualLines(outputs)
    var comparison =
      options.mode == .none || wanted.isEmpty
      ? Comparison(verdict: .unverified)
      : compareSame(wanted, found, options) ?? compareDocuments(wanted, found, options)
        ?? compareLines(wanted, found, options)
    comparison.options = options
    comparison.applyForbidden(found, options)
    comparison.applyCounts(found, options)
    comparison.judgeBindings()
    comparison.capture(found, options)
    comparison.judgeStatus(outputs, wanted, options)
    if comparison.verdict.isFailure {
      comparison.errorClass = unexpectedError(wanted, found)
    }
    return comparison
  }

  /// Compares the expected text with one output.
  package static func compare(
    expected: String, actual: String, options: ComparisonOptions = ComparisonOptions()
  ) -> Comparison {
    compare(expected: expected, outputs: [CommandOutput(text: actual)], options: options)
  }
}

extension Comparison {
  private static func actualLines(_ outputs: [CommandOutput]) -> [[Line]] {
    var first = 1
    return outputs.map { output in
      let lines = Normaliser.lines(output.text, firstNumber: first)
      guard outputs.count > 1 else { return lines }
      first += output.text.utf8.count { $0 == 0x0A }
      if let last = output.text.utf8.last, last != 0x0A { first += 1 }
      return lines
    }
  }

  /// Two texts that are the same to the byte need no further look.
  private static func compareSame(
    _ wanted: [Line], _ outputs: [[Line]], _ options: ComparisonOptions
  ) -> Comparison? {
    guard outputs.count == 1, let found = outputs.first, options.mode != .regex,
      wanted.elementsEqual(found, by: { $0.bytes == $1.bytes })
    else { return nil }
    var comparison = Comparison(verdict: .exact)
    comparison.sides = .lines(wanted, outputs)
    return comparison
  }

  static func compareLines(
    _ wanted: [Line], _ outputs: [[Line]], _ options: ComparisonOptions
  ) -> Comparison {
    let (steps, isAccepted, expected, actual, moved) = aligned(wanted, outputs, options)
    var comparison = Comparison(verdict: .different)
    comparison.sides = .lines(wanted, outputs)
    comparison.take(steps, expected, actual)
    if let moved { comparison.tolerated.append(moved) }
    if !isAccepted || options.order == .any {
      comparison.difference = Explanation(
        steps: steps, expected: expected, actual: actual, terms: Terms(options)
      ).difference()
    }
    if comparison.difference == nil { comparison.accept() }
    return comparison
  }

  private static func rows(
    _ wanted: [Line], _ outputs: [[Line]], _ options: ComparisonOptions
  ) -> [ComparisonRow] {
    let (steps, _, expected, actual, _) = aligned(wanted, outputs, options)
    return ComparisonRow.rows(of: steps, expected, actual, options)
  }

  /// The alignment that accounts for every line, or the most telling one where there is none; and
  /// the first line whose place was another one.
  private static func aligned(
    _ wanted: [Line], _ outputs: [[Line]], _ options: ComparisonOptions
  ) -> (
    steps: [AlignmentStep], isAccepted: Bool, expected: [Unit], actual: [Unit], moved: Tolerance?
  ) {
    let terms = Terms(options)
    let expected = Unit.units(wanted, isExpected: true, options: options)
    let readsFrames = Unit.haveFrames(expected)
    var actual: [Unit] = []
    var commands: [Int] = []
    for (index, lines) in outputs.enumerated() {
      let units = Unit.units(
        lines, isExpected: false, options: options, readsFrames: readsFrames)
      actual += units
      commands += [Int](repeating: index, count: units.count)
    }
    if options.order == .any {
      return (alignUnordered(expected, actual, terms), true, expected, actual, nil)
    }
    var aligner = Aligner(
      expected: expected, actual: actual, commands: commands, terms: terms)
    var attempt = aligner.align()
    if attempt.isComplete { return (attempt.steps, true, expected, actual, nil) }
    // Only then it matters that some lines come in any order, or as often as the day wants.
    let settled = SettledOrder.of(actual, by: expected, commands: commands, terms: terms)
    let progress = ProgressLines(expected: expected, actual: actual, options: options)
    if settled.moved != nil || progress != nil {
      aligner = Aligner(
        expected: expected, actual: settled.units, commands: commands, terms: terms,
        progress: progress)
      attempt = aligner.align()
      if attempt.isComplete {
        return (attempt.steps, true, expected, settled.units, settled.moved)
      }
    }
    let diff = UnitDiff(
      expected: expected, actual: settled.units, commands: commands, terms: terms,
      progress: progress)
    let known = progress == nil ? attempt.steps.prefix(attempt.agreeing) : []
    return (diff.steps(behind: Array(known)), false, expected, settled.units, settled.moved)
  }

  /// Every expected line finds a line of its own, wherever it stands.
  private static func alignUnordered(
    _ expected: [Unit], _ actual: [Unit], _ terms: Terms
  ) -> [AlignmentStep] {
    var free = Array(actual.indices)
    var steps: [AlignmentStep] = []
    for index in expected.indices {
      if case .elision = expected[index] { continue }
      var found: (slot: Int, notes: [Tolerance])?
      for (slot, candidate) in free.enumerated() {
        if let notes = Unit.match(
          expected[index], actual[candidate], terms: terms, allowsPending: false)
        {
          found = (slot, notes)
          break
        }
      }
      if let found {
        steps.append(.same(expected: index, actual: free[found.slot], found.notes))
        free.remove(at: found.slot)
      } else {
        let mayBeMissing = expected[index].isOptional(terms.options)
        steps.append(mayBeMissing ? .omitted(expected: index) : .missing(expected: index))
      }
    }
    let hasElision = expected.contains { if case .elision = $0 { true } else { false } }
    let mayHaveMore = hasElision || terms.options.mode == .contains
    for index in free {
      let isCovered =
        mayHaveMore && !actual[index].isErrorLine || actual[index].isOptional(terms.options)
      steps.append(isCovered ? .covered(actual: index) : .extra(actual: index))
    }
    return steps
  }

  private mutating func take(_ steps: [AlignmentStep], _ expected: [Unit], _ actual: [Unit]) {
    var isFirst = true
    for step in steps {
      switch step {
      case .same(let left, let right, let notes):
        tolerated += notes
        if !isFirst, expected[left].blankBefore != actual[right].blankBefore {
          tolerated.append(
            Tolerance(kind: "blank line", expected: "", actual: "").at(
              expected[left].firstLine.number, actual[right].firstLine.number))
        }
        isFirst = false
      case .covered(let right):
        tolerated.append(
          Tolerance(
            kind: "line not asked for", expected: "", actual: actual[right].firstLine.text
          ).at(0, actual[right].firstLine.number))
      case .omitted(let left):
        tolerated.append(
          Tolerance(kind: "optional line", expected: expected[left].firstLine.text, actual: "").at(
            expected[left].firstLine.number, 0))
      case .missing, .extra, .changed: break
      }
    }
  }

  /// Sets the verdict that the tolerated differences add up to.
  mutating func accept() {
    switch tolerated.map(\.effect).max() {
    case nil: verdict = .exact
    case .similar?: verdict = .similar
    case .drift?: verdict = .drift
    case .notReady?:
      verdict = .notReady
      pendingReason = tolerated.first { $0.effect == .notReady }?.kind
    }
  }

  private mutating func applyForbidden(_ outputs: [[Line]], _ options: ComparisonOptions) {
    for line in outputs.joined() {
      guard let text = options.forbidden.first(where: { line.piece.contains($0) }) else { continue }
      verdict = .different
      pendingReason = nil
      difference = Difference(
        sentence: "Line \(line.number) holds \(Text.quoted(text)), which must not appear",
        actualLine: line.number, actual: line.text, rule: "a forbidden text must not appear")
      return
    }
  }

  private mutating func applyCounts(_ outputs: [[Line]], _ options: ComparisonOptions) {
    for count in options.counts where !verdict.isFailure {
      let found = outputs.joined().count { $0.piece.contains(count.text) }
      if count.allows(found) {
        if verdict == .unverified { verdict = .exact }
        continue
      }
      verdict = .different
      difference = Difference(
        sentence: "\(Text.quoted(count.text)) stands in \(found) lines;"
          + " expected \(count.comparison) \(count.number)",
        expected: "\(count.comparison) \(count.number)", actual: String(found),
        rule: "a counted text stands in as many lines as asked for")
    }
  }

  private mutating func capture(_ outputs: [[Line]], _ options: ComparisonOptions) {
    for pattern in options.captures {
      captures[pattern.name] = outputs.joined().lazy.compactMap { pattern.first(in: $0.text) }.first
    }
  }

  /// Equal volatile texts must stand for equal actual texts within one block.
  private mutating func judgeBindings() {
    for (index, note) in tolerated.enumerated() where note.binds {
      if note.kind == "placeholder" {
        let name = String(note.expected.dropFirst().dropLast())
        if captures[name] == nil { captures[name] = note.actual }
        continue
      }
      guard let known = bindings.updateValue(note.actual, forKey: note.expected),
        known != note.actual
      else { continue }
      bindings[note.expected] = known
      guard verdict.passes() || verdict == .notReady else { continue }
      let before = tolerated[..<index].last {
        $0.binds && $0.expected == note.expected && $0.actual == known
      }
      verdict = .different
      pendingReason = nil
      difference = Difference(
        sentence:
          "\(Text.shortened(note.expected)) stands for \(Text.shortened(known)) in line"
          + " \(before?.actualLine ?? 0) but for \(Text.shortened(note.actual)) in line"
          + " \(note.actualLine)",
        expectedLine: note.line, actualLine: note.actualLine, expected: note.expected,
        actual: note.actual, rule: Rule.binding)
    }
  }

  /// A command that fails has not done what was asked for, unless failing was; an expected text
  /// that shows an error asks for it.
  private mutating func judgeStatus(
    _ outputs: [CommandOutput], _ wanted: [Line], _ options: ComparisonOptions
  ) {
    guard !verdict.isFailure else { return }
    let refused = outputs.enumerated().first { index, output in
      !options.status.allows(output.status, isLast: index == outputs.count - 1)
    }
    guard let output = refused?.element,
      Lexicon.errorClass(in: wanted.map(\.text).joined(separator: "\n")) == nil
    else { return }
    let last = Normaliser.lines(output.text).last?.text ?? ""
    verdict = .different
    difference = Difference(
      sentence: "\(Text.quoted(output.command)) ended with status \(output.status)"
        + (last.isEmpty ? "" : ": \(Text.shortened(last))"),
      expected: options.status.text, actual: String(output.status),
      rule: "a command ends with \(options.status.text)",
      remedy: Rule.remedy("exit=\(output.status)"))
  }

  private static func unexpectedError(_ wanted: [Line], _ outputs: [[Line]]) -> String? {
    let expected = wanted.map(\.text).joined(separator: "\n")
    for line in outputs.joined() {
      guard let error = Lexicon.errorClass(in: line.text), !expected.contains(error) else {
        continue
      }
      return error
    }
    return nil
  }
}

/// Values in the places that the expected text names.
enum Variables {
  static func filled(_ text: String, _ variables: [String: String]) -> String {
    guard !variables.isEmpty, text.contains("$") || text.contains("{{") else { return text }
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      guard let (end, name) = reference(in: bytes[index...]), let value = variables[name] else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += value.utf8
      index = end
    }
    return result.text
  }

  private static func reference(in bytes: Piece) -> (end: Int, name: String)? {
    func isName(_ byte: UInt8) -> Bool { byte.isAlphanumeric || byte == UInt8(ascii: "_") }
    for (open, close) in [("${", "}"), ("{{", "}}")] where bytes.hasPrefix(open) {
      guard let range = bytes.prefix(80).firstRange(of: close.utf8) else { return nil }
      let name = bytes[(bytes.startIndex + open.utf8.count)..<range.lowerBound].trimmed
      return name.isMadeOf(isName) ? (range.upperBound, name.text) : nil
    }
    guard bytes.hasPrefix("$") else { return nil }
    let name = bytes.dropFirst().prefix(while: isName)
    return name.isEmpty ? nil : (name.endIndex, name.text)
  }
}
