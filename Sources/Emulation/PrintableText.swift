/// Finding text in output, which is mostly text.
extension Span<UInt8> {
  /// How many bytes from the first on are ASCII characters that take a column, eight looked at in
  /// one step.
  func countOfPrintable(atMost limit: Int) -> Int {
    let limit = Swift.min(limit, count)
    var index = 0
    while index + 8 <= limit {
      let others = Self.unprintable(word(at: index))
      guard others == 0 else { return index + others.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < limit, self[index].isPrintable { index += 1 }
    return index
  }

  /// The highest bit of the first byte in a word that is not printable; after it, bits are of no
  /// meaning.
  @inline(__always)
  private static func unprintable(_ word: UInt64) -> UInt64 {
    let afterDelete = word &+ 0x0101_0101_0101_0101
    let beforeSpace = word &- 0x2020_2020_2020_2020
    return (word | afterDelete | beforeSpace) & 0x8080_8080_8080_8080
  }

  /// Eight bytes, the first one lowest.
  @inline(__always)
  private func word(at index: Int) -> UInt64 {
    let bytes = extracting(index..<index + 8)
    let low =
      UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
    let high =
      UInt64(bytes[4]) | UInt64(bytes[5]) << 8 | UInt64(bytes[6]) << 16 | UInt64(bytes[7]) << 24
    return low | high << 32
  }
}

extension UInt8 {
  /// Whether it is an ASCII character that takes a column.
  var isPrintable: Bool { self &- 0x20 < 0x5F }
}
