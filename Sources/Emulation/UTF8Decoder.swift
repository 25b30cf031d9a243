/// Puts scalars together from bytes; what is not UTF-8 becomes U+FFFD, once per broken sequence.
struct UTF8Decoder: Hashable, Sendable {
  private var value: UInt32 = 0
  private var missing = 0
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xBF

  /// True between two characters.
  var isIdle: Bool { missing == 0 }

  /// U+FFFD when a character has begun that this byte does not continue.
  mutating func endBefore(_ byte: UInt8) -> Unicode.Scalar? {
    guard missing > 0, byte < lower || byte > upper else { return nil }
    self = UTF8Decoder()
    return "\u{FFFD}"
  }

  /// Takes a byte of 0x80 or more that may come next; the scalar when it is complete.
  mutating func take(_ byte: UInt8) -> Unicode.Scalar? {
    if missing > 0 {
      value = value << 6 | UInt32(byte & 0x3F)
      missing -= 1
      (lower, upper) = (0x80, 0xBF)
      guard missing == 0 else { return nil }
      defer { value = 0 }
      return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
    switch byte {
    case 0xC2...0xDF: (value, missing) = (UInt32(byte & 0x1F), 1)
    case 0xE0...0xEF: (value, missing) = (UInt32(byte & 0x0F), 2)
    case 0xF0...0xF4: (value, missing) = (UInt32(byte & 0x07), 3)
    default: return "\u{FFFD}"
    }
    switch byte {
    case 0xE0: lower = 0xA0
    case 0xED: upper = 0x9F
    case 0xF0: lower = 0x90
    case 0xF4: upper = 0x8F
    default: break
    }
    return nil
  }

  /// The character that begins at a place and how many bytes it has, when all of it is there.
  @inline(__always)
  static func whole(_ bytes: Span<UInt8>, at start: Int) -> (Unicode.Scalar, Int)? {
    let room = bytes.count - start
    func bits(_ offset: Int) -> UInt32? {
      let byte = bytes[start + offset]
      return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
    }
    let first = UInt32(bytes[start])
    if first < 0xE0 {
      guard first >= 0xC2, room > 1, let second = bits(1) else { return nil }
      return Unicode.Scalar((first & 0x1F) << 6 | second).map { ($0, 2) }
    }
    guard first < 0xF5, room > 2, let second = bits(1), let third = bits(2) else { return nil }
    let value = (first & 0x0F) << 12 | second << 6 | third
    if first < 0xF0 { return value < 0x800 ? nil : Unicode.Scalar(value).map { ($0, 3) } }
    guard room > 3, let fourth = bits(3) else { return nil }
    let long = (value & 0x7FFF) << 6 | fourth
    return long < 0x1_0000 ? nil : Unicode.Scalar(long).map { ($0, 4) }
  }
}
