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
  private var runs: [LookRun] = []
  private var marks: [GridRow.Mark] = []

  /// How many rows it has.
  var count: Int { entries.count }

  /// Adds a row up to the end of its text.
  @inline(__always)
  mutating func append(_ row: borrowing GridRow) {
    let isASCII = row.text.isASCII
    entries.append(
      Entry(
        start: Int32(truncatingIfNeeded: isASCII ? asciiEnd : glyphsEnd),
        count: Int32(truncatingIfNeeded: row.text.end),
        firstRun: Int32(truncatingIfNeeded: runs.count),
        firstMark: Int32(truncatingIfNeeded: marks.count), isASCII: isASCII,
        continues: row.continues))
    if isASCII {
      keepASCII(row.text.words.span, row.text.end)
    } else {
      keepGlyphs(row.text.glyphs.span.extracting(first: row.text.end))
    }
    if row.looks.end > 0 { row.looks.add(to: &runs) }
    if !row.marks.isEmpty { marks += row.marks }
  }

  /// Keeps as many bytes of a text.
  private mutating func keepASCII(_ text: Span<UInt64>, _ count: Int) {
    let size = (count + 7) >> 3
    let (start, end) = (asciiEnd, asciiEnd + size)
    if ascii.count < end { ascii += repeatElement(0, count: max(size, ascii.count, 256)) }
    asciiEnd = end
    var places = ascii.mutableSpan
    precondition(start >= 0 && end <= places.count && size <= text.count)
    for index in 0..<size { places[start &+ index] = text[index] }
    if count & 7 > 0 { places[end - 1] &= .ones((count & 7) << 3) }
  }

  @inline(never)
  private mutating func keepGlyphs(_ text: Span<UInt32>) {
    let (start, end) = (glyphsEnd, glyphsEnd + text.count)
    if glyphs.count < end { glyphs += repeatElement(0, count: max(text.count, glyphs.count, 256)) }
    glyphsEnd = end
    var places = glyphs.mutableSpan
    precondition(start >= 0 && end <= places.count)
    for offset in text.indices { places[start &+ offset] = text[offset] }
  }

  /// One of its rows, from 0.
  subscript(index: Int) -> Row {
    let entry = entries[index]
    let next = index + 1 < entries.count ? entries[index + 1] : nil
    let endOfRuns = next.map { Int($0.firstRun) } ?? runs.count
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
    for run in runs[Int(entry.firstRun)..<endOfRuns] { add(run.look, upTo: Int(run.end)) }
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
    runs.removeLast(runs.count - Int(entry.firstRun))
    marks.removeLast(marks.count - Int(entry.firstMark))
  }

  /// Empties it, for new rows.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    asciiEnd = 0
    glyphsEnd = 0
    runs.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
  }
}

extension ScrollbackPage: Equatable {
  static func == (left: ScrollbackPage, right: ScrollbackPage) -> Bool {
    left.entries == right.entries && left.runs == right.runs && left.marks == right.marks
      && left.ascii[..<left.asciiEnd] == right.ascii[..<right.asciiEnd]
      && left.glyphs[..<left.glyphsEnd] == right.glyphs[..<right.glyphsEnd]
  }
}
