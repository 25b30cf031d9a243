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
      return missing == 0 ? Unicode.Scalar(value) ?? "\u{FFFD}" : nil
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
}
