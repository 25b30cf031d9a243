/// What stands at the columns of a grid's rows: mostly ASCII, a byte for each column and eight in a
/// word; as soon as something else is written into a row, a glyph for each of its columns.
struct GridText: Sendable {
  let columns: Int
  private let rows: Int
  /// The text of rows in ASCII, from the left and in each word from the lowest byte on; after a row's
  /// end what has been there before. One word more for each row than its columns take.
  var words: [UInt64]
  /// The text of other rows, as cells' glyphs; after a row's end what has been there before.
  var glyphs: [UInt32] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    words = Array(repeating: 0, count: rows * Self.words(columns))
  }

  /// How many words a row of so many columns has.
  static func words(_ columns: Int) -> Int { columns / 8 + 2 }

  /// What stands in a row at a column, as a cell's glyph; nothing after the last column.
  @inline(__always)
  subscript(row: GridRow, column: Int) -> UInt32 {
    guard column < row.end else { return 0 }
    guard row.isASCII else { return glyphs[row.firstGlyph + column] }
    return words[row.firstWord + column >> 3].byte(column)
  }

  func isRightHalf(_ row: GridRow, _ column: Int) -> Bool {
    !row.isASCII && self[row, column] == Cell.rightHalfGlyph
  }

  /// Puts printable ASCII characters into a row as far as they go; how many.
  mutating func putASCII(_ text: Span<UInt8>, at column: Int, in row: inout GridRow) -> Int {
    let columns = columns
    var places = words.mutableSpan
    return places.put(text, from: 0, at: column, of: columns, in: &row)
  }

  /// Gives an empty row these glyphs.
  mutating func set(_ cells: [Cell], in row: inout GridRow) {
    for column in cells.indices { set(cells[column].glyph, at: column, in: &row) }
  }

  /// Leaves out what is empty at a row's end, but for the first columns.
  @inline(__always)
  mutating func trim(_ row: inout GridRow, to least: Int) {
    while row.end > least, self[row, row.end - 1] == 0 { row.end -= 1 }
    reach(least, in: &row)
  }

  /// Puts text into a row until something else comes; where it ends and what was last.
  mutating func put(
    _ text: Span<UInt8>, _ printed: inout GridRow.Printed, in row: inout GridRow
  ) {
    guard text.hasCharacter(at: printed.bytes, in: columns - printed.column) else { return }
    spread(&row)
    reach(printed.column, in: &row)
    let columns = columns
    var places = glyphs.mutableSpan
    places.put(text, &printed, of: columns, in: &row)
  }

  /// Puts a glyph into a row.
  mutating func set(_ glyph: UInt32, at column: Int, in row: inout GridRow) {
    if glyph >= 0x80 { spread(&row) }
    reach(column, in: &row)
    if row.isASCII {
      let (word, shift) = (row.firstWord + column >> 3, UInt64.shift(column))
      words[word] = words[word] & ~(0xFF << shift) | UInt64(glyph) << shift
    } else {
      glyphs[row.firstGlyph + column] = glyph
    }
    row.end = max(row.end, column + 1)
  }

  /// Removes what stands there.
  mutating func erase(_ range: Range<Int>, in row: inout GridRow) {
    if range.upperBound < row.end {
      empty(range, in: row)
    } else {
      row.end = min(row.end, range.lowerBound)
    }
  }

  /// Moves what stands from a column on to the right.
  mutating func insert(_ room: Range<Int>, in row: inout GridRow) {
    spread(&row)
    reach(columns, in: &row)
    let columns = columns
    var places = glyphs.mutableSpan
    for column in (room.upperBound..<columns).reversed() {
      places[row.firstGlyph + column] = places[row.firstGlyph + column - room.count]
    }
    for column in room { places[row.firstGlyph + column] = 0 }
  }

  /// Removes places; those to the right move left.
  mutating func delete(_ range: Range<Int>, in row: inout GridRow) {
    spread(&row)
    reach(columns, in: &row)
    let columns = columns
    var places = glyphs.mutableSpan
    for column in range.lowerBound..<columns - range.count {
      places[row.firstGlyph + column] = places[row.firstGlyph + column + range.count]
    }
    for column in columns - range.count..<columns { places[row.firstGlyph + column] = 0 }
  }

  /// Whether the same stands in a row as in one of another grid with as many columns.
  func isSame(_ row: GridRow, _ other: GridText, _ otherRow: GridRow) -> Bool {
    var column = 0
    if row.isASCII, otherRow.isASCII {
      let (left, right) = (words.span, other.words.span)
      let common = min(row.end, otherRow.end) >> 3
      for word in 0..<common
      where left[row.firstWord &+ word] != right[otherRow.firstWord &+ word] { return false }
      column = common << 3
    }
    for column in column..<max(row.end, otherRow.end)
    where self[row, column] != other[otherRow, column] { return false }
    return true
  }

  /// Adds the cells of a row up to a column, after so many as there are, with one look.
  @inline(__always)
  func add(_ row: GridRow, upTo end: Int, _ look: Look, to cells: inout [Cell]) {
    if row.isASCII {
      let words = words.span
      for column in cells.count..<max(cells.count, min(end, row.end)) {
        let glyph = words[row.firstWord &+ column >> 3].byte(column)
        cells.append(Cell(glyph: glyph, look: look))
      }
    } else {
      let glyphs = glyphs.span
      for column in cells.count..<max(cells.count, min(end, row.end)) {
        cells.append(Cell(glyph: glyphs[row.firstGlyph &+ column], look: look))
      }
    }
    while cells.count < end { cells.append(Cell(glyph: 0, look: look)) }
  }

  /// Makes a glyph of each byte of a row.
  private mutating func spread(_ row: inout GridRow) {
    guard row.isASCII else { return }
    if glyphs.isEmpty { glyphs = Array(repeating: 0, count: rows * columns) }
    let words = words
    var places = glyphs.mutableSpan
    places.spread(words.span, in: &row)
  }

  /// Makes sure that all places of a row before a column are what stands there.
  @inline(__always)
  private mutating func reach(_ column: Int, in row: inout GridRow) {
    guard row.end < column else { return }
    empty(row.end..<column, in: row)
    row.end = column
  }

  private mutating func empty(_ range: Range<Int>, in row: GridRow) {
    if row.isASCII {
      var places = words.mutableSpan
      places.empty(range, in: row)
    } else {
      var places = glyphs.mutableSpan
      places.empty(range, in: row)
    }
  }
}
