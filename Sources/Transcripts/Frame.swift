/// Tables in frames, as psql, mysql, Markdown and lines of box characters draw them: a header with
/// bars between its words, a rule under it, and rows with as many bars.
extension Table {
  /// What a framed table is drawn with.
  struct Frame: Hashable {
    /// What stands between two cells.
    var bar: Bar
    /// Whether bars stand at both ends of a line too.
    var isClosed: Bool
  }

  /// What parts one cell from the next.
  enum Bar: String, CaseIterable {
    case plain = "|"
    case light = "│"
    case heavy = "┃"
    case double = "║"
  }

  /// The framed table that begins at a line, and the index behind its last line; nothing where
  /// none begins there.
  static func framed(
    _ lines: [Line], at start: Int, isExpected: Bool
  ) -> (table: Table, end: Int)? {
    var index = start
    var rules: [FrameRule] = []
    if isRule(lines[index].piece) {
      rules.append(FrameRule(place: -1, line: lines[index]))
      index += 1
    }
    guard index + 1 < lines.count, isRule(lines[index + 1].piece), !isRule(lines[index].piece),
      let frame = frame(of: lines[index].piece)
    else { return nil }
    let columns = frame.cells(of: lines[index].piece).map(\.text)
    guard columns.count >= 2, columns.allSatisfy({ !$0.isEmpty }),
      segments(lines[index + 1].piece) == columns.count
    else { return nil }
    rules.append(FrameRule(place: 0, line: lines[index + 1]))
    var table = Table(header: lines[index], columns: columns, frame: frame, rules: rules)
    index += 2
    while index < lines.count, table.append(framed: lines[index], isExpected: isExpected) {
      index += 1
    }
    return table.rows.isEmpty ? nil : (table, index)
  }

  /// A rule of a frame, and how many rows stand above it; -1 above the header.
  struct FrameRule {
    let place: Int
    let line: Line
  }

  /// Whether a line may be a frame's rule or stand over one, by the first byte of the next line.
  static func mayBeFramed(_ line: Line, _ next: Line) -> Bool {
    guard let first = next.piece.first else { return false }
    return ruleStarts.contains(first) && (isRule(next.piece) || isRule(line.piece))
  }

  private static let ruleStarts = ByteSet("-=+|: ─")

  /// Whether a line is drawn, with two or more strokes and at least one crossing.
  static func isRule(_ line: Piece) -> Bool { segments(line) >= 2 }

  /// How many parts a rule's crossings cut it into; none where the line is no rule.
  private static func segments(_ line: Piece) -> Int {
    var count = 0
    var isInside = false
    var index = line.startIndex
    while index < line.endIndex {
      switch line[index] {
      case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: ":"):
        if !isInside { count += 1 }
        isInside = true
        index += 1
      case UInt8(ascii: "+"), UInt8(ascii: "|"):
        isInside = false
        index += 1
      case UInt8(ascii: " "): index += 1
      case 0xE2:
        // Box characters have three bytes: E2 94 80 to E2 95 BF; the strokes are the flat ones.
        guard index + 2 < line.endIndex, line[index + 1] == 0x94 || line[index + 1] == 0x95 else {
          return 0
        }
        let isStroke =
          line[index + 1] == 0x94 && (line[index + 2] == 0x80 || line[index + 2] == 0x81)
          || line[index + 1] == 0x95 && line[index + 2] == 0x90
        if isStroke, !isInside { count += 1 }
        isInside = isStroke
        index += 3
      default: return 0
      }
    }
    return count
  }

  private static func frame(of header: Piece) -> Frame? {
    let header = header.trimmed
    let bar =
      Bar.allCases.first { header.hasPrefix($0.rawValue) }
      ?? Bar.allCases.first { header.contains($0.rawValue) }
    return bar.map { bar in
      Frame(bar: bar, isClosed: header.hasPrefix(bar.rawValue) && header.hasSuffix(bar.rawValue))
    }
  }

  /// Takes the line as the next row or as a rule between rows; false where it is none.
  private mutating func append(framed line: Line, isExpected: Bool) -> Bool {
    if isExpected, line.isElision {
      append(Row(line: line, cells: []))
      return true
    }
    if Table.isRule(line.piece) {
      append(FrameRule(place: rows.count, line: line))
      return true
    }
    guard let frame, !line.isBlank else { return false }
    let cells = frame.cells(of: line.piece)
    guard cells.count == columns.count else { return false }
    let filled = cells.filter { !$0.isEmpty }
    let isElision =
      isExpected && !filled.isEmpty && filled.allSatisfy(Placeholder.isWordElision)
    append(Row(line: line, cells: isElision ? [] : cells))
    return true
  }
}

extension Table.Frame {
  /// The cells of a line; none where it is not drawn with this frame.
  func cells(of line: Piece) -> [Piece] {
    var rest = line.trimmed
    if isClosed {
      guard rest.hasPrefix(bar.rawValue), rest.hasSuffix(bar.rawValue),
        rest.count >= 2 * bar.rawValue.utf8.count
      else { return [] }
      rest = rest.dropFirst(bar.rawValue.utf8.count).dropLast(bar.rawValue.utf8.count)
    } else {
      // The first cell may be empty.
      rest = line
    }
    var cells: [Piece] = []
    while let (cell, behind) = rest.cut(at: bar.rawValue) {
      cells.append(cell.trimmed)
      rest = behind
    }
    return cells + [rest.trimmed]
  }
}

extension Table {
  /// Columns of tables of objects, which come in any order.
  private static let objectColumns: Set<String> = [
    "READY", "RESTARTS", "AGE", "CLUSTER-IP", "PORT(S)", "UP-TO-DATE",
  ]

  /// Whether the rows may stand in another order: what a query of a database found stands in the
  /// order that was asked for, a frame around a list of objects says nothing of their order.
  var hasRowsInAnyOrder: Bool { frame == nil && !isRuled || isOfObjects }

  /// Whether a framed table lists objects by name, with what a cluster says of them.
  var isOfObjects: Bool {
    let names = columns.map { $0.uppercased() }
    guard let first = names.first, first == "NAME" || first == "NAMESPACE",
      names.contains(where: Table.objectColumns.contains)
    else { return false }
    guard let age = names.firstIndex(of: "AGE") else { return true }
    return rows.allSatisfy { $0.isElision || Times.isDuration($0.cells[age]) }
  }

  /// What each column's cells may differ in.
  func policies(_ options: ComparisonOptions) -> [ColumnPolicy] {
    let known = ColumnPolicy.known(columns)
    guard frame != nil || isRuled else {
      return columns.map { column in
        let policy = ColumnPolicy.of(column, options)
        return policy == .tokens ? known?[column] ?? policy : policy
      }
    }
    let isOfObjects = isOfObjects
    return columns.map { column in
      ColumnPolicy.inFrame(column, options, isOfObjects: isOfObjects, known: known ?? [:])
    }
  }
}
