extension Screen {
  /// A control character (C0).
  mutating func execute(_ byte: UInt8) {
    switch byte {
    case 0x07: tell(.bell)
    case 0x08:
      cursor.column = max(0, cursor.column - 1)
      cursor.wrapsNext = false
    case 0x09: tabForward(1)
    case 0x0A, 0x0B, 0x0C:
      lineFeed()
      if modes.newLine { cursor.column = 0 }
    case 0x0D:
      cursor.column = 0
      cursor.wrapsNext = false
    case 0x0E: shiftedOut = true
    case 0x0F: shiftedOut = false
    default: break
    }
  }

  /// An escape sequence that ends with this byte.
  mutating func escape(_ byte: UInt8) {
    switch (parser.intermediate, byte) {
    case (UInt8(ascii: "("), _): lineDrawing[0] = byte == UInt8(ascii: "0")
    case (UInt8(ascii: ")"), _): lineDrawing[1] = byte == UInt8(ascii: "0")
    case (UInt8(ascii: "#"), UInt8(ascii: "8")): fillForAlignment()
    case (0, UInt8(ascii: "7")): saveCursor()
    case (0, UInt8(ascii: "8")): restoreCursor()
    case (0, UInt8(ascii: "D")): lineFeed()
    case (0, UInt8(ascii: "E")):
      cursor.column = 0
      lineFeed()
    case (0, UInt8(ascii: "H")): tabStops.insert(cursor.column)
    case (0, UInt8(ascii: "M")): reverseLineFeed()
    case (0, UInt8(ascii: "c")): reset()
    case (0, UInt8(ascii: "=")): modes.keypadSendsKeys = true
    case (0, UInt8(ascii: ">")): modes.keypadSendsKeys = false
    default: break
    }
  }

  /// An operating system command: a number, a semicolon and text.
  mutating func command(_ bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    switch parts[0] {
    case "0", "2":
      title = parts.dropFirst().joined(separator: ";")
      tell(.title(title))
    case "7": tell(.directory(parts.dropFirst().joined(separator: ";")))
    case "133":
      guard parts.count > 1, let letter = parts[1].first else { return }
      let line = scrollback.dropped + scrollback.count + cursor.row
      tell(.mark(letter, parameters: Array(parts.dropFirst(2)), line: line))
    default: break
    }
  }

  mutating func tell(_ event: Event) {
    if events.count >= 1000 { events.removeFirst() }
    events.append(event)
  }

  mutating func reply(_ text: String) {
    if replies.count < 65536 { replies += text.utf8 }
  }

  mutating func tabForward(_ count: Int) {
    for _ in 0..<min(count, columns) {
      let next = (cursor.column + 1..<max(columns, cursor.column + 1))
        .first { tabStops.contains($0) }
      cursor.column = next ?? columns - 1
    }
    cursor.wrapsNext = false
  }

  mutating func tabBackward(_ count: Int) {
    for _ in 0..<min(count, columns) {
      cursor.column = (0..<cursor.column).last { tabStops.contains($0) } ?? 0
    }
    cursor.wrapsNext = false
  }

  mutating func saveCursor() {
    saved = SavedCursor(
      cursor: cursor, origin: modes.origin, lineDrawing: lineDrawing, shiftedOut: shiftedOut)
  }

  mutating func restoreCursor() {
    cursor = saved.cursor
    modes.origin = saved.origin
    lineDrawing = saved.lineDrawing
    shiftedOut = saved.shiftedOut
    keepCursorInside()
  }

  mutating func keepCursorInside() {
    cursor.column = min(max(cursor.column, 0), columns - 1)
    cursor.row = min(max(cursor.row, 0), rows - 1)
    if cursor.column != columns - 1 { cursor.wrapsNext = false }
  }

  /// Everything as at the beginning, but for the lines that have scrolled away.
  private mutating func reset() {
    var fresh = Screen(columns: columns, rows: rows, scrollback: scrollback.limit)
    fresh.scrollback = scrollback
    fresh.replies = replies
    fresh.events = events
    self = fresh
  }

  private mutating func fillForAlignment() {
    let cell = Cell(scalar: "E")
    for row in 0..<rows {
      grid[row].erase(0..<columns, Style())
      for column in 0..<columns { grid[row].cells[column] = cell }
      grid[row].continues = false
    }
    (scrollTop, scrollBottom) = (0, rows - 1)
    moveTo(row: 0, column: 0)
  }

  static func defaultTabStops(_ columns: Int) -> Set<Int> {
    Set(stride(from: 8, to: max(columns, 9), by: 8))
  }
}
