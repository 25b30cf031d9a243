extension Screen {
  /// A control sequence (CSI) that ends with this byte.
  mutating func control(_ byte: UInt8) {
    let final = Unicode.Scalar(byte)
    if parser.prefix | parser.intermediate == 0 { return plainControl(final) }
    switch (Unicode.Scalar(parser.prefix), Unicode.Scalar(parser.intermediate), final) {
    case ("?", "\0", _): privateControl(final)
    case (">", "\0", "c"): if parser.number(0, default: 0) == 0 { reply("\u{1B}[>1;10;0c") }
    case (">", "\0", "q"): reply("\u{1B}P>|trestle\u{1B}\\")
    case ("?", "$", "p"), ("\0", "$", "p"):
      let isPrivate = parser.prefix != 0
      let number = parser.number(0, default: 0)
      let state = modeState(number, isPrivate: isPrivate)
      reply("\u{1B}[\(isPrivate ? "?" : "")\(number);\(state)$y")
    case ("\0", "!", "p"): softReset()
    case ("\0", " ", "q"): modes.cursorShape = min(parser.number(0, default: 0), 6)
    default: break
    }
  }

  private mutating func plainControl(_ final: Unicode.Scalar) {
    let count = parser.number(0)
    switch final {
    case "A": moveUp(count)
    case "B", "e": moveDown(count)
    case "C", "a": moveTo(column: cursor.column + count)
    case "D": moveTo(column: cursor.column - count)
    case "E":
      moveDown(count)
      moveTo(column: 0)
    case "F":
      moveUp(count)
      moveTo(column: 0)
    case "G", "`": moveTo(column: count - 1)
    case "H", "f": moveTo(row: originRow + count - 1, column: parser.number(1) - 1)
    case "d": moveTo(row: originRow + count - 1, column: cursor.column)
    case "I": tabForward(count)
    case "Z": tabBackward(count)
    case "J": eraseInDisplay(parser.number(0, default: 0))
    case "K": eraseInLine(parser.number(0, default: 0))
    case "X":
      grid.erase(cursor.column..<cursor.column + count, at: cursor.row, cursor.look.blank)
      cursor.wrapsNext = false
    case "@":
      grid.insert(count, at: cursor.row, cursor.column, cursor.look.blank)
      cursor.wrapsNext = false
    case "P":
      grid.delete(count, at: cursor.row, cursor.column, cursor.look.blank)
      cursor.wrapsNext = false
    case "L", "M":
      guard (scrollTop...scrollBottom).contains(cursor.row) else { return }
      if final == "L" {
        insertLines(count, at: cursor.row)
      } else {
        deleteLines(count, at: cursor.row)
      }
      moveTo(column: 0)
    case "S": scrollUp(count)
    case "T": scrollDown(count)
    case "b": repeatLast(count)
    case "g":
      if parser.number(0, default: 0) == 3 {
        tabStops = Array(repeating: false, count: columns)
      } else if parser.number(0, default: 0) == 0 {
        tabStops[cursor.column] = false
      }
    case "h", "l":
      for index in parser.parameters.indices {
        modes.setStandard(parser.parameters[index], final == "h")
      }
    case "m": selectGraphicRendition()
    case "r": setScrollRegion(parser.number(0), parser.number(1, default: rows))
    case "s" where parser.parameters.isEmpty: saveCursor()
    case "u": restoreCursor()
    default: report(final)
    }
  }

  /// Requests: device attributes, status, cursor position, size in characters; and the stack of
  /// titles.
  private mutating func report(_ final: Unicode.Scalar) {
    switch (final, parser.number(0, default: 0)) {
    case ("c", 0): reportAttributes()
    case ("n", 5): reply("\u{1B}[0n")
    case ("n", 6): reply("\u{1B}[\(cursor.row - originRow + 1);\(cursor.column + 1)R")
    case ("t", 18): reply("\u{1B}[8;\(rows);\(columns)t")
    case ("t", 19): reply("\u{1B}[9;\(rows);\(columns)t")
    case ("t", 22): saveTitle()
    case ("t", 23): restoreTitle()
    case ("x", let kind) where kind < 2: reply("\u{1B}[\(kind + 2);1;1;128;128;1;0x")
    default: break
    }
  }

  /// A VT220 with colours.
  mutating func reportAttributes() { reply("\u{1B}[?62;22c") }

  private mutating func privateControl(_ final: Unicode.Scalar) {
    switch final {
    case "h", "l":
      for index in parser.parameters.indices {
        setPrivateMode(parser.parameters[index], final == "h")
      }
    case "J": eraseInDisplay(parser.number(0, default: 0))
    case "K": eraseInLine(parser.number(0, default: 0))
    case "n":
      switch parser.number(0, default: 0) {
      case 6: reply("\u{1B}[?\(cursor.row - originRow + 1);\(cursor.column + 1)R")
      case 15: reply("\u{1B}[?13n")
      case 25: reply("\u{1B}[?20n")
      case 26: reply("\u{1B}[?27;1;0;0n")
      default: break
      }
    default: break
    }
  }

  mutating func moveTo(row: Int? = nil, column: Int) {
    if let row {
      let range = modes.origin ? scrollTop...scrollBottom : 0...rows - 1
      cursor.row = min(max(row, range.lowerBound), range.upperBound)
    }
    cursor.column = min(max(column, 0), columns - 1)
    cursor.wrapsNext = false
  }

  private var originRow: Int { modes.origin ? scrollTop : 0 }

  private mutating func moveUp(_ count: Int) {
    let limit = cursor.row >= scrollTop ? scrollTop : 0
    cursor.row = max(cursor.row - count, limit)
    cursor.wrapsNext = false
  }

  private mutating func moveDown(_ count: Int) {
    let limit = cursor.row <= scrollBottom ? scrollBottom : rows - 1
    cursor.row = min(cursor.row + count, limit)
    cursor.wrapsNext = false
  }

  private mutating func setScrollRegion(_ first: Int, _ last: Int) {
    let (top, bottom) = (first - 1, min(last, rows) - 1)
    guard top < bottom else { return }
    (scrollTop, scrollBottom) = (top, bottom)
    moveTo(row: originRow, column: 0)
  }

  private mutating func eraseInLine(_ part: Int) {
    switch part {
    case 0: grid.erase(cursor.column..<columns, at: cursor.row, cursor.look.blank)
    case 1: grid.erase(0..<cursor.column + 1, at: cursor.row, cursor.look.blank)
    case 2: grid.erase(0..<columns, at: cursor.row, cursor.look.blank)
    default: return
    }
    if part != 1 { grid.setContinues(false, at: cursor.row) }
    cursor.wrapsNext = false
  }

  private mutating func eraseInDisplay(_ part: Int) {
    switch part {
    case 0:
      eraseInLine(0)
      blankRows(cursor.row + 1..<rows)
    case 1:
      eraseInLine(1)
      blankRows(0..<cursor.row)
    case 2: blankRows(0..<rows)
    case 3: scrollback.removeAll()
    default: break
    }
  }

  mutating func blankRows(_ range: Range<Int>) {
    for row in range { grid.clear(row, cursor.look.blank) }
    cursor.wrapsNext = false
  }

  /// Prints the last character again, at most as often as the screen has room.
  private mutating func repeatLast(_ count: Int) {
    guard let scalar = lastPrinted else { return }
    for _ in 0..<min(count, columns * rows) { print(scalar) }
  }

  /// What the program may have set wrong, as at the beginning; text, mouse and paste modes stay.
  private mutating func softReset() {
    let before = modes
    modes = Modes()
    modes.mouse = before.mouse
    modes.mouseAsText = before.mouseAsText
    modes.bracketedPaste = before.bracketedPaste
    modes.reportsFocus = before.reportsFocus
    modes.reversesScreen = before.reversesScreen
    (scrollTop, scrollBottom) = (0, rows - 1)
    cursor.style = Style()
    cursor.link = 0
    charsets = Charsets()
    saved = SavedCursor()
  }
}
