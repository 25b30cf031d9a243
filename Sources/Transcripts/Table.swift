/// A table as commands print it: a header in capitals and rows under it.
struct Table {
  struct Row {
    let line: Line
    /// One for every column; none for the author's elision.
    let cells: [Piece]
    var isElision: Bool { cells.isEmpty }
  }

  let header: Line
  let columns: [String]
  private let offsets: [Int]
  /// Whether the header's words stand a single blank apart, as those of `ps` do.
  private let isDense: Bool
  /// Whether nothing but a rule under the header makes it a table.
  let isRuled: Bool
  /// What the table is drawn with, if it has a frame, and the rules of it.
  let frame: Frame?
  private(set) var rules: [FrameRule] = []
  private(set) var rows: [Row] = []

  /// Words that no column is called by alone.
  private static let secondWords: Set<String> = ["ID", "BY"]
  private static let headersOfSeveralWords = [
    ["LAST", "SEEN"], ["FIRST", "SEEN"], ["NOMINATED", "NODE"], ["READINESS", "GATES"],
    ["EXTERNAL", "IP"], ["IMAGE", "REPOSITORY"],
    ["DISPLAY", "NAME"], ["APP", "VERSION"], ["CHART", "VERSION"], ["FULL", "NAME"],
    ["VM", "TYPE"], ["LAST", "UP"], ["DISK", "SIZE"], ["ACCESS", "MODES"], ["CPU", "%"],
    ["MEM", "%"], ["MEM", "USAGE"], ["MEM USAGE", "/"], ["MEM USAGE /", "LIMIT"], ["NET", "I/O"],
    ["BLOCK", "I/O"], ["LAST", "SCHEDULE"], ["RECLAIM", "POLICY"], ["VOLUME", "NAME"],
    ["DESIRED", "STATE"], ["CURRENT", "STATE"], ["HAS", "MATCHING"], ["HAS MATCHING", "LISTENER"],
  ]

  /// A framed table without its rows.
  init(header: Line, columns: [String], frame: Frame, rules: [FrameRule]) {
    self.header = header
    self.columns = columns
    self.frame = frame
    self.rules = rules
    offsets = []
    isDense = false
    isRuled = false
  }

  /// Reads the header of a table over a rule; nothing where the two are none.
  init?(header: Line, rule: Line) {
    guard let columns = Table.ruledColumns(header.piece, rule.piece) else { return nil }
    self.header = header
    self.columns = columns.map(\.name)
    offsets = columns.map(\.offset)
    rules = [FrameRule(place: 0, line: rule)]
    frame = nil
    isDense = false
    isRuled = true
  }

  /// Reads the header of a table without a frame; nothing where the line is none.
  init?(header: Line) {
    let line = header.piece
    frame = nil
    isRuled = false
    if let columns = Table.mixedColumns(line) {
      self.header = header
      self.columns = columns
      offsets = []
      isDense = true
      return
    }
    guard line.contains(where: \.isUpper), !Table.hasSmallLetters(line),
      line.allSatisfy({ $0.isAlphanumeric || " ()/-_%:#.@".utf8.contains($0) }),
      Table.fields(line).count >= 2
    else { return nil }
    var columns: [(name: String, offset: Int)] = []
    var isDense = false
    for word in line.words {
      let follows = columns.last.map { $0.offset + $0.name.utf8.count + 1 == word.startIndex }
      if follows == true, let last = columns.last {
        if Table.secondWords.contains(word.text)
          || Table.headersOfSeveralWords.contains([last.name, word.text])
        {
          columns[columns.count - 1].name += " " + word.text
          continue
        }
        isDense = true
      }
      guard word.contains(where: \.isUpper) else { return nil }
      columns.append((word.text, word.startIndex))
    }
    guard columns.count >= 2 else { return nil }
    self.header = header
    self.columns = columns.map(\.name)
    offsets = columns.map(\.offset)
    self.isDense = isDense
  }

  /// Whether a small letter stands outside of brackets: `CPU(cores)` is in capitals.
  private static func hasSmallLetters(_ line: Piece) -> Bool {
    guard line.contains(where: \.isLower) else { return false }
    var isInside = false
    for byte in line {
      switch byte {
      case UInt8(ascii: "("): isInside = true
      case UInt8(ascii: ")"): isInside = false
      case let byte where byte.isLower && !isInside: return true
      default: break
      }
    }
    return false
  }

  /// The columns of a header in small letters that is known word by word.
  private static func mixedColumns(_ line: Piece) -> [String]? {
    guard let last = line.last, mixedEnds.contains(last), line.count <= 200,
      ColumnPolicy.mixedHeaders.contains(where: { $0.last.map(line.hasSuffix) == true })
    else { return nil }
    let found = line.words
    return ColumnPolicy.mixedHeaders.first { header in
      let words = header.flatMap { $0.split(separator: " ") }
      return found.elementsEqual(words) { $0.elementsEqual($1.utf8) }
    }
  }

  /// What the headers in small letters end with: a byte spares other lines the look.
  private static let mixedEnds = ByteSet(
    ColumnPolicy.mixedHeaders.compactMap(\.last?.utf8.last)[...])

