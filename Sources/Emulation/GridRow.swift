/// A row as the screen works on it: what stands at its places and, apart from that, how they look.
struct GridRow: Sendable {
  /// What stands at its columns.
  private(set) var text: RowText
  private(set) var looks = RowLooks()
  /// The marks that combine with characters, by their columns from the left.
  private(set) var marks: [Mark] = []
  /// True when its text goes on in the next row because the line was full.
  var continues = false

  /// A mark that combines with the character at a column.
  struct Mark: Hashable, Sendable {
    var column: Int32
    var scalar: Unicode.Scalar
  }

  /// How far text was put.
  struct Printed {
    /// The column after it.
    var column: Int
    /// How many bytes of the text it was.
    var bytes = 0
    /// The last character.
    var last: Unicode.Scalar?
  }

  /// A row of empty places with the background of a style.
  init(columns: Int, style: Style = Style()) {
    text = RowText(columns: columns)
    looks.set(0..<columns, Look(style: style).blank)
  }

  /// How many columns it has.
  var columns: Int { text.columns }

  /// Goes to what has scrolled away, without the empty places at its end when nothing follows them,
  /// and becomes blank.
  @inline(__always)
  mutating func scrollAway(to scrollback: inout Scrollback, _ blank: Look = Look()) {
    text.trim(to: continues ? columns : looks.end)
    scrollback.append(self)
    clear(blank)
  }

  /// Puts text there, all with one look, as far as there is room and nothing else comes: a control
  /// character, a mark, or what is not UTF-8.
  @inline(__always)
  mutating func put(_ bytes: Span<UInt8>, at start: Int, _ look: Look) -> Printed {
    var printed = Printed(column: start)
    var cutsWide = false
    if text.isASCII {
      printed.bytes = text.putASCII(bytes, at: start)
      printed.column += printed.bytes
      if printed.bytes > 0 { printed.last = Unicode.Scalar(bytes[printed.bytes - 1]) }
      if printed.bytes < bytes.count, bytes[printed.bytes] >= 0x80 { text.put(bytes, &printed) }
    } else {
      cutsWide = text.isRightHalf(start)
      text.put(bytes, &printed)
    }
    let end = printed.column
    guard end > start else { return printed }
    if cutsWide { blank(start - 1) }
    if text.isRightHalf(end) { blank(end) }
    looks.set(start..<end, look)
    if !marks.isEmpty { removeMarks(start..<end) }
    return printed
  }

  /// Puts one character of one or two columns there.
  mutating func put(_ scalar: Unicode.Scalar, width: Int, at column: Int, _ look: Look) {
    let end = column + width
    cutWide(before: column)
    cutWide(before: end)
    text.set(Cell.glyph(scalar, width: width), at: column)
    if width == 2 { text.set(Cell.rightHalfGlyph, at: column + 1) }
    looks.set(column..<end, look)
    removeMarks(column..<end)
  }

  /// Adds a mark to the character at a column, at most eight to one.
  mutating func combine(_ scalar: Unicode.Scalar, at column: Int) {
    let column = text.isRightHalf(column) && column > 0 ? column - 1 : column
    guard text[column] & 0xFF_FFFF != 0 else { return }
    let end = marks.lastIndex { $0.column <= column }.map { $0 + 1 } ?? 0
    guard end < 8 || marks[end - 8].column < column else { return }
    marks.insert(Mark(column: Int32(column), scalar: scalar), at: end)
  }

  /// Makes all places blank.
  mutating func clear(_ blank: Look) {
    text.clear()
    looks.clear()
    looks.set(0..<columns, blank)
    if !marks.isEmpty { marks = [] }
    continues = false
  }

  /// Makes the places blank, and with them the other half of a wide character that is cut.
  mutating func erase(_ range: Range<Int>, _ blank: Look) {
    let range = range.clamped(to: 0..<columns)
    guard !range.isEmpty else { return }
    cutWide(before: range.lowerBound)
    cutWide(before: range.upperBound)
    text.erase(range)
    looks.set(range, blank)
    removeMarks(range)
  }

  /// Moves the places from a column on to the right and fills the room with blanks.
  mutating func insert(_ count: Int, at column: Int, _ blank: Look) {
    let count = min(count, columns - column)
    guard count > 0 else { return }
    cutWide(before: column)
    cutWide(before: columns - count)
    text.insert(column..<column + count)
    looks.insert(column..<column + count, blank, of: columns)
    moveMarks { $0 < column ? $0 : $0 + count }
  }

  /// Removes places and fills with blanks at the right end.
  mutating func delete(_ count: Int, at column: Int, _ blank: Look) {
    let count = min(count, columns - column)
    guard count > 0 else { return }
    cutWide(before: column)
    cutWide(before: column + count)
    text.delete(column..<column + count)
    looks.delete(column..<column + count, blank, of: columns)
    moveMarks { $0 < column ? $0 : $0 < column + count ? nil : $0 - count }
  }

  /// Blanks a wide character whose right half is at the column.
  private mutating func cutWide(before column: Int) {
    guard column > 0, text.isRightHalf(column) else { return }
    blank(column - 1)
    blank(column)
  }

  /// Removes a character; the background stays.
  private mutating func blank(_ column: Int) {
    text.erase(column..<column + 1)
    looks.set(column..<column + 1, looks[column].blank)
    removeMarks(column..<column + 1)
  }

  private mutating func removeMarks(_ range: Range<Int>) {
    if !marks.isEmpty { marks.removeAll { range.contains(Int($0.column)) } }
  }

  private mutating func moveMarks(_ place: (Int) -> Int?) {
    guard !marks.isEmpty else { return }
    marks = marks.compactMap { mark in
      place(Int(mark.column)).flatMap { column in
        column < columns ? Mark(column: Int32(column), scalar: mark.scalar) : nil
      }
    }
  }
}

extension GridRow {
  /// The same as others see it.
  var row: Row {
    var cells: [Cell] = []
    cells.reserveCapacity(columns)
    looks.forEach(upTo: columns) { look, end in
      for column in cells.count..<end { cells.append(Cell(glyph: text[column], look: look)) }
    }
    var row = Row(cells: cells)
    for mark in marks { row.marks[Int(mark.column), default: []].append(mark.scalar) }
    row.continues = continues
    return row
  }

  init(_ row: Row) {
    text = RowText(row.cells.map(\.glyph))
    continues = row.continues
    var start = 0
    for end in 1..<max(1, row.cells.count + 1)
    where end == row.cells.count || row.cells[end].look != row.cells[start].look {
      looks.set(start..<end, row.cells[start].look)
      start = end
    }
    for (column, scalars) in row.marks.sorted(by: { $0.key < $1.key }) {
      marks += scalars.map { Mark(column: Int32(column), scalar: $0) }
    }
  }
}

extension GridRow: Hashable {
  static func == (left: GridRow, right: GridRow) -> Bool {
    left.continues == right.continues && left.text == right.text && left.marks == right.marks
      && left.looks == right.looks
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(marks)
  }
}
