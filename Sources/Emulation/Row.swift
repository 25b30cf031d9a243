/// One row of the grid.
package struct Row: Sendable {
  /// Its places; in the grid as many as there are columns.
  package var cells: [Cell]
  /// The marks that combine with the character at a column.
  package var marks: [Int: [Unicode.Scalar]] = [:]
  /// True when its text goes on in the next row because the line was full.
  package var continues = false
  /// In a screen's grid: no place from here on has been written since the row was clear.
  private(set) var written: Int

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
    var end = cells.count
    while end > 0, cells[end - 1].bits == 0 || cells[end - 1].bits == 0x20 { end -= 1 }
    return text(upTo: end)
  }

  /// The text of a row that goes on, with its blanks. A wide character that did not fit leaves the
  /// last place empty.
  var fullText: String { text(upTo: cells.last?.bits == 0 ? cells.count - 1 : cells.count) }

  private func text(upTo end: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for column in 0..<end where cells[column].width > 0 {
      scalars.append(cells[column].scalar ?? " ")
      if !marks.isEmpty, let combining = marks[column] { scalars.append(contentsOf: combining) }
    }
    return String(scalars)
  }

  /// How many places there are up to the last that is not empty.
  var usedCount: Int { usedCount(upTo: cells.count) }

  /// The same, when no place has been written from one on.
  func usedCount(upTo end: Int) -> Int {
    var end = end
    while end > 0, cells[end - 1] == Cell() { end -= 1 }
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

  /// Puts a run of ASCII characters there, all with one look.
  mutating func put(
    _ bytes: [UInt8], _ start: Int, _ count: Int, at column: Int, _ look: Cell.Look
  ) {
    cutWide(before: column)
    cutWide(before: column + count)
    if !marks.isEmpty {
      marks = marks.filter { $0.key < column || $0.key >= column + count }
    }
    written = max(written, column + count)
    let source = bytes.span
    var places = cells.mutableSpan
    for offset in 0..<count {
      places[column + offset] = Cell(glyph: UInt32(source[start + offset]), look: look)
    }
  }

  /// Puts one character there, with its right half when it is wide.
  mutating func put(_ cell: Cell, at column: Int) {
    let width = cell.width
    cutWide(before: column)
    cutWide(before: column + width)
    written = max(written, column + width)
    cells[column] = cell
    if width == 2 {
      cells[column + 1] = .rightHalf(style: cell.style)
      cells[column + 1].link = cell.link
    }
    if !marks.isEmpty {
      marks[column] = nil
      if width == 2 { marks[column + 1] = nil }
    }
  }

  /// Makes all places blank.
  mutating func clear(_ style: Style) {
    let blank = Cell.blank(style)
    let isPlain = blank == Cell()
    let end = isPlain ? min(written, cells.count) : cells.count
    var places = cells.mutableSpan
    for column in 0..<end { places[column] = blank }
    written = isPlain ? 0 : cells.count
    if !marks.isEmpty { marks = [:] }
    continues = false
  }

  /// Makes the places blank, and with them the other half of a wide character that is cut.
  mutating func erase(_ range: Range<Int>, _ style: Style) {
    let range = range.clamped(to: 0..<cells.count)
    guard !range.isEmpty else { return }
    cutWide(before: range.lowerBound)
    cutWide(before: range.upperBound)
    if style.background != .standard { written = max(written, range.upperBound) }
    let blank = Cell.blank(style)
    var places = cells.mutableSpan
    for column in range { places[column] = blank }
    if !marks.isEmpty { marks = marks.filter { !range.contains($0.key) } }
  }

  /// Blanks a wide character whose right half is at the column.
  mutating func cutWide(before column: Int) {
    guard column > 0, column < cells.count, cells[column].width == 0 else { return }
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
