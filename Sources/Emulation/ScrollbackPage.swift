/// Some rows of the scrollback, packed: a byte for a place of a row in ASCII, four for others, and a
/// run for neighbours that look the same, but for those that look plain at the end of a row.
struct ScrollbackPage: Sendable {
  static let mostRows = 256

  private struct Entry: Hashable, Sendable {
    /// Where its text begins: in `ascii`, or else in `glyphs`.
    var start: Int32
    var count: Int32
    var firstRun: Int32
    var isASCII: Bool
    var continues: Bool
  }

  private struct Run: Hashable, Sendable {
    var look: Look
    var end: Int32
  }

  private var entries: [Entry] = []
  /// The text of rows in ASCII; how much of it is used, `asciiEnd` says.
  private var ascii: [UInt8] = []
  private var asciiEnd = 0
  private var glyphs: [UInt32] = []
  private var runs: [Run] = []
  /// The marks of the few rows that have any.
  private var marks: [Int: [Int: [Unicode.Scalar]]] = [:]

  /// How many rows it has.
  var count: Int { entries.count }

  /// Adds a row by its places, all ASCII without a style or link when it is plain.
  mutating func append(_ cells: Span<Cell>, isPlain: Bool, continues: Bool) {
    let count = cells.count
    if ascii.count < asciiEnd + count {
      ascii += repeatElement(0, count: max(count, ascii.count, 1024))
    }
    var entry = Entry(
      start: Int32(asciiEnd), count: Int32(count), firstRun: Int32(runs.count), isASCII: true,
      continues: continues)
    if isPlain {
      keepText(cells)
    } else if !Self.keepTextAndLooks(cells, &ascii, asciiEnd, &runs) {
      entry.isASCII = false
      entry.start = Int32(glyphs.count)
      for column in cells.indices { glyphs.append(cells[column].glyph) }
    }
    if entry.isASCII { asciiEnd += count }
    entries.append(entry)
  }

  /// Adds marks to the last row.
  mutating func mark(_ marks: [Int: [Unicode.Scalar]]) { self.marks[entries.count - 1] = marks }

  private mutating func keepText(_ cells: Span<Cell>) {
    let start = asciiEnd
    var text = ascii.mutableSpan
    for column in cells.indices {
      text[start &+ column] = UInt8(truncatingIfNeeded: cells[column].glyph)
    }
  }

  /// Notes where looks change, and keeps the text when it is ASCII; whether it is.
  private static func keepTextAndLooks(
    _ cells: Span<Cell>, _ ascii: inout [UInt8], _ start: Int, _ runs: inout [Run]
  ) -> Bool {
    var text = ascii.mutableSpan
    var all: UInt32 = 0
    var look = Look()
    for column in cells.indices {
      let cell = cells[column]
      if cell.look != look {
        if column > 0 { runs.append(Run(look: look, end: Int32(column))) }
        look = cell.look
      }
      all |= cell.glyph
      text[start &+ column] = UInt8(truncatingIfNeeded: cell.glyph)
    }
    if look != Look() { runs.append(Run(look: look, end: Int32(cells.count))) }
    return all < 0x80
  }

  /// One of its rows, from 0.
  subscript(index: Int) -> Row {
    let entry = entries[index]
    let endOfRuns = index + 1 < entries.count ? Int(entries[index + 1].firstRun) : runs.count
    let start = Int(entry.start)
    var cells: [Cell] = []
    cells.reserveCapacity(Int(entry.count))
    func add(_ look: Look, upTo end: Int) {
      for place in start + cells.count..<start + end {
        let glyph = entry.isASCII ? UInt32(ascii[place]) : glyphs[place]
        cells.append(Cell(glyph: glyph, look: look))
      }
    }
    for run in runs[Int(entry.firstRun)..<endOfRuns] { add(run.look, upTo: Int(run.end)) }
    add(Look(), upTo: Int(entry.count))
    var row = Row(cells: cells)
    row.continues = entry.continues
    if !marks.isEmpty, let marks = marks[index] { row.marks = marks }
    return row
  }

  /// Takes its last row away.
  mutating func removeLast() {
    let entry = entries.removeLast()
    if entry.isASCII {
      asciiEnd = Int(entry.start)
    } else {
      glyphs.removeLast(Int(entry.count))
    }
    runs.removeLast(runs.count - Int(entry.firstRun))
    marks[entries.count] = nil
  }

  /// Empties it, for new rows.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    asciiEnd = 0
    glyphs.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    marks = [:]
  }
}

extension ScrollbackPage: Equatable {
  static func == (left: ScrollbackPage, right: ScrollbackPage) -> Bool {
    left.entries == right.entries && left.runs == right.runs && left.glyphs == right.glyphs
      && left.marks == right.marks && left.asciiEnd == right.asciiEnd
      && left.ascii[..<left.asciiEnd] == right.ascii[..<right.asciiEnd]
  }
}
