/// Some rows of the scrollback, packed: a byte for a place with ASCII text, four for others, and a
/// run for neighbours that look the same.
struct ScrollbackPage: Hashable, Sendable {
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
    var look: Cell.Look
    var count: Int32
  }

  private var entries: [Entry] = []
  private var ascii: [UInt8] = []
  private var glyphs: [UInt32] = []
  private var runs: [Run] = []
  /// The marks of the few rows that have any.
  private var marks: [Int: [Int: [Unicode.Scalar]]] = [:]

  /// How many rows it has.
  var count: Int { entries.count }

  /// Adds the first places of a row.
  mutating func append(_ row: Row, used: Int) {
    var entry = Entry(
      start: Int32(ascii.count), count: Int32(used), firstRun: Int32(runs.count), isASCII: true,
      continues: row.continues)
    let cells = row.cells.span
    var all: UInt32 = 0
    var column = 0
    while column < used {
      let look = cells[column].look
      let first = column
      while column < used, cells[column].look == look {
        all |= cells[column].glyph
        column += 1
      }
      runs.append(Run(look: look, count: Int32(column - first)))
    }
    if all < 0x80 {
      ascii.append(contentsOf: repeatElement(0, count: used))
      let start = Int(entry.start)
      var text = ascii.mutableSpan
      for column in 0..<used {
        text[start + column] = UInt8(truncatingIfNeeded: cells[column].glyph)
      }
    } else {
      entry.isASCII = false
      entry.start = Int32(glyphs.count)
      glyphs.append(contentsOf: repeatElement(0, count: used))
      let start = Int(entry.start)
      var text = glyphs.mutableSpan
      for column in 0..<used { text[start + column] = cells[column].glyph }
    }
    if !row.marks.isEmpty { marks[entries.count] = row.marks }
    entries.append(entry)
  }

  /// One of its rows, from 0.
  subscript(index: Int) -> Row {
    let entry = entries[index]
    var cells: [Cell] = []
    cells.reserveCapacity(Int(entry.count))
    var place = Int(entry.start)
    var run = Int(entry.firstRun)
    while cells.count < entry.count {
      for _ in 0..<runs[run].count {
        let glyph = entry.isASCII ? UInt32(ascii[place]) : glyphs[place]
        cells.append(Cell(glyph: glyph, look: runs[run].look))
        place += 1
      }
      run += 1
    }
    var row = Row(cells: cells)
    row.continues = entry.continues
    if !marks.isEmpty, let marks = marks[index] { row.marks = marks }
    return row
  }

  /// Takes its last row away.
  mutating func removeLast() {
    let entry = entries.removeLast()
    if entry.isASCII {
      ascii.removeLast(Int(entry.count))
    } else {
      glyphs.removeLast(Int(entry.count))
    }
    runs.removeLast(runs.count - Int(entry.firstRun))
    marks[entries.count] = nil
  }

  /// Empties it, for new rows.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    ascii.removeAll(keepingCapacity: true)
    glyphs.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    marks = [:]
  }
}
