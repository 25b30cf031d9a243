extension Screen {
  /// What a person reads: the lines that have scrolled away and the grid, without blanks at the end
  /// of lines and without empty lines at the end. A line that went on in the next row because it
  /// was too long for the screen is one line.
  package var text: String { Self.text(of: scrollback.rows, ArraySlice(grid)) }

  /// What a person reads in the grid, row by row, without blanks at the end of rows.
  package var lines: [String] { grid.map(\.text) }

  /// What a person who watched a program print these bytes would read in the end: progress lines
  /// have collapsed to their last state, colours are gone.
  package static func render(
    _ bytes: [UInt8], columns: Int = 80, rows: Int = 50, scrollback: Int = 200_000
  ) -> String {
    var screen = Screen(columns: columns, rows: rows, scrollback: scrollback)
    screen.feed(bytes)
    return screen.text
  }

  /// Changes the size. Rows are cut or filled, not broken anew. When there is no room for the
  /// cursor's row, the rows at the top scroll away.
  package mutating func resize(columns: Int, rows: Int) {
    let (columns, rows) = (max(1, columns), max(1, rows))
    guard columns != self.columns || rows != self.rows else { return }
    let scrolled: [Row]
    if primary != nil {
      scrolled = primary?.fit(columns, rows) ?? []
      var visible = Primary(grid: grid, cursor: cursor)
      _ = visible.fit(columns, rows)
      (grid, cursor) = (visible.grid, visible.cursor)
    } else {
      var visible = Primary(grid: grid, cursor: cursor)
      scrolled = visible.fit(columns, rows)
      (grid, cursor) = (visible.grid, visible.cursor)
    }
    for row in scrolled { scrollback.append(row) }
    if columns > self.columns {
      tabStops.formUnion(Self.defaultTabStops(columns).filter { $0 >= self.columns })
    }
    (self.columns, self.rows) = (columns, rows)
    (scrollTop, scrollBottom) = (0, rows - 1)
    cursor.wrapsNext = false
    saved.cursor.wrapsNext = false
    keepCursorInside()
  }

  private static func text(of parts: ArraySlice<Row>...) -> String {
    var result = ""
    var line = ""
    var newlines = 0
    for part in parts {
      for row in part {
        if row.continues {
          line += row.fullText
          continue
        }
        line = trimmed(line + row.text)
        if !line.isEmpty {
          result += String(repeating: "\n", count: newlines) + line
          line = ""
          newlines = 0
        }
        newlines += 1
      }
    }
    line = trimmed(line)
    return line.isEmpty ? result : result + String(repeating: "\n", count: newlines) + line
  }
}

private func trimmed(_ text: String) -> String {
  guard text.utf8.last == 0x20 else { return text }
  let end = text.utf8.lastIndex { $0 != 0x20 }.map(text.utf8.index(after:))
  return String(text[..<(end ?? text.startIndex)])
}

extension Primary {
  /// Cuts or fills to the size; the rows at the top for which there is no room any more.
  fileprivate mutating func fit(_ columns: Int, _ rows: Int) -> [Row] {
    var kept = Array(grid)
    let scrolled = Array(kept.prefix(max(0, cursor.row - rows + 1)))
    kept.removeFirst(scrolled.count)
    cursor.row -= scrolled.count
    if kept.count > rows { kept.removeLast(kept.count - rows) }
    for index in kept.indices { kept[index].resize(columns: columns) }
    while kept.count < rows { kept.append(Row(columns: columns)) }
    grid = Grid(kept)
    cursor.column = min(cursor.column, columns - 1)
    cursor.wrapsNext = false
    return scrolled
  }
}
