import Emulation

extension Canvas {
  /// Shows a terminal in a part: its grid, or what has scrolled away so many rows above it. Where the
  /// part is smaller than the grid, the rows around its cursor show. The terminal's cursor becomes
  /// the canvas's when the terminal has the focus and the cursor is to be seen.
  package mutating func show(
    _ screen: Screen, in rect: Rect, scrolledBack offset: Int = 0, hasFocus: Bool = false
  ) {
    guard !rect.isEmpty else { return }
    let kept = screen.isAlternate ? 0 : screen.scrollback.count
    let hidden = max(0, min(screen.cursor.row - rect.rows + 1, screen.rows - rect.rows))
    let first = max(0, kept + hidden - max(0, offset))
    let rows = (first..<min(first + rect.rows, kept + screen.rows)).map { index in
      index < kept ? screen.scrollback[index] : screen.grid[index - kept]
    }
    copy(rows, into: rect)
    guard hasFocus, screen.modes.showsCursor else { return }
    let place = Position(
      row: rect.row + kept + screen.cursor.row - first, column: rect.column + screen.cursor.column)
    cursor = rect.contains(place) ? place : nil
  }

  /// The most rows that a terminal can be scrolled back.
  package static func mostScrolledBack(_ screen: Screen) -> Int {
    screen.isAlternate ? 0 : screen.scrollback.count
  }
}
