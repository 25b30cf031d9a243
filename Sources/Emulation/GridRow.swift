/// A row as the screen works on it: what stands at its places and, apart from that, how they look.
struct GridRow: Sendable {
  /// What stands at each column, as a cell's glyph; from `written` on what has been there before.
  private(set) var glyphs: [UInt32]
  private(set) var looks = RowLooks()
  /// The marks that combine with characters, by their columns from the left.
  private(set) var marks: [Mark] = []
  /// True when its text goes on in the next row because the line was full.
  var continues = false
  /// All that was written since the row was clear is ASCII.
  private(set) var isASCII = true
  /// Nothing stands here or after it.
  private var written = 0

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
    glyphs = Array(repeating: 0, count: columns)
    looks.set(0..<columns, Look(style: style).blank)
  }

  /// How many columns it has.
  var columns: Int { glyphs.count }

  /// What stands at a column, as a cell's glyph.
  func glyph(_ column: Int) -> UInt32 { column < written ? glyphs[column] : 0 }

  /// Goes to what has scrolled away, without the empty places at its end when nothing follows them,
  /// and becomes blank.
  mutating func scrollAway(to scrollback: inout Scrollback, _ style: Style = Style()) {
    let least = continues ? columns : looks.end
    while written > least, glyphs[written - 1] == 0 { written -= 1 }
    reach(least)
    scrollback.append(self, first: written)
    clear(style)
  }

  /// Puts text there, all with one look, as far as there is room and nothing else comes: a control
  /// character, a mark, or what is not UTF-8.
  mutating func put(_ text: Span<UInt8>, at start: Int, _ look: Look) -> Printed {
    let cutsWide = !isASCII && glyph(start) == Cell.rightHalfGlyph
    reach(start)
    let count = text.countOfPrintable(atMost: glyphs.count - start)
    var printed = Printed(column: start + count, bytes: count)
    if count > 0 {
      putASCII(text.extracting(first: count), at: start)
      printed.last = Unicode.Scalar(text[count - 1])
    }
    if count < text.count, text[count] >= 0x80 { putMixed(text, &printed) }
    let end = printed.column
    guard end > start else { return printed }
    if cutsWide { blank(start - 1) }
    if !isASCII, glyph(end) == Cell.rightHalfGlyph { blank(end) }
    looks.set(start..<end, look)
    written = max(written, end)
    if !marks.isEmpty { removeMarks(start..<end) }
    return printed
  }

  private mutating func putASCII(_ text: Span<UInt8>, at start: Int) {
    var places = glyphs.mutableSpan
    precondition(start >= 0 && start + text.count <= places.count)
    for offset in text.indices { places[start &+ offset] = UInt32(text[offset]) }
  }

  private mutating func putMixed(_ text: Span<UInt8>, _ printed: inout Printed) {
    let start = printed.bytes
    defer { if printed.bytes > start { isASCII = false } }
    var places = glyphs.mutableSpan
    while printed.bytes < text.count, printed.column < places.count {
      let byte = text[printed.bytes]
      if byte.isPrintable {
        places[printed.column] = UInt32(byte)
        printed.last = Unicode.Scalar(byte)
        printed.column += 1
        printed.bytes += 1
        continue
      }
      guard byte >= 0x80, let (scalar, length) = UTF8Decoder.whole(text, at: printed.bytes),
        scalar.value >= 0xA0
      else { return }
      let width = displayWidth(of: scalar)
      guard width > 0, printed.column + width <= places.count else { return }
      places[printed.column] = Cell.glyph(scalar, width: width)
      if width == 2 { places[printed.column + 1] = Cell.rightHalfGlyph }
      printed.last = scalar
      printed.column += width
      printed.bytes += length
    }
  }

  /// Puts one character of one or two columns there.
  mutating func put(_ scalar: Unicode.Scalar, width: Int, at column: Int, _ look: Look) {
    let end = column + width
    if !isASCII {
      cutWide(before: column)
      cutWide(before: end)
    }
    reach(column)
    glyphs[column] = Cell.glyph(scalar, width: width)
    if width == 2 { glyphs[column + 1] = Cell.rightHalfGlyph }
    if !scalar.isASCII { isASCII = false }
    looks.set(column..<end, look)
    written = max(written, end)
    removeMarks(column..<end)
  }

  /// Adds a mark to the character at a column, at most eight to one.
  mutating func combine(_ scalar: Unicode.Scalar, at column: Int) {
    let column = glyph(column) == Cell.rightHalfGlyph && column > 0 ? column - 1 : column
    guard glyph(column) & 0xFF_FFFF != 0 else { return }
    let end = marks.lastIndex { $0.column <= column }.map { $0 + 1 } ?? 0
    guard end < 8 || marks[end - 8].column < column else { return }
    marks.insert(Mark(column: Int32(column), scalar: scalar), at: end)
  }

  /// Makes all places blank.
  mutating func clear(_ style: Style) {
    written = 0
    isASCII = true
    looks.clear()
    if style.background != .standard {
      looks.set(0..<glyphs.count, Look(style: style).blank)
    }
    if !marks.isEmpty { marks = [] }
    continues = false
  }

  /// Makes the places blank, and with them the other half of a wide character that is cut.
  mutating func erase(_ range: Range<Int>, _ style: Style) {
    let range = range.clamped(to: 0..<glyphs.count)
    guard !range.isEmpty else { return }
    cutWide(before: range.lowerBound)
    cutWide(before: range.upperBound)
    if range.upperBound >= written {
      written = min(written, range.lowerBound)
    } else {
      empty(range)
    }
    looks.set(range, Look(style: style).blank)
    removeMarks(range)
  }

  /// Moves the places from a column on to the right and fills the room with blanks.
  mutating func insert(_ count: Int, at column: Int, _ style: Style) {
    let count = min(count, glyphs.count - column)
    guard count > 0 else { return }
    cutWide(before: column)
    cutWide(before: glyphs.count - count)
    reach(glyphs.count)
    glyphs.removeLast(count)
    glyphs.insert(contentsOf: repeatElement(0, count: count), at: column)
    looks.insert(column..<column + count, Look(style: style).blank, of: glyphs.count)
    moveMarks { $0 < column ? $0 : $0 + count }
  }

  /// Removes places and fills with blanks at the right end.
  mutating func delete(_ count: Int, at column: Int, _ style: Style) {
    let count = min(count, glyphs.count - column)
    guard count > 0 else { return }
    cutWide(before: column)
    cutWide(before: column + count)
    reach(glyphs.count)
    glyphs.removeSubrange(column..<column + count)
    glyphs.append(contentsOf: repeatElement(0, count: count))
    looks.delete(column..<column + count, Look(style: style).blank, of: glyphs.count)
    moveMarks { $0 < column ? $0 : $0 < column + count ? nil : $0 - count }
  }

  /// Makes sure that all places up to a column are what stands there.
  private mutating func reach(_ column: Int) {
    guard written < column else { return }
    empty(written..<column)
    written = column
  }

  private mutating func empty(_ range: Range<Int>) {
    var places = glyphs.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= places.count)
    for column in range { places[column] = 0 }
  }

  /// Blanks a wide character whose right half is at the column.
  private mutating func cutWide(before column: Int) {
    guard column > 0, glyph(column) == Cell.rightHalfGlyph else { return }
    blank(column - 1)
    blank(column)
  }

  /// Removes a character; the background stays.
  private mutating func blank(_ column: Int) {
    if column < written { glyphs[column] = 0 }
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
        column < glyphs.count ? Mark(column: Int32(column), scalar: mark.scalar) : nil
      }
    }
  }
}

extension GridRow {
  /// The same as others see it.
  var row: Row {
    var row = Row(cells: glyphs.indices.map { Cell(glyph: glyph($0), look: looks[$0]) })
    for mark in marks { row.marks[Int(mark.column), default: []].append(mark.scalar) }
    row.continues = continues
    return row
  }

  init(_ row: Row) {
    glyphs = row.cells.map(\.glyph)
    written = glyphs.count
    isASCII = glyphs.allSatisfy { $0 < 0x80 }
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
    left.continues == right.continues && left.columns == right.columns
      && left.marks == right.marks && left.looks == right.looks
      && (0..<max(left.written, right.written)).allSatisfy { left.glyph($0) == right.glyph($0) }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(columns)
    for column in glyphs.indices { hasher.combine(glyph(column)) }
    hasher.combine(marks)
  }
}
