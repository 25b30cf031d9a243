/// A control sequence without anything before its numbers, most often a short one.
struct ShortSequence {
  /// The bytes after its beginning, the first one lowest.
  let bytes: UInt64
  /// How many bytes are between its beginning and its final byte: eight may be more.
  let count: Int
  /// Its final byte; when it is not near, one that sets the look, as they all do.
  let final: UInt8

  @inline(__always)
  init?(_ output: Span<UInt8>, at start: Int) {
    guard start &+ 2 < output.count, output[start &+ 1] == UInt8(ascii: "[") else { return nil }
    bytes = output.word(at: start &+ 2)
    let letters = bytes & 0xC0C0_C0C0_C0C0_C0C0
    count = letters.trailingZeroBitCount &>> 3
    final =
      count < 8
      ? UInt8(truncatingIfNeeded: bytes &>> UInt64(truncatingIfNeeded: count &<< 3))
      : UInt8(ascii: "m")
  }

  /// Its number, at least one; nil when it has more than one or something else.
  @inline(__always)
  var number: Int? {
    var number = 0
    var rest = bytes
    for _ in 0..<count {
      let digit = UInt8(truncatingIfNeeded: rest) &- 0x30
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(truncatingIfNeeded: digit)
      rest &>>= 8
    }
    return max(number, 1)
  }

  /// The place that its numbers say, from zero; nil when they are more than two or something else.
  @inline(__always)
  var place: (row: Int, column: Int)? {
    var (first, number) = (-1, 0)
    var rest = bytes
    for _ in 0..<count {
      let digit = UInt8(truncatingIfNeeded: rest) &- 0x30
      rest &>>= 8
      if digit < 10 {
        number = number &* 10 &+ Int(truncatingIfNeeded: digit)
      } else {
        guard digit == 0x0B, first < 0 else { return nil }
        (first, number) = (number, 0)
      }
    }
    if first < 0 { (first, number) = (number, 0) }
    return (max(first, 1) &- 1, max(number, 1) &- 1)
  }
}

extension Look {
  /// Applies a short sequence of numbers that stand for themselves; false when it is another one.
  @inline(__always)
  mutating func apply(_ sequence: ShortSequence) -> Bool {
    guard sequence.count < 8 else { return false }
    var look = self
    var number = 0
    var rest = sequence.bytes
    for _ in 0..<sequence.count {
      let digit = UInt8(truncatingIfNeeded: rest) &- 0x30
      rest &>>= 8
      if digit < 10 {
        number = number &* 10 &+ Int(truncatingIfNeeded: digit)
      } else {
        guard digit == 0x0B, number != 38, number != 48, number != 58 else { return false }
        look.select(number)
        number = 0
      }
    }
    guard number != 38, number != 48, number != 58 else { return false }
    look.select(number)
    self = look
    return true
  }
}

extension Span<UInt8> {
  /// Whether the sequence that puts ASCII into the first place for character sets is there.
  @inline(__always)
  func designatesASCII(at index: Int) -> Bool {
    index &+ 2 < count && self[index] == 0x1B && self[index &+ 1] == UInt8(ascii: "(")
      && self[index &+ 2] == UInt8(ascii: "B")
  }
}
