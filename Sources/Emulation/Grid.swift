/// The rows of a screen, from the top. What they show is in stores for all of them. When they
/// scroll, none is moved: an order, which is a ring, says where each row is, and behind the first
/// there is room for some that have scrolled away.
package struct Grid: Sendable {
  /// How many rows can have scrolled away.
  static let spare = 32

  package let count: Int
  private(set) var text: GridText
  private(set) var looks: GridLooks
  private(set) var rows: [GridRow]
  /// The marks of the rows that have some, by their columns from the left.
  private var marks: [[GridRow.Mark]]
  private(set) var ring: Ring

  /// Where the rows are.
  struct Ring: Sendable {
    /// Each row's place in the stores, from a start on around.
    fileprivate(set) var places: [Int]
    private var start = 0
    /// How many rows before the start have scrolled away and have not been taken yet.
    private(set) var left = 0

    fileprivate init(count: Int) { places = Array(0..<count) }

    /// A row's place; those before zero have scrolled away.
    @inline(__always)
    subscript(index: Int) -> Int { places[position(index)] }

    @inline(__always)
    fileprivate func position(_ index: Int) -> Int {
      var position = start &+ index
      if position < 0 { position &+= places.count }
      return position < places.count ? position : position &- places.count
    }

    /// Makes the second row the first; the last is one for others to fill.
    @inline(__always)
    mutating func advance(keeping: Bool) {
      start = start &+ 1 == places.count ? 0 : start &+ 1
      if keeping { left &+= 1 }
    }

    fileprivate mutating func takeAll() { left = 0 }
  }

  init(columns: Int, rows count: Int) {
    self.count = count
    let stored = count + Self.spare
    text = GridText(columns: columns, rows: stored)
    looks = GridLooks(rows: stored)
    rows = []
    rows.reserveCapacity(stored)
    for place in 0..<stored {
      rows.append(
        GridRow(
          place: place, words: GridText.words(columns), glyphs: columns, runs: looks.room))
    }
    marks = Array(repeating: [], count: stored)
    ring = Ring(count: stored)
  }

  /// How many columns each row has.
  var columns: Int { text.columns }
}

// What changes rows.
extension Grid {
  /// Prints lines: text in ASCII, what ends a line, and sequences that set the look of text, as far
  /// as nothing else comes and no more rows can scroll away; where that is.
  mutating func print(
    _ bytes: Span<UInt8>, from start: Int, _ pen: inout Pen, _ rules: Pen.Rules
  ) -> Int {
    looks.makeRoom(&rows, ring[pen.row])
    return pen.print(
      bytes, from: start, rules, columns: text.columns, runsInRow: looks.room, &text.words,
      &text.glyphs, &looks.runs, &rows, &ring)
  }

  /// Puts text there, all with one look, as far as there is room and nothing else comes: a control
  /// character, a mark, or what is not UTF-8.
  @inline(never)
  mutating func put(
    _ bytes: Span<UInt8>, at row: Int, _ start: Int, _ look: Look
  ) -> GridRow.Printed {
    let place = ring[row]
    var printed = GridRow.Printed(column: start)
    var cutsWide = false
    if rows[place].isASCII {
      printed.bytes = text.putASCII(bytes, at: start, in: &rows[place])
      printed.column += printed.bytes
      if printed.bytes > 0 { printed.last = Unicode.Scalar(bytes[printed.bytes - 1]) }
      if printed.bytes < bytes.count, bytes[printed.bytes] >= 0x80 {
        text.put(bytes, &printed, in: &rows[place])
      }
    } else {
      cutsWide = text.isRightHalf(rows[place], start)
      text.put(bytes, &printed, in: &rows[place])
    }
    let end = printed.column
    guard end > start else { return printed }
    if cutsWide { blank(start - 1, in: place) }
    if text.isRightHalf(rows[place], end) { blank(end, in: place) }
    setLook(start..<end, look, in: place)
    removeMarks(start..<end, in: place)
    return printed
  }

  /// Puts one character of one or two columns there.
  mutating func put(
    _ scalar: Unicode.Scalar, width: Int, at row: Int, _ column: Int, _ look: Look
  ) {
    let place = ring[row]
    let end = column + width
    cutWide(before: column, in: place)
    cutWide(before: end, in: place)
    text.set(Cell.glyph(scalar, width: width), at: column, in: &rows[place])
    if width == 2 { text.set(Cell.rightHalfGlyph, at: column + 1, in: &rows[place]) }
    setLook(column..<end, look, in: place)
    removeMarks(column..<end, in: place)
  }

