/// The order of lines and blocks that no two runs share.
enum SettledOrder {
  /// The actual units with blocks, lines of several names, branches and lines of work in the order
  /// of the expected ones, and the first line that was moved.
  static func of(
    _ actual: [Unit], by expected: [Unit], commands: [Int], terms: Terms
  ) -> (units: [Unit], moved: Tolerance?) {
    let mode = terms.options.mode
    guard mode == .similar || mode == .contains else { return (actual, nil) }
    var (units, moved) = BlockOrder(terms: terms).settled(
      actual, by: expected, commands: commands)
    func take(_ next: (units: [Unit], moved: Tolerance?)) {
      units = next.units
      if moved == nil { moved = next.moved }
    }
    take(StreamOrder.settled(units, by: expected, commands: commands))
    take(BranchOrder(terms: terms).settled(units, by: expected, commands: commands))
    take(NumberedOrder.settled(units, by: expected, commands: commands, terms: terms))
    take(LineOrder.settled(units, by: expected, commands: commands, terms: terms))
    return (units, moved)
  }
}

/// Lines whose order or number no two runs share, because work is done side by side or waited for.
enum LineOrder {
  /// What the lines of one sort of work begin with, and what they hold behind it.
  private static let families: [[(start: String, part: String)]] = [
    [("test ", " ... ")], [("go: downloading ", " ")], [("✔ ", " ")],
    [("ok: [", "]"), ("changed: [", "]"), ("skipping: [", "]")],
    [("Compiling ", " v")], [("Downloaded ", " v")], [("evicting pod ", "/")],
    [("pod/", " evicted")], [("...Successfully got an update from the ", " chart repository")],
  ]
  /// What is done with a resource whose name stands before it.
  private static let works = [
    "Creating...", "Still creating... [", "Creation complete after ", "Destroying... [",
    "Still destroying... [", "Destruction complete after ", "Refreshing state... [",
  ]

  /// Runs beyond this length are left in their order.
  private static let reach = 100

  /// The sort of work that a line tells of, if others may tell of theirs in between.
  private static func family(_ unit: Unit) -> Int? {
    guard case .line(let line, _) = unit else { return nil }
    let text = line.piece.trimmed
    let family = families.firstIndex { family in
      family.contains {
        $0.start.utf8.first == text.first && text.hasPrefix($0.start)
          && text.contains($0.part)
      }
    }
    if family != nil { return family }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let work = text[(colon + 1)...].drop(while: \.isBlank)
    return works.contains { work.hasPrefix($0) } ? families.count : nil
  }

  /// The runs of units of one family, printed by one command.
  private static func runs(_ units: [Unit], _ commands: [Int]?) -> [(
    family: Int, range: Range<Int>
  )] {
    var runs: [(family: Int, range: Range<Int>)] = []
    for (index, unit) in units.enumerated() {
      guard let family = family(unit) else { continue }
      if let last = runs.last, last.family == family, last.range.upperBound == index,
        commands.map({ $0[index - 1] == $0[index] }) ?? true
      {
        runs[runs.count - 1].range = last.range.lowerBound..<(index + 1)
      } else {
        runs.append((family, index..<(index + 1)))
      }
    }
    return runs
  }

  /// The actual units with the lines of work done side by side in the order of the expected ones,
  /// and the first line that was moved.
  static func settled(
    _ actual: [Unit], by expected: [Unit], commands: [Int], terms: Terms
  ) -> (units: [Unit], moved: Tolerance?) {
    var known = runs(expected, nil).filter { (2...reach).contains($0.range.count) }
    guard !known.isEmpty else { return (actual, nil) }
    var units = actual
    var moved: Tolerance?
    for run in runs(actual, commands) where run.range.count <= reach {
      guard let index = known.firstIndex(where: { $0.family == run.family }) else { continue }
      let wanted = expected[known.remove(at: index).range]
      var free = Array(run.range)
      var order: [Int?] = wanted.map { unit in
        let found = free.firstIndex {
          Unit.match(unit, actual[$0], terms: terms, allowsPending: false) != nil
        }
        return found.map { free.remove(at: $0) }
      }
      for place in order.indices where order[place] == nil && !free.isEmpty {
        order[place] = free.removeFirst()
      }
      let indices = order.compactMap { $0 } + free
      for (place, index) in zip(run.range, indices) where place != index {
        units[place] = actual[index]
        if moved == nil, let first = wanted.first {
          moved = Tolerance(
            kind: "line order", expected: "", actual: "", line: first.firstLine.number,
            actualLine: actual[index].firstLine.number)
        }
      }
    }
    return (units, moved)
  }
}

