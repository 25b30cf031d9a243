/// The smallest things that are aligned with each other: lines and whole tables.
enum Unit {
  case line(Line, blankBefore: Bool)
  case table(Table, blankBefore: Bool)
  /// The author's mark for any lines.
  case elision(Line)

  var firstLine: Line {
    switch self {
    case .line(let line, _), .elision(let line): line
    case .table(let table, _): table.header
    }
  }

  var blankBefore: Bool {
    switch self {
    case .line(_, let blank), .table(_, let blank): blank
    case .elision: false
    }
  }

  var isErrorLine: Bool {
    if case .line(let line, _) = self { Lexicon.isErrorLine(line.piece) } else { false }
  }

  var isElision: Bool { if case .elision = self { true } else { false } }

  /// Whether it is an error by its first word alone, whatever the text leads to expect.
  var isPlainError: Bool {
    if case .line(let line, _) = self { Lexicon.isPlainError(line.piece) } else { false }
  }

  /// Whether it may be there or not: by the author's word, or as a remark of a server.
  func isOptional(_ options: ComparisonOptions) -> Bool {
    guard case .line(let line, _) = self else { return false }
    if Lexicon.isServerRemark(line.piece), options.mode != .exact { return true }
    return options.optional.contains { line.piece.contains($0) }
  }

  /// Cuts lines into units. In exact mode every line, blank or not, is a unit of its own; where
  /// nothing framed is expected, the lines of a frame are lines.
  static func units(
    _ lines: [Line], isExpected: Bool, options: ComparisonOptions, readsFrames: Bool = true
  ) -> [Unit] {
    var units: [Unit] = []
    var blankBefore = false
    var index = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      if isExpected, line.isElision {
        if case .elision? = units.last {} else { units.append(.elision(line)) }
        continue
      }
      if options.mode == .exact || (options.mode == .regex && !line.isBlank) {
        units.append(.line(line, blankBefore: false))
        continue
      }
      if line.isBlank {
        blankBefore = true
        continue
      }
      if readsFrames, index < lines.count, Table.mayBeFramed(line, lines[index]),
        let (table, end) = Table.framed(lines, at: index - 1, isExpected: isExpected)
      {
        units.append(.table(table, blankBefore: blankBefore))
        index = end
      } else if index < lines.count, Table.mayBeRule(lines[index]),
        let (table, end) = Table.ruled(lines, at: index - 1, isExpected: isExpected)
      {
        units.append(.table(table, blankBefore: blankBefore))
        index = end
      } else if isSumOfFiles(line, before: index < lines.count ? lines[index] : nil) {
        var line = line
        line.isSumOfFiles = true
        units.append(.line(line, blankBefore: blankBefore))
      } else if var table = Table(header: line) {
        while index < lines.count,
          table.append(lines[index], isExpected: isExpected)
            || table.append(root: lines[index], above: lines[(index + 1)...].first)
        {
          index += 1
        }
        units.append(.table(table, blankBefore: blankBefore))
      } else {
        units.append(.line(line, blankBefore: blankBefore))
      }
      blankBefore = false
    }
    return units
  }

  /// What must be tolerated for the actual unit to stand for the expected one; nothing if it
  /// cannot.
  static func match(
    _ expected: Unit, _ actual: Unit, terms: Terms, allowsPending: Bool
  ) -> [Tolerance]? {
    switch (expected, actual) {
    case (.line(let left, _), .line(let right, _)):
      if left.isSumOfFiles, right.isSumOfFiles, left.bytes != right.bytes,
        terms.options.mode != .regex
      {
        return [
          Tolerance(kind: "sum of files", expected: left.text, actual: right.text)
            .at(left.number, right.number)
        ]
      }
      let lines = LineMatcher(terms, allowsPending: allowsPending)
      return lines.match(left.piece, right.piece)?.map { $0.at(left.number, right.number) }
    case (.table(let left, _), .table(let right, _)):
      let result = TableMatcher(terms).compare(left, right)
      guard result.difference == nil, allowsPending || result.pending.isEmpty else { return nil }
      var notes = result.notes + result.pending
      if notes.isEmpty, !isSame(left, right) {
        notes = [
          Tolerance(kind: "spacing", expected: left.header.text, actual: right.header.text)
            .at(left.header.number, right.header.number)
        ]
      }
      return notes
    case (.table(let left, _), .line(let right, _)):
      guard allowsPending,
        let reason = Lexicon.pendingReason(of: right.piece, expected: left.header.piece)
      else { return nil }
      return [
        Tolerance(
          kind: reason, effect: .notReady, expected: left.header.text, actual: right.text
        ).at(left.header.number, right.number)
      ]
    default: return nil
    }
  }

  /// Whether a framed table is among the units.
  static func haveFrames(_ units: [Unit]) -> Bool {
    units.contains { if case .table(let table, _) = $0 { table.frame != nil } else { false } }
  }

  /// `total 12` above a line of files such as `-rw-r--r--`.
  private static func isSumOfFiles(_ line: Line, before next: Line?) -> Bool {
    guard line.bytes.count < 24, line.piece.hasPrefix("total "),
      line.piece.dropFirst(6).first?.isDigit == true, Marks.isAmount(line.piece.dropFirst(6)),
      let next = next?.piece, next.count > 10, let kind = next.first, "-dlbcps".utf8.contains(kind)
    else { return false }
    return next.dropFirst().prefix(9).allSatisfy { "rwxsStT-".utf8.contains($0) }
      && next.prefix(10).contains(where: \.isLetter)
  }

  private static func isSame(_ left: Table, _ right: Table) -> Bool {
    left.header.bytes == right.header.bytes
      && left.rows.map(\.line.bytes) == right.rows.map(\.line.bytes)
  }
}

extension Tolerance {
  func at(_ line: Int, _ actualLine: Int) -> Tolerance {
    var copy = self
    copy.line = line
    copy.actualLine = actualLine
    return copy
  }
}
