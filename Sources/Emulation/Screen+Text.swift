extension Screen {
  /// What a person reads: the lines that have scrolled away and the grid, without blanks at the end
  /// of lines and without empty lines at the end. A line that went on in the next row because it
  /// was too long for the screen is one line.
  package var text: String { Self.text(of: AnySequence(scrollback), AnySequence(grid)) }

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

  private static func text(of parts: AnySequence<Row>...) -> String {
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
