import Emulation

extension Canvas {
  /// Draws a box along the inner edge of a part, with a title in its upper line and a note at the
  /// right end of its lower line; the part inside. What is inside is not touched.
  @discardableResult
  package mutating func box(
    _ rect: Rect, title: Line = Line(), note: Line = Line(), style: Style = Style(),
    glyphs: Glyphs = .unicode
  ) -> Rect {
    guard rect.rows >= 2, rect.columns >= 2 else { return rect.inset() }
    let (bottom, right) = (rect.endRow - 1, rect.endColumn - 1)
    for column in rect.column + 1..<right {
      put(glyphs.horizontal, row: rect.row, column: column, style: style)
      put(glyphs.horizontal, row: bottom, column: column, style: style)
    }
    for row in rect.row + 1..<bottom {
      put(glyphs.vertical, row: row, column: rect.column, style: style)
      put(glyphs.vertical, row: row, column: right, style: style)
    }
    put(glyphs.topLeft, row: rect.row, column: rect.column, style: style)
    put(glyphs.topRight, row: rect.row, column: right, style: style)
    put(glyphs.bottomLeft, row: bottom, column: rect.column, style: style)
    put(glyphs.bottomRight, row: bottom, column: right, style: style)
    let room = rect.columns - 6
    if room > 0, title.width > 0 {
      let shown = title.truncated(to: room, glyphs)
      put(" ", row: rect.row, column: rect.column + 2)
      put(" ", row: rect.row, column: put(shown, row: rect.row, column: rect.column + 3))
    }
    if room > 0, note.width > 0 {
      let shown = note.truncated(to: room, glyphs)
      let start = right - 2 - shown.width
      put(" ", row: bottom, column: start - 1)
      put(" ", row: bottom, column: put(shown, row: bottom, column: start))
    }
    return rect.inset()
  }

  /// A line from left to right.
  package mutating func horizontalLine(
    row: Int, column: Int, columns: Int, style: Style = Style(), glyphs: Glyphs = .unicode
  ) {
    guard columns > 0 else { return }
    put(
      String(repeating: glyphs.horizontal, count: columns), row: row, column: column, style: style)
  }

  /// A line from top to bottom.
  package mutating func verticalLine(
    row: Int, column: Int, rows: Int, style: Style = Style(), glyphs: Glyphs = .unicode
  ) {
    for row in row..<row + max(0, rows) {
      put(glyphs.vertical, row: row, column: column, style: style)
    }
  }

  /// Writes a styled line from a place on and returns the column behind it.
  @discardableResult
  package mutating func put(
    _ line: Line, row: Int, column: Int, clippedTo clip: Rect? = nil
  ) -> Int {
    var column = column
    for run in line.runs {
      column = put(run.text, row: row, column: column, style: run.style, clippedTo: clip)
    }
    return column
  }
}
