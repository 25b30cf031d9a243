/// Text in output, looked at eight bytes at a time.
extension Span<UInt8> {
  /// Eight bytes from a place on, the first one lowest; zero for those after the end.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    guard index <= count - 8 else { return lastWord(at: index) }
    let bytes = extracting(index..<index + 8)
    let low =
      UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
    let high =
      UInt64(bytes[4]) | UInt64(bytes[5]) << 8 | UInt64(bytes[6]) << 16 | UInt64(bytes[7]) << 24
    return low | high << 32
  }

  /// Whether a whole character that has room in so many columns is there.
  func hasCharacter(at index: Int, in room: Int) -> Bool {
    guard index < count, room > 0 else { return false }
    if self[index].isPrintable { return true }
    guard self[index] >= 0x80, let (scalar, _) = UTF8Decoder.whole(self, at: index),
      scalar.value >= 0xA0
    else { return false }
    return (1...room).contains(displayWidth(of: scalar))
  }

  @inline(never)
  private func lastWord(at index: Int) -> UInt64 {
    var word: UInt64 = 0
    for place in (index..<count).reversed() { word = word << 8 | UInt64(self[place]) }
    return word
  }
}

extension UInt64 {
  /// How many of its bytes from the lowest on are printable ASCII characters, in bits.
  @inline(__always)
  var printableBits: Int {
    let afterDelete = self &+ 0x0101_0101_0101_0101
    let beforeSpace = self &- 0x2020_2020_2020_2020
    let others = (self | afterDelete | beforeSpace) & 0x8080_8080_8080_8080
    return others.trailingZeroBitCount & ~7
  }

  /// By how many bits a column's byte is shifted.
  static func shift(_ column: Int) -> UInt64 { UInt64(truncatingIfNeeded: column & 7) << 3 }

  /// The byte of a column.
  func byte(_ column: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (self &>> Self.shift(column)) & 0xFF)
  }

  /// So many bits from the lowest on, which are at least one.
  static func ones(_ count: Int) -> UInt64 { ~0 &>> UInt64(truncatingIfNeeded: 64 &- count) }
}

extension UInt8 {
  /// Whether it is an ASCII character that takes a column.
  var isPrintable: Bool { self &- 0x20 < 0x5F }
}
