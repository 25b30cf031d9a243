/// A place on the screen that keeps its line while the screen scrolls.
package struct Place: Hashable, Sendable {
  /// Counted from the first line ever.
  package var line: Int
  package var column: Int
}

extension Screen {
  /// Where the cursor is.
  package var place: Place {
    Place(line: scrollback.dropped + scrollback.count + cursor.row, column: cursor.column)
  }

  /// What a person reads between a place and the cursor; empty when the place has gone or the cursor
  /// stands before it.
  package func text(from start: Place) -> String {
    let end = place
    let first = start.line - scrollback.dropped
    let last = end.line - scrollback.dropped
    guard first >= 0, first <= last else { return "" }
    var text = ""
    for index in first...last {
      let row = index < scrollback.count ? scrollback[index] : grid[index - scrollback.count]
      var cells = row.cells[...]
      if index == last { cells = cells.prefix(end.column) }
      if index == first { cells = cells.dropFirst(start.column) }
      var line = ""
      for cell in cells where cell.width > 0 { line.unicodeScalars.append(cell.scalar ?? " ") }
      while line.last == " " { line.removeLast() }
      text += line
      if index < last, !row.continues { text += "\n" }
    }
    return text
  }
}