/// Lines that only say what a program still waits for. How many of them come is a matter of the
/// day; what they wait for is not.
struct ProgressLines {
  /// What the expected lines wait for, and what other lines that end with a result are about.
  private var subjects: Set<Piece> = []
  /// How many there are to be in the end.
  private var totals: Set<Piece> = []
  /// The place behind which nothing but progress is expected.
  private let end: Int
  /// Where the first of the lines stands that come once for each processor.
  private let firstWorker: Int?

  /// Nothing where no line tells of progress.
  init?(expected: [Unit], actual: [Unit], options: ComparisonOptions) {
    guard options.mode == .similar || options.mode == .contains,
      (expected + actual).contains(where: { ProgressLines.subject($0) != nil }),
      let end = expected.lastIndex(where: ProgressLines.isResult)
    else { return nil }
    self.end = end
    firstWorker = expected.firstIndex { ProgressLines.subject($0) == ProgressLines.worker }
    for case .line(let line, _) in expected {
      let piece = line.piece.trimmed
      if let subject = ProgressLines.subject(piece) {
        subjects.insert(subject)
        if let total = ProgressLines.total(piece) { totals.insert(total) }
      } else if let (subject, _) = piece.cut(at: ": ") {
        subjects.insert(subject)
      }
    }
  }

  /// Whether an expected unit need not come.
  func mayBeMissing(_ unit: Unit, at place: Int) -> Bool {
    guard let subject = ProgressLines.subject(unit) else { return false }
    return subject == ProgressLines.worker ? place != firstWorker : place < end
  }

  /// Whether an actual unit may come though it is not expected.
  func mayCome(_ unit: Unit) -> Bool {
    guard case .line(let line, _) = unit, let subject = ProgressLines.subject(line.piece.trimmed),
      subjects.contains(subject)
    else { return false }
    let total = ProgressLines.total(line.piece)
    return totals.isEmpty || total.map(totals.contains) ?? true
  }

  private static func isResult(_ unit: Unit) -> Bool {
    switch unit {
    case .line: subject(unit) == nil
    case .table: true
    case .elision: false
    }
  }

  private static func subject(_ unit: Unit) -> Piece? {
    if case .line(let line, _) = unit { subject(line.piece.trimmed) } else { nil }
  }

  /// What stands before the number of a process of which there is one for each processor.
  private static let worker = Piece(" start worker process ")

  /// What a line of progress waits for: `deployment "web" rollout to finish`, `docker_container.web`.
  private static func subject(_ line: Piece) -> Piece? {
    if line.last?.isDigit == true, let (_, number) = line.cut(at: worker.text),
      number.decimal != nil
    {
      return worker
    }
    if line.first == UInt8(ascii: "W"), line.hasPrefix("Waiting for "), line.hasSuffix("...") {
      return line.cut(at: ": ")?.0 ?? line
    }
    guard line.last == UInt8(ascii: "]"), let (subject, rest) = line.cut(at: ": Still "),
      rest.contains("... [")
    else { return nil }
    return subject
  }

  /// The three of "1 of 3 updated replicas" and "1 out of 3 new replicas".
  private static func total(_ line: Piece) -> Piece? {
    line.cut(at: " of ").flatMap { _, rest in
      let number = rest.prefix(while: \.isDigit)
      return number.isEmpty ? nil : number
    }
  }
}
