/// Views are what is drawn, as values: a canvas of cells, looks by role, text wrapped by width, pages
/// of Markdown, and the small parts that lists, tables and bars are made of. They know no terminal.
import Emulation

/// A grid of cells to draw on, with the place of the hardware cursor. Two canvases that look the same
/// are equal.
package struct Canvas: Hashable, Sendable {
  /// Its rows from the top; each has as many cells as there are columns.
  package private(set) var rows: [Row]
  package let columns: Int
  /// Where the hardware cursor stands; nothing hides it.
  package var cursor: Position?

  /// A blank canvas.
  package init(rows: Int, columns: Int, style: Style = Style()) {
    self.columns = max(0, columns)
    self.rows = Array(repeating: Row(columns: max(0, columns), style: style), count: max(0, rows))
  }

  /// The whole of it.
  package var bounds: Rect { Rect(row: 0, column: 0, rows: rows.count, columns: columns) }

  /// The cell at a place; nothing outside.
  package subscript(row: Int, column: Int) -> Cell? {
    guard bounds.contains(Position(row: row, column: column)) else { return nil }
    return rows[row].cells[column]
  }

  /// Writes text from a place on and returns the column behind it. What lies outside of the clip is
  /// left out; of a wide character that does not fit wholly a blank is left. Control characters show
  /// as blanks.
  @discardableResult
  package mutating func put(
    _ text: String, row: Int, column: Int, style: Style = Style(), clippedTo clip: Rect? = nil
  ) -> Int {
    let clip = clip.map(bounds.intersection) ?? bounds
    let shows = (clip.row..<clip.endRow).contains(row)
    var column = column
    for scalar in text.unicodeScalars {
      let scalar = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? " " : scalar
      let width = displayWidth(of: scalar)
      if width == 0 {
        if shows { combine(scalar, row, column - 1, clip) }
        continue
      }
      if shows { set(scalar, width, row, column, style, clip) }
      column += width
    }
    return column
  }

  /// Fills a part with one character of one column.
  package mutating func fill(
    _ rect: Rect, with scalar: Unicode.Scalar = " ", style: Style = Style()
  ) {
    let rect = bounds.intersection(rect)
    guard !rect.isEmpty, displayWidth(of: scalar) == 1 else { return }
    for row in rect.row..<rect.endRow {
      clearHalves(row, rect.column, rect.endColumn)
      var cells = rows[row].cells.mutableSpan
      let cell = Cell(scalar: scalar, width: 1, style: style)
      for column in rect.column..<rect.endColumn { cells[column] = cell }
    }
  }

  /// Changes how a part looks and leaves its text.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let rect = bounds.intersection(rect)
    guard !rect.isEmpty else { return }
    for row in rect.row..<rect.endRow {
      for column in rect.column..<rect.endColumn { change(&rows[row].cells[column].style) }
    }
  }

  /// Copies rows of cells into a part, from its upper left place on; the rest of it becomes blank.
  package mutating func copy(_ source: some Collection<Row>, into rect: Rect) {
    fill(rect)
    let clip = bounds.intersection(rect)
    for (offset, line) in source.prefix(rect.rows).enumerated() {
      let row = rect.row + offset
      guard (clip.row..<clip.endRow).contains(row) else { continue }
      if line.marks.isEmpty, clip.column == rect.column, clip.endColumn == rect.endColumn {
        copy(line.cells, row, rect)
        continue
      }
      for (index, cell) in line.cells.prefix(rect.columns).enumerated() {
        let column = rect.column + index
        guard (clip.column..<clip.endColumn).contains(column), cell.width > 0 else { continue }
        set(cell.scalar ?? " ", Int(cell.width), row, column, cell.style, clip)
        if !line.marks.isEmpty, let marks = line.marks[index] {
          for mark in marks { combine(mark, row, column, clip) }
        }
      }
    }
  }

  /// Copies cells without marks into a part of a row that has been filled. Their links are the
  /// screen's own and mean nothing here.
  private mutating func copy(_ source: [Cell], _ row: Int, _ rect: Rect) {
    let count = min(source.count, rect.columns)
    let places = source.span
    var cells = rows[row].cells.mutableSpan
    for index in 0..<count {
      let cell = places[index]
      let isCut = cell.width == 2 && index + 1 == count
      let isBlank = cell.scalar == nil && cell.width == 1
      if isCut || isBlank {
        cells[rect.column + index] = Cell(scalar: " ", width: 1, style: cell.style)
      } else if cell.link == 0 {
        cells[rect.column + index] = cell
      } else {
        cells[rect.column + index] = Cell(
          scalar: cell.scalar, width: cell.width, style: cell.style)
      }
    }
  }

  private mutating func set(
    _ scalar: Unicode.Scalar, _ width: Int, _ row: Int, _ column: Int, _ style: Style, _ clip: Rect
  ) {
    guard column < clip.endColumn, column + width > clip.column else { return }
    guard column >= clip.column, column + width <= clip.endColumn else {
      for half in max(column, clip.column)..<min(column + width, clip.endColumn) {
        set(" ", 1, row, half, style, clip)
      }
      return
    }
    clearHalves(row, column, column + width)
    rows[row].cells[column] = Cell(scalar: scalar, width: width, style: style)
    if width == 2 { rows[row].cells[column + 1] = Cell(scalar: nil, width: 0, style: style) }
  }

  private mutating func combine(_ mark: Unicode.Scalar, _ row: Int, _ column: Int, _ clip: Rect) {
    guard (clip.column..<clip.endColumn).contains(column) else { return }
    let isRightHalf = rows[row].cells[column].width == 0 && column > 0
    let base = isRightHalf ? column - 1 : column
    guard rows[row].marks[base, default: []].count < 8 else { return }
    rows[row].marks[base, default: []].append(mark)
  }

  /// Blanks what is left of wide characters whose other half is about to be overwritten, and forgets
  /// the marks of what is overwritten.
  private mutating func clearHalves(_ row: Int, _ start: Int, _ end: Int) {
    if start > 0, rows[row].cells[start].width == 0 { blank(row, start - 1) }
    if end < columns, rows[row].cells[end].width == 0 { blank(row, end) }
    if !rows[row].marks.isEmpty {
      for column in start..<end { rows[row].marks[column] = nil }
    }
  }

  private mutating func blank(_ row: Int, _ column: Int) {
    let style = rows[row].cells[column].style
    rows[row].cells[column] = Cell(scalar: " ", width: 1, style: style)
    rows[row].marks[column] = nil
  }
}

extension Canvas {
  /// What a person reads, row by row, without blanks at the ends of rows.
  package var lines: [String] { rows.map(\.text) }

  /// The looks as letters, row by row: a dot for the default look, `?` for one that the legend does
  /// not name; without dots at the ends of rows.
  package func styleMap(_ legend: KeyValuePairs<Character, Style>) -> [String] {
    let letters = Dictionary(legend.map { ($0.value, $0.key) }) { first, _ in first }
    return rows.map { row in
      var line = row.cells.map { $0.style == Style() ? "." : letters[$0.style] ?? "?" }
      while line.last == "." { line.removeLast() }
      return String(line)
    }
  }
}
