extension Screen {
  /// What a person reads: the lines that have scrolled away and the grid, without blanks at the end
  /// of lines and without empty lines at the end. A line that went on in the next row because it
  /// was too long for the screen is one line.
  package var text: String {
    var lines = TextLines()
    for row in scrollback { lines.add(row) }
    for index in 0..<grid.count { lines.add(grid, index) }
    return lines.text
  }

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
}

/// Rows being put together to lines of text.
private struct TextLines {
  private var bytes: [UInt8] = []
  /// Line ends that are due before the next line that is not empty.
  private var newlines = 0
  /// Where the line begins whose end has not come yet.
  private var start: Int?

  /// The text, without empty lines at the end.
  var text: String {
    var all = self
    all.endLine()
    return String(decoding: all.bytes, as: UTF8.self)
  }

  mutating func add(_ row: Row) {
    begin()
    row.write(to: &bytes)
    if !row.continues { endLine() }
  }

  mutating func add(_ grid: Grid, _ index: Int) {
    begin()
    if !grid.write(index, to: &bytes) { endLine() }
  }

  private mutating func begin() {
    guard start == nil else { return }
    bytes += repeatElement(0x0A, count: newlines)
    start = bytes.count
  }

  private mutating func endLine() {
    guard let start else { return }
    while bytes.count > start, bytes[bytes.count - 1] == 0x20 { bytes.removeLast() }
    if bytes.count == start {
      bytes.removeLast(newlines)
      newlines += 1
    } else {
      newlines = 1
    }
    self.start = nil
  }
}
