/// Some rows of the scrollback, packed: a byte for a place of a row in ASCII, four for others, and a
/// run for neighbours that look the same, but for those that look plain at the end of a row.
struct ScrollbackPage: Sendable {
  static let mostRows = 256

  private struct Entry: Hashable, Sendable {
    /// Where its text begins: in `ascii`, or else in `glyphs`.
    var start: Int32
    var count: Int32
    var firstRun: Int32
    var firstMark: Int32
    var isASCII: Bool
    var continues: Bool
  }

  private var entries: [Entry] = []
  /// The text of rows in ASCII, eight bytes in a word; how much of it is used, `asciiEnd` says.
  private var ascii: [UInt64] = []
  private var asciiEnd = 0
  /// The text of other rows; how much of it is used, `glyphsEnd` says.
  private var glyphs: [UInt32] = []
  private var glyphsEnd = 0
  /// How its rows look; how much of it is used, `runsEnd` says.
  private var runs: [LookRun] = []
  private var runsEnd = 0
  private var marks: [GridRow.Mark] = []

  /// How many rows it has.
  var count: Int { entries.count }

  /// Adds rows of a grid up to the ends of their texts.
  mutating func append(_ grid: borrowing Grid, _ range: Range<Int>) {
    let rows = grid.rows.span
    var (words, places, runCount) = (0, 0, 0)
    for index in range {
      let row = rows[grid.ring[index]]
      if row.isASCII { words += (row.end + 7) >> 3 } else { places += row.end }
      runCount += row.looks
    }
    ascii.makeRoom(asciiEnd + words, 0)
    glyphs.makeRoom(glyphsEnd + places, 0)
    runs.makeRoom(runsEnd + runCount, LookRun(Look(), end: 0))
    for index in range {
      let row = rows[grid.ring[index]]
      addEntry(row.end, isASCII: row.isASCII, continues: row.continues)
      if row.isASCII {
        keepASCII(grid.text.words.span, row)
      } else {
        keepGlyphs(grid.text.glyphs.span, row)
      }
      if row.looks > 0 { keepLooks(grid.looks.runs.span, row) }
      if row.hasMarks { marks += grid.marks(of: row) }
    }
  }

  private mutating func addEntry(_ count: Int, isASCII: Bool, continues: Bool) {
    entries.append(
      Entry(
        start: Int32(truncatingIfNeeded: isASCII ? asciiEnd : glyphsEnd),
        count: Int32(truncatingIfNeeded: count), firstRun: Int32(truncatingIfNeeded: runsEnd),
        firstMark: Int32(truncatingIfNeeded: marks.count), isASCII: isASCII, continues: continues))
  }

  private mutating func keepASCII(_ words: Span<UInt64>, _ row: GridRow) {
    let size = (row.end &+ 7) >> 3
    let first = row.firstWord
    let start = asciiEnd
    asciiEnd = start &+ size
    var places = ascii.mutableSpan
    for offset in 0..<size { places[start &+ offset] = words[first &+ offset] }
    if row.end & 7 > 0 { places[start &+ size &- 1] &= .ones((row.end & 7) << 3) }
  }

  private mutating func keepGlyphs(_ glyphs: Span<UInt32>, _ row: GridRow) {
    let (first, start) = (row.firstGlyph, glyphsEnd)
    glyphsEnd = start &+ row.end
    var places = self.glyphs.mutableSpan
    for offset in 0..<row.end { places[start &+ offset] = glyphs[first &+ offset] }
  }

  private mutating func keepLooks(_ looks: Span<LookRun>, _ row: GridRow) {
    let (first, start) = (row.firstRun, runsEnd)
    runsEnd = start &+ row.looks
    var places = runs.mutableSpan
    for offset in 0..<row.looks { places[start &+ offset] = looks[first &+ offset] }
  }

