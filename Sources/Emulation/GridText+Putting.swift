/// The words of a grid's rows while text is put into one in ASCII.
extension MutableSpan<UInt64> {
  /// Puts printable ASCII characters into a row of so many columns as far as they go; how many.
  @inline(__always)
  mutating func put(
    _ text: Span<UInt8>, from first: Int, at start: Int, of columns: Int, in row: inout GridRow
  ) -> Int {
    if row.end < start {
      empty(row.end..<start, in: row)
      row.end = start
    }
    let room = columns &- start
    let shift = UInt64.shift(start)
    var (place, count) = (row.firstWord &+ start >> 3, 0)
    // What goes into the next word from its lowest bit on: `shift` bits of it are known already.
    var known = self[place] & ~(~0 &<< shift)
    var word = text.word(at: first)
    var bits = word.printableBits
    while bits == 64, count &+ 8 <= room {
      self[place] = known | word &<< shift
      known = (word >> 1) &>> (63 &- shift)
      place &+= 1
      count &+= 8
      word = text.word(at: first &+ count)
      bits = word.printableBits
    }
    bits = Swift.min(bits, (room &- count) &<< 3)
    let end = start &+ count &+ bits >> 3
    word = bits > 0 ? word & .ones(bits) : 0
    let next = (word >> 1) &>> (63 &- shift)
    known |= word &<< shift
    if end >= row.end {
      // What is after the end does not count.
      self[place] = known
      self[place &+ 1] = next
      row.end = end
    } else {
      // Without branches: the end of a text is anywhere.
      let left = Int(truncatingIfNeeded: shift) &+ bits
      let mask = left > 0 ? UInt64.ones(Swift.min(left, 64)) : 0
      let nextMask = left > 64 ? UInt64.ones(left &- 64) : 0
      self[place] = self[place] & ~mask | known & mask
      self[place &+ 1] = self[place &+ 1] & ~nextMask | next & nextMask
    }
    return end &- start
  }

  /// Removes what stands in a row.
  mutating func empty(_ range: Range<Int>, in row: GridRow) {
    var column = range.lowerBound
    while column < range.upperBound {
      let next = Swift.min(column | 7, range.upperBound - 1) + 1
      let mask = UInt64.ones((next - column) << 3) << UInt64.shift(column)
      self[row.firstWord + column >> 3] &= ~mask
      column = next
    }
  }
}

/// The glyphs of a grid's rows while text is put into one that is not in ASCII.
extension MutableSpan<UInt32> {
  /// Makes a glyph of each byte of a row.
  mutating func spread(_ words: Span<UInt64>, in row: inout GridRow) {
    for column in 0..<row.end {
      self[row.firstGlyph + column] = words[row.firstWord + column >> 3].byte(column)
    }
    row.isASCII = false
  }

  /// Removes what stands in a row.
  mutating func empty(_ range: Range<Int>, in row: GridRow) {
    for column in range { self[row.firstGlyph + column] = 0 }
  }

  /// Puts text into a row of so many columns until something else comes, or what has no room; where
  /// it ends and what was last.
  @inline(never)
  mutating func put(
    _ text: Span<UInt8>, _ printed: inout GridRow.Printed, of columns: Int, in row: inout GridRow
  ) {
    let (widths, first) = (WidthTable.shared, row.firstGlyph)
    var (index, column) = (printed.bytes, printed.column)
    var last: UInt32 = 0
    while column < columns, index < text.count {
      let byte = text[index]
      if byte.isPrintable {
        last = UInt32(byte)
        self[first &+ column] = last
        index &+= 1
        column &+= 1
        continue
      }
      guard byte >= 0x80, let (scalar, length) = UTF8Decoder.whole(text, at: index),
        scalar.value >= 0xA0
      else { break }
      let width = scalar.value < 0x300 ? 1 : widths.width(of: scalar.value)
      guard width > 0, column &+ width <= columns else { break }
      last = scalar.value
      if width == 1 {
        self[first &+ column] = last
      } else {
        self[first &+ column] = Cell.glyph(scalar, width: 2)
        self[first &+ column &+ 1] = Cell.rightHalfGlyph
      }
      index &+= length
      column &+= width
    }
    row.end = Swift.max(row.end, column)
    if last > 0 { printed.last = Unicode.Scalar(last) }
    (printed.bytes, printed.column) = (index, column)
  }
}
