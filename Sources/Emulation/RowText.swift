/// What stands at the columns of a row: mostly ASCII, a byte for each column and eight in a word; as
/// soon as something else is written, a glyph for each.
struct RowText: Sendable {
  let columns: Int
  /// The text while it is ASCII, from the left and in each word from the lowest byte on; after `end`
  /// what has been there before. One word more than the columns take.
  private(set) var words: [UInt64]
  /// The text when it is not ASCII, as cells' glyphs; after `end` what has been there before.
  private(set) var glyphs: [UInt32] = []
  private(set) var isASCII = true
  /// Nothing stands here or after it.
  private(set) var end = 0

  init(columns: Int) {
    self.columns = columns
    words = Array(repeating: 0, count: columns / 8 + 2)
  }

  /// A row of these glyphs.
  init(_ glyphs: [UInt32]) {
    self.init(columns: glyphs.count)
    end = columns
    isASCII = glyphs.allSatisfy { $0 < 0x80 }
    guard isASCII else {
      self.glyphs = glyphs
      return
    }
    for column in 0..<columns {
      words[column >> 3] |= UInt64(glyphs[column]) << UInt64.shift(column)
    }
  }

  /// What stands at a column, as a cell's glyph; nothing after the last column.
  subscript(column: Int) -> UInt32 {
    guard column < end else { return 0 }
    guard isASCII else { return glyphs[column] }
    return words[column >> 3].byte(column)
  }

  func isRightHalf(_ column: Int) -> Bool { !isASCII && self[column] == Cell.rightHalfGlyph }

  mutating func clear() {
    end = 0
    isASCII = true
  }

  /// Leaves out what is empty at its end, but for the first columns.
  @inline(__always)
  mutating func trim(to least: Int) {
    while end > least, self[end - 1] == 0 { end -= 1 }
    reach(least)
  }

  /// Puts printable ASCII characters there as far as they go; how many.
  @inline(__always)
  mutating func putASCII(_ text: Span<UInt8>, at start: Int) -> Int {
    reach(start)
    let room = columns - start
    let shift = UInt64.shift(start)
    var (place, count) = (start >> 3, 0)
    var places = words.mutableSpan
    // What goes into the next word from its lowest bit on: `shift` bits of it are known already.
    var known = places[place] & ~(~0 &<< shift)
    var word = text.word(at: 0)
    var bits = word.printableBits
    while bits == 64, count + 8 <= room {
      places[place] = known | word &<< shift
      known = (word >> 1) &>> (63 &- shift)
      place += 1
      count += 8
      word = text.word(at: count)
      bits = word.printableBits
    }
    bits = min(bits, (room - count) << 3)
    word = bits > 0 ? word & .ones(bits) : 0
    let next = (word >> 1) &>> (63 &- shift)
    known |= word &<< shift
    // Without branches: the end of a text is anywhere.
    let left = Int(truncatingIfNeeded: shift) + bits
    let mask = left > 0 ? UInt64.ones(min(left, 64)) : 0
    let nextMask = left > 64 ? UInt64.ones(left - 64) : 0
    places[place] = places[place] & ~mask | known & mask
    places[place + 1] = places[place + 1] & ~nextMask | next & nextMask
    count += bits >> 3
    end = max(end, start + count)
    return count
  }

  /// Puts text there until something else comes; where it ends and what was last.
  @inline(never)
  mutating func put(_ text: Span<UInt8>, _ printed: inout GridRow.Printed) {
    guard Self.fits(text, printed, columns) != nil else { return }
    spread()
    reach(printed.column)
    let columns = columns
    var places = glyphs.mutableSpan
    while let (scalar, length, width) = Self.fits(text, printed, columns) {
      places[printed.column] = Cell.glyph(scalar, width: width)
      if width == 2 { places[printed.column + 1] = Cell.rightHalfGlyph }
      printed.last = scalar
      printed.bytes += length
      printed.column += width
    }
    end = max(end, printed.column)
  }

  /// The next character of a text that is put, how many bytes and columns it takes; nil when there is
  /// no room for it, or nothing to print.
  @inline(__always)
  private static func fits(
    _ text: Span<UInt8>, _ printed: GridRow.Printed, _ columns: Int
  ) -> (Unicode.Scalar, length: Int, width: Int)? {
    guard printed.column < columns, printed.bytes < text.count else { return nil }
    let byte = text[printed.bytes]
    if byte.isPrintable { return (Unicode.Scalar(byte), 1, 1) }
    guard byte >= 0x80, let (scalar, length) = UTF8Decoder.whole(text, at: printed.bytes),
      scalar.value >= 0xA0
    else { return nil }
    let width = displayWidth(of: scalar)
    guard width > 0, printed.column + width <= columns else { return nil }
    return (scalar, length, width)
  }

  /// Puts a glyph there.
  mutating func set(_ glyph: UInt32, at column: Int) {
    if glyph >= 0x80 { spread() }
    reach(column)
    if isASCII {
      let shift = UInt64.shift(column)
      words[column >> 3] = words[column >> 3] & ~(0xFF << shift) | UInt64(glyph) << shift
    } else {
      glyphs[column] = glyph
    }
    end = max(end, column + 1)
  }

  /// Removes what stands there.
  mutating func erase(_ range: Range<Int>) {
    if range.upperBound < end {
      empty(range)
    } else {
      end = min(end, range.lowerBound)
    }
  }

  /// Moves what stands from a column on to the right.
  mutating func insert(_ room: Range<Int>) {
    spread()
    reach(columns)
    glyphs.removeLast(room.count)
    glyphs.insert(contentsOf: repeatElement(0, count: room.count), at: room.lowerBound)
  }

  /// Removes places; those to the right move left.
  mutating func delete(_ range: Range<Int>) {
    spread()
    reach(columns)
    glyphs.removeSubrange(range)
    glyphs.append(contentsOf: repeatElement(0, count: range.count))
  }

  /// Makes a glyph of each byte.
  private mutating func spread() {
    guard isASCII else { return }
    if glyphs.isEmpty { glyphs = Array(repeating: 0, count: columns) }
    for column in 0..<end { glyphs[column] = self[column] }
    isASCII = false
  }

  /// Makes sure that all places before a column are what stands there.
  @inline(__always)
  private mutating func reach(_ column: Int) { if end < column { fill(column) } }

  private mutating func fill(_ column: Int) {
    empty(end..<column)
    end = column
  }

  private mutating func empty(_ range: Range<Int>) {
    guard isASCII else {
      var places = glyphs.mutableSpan
      for column in range { places[column] = 0 }
      return
    }
    var column = range.lowerBound
    while column < range.upperBound {
      let next = min(column | 7, range.upperBound - 1) + 1
      let mask = UInt64.ones((next - column) << 3) << UInt64.shift(column)
      words[column >> 3] &= ~mask
      column = next
    }
  }
}

extension RowText: Hashable {
  static func == (left: RowText, right: RowText) -> Bool {
    guard left.columns == right.columns else { return false }
    let end = max(left.end, right.end)
    if left.isASCII, right.isASCII, left.end == right.end {
      return left.words[..<(end >> 3)] == right.words[..<(end >> 3)]
        && (end & ~7..<end).allSatisfy { left[$0] == right[$0] }
    }
    return (0..<end).allSatisfy { left[$0] == right[$0] }
  }

  func hash(into hasher: inout Hasher) {
    for column in 0..<columns { hasher.combine(self[column]) }
  }
}
