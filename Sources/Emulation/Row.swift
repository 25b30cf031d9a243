/// One row of the grid.
package struct Row: Sendable {
  /// Its places; in the grid as many as there are columns. Only rows of a grid are ever clear.
  package var cells: [Cell]
  /// The marks that combine with the character at a column.
  package var marks: [Int: [Unicode.Scalar]] = [:]
  /// True when its text goes on in the next row because the line was full.
  package var continues = false
  /// No place from here on has been written since the row was clear.
  private(set) var written: Int
  /// All that was written since the row was clear is ASCII text without a style or link.
  private(set) var isPlain = false

  /// A row of these places.
  package init(cells: [Cell]) {
    self.cells = cells
    written = cells.count
  }

  /// A row of empty places with the background of a style.
  package init(columns: Int, style: Style = Style()) {
    cells = Array(repeating: .blank(style), count: columns)
    written = columns
  }

  /// What a person reads in it, without blanks at the end.
  package var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  /// Adds its text with all blanks. A wide character that did not fit leaves the last place of a row
  /// that goes on empty.
  func write(to bytes: inout [UInt8]) {
    let places = cells.span
    let end = continues && cells.last?.bits == 0 ? cells.count - 1 : cells.count
    for column in 0..<end where !places[column].isRightHalf {
      let scalar = places[column].scalar ?? " "
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes += String(scalar).utf8
      }
      guard !marks.isEmpty, let combining = marks[column] else { continue }
      for mark in combining { bytes += String(mark).utf8 }
    }
  }

  /// How many places there are up to the last that is not empty.
  var usedCount: Int {
    let places = cells.span
    var end = min(written, places.count)
    while end > 0, places[end - 1] == Cell() { end -= 1 }
    return end
  }

  /// Its first places.
  func cut(_ end: Int) -> Row {
    var row = self
    row.cells = Array(cells[..<end])
    row.written = end
    return row
  }

  /// Adds empty places at its end.
  mutating func pad(columns: Int) {
    guard cells.count < columns else { return }
    cells += repeatElement(Cell(), count: columns - cells.count)
    written = cells.count
  }

  /// Cuts it or fills it with empty places.
  mutating func resize(columns: Int) {
    if columns < cells.count {
      cells.removeLast(cells.count - columns)
      if cells.last?.width == 2 { cells[columns - 1] = .blank(cells[columns - 1].style) }
      marks = marks.filter { $0.key < cells.count }
      continues = false
      written = columns
    } else if columns > cells.count {
      pad(columns: columns)
      continues = false
    }
  }

  /// Puts text there, all with one look, as far as there is room and nothing else comes: a control
  /// character, a mark, or what is not UTF-8.
  mutating func put(_ text: Span<UInt8>, at start: Int, _ look: Look) -> Printed {
    cutWide(before: start)
    var printed = Printed(column: start)
    var isASCII = true
    var places = cells.mutableSpan
    while printed.bytes < text.count, printed.column < places.count {
      let byte = text[printed.bytes]
      if byte.isPrintable {
        places[printed.column] = Cell(glyph: UInt32(byte), look: look)
        printed.last = Unicode.Scalar(byte)
        printed.column += 1
        printed.bytes += 1
        continue
      }
      guard byte >= 0x80, let (scalar, length) = UTF8Decoder.whole(text, at: printed.bytes),
        scalar.value >= 0xA0
      else { break }
      let width = displayWidth(of: scalar)
      guard width > 0, printed.column + width <= places.count else { break }
      let cell = Cell(scalar: scalar, width: width, look: look)
      places[printed.column] = cell
      if width == 2 { places[printed.column + 1] = cell.rightHalf }
      isASCII = false
      printed.last = scalar
      printed.column += width
      printed.bytes += length
    }
    let end = printed.column
    if end < places.count, places[end].isRightHalf { places[end] = .blank(places[end].style) }
    written = max(written, end)
    if !isASCII || look != Look() { isPlain = false }
    if !marks.isEmpty { marks = marks.filter { $0.key < start || $0.key >= end } }
    return printed
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

  /// Puts one character of one or two columns there.
  mutating func put(_ cell: Cell, width: Int, at column: Int) {
    let end = column + width
    if cells[column].isRightHalf { cutWide(before: column) }
    if end < cells.count, cells[end].isRightHalf { cutWide(before: end) }
    var places = cells.mutableSpan
    places[column] = cell
    if width == 2 { places[column + 1] = cell.rightHalf }
    written = max(written, end)
    isPlain = false
    if !marks.isEmpty { marks = marks.filter { $0.key < column || $0.key >= end } }
  }

  /// Adds itself to what has scrolled away, without the empty places at its end when nothing follows
  /// them.
  func keep(in scrollback: inout Scrollback) {
    let count = continues ? cells.count : usedCount
    scrollback.append(
      cells.span.extracting(first: count), isPlain: isPlain, continues: continues)
    if !marks.isEmpty { scrollback.mark(marks) }
  }

  /// Makes all places blank.
  mutating func clear(_ style: Style) {
    fill(0..<cells.count, style)
    isPlain = written == 0
    if !marks.isEmpty { marks = [:] }
    continues = false
  }

  /// Makes the places blank, and with them the other half of a wide character that is cut.
  mutating func erase(_ range: Range<Int>, _ style: Style) {
    let range = range.clamped(to: 0..<cells.count)
    guard !range.isEmpty else { return }
    cutWide(before: range.lowerBound)
    cutWide(before: range.upperBound)
    fill(range, style)
    if !marks.isEmpty { marks = marks.filter { !range.contains($0.key) } }
  }

  /// Blanks places, of which those that have not been written are blank already when the background
  /// is the default.
  private mutating func fill(_ range: Range<Int>, _ style: Style) {
    var end = range.upperBound
    if style.background != .standard {
      written = max(written, end)
      isPlain = false
    } else if end >= written {
      end = max(min(written, end), range.lowerBound)
      written = min(written, range.lowerBound)
    }
    let blank = Cell.blank(style)
    var places = cells.mutableSpan
    for column in range.lowerBound..<end { places[column] = blank }
  }

  /// Blanks a wide character whose right half is at the column.
  mutating func cutWide(before column: Int) {
    guard column > 0, column < cells.count, cells[column].isRightHalf else { return }
    cells[column - 1] = .blank(cells[column - 1].style)
    cells[column] = .blank(cells[column].style)
    marks[column - 1] = nil
  }

  /// Moves the places from a column on to the right and fills the room with blanks.
  mutating func insert(_ count: Int, at column: Int, _ style: Style) {
    let count = min(count, cells.count - column)
    guard count > 0 else { return }
    cutWide(before: column)
    cutWide(before: cells.count - count)
    cells.removeLast(count)
    cells.insert(contentsOf: repeatElement(.blank(style), count: count), at: column)
    written = cells.count
    moveMarks { $0 < column ? $0 : $0 + count }
  }

  /// Removes places and fills with blanks at the right end.
  mutating func delete(_ count: Int, at column: Int, _ style: Style) {
    let count = min(count, cells.count - column)
    guard count > 0 else { return }
    cutWide(before: column)
    cutWide(before: column + count)
    cells.removeSubrange(column..<column + count)
    cells.append(contentsOf: repeatElement(.blank(style), count: count))
    written = cells.count
    moveMarks { $0 < column ? $0 : $0 < column + count ? nil : $0 - count }
  }

  private mutating func moveMarks(_ place: (Int) -> Int?) {
    guard !marks.isEmpty else { return }
    var moved: [Int: [Unicode.Scalar]] = [:]
    for (column, combining) in marks {
      if let target = place(column), target < cells.count { moved[target] = combining }
    }
    marks = moved
  }
}

extension Row: Hashable {
  package static func == (left: Row, right: Row) -> Bool {
    left.continues == right.continues && left.cells == right.cells && left.marks == right.marks
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(cells)
    hasher.combine(marks)
  }
}

extension UInt8 {
  /// Whether it is an ASCII character that takes a column.
  var isPrintable: Bool { self &- 0x20 < 0x5F }
}