  /// Adds a mark to the character at a column, at most eight to one.
  mutating func combine(_ scalar: Unicode.Scalar, at row: Int, _ column: Int) {
    let place = ring[row]
    let column = text.isRightHalf(rows[place], column) && column > 0 ? column - 1 : column
    guard text[rows[place], column] & 0xFF_FFFF != 0 else { return }
    if !rows[place].hasMarks { marks[place].removeAll(keepingCapacity: true) }
    let end = marks[place].lastIndex { $0.column <= column }.map { $0 + 1 } ?? 0
    guard end < 8 || marks[place][end - 8].column < column else { return }
    marks[place].insert(GridRow.Mark(column: Int32(column), scalar: scalar), at: end)
    rows[place].hasMarks = true
  }

  /// Says whether a row's text goes on in the next row.
  mutating func setContinues(_ continues: Bool, at row: Int) {
    rows[ring[row]].continues = continues
  }

  /// Makes all places of a row blank.
  mutating func clear(_ row: Int, _ blank: Look) {
    let place = ring[row]
    rows[place].clear()
    if !blank.isPlain { setLook(0..<columns, blank, in: place) }
  }

  /// Makes the places blank, and with them the other half of a wide character that is cut.
  mutating func erase(_ range: Range<Int>, at row: Int, _ blank: Look) {
    let range = range.clamped(to: 0..<columns)
    guard !range.isEmpty else { return }
    let place = ring[row]
    cutWide(before: range.lowerBound, in: place)
    cutWide(before: range.upperBound, in: place)
    text.erase(range, in: &rows[place])
    setLook(range, blank, in: place)
    removeMarks(range, in: place)
  }

  /// Moves the places of a row from a column on to the right and fills the room with blanks.
  mutating func insert(_ count: Int, at row: Int, _ column: Int, _ blank: Look) {
    let count = Swift.min(count, columns - column)
    guard count > 0 else { return }
    let place = ring[row]
    cutWide(before: column, in: place)
    cutWide(before: columns - count, in: place)
    text.insert(column..<column + count, in: &rows[place])
    looks.insert(column..<column + count, blank, of: columns, in: &rows, place)
    moveMarks(in: place) { $0 < column ? $0 : $0 + count }
  }

  /// Removes places of a row and fills with blanks at the right end.
  mutating func delete(_ count: Int, at row: Int, _ column: Int, _ blank: Look) {
    let count = Swift.min(count, columns - column)
    guard count > 0 else { return }
    let place = ring[row]
    cutWide(before: column, in: place)
    cutWide(before: column + count, in: place)
    text.delete(column..<column + count, in: &rows[place])
    looks.delete(column..<column + count, blank, of: columns, in: &rows, place)
    moveMarks(in: place) { $0 < column ? $0 : $0 < column + count ? nil : $0 - count }
  }

  /// Blanks a wide character whose right half is at the column.
  private mutating func cutWide(before column: Int, in place: Int) {
    guard column > 0, text.isRightHalf(rows[place], column) else { return }
    blank(column - 1, in: place)
    blank(column, in: place)
  }

  /// Removes a character; the background stays.
  private mutating func blank(_ column: Int, in place: Int) {
    text.erase(column..<column + 1, in: &rows[place])
    setLook(column..<column + 1, looks.look(rows[place], column).blank, in: place)
    removeMarks(column..<column + 1, in: place)
  }

  private mutating func setLook(_ range: Range<Int>, _ look: Look, in place: Int) {
    if !look.isPlain || range.lowerBound < rows[place].looksEnd {
      looks.set(range, look, in: &rows, place)
    }
  }

  private mutating func removeMarks(_ range: Range<Int>, in place: Int) {
    guard rows[place].hasMarks else { return }
    marks[place].removeAll { range.contains(Int($0.column)) }
    rows[place].hasMarks = !marks[place].isEmpty
  }

