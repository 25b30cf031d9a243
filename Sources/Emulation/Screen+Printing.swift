extension Screen {
  /// Prints text, breaks lines and sets the look of text from a place on until something else comes:
  /// another control character or sequence, or a broken or unfinished one; where it ends.
  mutating func takeText(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if charsets.isPlain, !modes.inserts, !modes.newLine {
        index = printLines(bytes, from: index)
        guard index < bytes.count else { break }
      }
      let byte = bytes[index]
      switch byte {
      case 0x0A: breakLine()
      case 0x0D: returnToStart()
      case 0x1B:
        guard let end = cursor.look.takeRendition(bytes, from: index) else { return index }
        index = end - 1
      case 0x00..<0x20, 0x7F: return index
      default:
        if byte < 0x80 { wrapIfDue() }
        if charsets.isPlain, !modes.inserts, !cursor.wrapsNext,
          bytes.hasCharacter(at: index, in: columns - cursor.column)
        {
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

  /// Prints lines as far as nothing special comes; where that is.
  private mutating func printLines(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let isWhole = scrollTop == 0 && scrollBottom == rows - 1
    let rules = Pen.Rules(
      wraps: modes.wraps, moves: !modes.origin, bottom: scrollBottom, scrolls: isWhole,
      keeps: !isAlternate, usesFirst: charsets.used == 0)
    var pen = Pen(cursor)
    var index = start
    var goesOn = true
    while goesOn {
      index = grid.print(bytes, from: index, &pen, rules)
      let left = grid.ring.left
      if left > 0 {
        keep(-left..<0)
        grid.forgetLeft()
      }
      goesOn = left == Grid.spare
    }
    cursor = Cursor(pen)
    if let last = pen.last { lastPrinted = last }
    return index
  }

  /// Adds rows of the grid to what has scrolled away.
  private mutating func keep(_ rows: Range<Int>) {
    grid.trim(rows)
    scrollback.append(grid, rows)
  }

  /// Prints as much text as goes into the cursor's row without anything special; how many bytes.
  private mutating func put(_ text: Span<UInt8>) -> Int {
    let printed = grid.put(text, at: cursor.row, cursor.column, cursor.look)
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
      grid.erase(cursor.column..<columns, at: cursor.row, cursor.look.blank)
      cursor.wrapsNext = true
      wrapIfDue()
    }
    let (row, column) = (cursor.row, cursor.column)
    if modes.inserts { grid.insert(width, at: row, column, cursor.look.blank) }
    grid.put(scalar, width: width, at: row, column, cursor.look)
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
    if scrollTop == 0, !isAlternate { keep(0..<1) }
    grid.scrollUp(scrollTop...scrollBottom)
    grid.clear(scrollBottom, cursor.look.blank)
  }

  /// Moves the region's rows down.
  mutating func scrollDown(_ count: Int) { insertLines(count, at: scrollTop) }

  /// Moves the rows from one on down to the end of the region.
  mutating func insertLines(_ count: Int, at row: Int) {
    guard row <= scrollBottom else { return }
    for _ in 0..<min(count, scrollBottom - row + 1) {
      grid.scrollDown(row...scrollBottom)
      grid.clear(row, cursor.look.blank)
    }
  }

  /// Removes rows; those below them in the region move up.
  mutating func deleteLines(_ count: Int, at row: Int) {
    guard row <= scrollBottom else { return }
    for _ in 0..<min(count, scrollBottom - row + 1) {
      grid.scrollUp(row...scrollBottom)
      grid.clear(scrollBottom, cursor.look.blank)
    }
  }

  private mutating func wrapIfDue() {
    guard cursor.wrapsNext else { return }
    cursor.wrapsNext = false
    guard modes.wraps else { return }
    grid.setContinues(true, at: cursor.row)
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
    grid.combine(scalar, at: cursor.row, column)
  }
}
