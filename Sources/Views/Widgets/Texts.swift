import Emulation

extension Canvas {
  /// Draws lines wrapped into a part, from one of the wrapped rows on; how many rows they take.
  @discardableResult
  package mutating func paragraph(_ lines: [Line], in rect: Rect, from first: Int = 0) -> Int {
    let wrapped = lines.flatMap { $0.wrapped(to: rect.columns) }
    for (offset, line) in wrapped.dropFirst(max(0, first)).prefix(rect.rows).enumerated() {
      put(line, row: rect.row + offset, column: rect.column, clippedTo: rect)
    }
    return wrapped.count
  }

  /// Draws a table with its header, the rows from the place's first on, and the selected row marked.
  /// Columns that do not fit give way, the widest first. The places of the rows, by their index.
  @discardableResult
  package mutating func table(
    header: [Line], rows: [[Line]], place: ListPlace? = nil, in rect: Rect,
    hasFocus: Bool = false, look: Look = Look()
  ) -> [Int: Rect] {
    fill(rect)
    let count = header.count
    guard count > 0, rect.rows > 0 else { return [:] }
    let mark = place == nil ? 0 : displayWidth(of: look.glyphs.pointer) + 1
    let full = rows.map { row in
      row.prefix(count) + Array(repeating: Line(), count: max(0, count - row.count))
    }
    var widths = header.indices.map { column in
      ([header[column].width] + full.map { $0[column].width }).max() ?? 0
    }
    var excess = widths.reduce(0, +) + 2 * (count - 1) - (rect.columns - mark)
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 3
    {
      widths[widest] -= 1
      excess -= 1
    }
    func line(_ cells: some Collection<Line>) -> Line {
      zip(cells, widths).reduce(Line()) { line, cell in
        let gap = line.runs.isEmpty ? "" : "  "
        return line + Line(gap)
          + cell.0.truncated(to: cell.1, look.glyphs).padded(to: cell.1)
      }
    }
    put(
      line(header).adding(look.theme[.strong]), row: rect.row, column: rect.column + mark,
      clippedTo: rect)
    if place == nil {
      for (offset, cells) in full.prefix(rect.rows - 1).enumerated() {
        put(line(cells), row: rect.row + 1 + offset, column: rect.column, clippedTo: rect)
      }
      return [:]
    }
    return list(
      full.map(line), place: place ?? ListPlace(), in: rect.split(top: 1).rest,
      hasFocus: hasFocus, look: look)
  }

  /// Draws a box in the middle of a part, over what is there, as large as its lines need and as there
  /// is room for; the part inside.
  @discardableResult
  package mutating func dialog(
    title: Line, lines: [Line], note: Line = Line(), in rect: Rect, look: Look = Look()
  ) -> Rect {
    let most = max(1, rect.columns - 8)
    let width = min(most, max(lines.map(\.width).max() ?? 0, title.width + 4, note.width + 4, 20))
    let wrapped = lines.flatMap { $0.wrapped(to: width) }
    let box = rect.centred(rows: wrapped.count + 2, columns: width + 4)
    fill(box)
    let inside = self.box(
      box, title: title.adding(look.theme[.strong]), note: note,
      style: look.theme[.focusedBorder], glyphs: look.glyphs
    ).inset(rows: 0, columns: 1)
    for (offset, line) in wrapped.prefix(inside.rows).enumerated() {
      put(line, row: inside.row + offset, column: inside.column, clippedTo: inside)
    }
    return inside
  }
}
