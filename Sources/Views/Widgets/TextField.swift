import Emulation

/// Text that a person edits, with the place where it is edited: one line, unless several are wanted.
package struct TextField: Hashable, Sendable {
  private var characters: [Character]
  /// Whether line ends stay.
  private var isMultiline: Bool
  /// How many characters stand before the cursor.
  package private(set) var cursor: Int

  /// A field with a text in it, to be gone on with at its end.
  package init(_ text: String = "", isMultiline: Bool = false) {
    characters = Array(text)
    self.isMultiline = isMultiline
    cursor = characters.count
  }

  /// What is in it.
  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }
  /// What stands before the cursor.
  package var textBeforeCursor: String { String(characters[..<cursor]) }

  /// Writes at the cursor. In one line, line ends become blanks; other control characters are left
  /// out.
  package mutating func insert(_ text: String) {
    let plain = text.compactMap { character -> Character? in
      if character.isNewline, isMultiline { return "\n" }
      if character.isNewline || character == "\t" { return " " }
      return character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        ? nil : character
    }
    // What is inserted may combine with what stands there.
    let rest = characters.count - cursor
    characters = Array(String(characters[..<cursor] + plain) + String(characters[cursor...]))
    cursor = max(0, characters.count - rest)
  }

  /// Takes the character before the cursor away.
  package mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    characters.remove(at: cursor)
  }

  /// Takes the character behind the cursor away.
  package mutating func deleteForward() {
    if cursor < characters.count { characters.remove(at: cursor) }
  }

  /// Takes the word before the cursor away.
  package mutating func deleteWord() {
    let end = cursor
    moveToWordStart()
    characters.removeSubrange(cursor..<end)
  }

  /// Takes everything before the cursor away.
  package mutating func deleteToStart() {
    characters.removeSubrange(..<cursor)
    cursor = 0
  }

  /// Takes everything behind the cursor away.
  package mutating func deleteToEnd() { characters.removeSubrange(cursor...) }

  /// Moves the cursor by characters.
  package mutating func move(by distance: Int) {
    cursor = min(max(0, cursor + distance), characters.count)
  }

  package mutating func moveToStart() { cursor = 0 }
  package mutating func moveToEnd() { cursor = characters.count }

  /// Moves the cursor to the beginning of the word before it.
  package mutating func moveToWordStart() {
    while cursor > 0, characters[cursor - 1].isWhitespace { cursor -= 1 }
    while cursor > 0, !characters[cursor - 1].isWhitespace { cursor -= 1 }
  }

  /// Moves the cursor to the end of the word behind it.
  package mutating func moveToWordEnd() {
    while cursor < characters.count, characters[cursor].isWhitespace { cursor += 1 }
    while cursor < characters.count, !characters[cursor].isWhitespace { cursor += 1 }
  }
}

extension Canvas {
  /// Draws a field in one row: a label, and the part of the text around the cursor. Where it is empty
  /// a remark shows what belongs there. With the focus the canvas's cursor stands in it.
  package mutating func field(
    _ field: TextField, label: Line = Line(), remark: String = "", in rect: Rect,
    hasFocus: Bool = false, look: Look = Look()
  ) {
    guard !rect.isEmpty else { return }
    let row = rect.split(top: 1).top
    fill(row)
    let start = put(label, row: row.row, column: row.column, clippedTo: row)
    let room = row.endColumn - start
    guard room > 0 else { return }
    if field.isEmpty, !remark.isEmpty {
      put(
        look.text(remark, .dim).truncated(to: room, look.glyphs), row: row.row, column: start,
        clippedTo: row)
    }
    let before = displayWidth(of: field.textBeforeCursor)
    let hidden = max(0, before - room + 1)
    let text = Line(field.text).dropping(columns: hidden)
    put(text, row: row.row, column: start, clippedTo: row)
    if hidden > 0 { put(look.glyphs.arrowLeft, row: row.row, column: start) }
    if text.width > room { put(look.glyphs.arrowRight, row: row.row, column: row.endColumn - 1) }
    if hasFocus {
      let column = start + before - hidden
      cursor = Position(row: row.row, column: min(column, row.endColumn - 1))
    }
  }

  /// Draws a filter: a slash, what is typed, and how much it leaves of how much there is.
  package mutating func filter(
    _ filter: TextField, shown: Int, of count: Int, in rect: Rect, hasFocus: Bool = false,
    look: Look = Look()
  ) {
    let figures = look.text("\(shown) of \(count)", shown == 0 ? .bad : .dim)
    let fits = figures.width + 12 <= rect.columns
    let width = fits ? rect.columns - figures.width - 1 : rect.columns
    fill(rect.split(top: 1).top)
    field(
      filter, label: look.text("/ ", .strong), remark: "type to filter",
      in: rect.split(left: width).left, hasFocus: hasFocus, look: look)
    if fits { put(figures, row: rect.row, column: rect.endColumn - figures.width) }
  }
}
