extension Screen {
  /// A control character (C0).
  mutating func execute(_ byte: UInt8) {
    switch byte {
    case 0x07: tell(.bell)
    case 0x08: backspace()
    case 0x09: tabForward(1)
    case 0x0A, 0x0B, 0x0C: breakLine()
    case 0x0D: returnToStart()
    case 0x0E: charsets.used = 1
    case 0x0F: charsets.used = 0
    default: break
    }
  }

  /// An escape sequence that ends with this byte.
  mutating func escape(_ byte: UInt8) {
    switch (Unicode.Scalar(parser.intermediate), Unicode.Scalar(byte)) {
    case ("(", _): charsets.designate(0, byte)
    case (")", _): charsets.designate(1, byte)
    case ("*", _): charsets.designate(2, byte)
    case ("+", _): charsets.designate(3, byte)
    case ("#", "8"): fillForAlignment()
    case ("\0", "7"): saveCursor()
    case ("\0", "8"): restoreCursor()
    case ("\0", "D"): lineFeed()
    case ("\0", "E"):
      cursor.column = 0
      lineFeed()
    case ("\0", "H"): tabStops[cursor.column] = true
    case ("\0", "M"): reverseLineFeed()
    case ("\0", "N"): charsets.once = 2
    case ("\0", "O"): charsets.once = 3
    case ("\0", "Z"): reportAttributes()
    case ("\0", "c"): reset()
    case ("\0", "n"): charsets.used = 2
    case ("\0", "o"): charsets.used = 3
    case ("\0", "="): modes.keypadSendsKeys = true
    case ("\0", ">"): modes.keypadSendsKeys = false
    default: break
    }
  }

  private mutating func backspace() {
    if cursor.column > 0 {
      cursor.column -= 1
    } else if modes.wrapsBackwards, modes.wraps, cursor.row > scrollTop {
      cursor.row -= 1
      cursor.column = columns - 1
    }
    cursor.wrapsNext = false
  }

  mutating func tabForward(_ count: Int) {
    for _ in 0..<min(count, columns) where cursor.column < columns - 1 {
      repeat { cursor.column += 1 } while cursor.column < columns - 1 && !tabStops[cursor.column]
    }
  }

  mutating func tabBackward(_ count: Int) {
    for _ in 0..<min(count, columns) where cursor.column > 0 {
      repeat { cursor.column -= 1 } while cursor.column > 0 && !tabStops[cursor.column]
    }
    cursor.wrapsNext = false
  }

  mutating func saveCursor() {
    saved = SavedCursor(cursor: cursor, origin: modes.origin, charsets: charsets)
  }

  mutating func restoreCursor() {
    cursor = saved.cursor
    modes.origin = saved.origin
    charsets = saved.charsets
    keepCursorInside()
  }

  mutating func keepCursorInside() {
    cursor.column = min(max(cursor.column, 0), columns - 1)
    cursor.row = min(max(cursor.row, 0), rows - 1)
    if cursor.column != columns - 1 { cursor.wrapsNext = false }
  }

  /// Everything as at the beginning, but for the lines that have scrolled away and what has not
  /// been taken yet.
  private mutating func reset() {
    var fresh = Screen(columns: columns, rows: rows, scrollback: scrollback.limit)
    fresh.scrollback = scrollback
    fresh.links = links
    fresh.replies = replies
    fresh.events = events
    self = fresh
  }

  private mutating func fillForAlignment() {
    let full = Row(cells: Array(repeating: Cell(scalar: "E"), count: columns))
    grid = Grid(Array(repeating: full, count: rows))
    (scrollTop, scrollBottom) = (0, rows - 1)
    moveTo(row: 0, column: 0)
  }

  static func defaultTabStops(_ columns: Range<Int>) -> [Bool] {
    columns.map { $0 > 0 && $0 % 8 == 0 }
  }
}