  /// Adds a row up to the end of its text.
  mutating func append(_ row: Row) {
    let end = row.continues ? row.cells.count : row.usedCount
    let cells = row.cells[..<end]
    let isASCII = cells.allSatisfy { $0.glyph < 0x80 }
    addEntry(end, isASCII: isASCII, continues: row.continues)
    if isASCII {
      let size = (end + 7) >> 3
      ascii.makeRoom(asciiEnd + size, 0)
      for word in asciiEnd..<asciiEnd + size { ascii[word] = 0 }
      for column in 0..<end {
        ascii[asciiEnd + column >> 3] |= UInt64(cells[column].glyph) << UInt64.shift(column)
      }
      asciiEnd += size
    } else {
      glyphs.makeRoom(glyphsEnd + end, 0)
      for column in 0..<end { glyphs[glyphsEnd + column] = cells[column].glyph }
      glyphsEnd += end
    }
    keepLooks(cells)
    for (column, scalars) in row.marks.sorted(by: { $0.key < $1.key }) {
      marks += scalars.map { GridRow.Mark(column: Int32(column), scalar: $0) }
    }
  }

  private mutating func keepLooks(_ cells: ArraySlice<Cell>) {
    let end = cells.lastIndex { !$0.look.isPlain }.map { $0 + 1 } ?? 0
    for column in 0..<end where column == end - 1 || cells[column].look != cells[column + 1].look {
      runs.makeRoom(runsEnd + 1, LookRun(Look(), end: 0))
      runs[runsEnd] = LookRun(cells[column].look, end: column + 1)
      runsEnd += 1
    }
  }

  /// One of its rows, from 0.
  subscript(index: Int) -> Row {
    let entry = entries[index]
    let next = index + 1 < entries.count ? entries[index + 1] : nil
    let endOfRuns = next.map { Int($0.firstRun) } ?? runsEnd
    let endOfMarks = next.map { Int($0.firstMark) } ?? marks.count
    let start = Int(entry.start)
    var cells: [Cell] = []
    cells.reserveCapacity(Int(entry.count))
    func add(_ look: Look, upTo end: Int) {
      for column in cells.count..<end {
        let glyph =
          entry.isASCII
          ? ascii[start + column >> 3].byte(column)
          : glyphs[start + column]
        cells.append(Cell(glyph: glyph, look: look))
      }
    }
    for run in runs[Int(entry.firstRun)..<endOfRuns] { add(run.look, upTo: run.end) }
    add(Look(), upTo: Int(entry.count))
    var row = Row(cells: cells)
    row.continues = entry.continues
    for mark in marks[Int(entry.firstMark)..<endOfMarks] {
      row.marks[Int(mark.column), default: []].append(mark.scalar)
    }
    return row
  }

  /// Takes its last row away.
  mutating func removeLast() {
    let entry = entries.removeLast()
    if entry.isASCII {
      asciiEnd = Int(entry.start)
    } else {
      glyphsEnd = Int(entry.start)
    }
    runsEnd = Int(entry.firstRun)
    marks.removeLast(marks.count - Int(entry.firstMark))
  }

  /// Empties it, for new rows.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    asciiEnd = 0
    glyphsEnd = 0
    runsEnd = 0
    marks.removeAll(keepingCapacity: true)
  }
}

extension ScrollbackPage: Equatable {
  static func == (left: ScrollbackPage, right: ScrollbackPage) -> Bool {
    left.entries == right.entries && left.marks == right.marks
      && left.runs[..<left.runsEnd] == right.runs[..<right.runsEnd]
      && left.ascii[..<left.asciiEnd] == right.ascii[..<right.asciiEnd]
      && left.glyphs[..<left.glyphsEnd] == right.glyphs[..<right.glyphsEnd]
  }
}

extension Array {
  /// Makes it at least so long, with more room than that, filled with an element.
  fileprivate mutating func makeRoom(_ length: Int, _ element: Element) {
    guard count < length else { return }
    self += repeatElement(element, count: Swift.max(length - count, count, 256))
  }
}
