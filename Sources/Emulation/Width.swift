/// How many columns a character takes: 0, 1 or 2, as `wcwidth(3)` counts; characters that it does not
/// know take one.
package func displayWidth(of scalar: Unicode.Scalar) -> Int {
  scalar.value < 0x300 ? 1 : WidthTable.shared.width(of: scalar.value)
}

/// How many columns a text takes when nothing in it moves the cursor.
package func displayWidth(of text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + displayWidth(of: $1) }
}

/// The widths of all characters in blocks of 256: most blocks have one width.
struct WidthTable {
  /// For each block its width, or where it begins in `mixed`, counted in blocks, plus `firstMixed`.
  private var blocks = [UInt8](repeating: 1, count: 0x1100)
  /// The widths in the other blocks.
  private var mixed: [UInt8] = []
  private static let firstMixed = 3

  static let shared = WidthTable()

  private init() {
    add(Self.zero, width: 0)
    add(Self.wide, width: 2)
  }

  func width(of value: UInt32) -> Int {
    let block = Int(blocks[Int(value >> 8)])
    guard block >= Self.firstMixed else { return block }
    return Int(mixed[(block - Self.firstMixed) << 8 | Int(value & 0xFF)])
  }

  private mutating func add(_ ranges: [UInt32], width: UInt8) {
    for pair in stride(from: 0, to: ranges.count, by: 2) {
      var first = Int(ranges[pair])
      let last = Int(ranges[pair + 1])
      while first <= last {
        let end = min(last, first | 0xFF)
        if first & 0xFF == 0, end & 0xFF == 0xFF, blocks[first >> 8] < Self.firstMixed {
          blocks[first >> 8] = width
        } else {
          let start = mixedBlock(first >> 8)
          for place in first...end { mixed[start + place & 0xFF] = width }
        }
        first = end + 1
      }
    }
  }

  /// Where a block's widths begin in `mixed`, where they are put when they are not there yet.
  private mutating func mixedBlock(_ block: Int) -> Int {
    if blocks[block] < Self.firstMixed {
      mixed += repeatElement(blocks[block], count: 256)
      blocks[block] = UInt8(mixed.count / 256 - 1 + Self.firstMixed)
    }
    return (Int(blocks[block]) - Self.firstMixed) << 8
  }
}
