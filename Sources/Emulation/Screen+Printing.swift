extension Screen {
  /// Prints text and breaks lines from a place on until something else comes: another control
  /// character, or a broken or unfinished one; where it ends.
  mutating func takeText(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x0A: breakLine()
      case 0x0D: returnToStart()
      case 0x00..<0x20, 0x7F: return index
      default:
        if byte < 0x80 { wrapIfDue() }
        if charsets.isPlain, !modes.inserts, !cursor.wrapsNext {
          let count = put(bytes.extracting(droppingFirst: index))
          index += count
          if count > 0 { continue }
        }
        if byte < 0x80 {
          print(Unicode.Scalar(byte))
        } else if let (scalar, length) = UTF8Decoder.whole(bytes, at: index) {
          print(scalar)
          index += length - 1
        } else {
          return index
        }
      }
      index += 1
    }
    return index
  }

  /// Prints as much text as goes into the cursor's row without anything special; how many bytes.
  private mutating func put(_ text: Span<UInt8>) -> Int {
    let look = cursor.look
    let printed = grid[at: cursor.row].put(text, at: cursor.column, look)
    guard let last = printed.last else { return 0 }
    advance(printed.column - cursor.column)
    lastPrinted = last
    return printed.bytes
  }

  /// Prints one character where the cursor is.
  mutating func print(_ original: Unicode.Scalar) {
    let scalar = charsets.isPlain ? original : charsets.translate(original)
    let width = displayWidth(of: scalar)
    if width == 0 { return combine(scalar) }
    guard width <= columns, !(0x80..<0xA0).contains(scalar.value) else { return }
    wrapIfDue()
    if width == 2, cursor.column == columns - 1 {
      guard modes.wraps else { return }
      grid[at: cursor.row].erase(cursor.column..<columns, cursor.look.blank)
      cursor.wrapsNext = true
      wrapIfDue()
    }
    let (row, column) = (cursor.row, cursor.column)
    if modes.inserts { grid[at: row].insert(width, at: column, cursor.look.blank) }
    let look = cursor.look
    grid[at: row].put(scalar, width: width, at: column, look)
    advance(width)
    lastPrinted = original
  }

  /// What a line feed does.
  mutating func breakLine() {
    lineFeed()
    if modes.newLine { cursor.column = 0 }
  }

  /// What a carriage return does.
  mutating func returnToStart() {
    cursor.column = 0
    cursor.wrapsNext = false
  }

  /// Moves down one row, scrolling when the cursor is at the end of the region.
  mutating func lineFeed() {
    if cursor.row == scrollBottom {
      scrollUp()
    } else if cursor.row < rows - 1 {
      cursor.row += 1
    }
    cursor.wrapsNext = false
  }

  /// Moves up one row, scrolling when the cursor is at the beginning of the region.
  mutating func reverseLineFeed() {
    if cursor.row == scrollTop {
      scrollDown(1)
    } else if cursor.row > 0 {
      cursor.row -= 1
    }
    cursor.wrapsNext = false
  }

  /// Moves the region's rows up; what leaves the top of the whole screen is kept.
  mutating func scrollUp(_ count: Int) {
    for _ in 0..<min(count, scrollBottom - scrollTop + 1) { scrollUp() }
  }

  private mutating func scrollUp() {
    grid.scrollUp(scrollTop...scrollBottom)
    if scrollTop == 0, !isAlternate {
      grid[at: scrollBottom].scrollAway(to: &scrollback, cursor.look.blank)
    } else {
      grid[at: scrollBottom].clear(cursor.look.blank)
    }
  }

  /// Moves the region's rows down.
  mutating func scrollDown(_ count: Int) { insertLines(count, at: scrollTop) }

  /// Moves the rows from one on down to the end of the region.
  mutating func insertLines(_ count: Int, at row: Int) {
    guard row <= scrollBottom else { return }
    for _ in 0..<min(count, scrollBottom - row + 1) {
      grid.scrollDown(row...scrollBottom)
      grid[at: row].clear(cursor.look.blank)
    }
  }

  /// Removes rows; those below them in the region move up.
  mutating func deleteLines(_ count: Int, at row: Int) {
    guard row <= scrollBottom else { return }
    for _ in 0..<min(count, scrollBottom - row + 1) {
      grid.scrollUp(row...scrollBottom)
      grid[at: scrollBottom].clear(cursor.look.blank)
    }
  }

  private mutating func wrapIfDue() {
    guard cursor.wrapsNext else { return }
    cursor.wrapsNext = false
    guard modes.wraps else { return }
    grid[at: cursor.row].continues = true
    cursor.column = 0
    lineFeed()
  }

  private mutating func advance(_ count: Int) {
    cursor.column += count
    if cursor.column >= columns {
      cursor.column = columns - 1
      cursor.wrapsNext = modes.wraps
    }
  }

  /// Adds a mark to the character before the cursor, at most eight to one.
  private mutating func combine(_ scalar: Unicode.Scalar) {
    let column = cursor.wrapsNext ? cursor.column : cursor.column - 1
    guard column >= 0 else { return }
    grid[at: cursor.row].combine(scalar, at: column)
  }
}
