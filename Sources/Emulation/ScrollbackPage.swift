/// Some rows of the scrollback, packed: a byte for a place of a row in ASCII, four for others, and a
/// run for neighbours that look the same, but for those that look plain at the end of a row.
struct ScrollbackPage: Sendable {
  static let mostRows = 256

  private struct Entry: Hashable, Sendable {
    /// Where its text begins: in `ascii`, or else in `glyphs`.
    var start: Int32 = 0
    var count: Int32 = 0
    var firstRun: Int32 = 0
    var firstMark: Int32 = 0
    var isASCII = true
    var continues = false
  }

  private var entries: [Entry] = []
  /// The text of rows in ASCII, eight bytes in a word.
  private var ascii: [UInt64] = []
  /// The text of other rows.
  private var glyphs: [UInt32] = []
  /// How its rows look.
  private var runs: [LookRun] = []
  private var marks: [GridRow.Mark] = []
  /// How much of all of these but the marks is used.
  private var used = Sizes()

  private struct Sizes {
    var entries = 0
    var ascii = 0
    var glyphs = 0
    var runs = 0
  }

  /// How many rows it has.
  var count: Int { used.entries }

  /// Adds rows of a grid.
  mutating func append(_ grid: borrowing Grid, _ range: Range<Int>) {
    var more = Sizes(entries: range.count)
    for index in range {
      let place = grid.ring[index]
      let end = grid.rows[place].end
      if grid.rows[place].isASCII { more.ascii += (end + 7) >> 3 } else { more.glyphs += end }
      more.runs += grid.rows[place].looks
    }
    makeRoom(more)
    var next = range.lowerBound
    for index in range where grid.rows[grid.ring[index]].hasMarks {
      keep(grid, next..<index + 1)
      marks += grid.marks(of: grid.rows[grid.ring[index]])
      next = index + 1
    }
    keep(grid, next..<range.upperBound)
  }

  private mutating func makeRoom(_ more: Sizes) {
    entries.makeRoom(used.entries + more.entries, Entry())
    ascii.makeRoom(used.ascii + more.ascii, 0)
    glyphs.makeRoom(used.glyphs + more.glyphs, 0)
    runs.makeRoom(used.runs + more.runs, LookRun(Look(), end: 0))
  }

  private mutating func keep(_ grid: borrowing Grid, _ range: Range<Int>) {
    Self.keep(
      grid.rows, grid.text, grid.looks.runs, grid.ring, range, marks.count, &used, &entries, &ascii,
      &glyphs, &runs)
  }

  /// Adds rows, for which there is room; their marks come after them.
  private static func keep(
    _ rows: [GridRow], _ text: GridText, _ looks: [LookRun], _ ring: Grid.Ring,
    _ range: Range<Int>, _ marks: Int, _ used: inout Sizes, _ entries: inout [Entry],
    _ ascii: inout [UInt64], _ glyphs: inout [UInt32], _ runs: inout [LookRun]
  ) {
    let (rows, rowWords, rowGlyphs) = (rows.span, text.words.span, text.glyphs.span)
    let rowRuns = looks.span
    var entries = entries.mutableSpan
    var ascii = ascii.mutableSpan
    var glyphs = glyphs.mutableSpan
    var runs = runs.mutableSpan
    for index in range {
      let place = ring[index]
      let end = rows[place].end
      let isASCII = rows[place].isASCII
      entries[used.entries] = Entry(
        start: Int32(truncatingIfNeeded: isASCII ? used.ascii : used.glyphs),
        count: Int32(truncatingIfNeeded: end), firstRun: Int32(truncatingIfNeeded: used.runs),
        firstMark: Int32(truncatingIfNeeded: marks), isASCII: isASCII,
        continues: rows[place].continues)
      used.entries &+= 1
      if isASCII {
        let size = (end &+ 7) >> 3
        ascii.copy(rowWords, rows[place].firstWord, to: used.ascii, size)
        used.ascii &+= size
        if end & 7 > 0 { ascii[used.ascii &- 1] &= .ones((end & 7) << 3) }
      } else {
        glyphs.copy(rowGlyphs, rows[place].firstGlyph, to: used.glyphs, end)
        used.glyphs &+= end
      }
      let count = rows[place].looks
      if count > 0 { runs.copy(rowRuns, rows[place].firstRun, to: used.runs, count) }
      used.runs &+= count
    }
  }

