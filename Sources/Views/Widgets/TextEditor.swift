import Emulation

/// Several lines of text that a person edits.
package struct TextEditor: Hashable, Sendable {
  private var lines: [[Character]]
  /// Where the cursor is; the column counts characters.
  package private(set) var row = 0
  package private(set) var column = 0
  package private(set) var scroll = Scroll()
  /// Whether something was changed since the text was set or `markSaved`.
  package private(set) var isChanged = false
  /// Whether the last line ends with a line feed.
  private var endsWithNewline: Bool

  /// An editor with a text in it.
  package init(_ text: String = "") {
    var parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    endsWithNewline = parts.count > 1 && parts.last?.isEmpty == true
    if endsWithNewline { parts.removeLast() }
    lines = parts.map { Array($0.filter { $0 != "\r" }) }
    if lines.isEmpty { lines = [[]] }
  }

  /// What is in it. A text that was changed ends with a line feed, as files do.
  package var text: String {
    let text = lines.map { String($0) }.joined(separator: "\n")
    let ends = isChanged ? lines != [[]] && !text.hasSuffix("\n") : endsWithNewline
    return ends ? text + "\n" : text
  }

  package var count: Int { lines.count }

  /// The present text is what is stored.
  package mutating func markSaved() { isChanged = false }

  /// Writes at the cursor; line feeds begin new lines.
  package mutating func insert(_ text: String) {
    for character in text {
      if character.isNewline {
        let rest = Array(lines[row][column...])
        lines[row].removeSubrange(column...)
        lines.insert(rest, at: row + 1)
        (row, column) = (row + 1, 0)
      } else if character == "\t"
        || !character.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
      {
        lines[row].insert(character, at: column)
        column += 1
      }
    }
    isChanged = true
  }

  /// Takes the character before the cursor away; at the beginning of a line the line end.
  package mutating func deleteBackward() {
    if column > 0 {
      column -= 1
      lines[row].remove(at: column)
    } else if row > 0 {
      column = lines[row - 1].count
      lines[row - 1] += lines[row]
      lines.remove(at: row)
      row -= 1
    } else {
      return
    }
    isChanged = true
  }

  /// Takes the character behind the cursor away; at the end of a line the line end.
  package mutating func deleteForward() {
    if column < lines[row].count {
      lines[row].remove(at: column)
    } else if row + 1 < lines.count {
      lines[row] += lines[row + 1]
      lines.remove(at: row + 1)
    } else {
      return
    }
    isChanged = true
  }

  /// Takes everything behind the cursor on its line away.
  package mutating func deleteToEnd() {
    guard column < lines[row].count else { return deleteForward() }
    lines[row].removeSubrange(column...)
    isChanged = true
  }

  /// Takes the whole text away.
  package mutating func clear() {
    guard lines != [[]] else { return }
    lines = [[]]
    (row, column) = (0, 0)
    isChanged = true
  }

  package mutating func moveLeft() {
    if column > 0 {
      column -= 1
    } else if row > 0 {
      row -= 1
      column = lines[row].count
    }
  }

  package mutating func moveRight() {
    if column < lines[row].count {
      column += 1
    } else if row + 1 < lines.count {
      (row, column) = (row + 1, 0)
    }
  }

  /// Moves by rows; at the ends it stays.
  package mutating func move(by rows: Int) { moveTo(row: row + rows, column: column) }

  package mutating func moveToLineStart() { column = 0 }
  package mutating func moveToLineEnd() { column = lines[row].count }

  /// Moves to a place as near as there is one.
  package mutating func moveTo(row: Int, column: Int) {
    self.row = min(max(0, row), lines.count - 1)
    self.column = min(max(0, column), lines[self.row].count)
  }

  /// Shows the cursor.
  package mutating func reveal(rows: Int) {
    scroll.reveal(row..<row + 1, count: lines.count, visible: rows)
  }

  /// Scrolls without moving the cursor.
  package mutating func scroll(by distance: Int, rows: Int) {
    scroll.move(by: distance, count: lines.count, visible: rows)
  }

  /// A line as it is drawn; a tab takes four columns.
  fileprivate func shown(_ index: Int) -> String { Self.expanded(lines[index]) }

  /// How many columns stand before the cursor.
  fileprivate var cursorColumn: Int {
    displayWidth(of: Self.expanded(Array(lines[row][..<column])))
  }

  private static func expanded(_ characters: [Character]) -> String {
    String(characters).replacing("\t", with: "    ")
  }
}

extension Canvas {
  /// Draws an editor with the numbers of its lines. Long lines are cut at the right, or at the left
  /// where the cursor is beyond.
  package mutating func editor(
    _ editor: TextEditor, in rect: Rect, hasFocus: Bool = false, look: Look = Look()
  ) {
    fill(rect)
    let digits = String(editor.count).count
    let gutter = min(digits + 1, rect.columns)
    let room = rect.columns - gutter
    guard room > 0 else { return }
    let hidden = max(0, editor.cursorColumn - room + 1)
    for offset in 0..<rect.rows {
      let index = editor.scroll.first + offset
      guard index < editor.count else { break }
      let number = String(index + 1)
      put(
        String(repeating: " ", count: digits - number.count) + number, row: rect.row + offset,
        column: rect.column, style: look.theme[.dim], clippedTo: rect)
      let line = Line(editor.shown(index)).dropping(columns: hidden)
      put(
        line, row: rect.row + offset, column: rect.column + gutter,
        clippedTo: Rect(
          row: rect.row + offset, column: rect.column + gutter, rows: 1, columns: room))
    }
    if hasFocus {
      let place = Position(
        row: rect.row + editor.row - editor.scroll.first,
        column: rect.column + gutter + editor.cursorColumn - hidden)
      cursor = rect.contains(place) ? place : nil
    }
  }
}