  /// The words of a row under a header in small letters; the last columns may be empty.
  private func mixedCells(of line: Piece) -> [Piece]? {
    let words = line.words
    guard words.count >= 2, words.count <= columns.count,
      line.first?.isBlank == false || header.piece.first?.isBlank == true && columns[0] != ""
    else { return nil }
    return words + [Piece](repeating: [], count: columns.count - words.count)
  }

  mutating func append(_ row: Row) { rows.append(row) }

  mutating func append(_ rule: FrameRule) { rules.append(rule) }

  /// Every line of the table as it stands there.
  var lines: [Line] {
    ([header] + rows.map(\.line) + rules.map(\.line)).sorted { $0.number < $1.number }
  }

  /// Takes the line as the next row; false where it is none.
  mutating func append(_ line: Line, isExpected: Bool) -> Bool {
    if isExpected, line.isElision {
      rows.append(Row(line: line, cells: []))
      return true
    }
    guard !line.isBlank, !isErrorLine(line.piece), let cells = cells(of: line.piece) else {
      return false
    }
    rows.append(Row(line: line, cells: cells))
    return true
  }

  /// Takes a lone word as the next row where a tree hangs below it; false where none does.
  mutating func append(root line: Line, above next: Line?) -> Bool {
    guard let next, next.piece.first == 0xE2, !offsets.isEmpty, !isRuled,
      next.piece.hasPrefix("├─") || next.piece.hasPrefix("└─"),
      line.piece.first?.isAlphanumeric == true, line.piece.words.count == 1
    else { return false }
    let cells = [line.piece.trimmed] + [Piece](repeating: [], count: columns.count - 1)
    rows.append(Row(line: line, cells: cells))
    return true
  }

  /// A row may tell of an error in one of its cells; a line without cells is none.
  private func isErrorLine(_ line: Piece) -> Bool {
    Lexicon.isPlainError(line) || Table.fields(line).count < 2 && Lexicon.isErrorLine(line)
  }

  private func cells(of line: Piece) -> [Piece]? {
    if isRuled { return ruledCells(of: line, offsets) }
    if offsets.isEmpty { return mixedCells(of: line) }
    let fields = Table.fields(line)
    if !isDense, fields.count == columns.count { return fields }
    if let cells = cellsByOffset(line) { return cells }
    let words = line.words
    if words.count == columns.count { return words }
    // Right behind each other, only the last column is left empty without a trace.
    if isDense, words.count + 1 == columns.count, words.count >= 4 { return words + [[]] }
    if isDense, words.count > columns.count, let last = columns.indices.last {
      return Array(words[..<last]) + [line[words[last].startIndex...]]
    }
    return nil
  }

  private func cellsByOffset(_ line: Piece) -> [Piece]? {
    guard line.first?.isBlank == false else { return nil }
    return Table.cells(of: line, at: offsets)
  }

  /// The parts of a line between two or more blanks.
  static func fields(_ line: Piece) -> [Piece] {
    var fields: [Piece] = []
    var start: Int?
    var index = line.startIndex
    while index < line.endIndex {
      if line[index].isBlank, index + 1 == line.endIndex || line[index + 1].isBlank {
        if let begin = start { fields.append(line[begin..<index]) }
        start = nil
        while index < line.endIndex, line[index].isBlank { index += 1 }
        continue
      }
      if start == nil { start = index }
      index += 1
    }
    if let start { fields.append(line[start...]) }
    return fields.map(\.trimmed)
  }
}

extension Table {
  /// The columns that together name a row; none where all of them hold measures.
  var keyColumns: [Int] {
    if frame != nil || isRuled {
      let names = columns.map { $0.uppercased() }
      if let name = names.firstIndex(of: "NAME") {
        return [names.firstIndex(of: "NAMESPACE"), name].compactMap { $0 }
      }
      let steady = policies(ComparisonOptions()).firstIndex { $0 == .tokens || $0 == .strict }
      return [steady ?? 0]
    }
    if let name = columns.firstIndex(of: "NAME") {
      return [columns.firstIndex(of: "NAMESPACE"), name].compactMap { $0 }
    }
    let known = ColumnPolicy.known(columns)
    if known?.isEmpty == false, columns.allSatisfy({ known?[$0] == .number }) { return [] }
    let steady = columns.firstIndex { ColumnPolicy.isSteady($0) }
    return [steady ?? 0]
  }

  func key(_ row: Row) -> String {
    keyColumns.map { row.cells[$0].text }.joined(separator: " ")
  }

  /// The row's key with what a machine made up replaced by `*`.
  func shape(_ row: Row) -> String {
    keyColumns.map { Table.shape(row.cells[$0]) }.joined(separator: " ")
  }

  static func shape(_ name: Piece) -> String {
    name.parts(at: UInt8(ascii: "/")).map { part in
      if Identifiers.isUUID(part) { return "*" }
      if let place = Identifiers.placeOfUUID(part) {
        return part.prefix(place).text + "*" + part.dropFirst(place + 36).text
      }
      if let base = Identifiers.generatedBase(part) {
        return base.hasSuffix("?") ? base.dropLast() + "*" : base
      }
      return part.text
    }.joined(separator: "/")
  }
}
