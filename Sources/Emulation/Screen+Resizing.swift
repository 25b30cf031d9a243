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
    if columns == self.columns { return fit(Array(grid.prefix(used)), free, cursor, rows) }
    let scrolled = scrollback.count
    var flow = Flow(
      columns: columns, cursor: cursor, cursorRow: scrolled + cursor.row, top: scrolled)
    for row in scrollback { flow.take(row) }
    for row in grid.prefix(used) { flow.take(row) }
    flow.finish()
    cursor = flow.cursor
    cursor.row -= flow.top
    scrollback.replace(flow.rows[..<flow.top])
    return fit(Array(flow.rows[flow.top...]), free, cursor, rows, columns: columns)
  }

  /// The grid and cursor when rows, with so many free ones below them, have another height: what has
  /// scrolled away comes back as far as there is room, and what has none is kept with it.
  private mutating func fit(
    _ visible: [Row], _ free: Int, _ cursor: Cursor, _ rows: Int, columns: Int? = nil
  ) -> (Grid, Cursor) {
    let columns = columns ?? self.columns
    var (visible, cursor) = (visible, cursor)
    let room = max(0, rows - visible.count - free)
    let returned = (0..<min(room, scrollback.count)).compactMap { _ in scrollback.removeLast() }
    visible.insert(contentsOf: returned.reversed(), at: 0)
    cursor.row += returned.count
    let above = max(0, cursor.row - rows + 1)
    for row in visible[..<above] { scrollback.append(row) }
    visible.removeFirst(above)
    cursor.row -= above
    if visible.count > rows {
      visible.removeLast(visible.count - rows)
      visible[rows - 1].continues = false
    }
    for index in visible.indices { visible[index].pad(columns: columns) }
    while visible.count < rows { visible.append(Row(columns: columns)) }
    return (Grid(visible), cursor)
  }
}
