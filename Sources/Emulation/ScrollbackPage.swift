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
  /// The text of rows in ASCII; how much of it is used, `asciiEnd` says.
  private var ascii: [UInt8] = []
  private var asciiEnd = 0
  /// The text of other rows; how much of it is used, `glyphsEnd` says.
  private var glyphs: [UInt32] = []
  private var glyphsEnd = 0
  private var runs: [LookRun] = []
  private var marks: [GridRow.Mark] = []

  /// How many rows it has.
  var count: Int { entries.count }

  /// Adds a row's first places.
  mutating func append(_ row: borrowing GridRow, first count: Int) {
    let isASCII = row.isASCII
    entries.append(
      Entry(
        start: Int32(truncatingIfNeeded: isASCII ? asciiEnd : glyphsEnd),
        count: Int32(truncatingIfNeeded: count),
        firstRun: Int32(truncatingIfNeeded: runs.count),
        firstMark: Int32(truncatingIfNeeded: marks.count), isASCII: isASCII,
        continues: row.continues))
    let text = row.glyphs.span.extracting(first: count)
    if isASCII {
      keepASCII(text)
    } else {
      keepGlyphs(text)
    }
    row.looks.add(to: &runs)
    if !row.marks.isEmpty { marks += row.marks }
  }

  private mutating func keepASCII(_ text: Span<UInt32>) {
    let (start, end) = (asciiEnd, asciiEnd + text.count)
    if ascii.count < end { ascii += repeatElement(0, count: max(text.count, ascii.count, 1024)) }
    asciiEnd = end
    var places = ascii.mutableSpan
    precondition(start >= 0 && end <= places.count)
    for offset in text.indices {
      places[start &+ offset] = UInt8(truncatingIfNeeded: text[offset])
    }
  }

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
      for place in start + cells.count..<start + end {
        let glyph = entry.isASCII ? UInt32(ascii[place]) : glyphs[place]
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