  /// Adds a row up to the end of its text.
  mutating func append(_ row: Row) {
    let end = row.continues ? row.cells.count : row.usedCount
    let cells = row.cells[..<end]
    let isASCII = cells.allSatisfy { $0.glyph < 0x80 }
    makeRoom(Sizes(entries: 1, ascii: isASCII ? (end + 7) >> 3 : 0, glyphs: isASCII ? 0 : end))
    entries[used.entries] = Entry(
      start: Int32(isASCII ? used.ascii : used.glyphs), count: Int32(end),
      firstRun: Int32(used.runs), firstMark: Int32(marks.count), isASCII: isASCII,
      continues: row.continues)
    used.entries += 1
    if isASCII {
      for word in 0..<(end + 7) >> 3 { ascii[used.ascii + word] = 0 }
      for column in 0..<end {
        ascii[used.ascii + column >> 3] |= UInt64(cells[column].glyph) << UInt64.shift(column)
      }
      used.ascii += (end + 7) >> 3
    } else {
      for column in 0..<end { glyphs[used.glyphs + column] = cells[column].glyph }
      used.glyphs += end
    }
    keepLooks(cells)
    for (column, scalars) in row.marks.sorted(by: { $0.key < $1.key }) {
      marks += scalars.map { GridRow.Mark(column: Int32(column), scalar: $0) }
    }
  }

  private mutating func keepLooks(_ cells: ArraySlice<Cell>) {
    let end = cells.lastIndex { !$0.look.isPlain }.map { $0 + 1 } ?? 0
    for column in 0..<end where column == end - 1 || cells[column].look != cells[column + 1].look {
      makeRoom(Sizes(runs: 1))
      runs[used.runs] = LookRun(cells[column].look, end: column + 1)
      used.runs += 1
    }
  }

  /// One of its rows, from 0.
  subscript(index: Int) -> Row {
    let entry = entries[index]
    let next = index + 1 < count ? entries[index + 1] : nil
    let endOfRuns = next.map { Int($0.firstRun) } ?? used.runs
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
    used.entries -= 1
    let entry = entries[used.entries]
    if entry.isASCII {
      used.ascii = Int(entry.start)
    } else {
      used.glyphs = Int(entry.start)
    }
    used.runs = Int(entry.firstRun)
    marks.removeLast(marks.count - Int(entry.firstMark))
  }

  /// Empties it, for new rows.
  mutating func removeAll() {
    used = Sizes()
    marks.removeAll(keepingCapacity: true)
  }
}

extension ScrollbackPage: Equatable {
  static func == (left: ScrollbackPage, right: ScrollbackPage) -> Bool {
    left.entries[..<left.count] == right.entries[..<right.count] && left.marks == right.marks
      && left.runs[..<left.used.runs] == right.runs[..<right.used.runs]
      && left.ascii[..<left.used.ascii] == right.ascii[..<right.used.ascii]
      && left.glyphs[..<left.used.glyphs] == right.glyphs[..<right.used.glyphs]
  }
}

extension Array {
  /// Makes it at least so long, with more room than that, filled with an element.
  @inline(__always)
  fileprivate mutating func makeRoom(_ length: Int, _ element: Element) {
    if count < length { grow(length, element) }
  }

  private mutating func grow(_ length: Int, _ element: Element) {
    self += repeatElement(element, count: Swift.max(length - count, count, 256))
  }
}

extension MutableSpan where Element: BitwiseCopyable {
  /// Copies so many elements.
  @inline(__always)
  fileprivate mutating func copy(
    _ source: Span<Element>, _ first: Int, to start: Int, _ size: Int
  ) {
    precondition(start >= 0 && size >= 0 && start <= count && size <= count &- start)
    precondition(first >= 0 && first <= source.count && size <= source.count &- first)
    for offset in 0..<size { self[start &+ offset] = source[first &+ offset] }
  }
}
