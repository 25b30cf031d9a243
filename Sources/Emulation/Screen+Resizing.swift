extension Screen {
  /// Changes the size. On the primary screen, lines that were too long are broken anew, those that
  /// have scrolled away too, and the cursor stays with its text; a taller screen shows again what
  /// had scrolled away, and a lower one gives up what is below the cursor first. The alternate
  /// screen is cut or filled: its program draws it again.
  package mutating func resize(columns: Int, rows: Int) {
    let (columns, rows) = (max(1, columns), max(1, rows))
    guard columns != self.columns || rows != self.rows else { return }
    if var primary {
      cut(columns, rows)
      (primary.grid, primary.saved.cursor) = flow(
        primary.grid, primary.saved.cursor, columns, rows)
      self.primary = primary
    } else {
      (grid, cursor) = flow(grid, cursor, columns, rows)
    }
    if columns > tabStops.count {
      tabStops += Self.defaultTabStops(tabStops.count..<columns)
    }
    tabStops.removeLast(tabStops.count - columns)
    (self.columns, self.rows) = (columns, rows)
    (scrollTop, scrollBottom) = (0, rows - 1)
    keepCursorInside()
  }

  /// Cuts or fills the alternate screen; the cursor's row stays.
  private mutating func cut(_ columns: Int, _ rows: Int) {
    let above = max(0, cursor.row - rows + 1)
    var kept = Array(grid.dropFirst(above).prefix(rows))
    cursor.row -= above
    for index in kept.indices { kept[index].resize(columns: columns) }
    while kept.count < rows { kept.append(Row(columns: columns)) }
    grid = Grid(kept)
    cursor.wrapsNext = false
  }

  /// Breaks the lines of the primary screen and of what scrolled off it anew.
  private mutating func flow(
    _ grid: Grid, _ cursor: Cursor, _ columns: Int, _ rows: Int
  ) -> (Grid, Cursor) {
    var cursor = cursor
    cursor.row = min(cursor.row, grid.count - 1)
    let used = max(cursor.row, grid.lastIndex { $0.usedCount > 0 } ?? 0) + 1
    let free = grid.count - used
    let scrolled = scrollback.count
    var flow = Flow(
      columns: columns, cursor: cursor, cursorRow: scrolled + cursor.row, top: scrolled)
    if columns == self.columns {
      flow.keep(scrollback.rows, grid.prefix(used))
    } else {
      for row in scrollback.rows { flow.take(row) }
      for row in grid.prefix(used) { flow.take(row) }
      flow.finish()
    }
    cursor = flow.cursor
    let total = flow.rows.count
    let filled = min(flow.top, max(0, total + free - rows))
    let top = max(filled, cursor.row - rows + 1)
    cursor.row -= top
    var visible = Array(flow.rows[top..<min(total, top + rows)])
    for index in visible.indices where visible[index].cells.count != columns {
      visible[index].pad(columns: columns)
    }
    if top + rows < total { visible[rows - 1].continues = false }
    while visible.count < rows { visible.append(Row(columns: columns)) }
    scrollback.replace(flow.rows[..<top])
    return (Grid(visible), cursor)
  }
}
