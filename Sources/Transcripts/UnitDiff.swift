/// The most telling alignment of two texts that do not agree: as many pairs as possible, then
/// pairs of lines that are near to each other.
struct UnitDiff {
  let expected: [Unit]
  let actual: [Unit]
  let commands: [Int]
  let terms: Terms
  private var options: ComparisonOptions { terms.options }
  var progress: ProgressLines?

  /// Units beyond this many on a side are not weighed against each other.
  private static let reach = 120

  /// - Parameter known: the pairs of the first units, as far as somebody has found them already.
  func steps(behind known: [AlignmentStep] = []) -> [AlignmentStep] {
    var front = known
    var start = known.count
    while start < min(expected.count, actual.count),
      let notes = match(start, start)
    {
      front.append(.same(expected: start, actual: start, notes))
      start += 1
    }
    var back: [AlignmentStep] = []
    var left = expected.count
    var right = actual.count
    while left > start, right > start, let notes = match(left - 1, right - 1) {
      left -= 1
      right -= 1
      back.append(.same(expected: left, actual: right, notes))
    }
    let middle = weigh(start..<left, start..<right)
    return settled(front + middle + back.reversed())
  }

  private func match(_ left: Int, _ right: Int) -> [Tolerance]? {
    Unit.match(expected[left], actual[right], terms: terms, allowsPending: false)
  }

  /// How much a pair is worth; nothing where the two should not stand side by side.
  private func worth(_ left: Int, _ right: Int) -> Int? {
    switch (expected[left], actual[right]) {
    case (.line(let wanted, _), .line(let found, _)):
      if match(left, right) != nil { return 10 }
      return Closeness.of(wanted.piece, found.piece) >= 0.4 ? 4 : nil
    case (.table(let wanted, _), .table(let found, _)):
      if match(left, right) != nil { return 10 }
      return wanted.columns == found.columns ? 6 : 2
    default: return nil
    }
  }

  private func weigh(_ left: Range<Int>, _ right: Range<Int>) -> [AlignmentStep] {
    let rows = left.prefix(Self.reach)
    let columns = right.prefix(Self.reach)
    var best = [[Int]](
      repeating: [Int](repeating: 0, count: columns.count + 1), count: rows.count + 1)
    var pair = [[Int?]](
      repeating: [Int?](repeating: nil, count: columns.count), count: rows.count)
    for row in rows.indices.reversed() {
      for column in columns.indices.reversed() {
        let (i, j) = (row - rows.startIndex, column - columns.startIndex)
        pair[i][j] = worth(row, column)
        best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + (pair[i][j] ?? -1))
      }
    }
    var steps: [AlignmentStep] = []
    var (i, j) = (0, 0)
    while i < rows.count || j < columns.count {
      let (row, column) = (rows.startIndex + i, columns.startIndex + j)
      if i < rows.count, j < columns.count, let worth = pair[i][j],
        best[i][j] == best[i + 1][j + 1] + worth
      {
        if let notes = match(row, column) {
          steps.append(.same(expected: row, actual: column, notes))
        } else {
          steps.append(.changed(expected: row, actual: column))
        }
        i += 1
        j += 1
      } else if j == columns.count || (i < rows.count && best[i][j] == best[i + 1][j]) {
        steps.append(.missing(expected: row))
        i += 1
      } else {
        steps.append(.extra(actual: column))
        j += 1
      }
    }
    steps += left.dropFirst(Self.reach).map { .missing(expected: $0) }
    steps += right.dropFirst(Self.reach).map { .extra(actual: $0) }
    return steps
  }

  /// Judges the runs of steps between two pairs: in one that an elision stands in, surplus units
  /// are covered; in any other, a missing unit next to a surplus one is a changed one.
  private func settled(_ steps: [AlignmentStep]) -> [AlignmentStep] {
    let used = Set(steps.compactMap { step in pairedActual(step).map { commands[$0] } })
    let hasSeveralCommands = Set(commands).count > 1
    var result: [AlignmentStep] = []
    var gap: [AlignmentStep] = []
    func close() {
      let hasElision = gap.contains {
        if case .missing(let left) = $0 { isElision(left) } else { false }
      }
      let judged = gap.map(withProgress)
      for step in hasElision ? judged : merged(judged) {
        guard case .extra(let right) = step, !actual[right].isErrorLine else {
          result.append(step)
          continue
        }
        let isSkipped = hasSeveralCommands && !used.isEmpty && !used.contains(commands[right])
        let isCovered = hasElision || isSkipped || options.mode == .contains
        result.append(isCovered ? .covered(actual: right) : step)
      }
      gap = []
    }
    for step in steps {
      if pairedActual(step) == nil {
        gap.append(step)
      } else {
        close()
        result.append(step)
      }
    }
    close()
    return result
  }

  /// A line of progress, or one that may be there or not, is no difference.
  private func withProgress(_ step: AlignmentStep) -> AlignmentStep {
    switch step {
    case .missing(let left) where expected[left].isOptional(options):
      return .omitted(expected: left)
    case .extra(let right) where actual[right].isOptional(options): return .covered(actual: right)
    default: break
    }
    guard let progress else { return step }
    switch step {
    case .missing(let left) where progress.mayBeMissing(expected[left], at: left):
      return .omitted(expected: left)
    case .extra(let right) where progress.mayCome(actual[right]): return .covered(actual: right)
    default: return step
    }
  }

  private func pairedActual(_ step: AlignmentStep) -> Int? {
    switch step {
    case .same(_, let right, _), .changed(_, let right): right
    case .covered, .omitted, .missing, .extra: nil
    }
  }

  private func merged(_ steps: [AlignmentStep]) -> [AlignmentStep] {
    var result: [AlignmentStep] = []
    for step in steps {
      switch (result.last, step) {
      case (.missing(let left)?, .extra(let right)) where isAlike(left, right),
        (.extra(let right)?, .missing(let left)) where isAlike(left, right):
        result[result.count - 1] = .changed(expected: left, actual: right)
      default: result.append(step)
      }
    }
    return result
  }

  private func isElision(_ index: Int) -> Bool {
    if case .elision = expected[index] { true } else { false }
  }

  private func isAlike(_ left: Int, _ right: Int) -> Bool {
    switch (expected[left], actual[right]) {
    case (.line(let wanted, _), .line(let found, _)):
      // Lines of a log that differ in their level are alike for all that.
      return !actual[right].isErrorLine
        || !actual[right].isPlainError && Closeness.of(wanted.piece, found.piece) >= 0.5
    case (.table, .table): return true
    default: return false
    }
  }
}

/// Two texts side by side, without saying why.
struct Diff {
  private let expected: [Unit]
  private let actual: [Unit]
  private let options: ComparisonOptions

  init(_ expected: [Line], _ actual: [Line], options: ComparisonOptions) {
    self.expected = Unit.units(expected, isExpected: true, options: options)
    self.actual = Unit.units(actual, isExpected: false, options: options)
    self.options = options
  }

  func rows() -> [ComparisonRow] {
    let diff = UnitDiff(
      expected: expected, actual: actual, commands: [Int](repeating: 0, count: actual.count),
      terms: Terms(options))
    return ComparisonRow.rows(of: diff.steps(), expected, actual, options)
  }
}