  private mutating func moveMarks(in place: Int, _ target: (Int) -> Int?) {
    guard rows[place].hasMarks else { return }
    marks[place] = marks[place].compactMap { mark in
      target(Int(mark.column)).flatMap { column in
        column < columns ? GridRow.Mark(column: Int32(column), scalar: mark.scalar) : nil
      }
    }
  }
}

// What moves rows.
extension Grid {
  /// Moves the rows of a region up by one; the first becomes the last, for others to fill.
  mutating func scrollUp(_ region: ClosedRange<Int>) {
    if region == 0...count - 1 { return ring.advance(keeping: false) }
    let first = ring[region.lowerBound]
    for index in region.dropLast() {
      ring.places[ring.position(index)] = ring[index + 1]
    }
    ring.places[ring.position(region.upperBound)] = first
  }

  /// Moves the rows of a region down by one; the last becomes the first, for others to fill.
  mutating func scrollDown(_ region: ClosedRange<Int>) {
    let last = ring[region.upperBound]
    for index in region.dropFirst().reversed() {
      ring.places[ring.position(index)] = ring[index - 1]
    }
    ring.places[ring.position(region.lowerBound)] = last
  }

  /// Leaves out the empty places at the end of rows, but for those of rows that go on.
  mutating func trim(_ range: Range<Int>) {
    for index in range {
      let place = ring[index]
      text.trim(&rows[place], to: rows[place].continues ? columns : rows[place].looksEnd)
    }
  }

  /// Writes what a person reads in a row, which may have blanks at its end.
  /// - Returns: whether the text goes on in the next row.
  func write(_ index: Int, to bytes: inout [UInt8]) -> Bool {
    let row = rows[ring[index]]
    guard row.isASCII, !row.hasMarks, !row.continues else {
      self[index].write(to: &bytes)
      return row.continues
    }
    for column in 0..<row.end {
      let byte = UInt8(truncatingIfNeeded: text[row, column])
      bytes.append(byte == 0 ? 0x20 : byte)
    }
    return false
  }

  /// Forgets the rows that have scrolled away.
  mutating func forgetLeft() { ring.takeAll() }
}

// The rows as others see them.
extension Grid: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package subscript(index: Int) -> Row {
    precondition(index >= 0 && index < count)
    let row = rows[ring[index]]
    var cells: [Cell] = []
    cells.reserveCapacity(columns)
    looks.forEach(row, upTo: columns) { look, end in
      text.add(row, upTo: end, look, to: &cells)
    }
    var seen = Row(cells: cells)
    for mark in marks(of: row) { seen.marks[Int(mark.column), default: []].append(mark.scalar) }
    seen.continues = row.continues
    return seen
  }

  /// A grid of these rows, all of as many columns.
  init(_ rows: [Row]) {
    self.init(columns: rows.first?.cells.count ?? 1, rows: rows.count)
    for (place, row) in rows.enumerated() {
      text.set(row.cells, in: &self.rows[place])
      var start = 0
      for end in 1...columns
      where end == columns || row.cells[end].look != row.cells[start].look {
        looks.set(start..<end, row.cells[start].look, in: &self.rows, place)
        start = end
      }
      self.rows[place].continues = row.continues
      self.rows[place].hasMarks = !row.marks.isEmpty
      for (column, scalars) in row.marks.sorted(by: { $0.key < $1.key }) {
        marks[place] += scalars.map { GridRow.Mark(column: Int32(column), scalar: $0) }
      }
    }
  }

  init(columns: Int, rows: Int, style: Style) {
    self.init(columns: columns, rows: rows)
    for index in indices { clear(index, Look(style: style).blank) }
  }

  func marks(of row: GridRow) -> [GridRow.Mark] { row.hasMarks ? marks[row.place] : [] }
}

extension Grid: Hashable {
  package static func == (left: Grid, right: Grid) -> Bool {
    guard left.count == right.count, left.columns == right.columns else { return false }
    for index in 0..<left.count {
      let (row, other) = (left.rows[left.ring[index]], right.rows[right.ring[index]])
      guard row.continues == other.continues, left.text.isSame(row, right.text, other),
        left.looks.isSame(row, right.looks, other)
      else { return false }
      if row.hasMarks || other.hasMarks {
        guard left.marks(of: row) == right.marks(of: other) else { return false }
      }
    }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    for index in indices {
      let row = rows[ring[index]]
      for column in 0..<columns { hasher.combine(text[row, column]) }
    }
  }
}
