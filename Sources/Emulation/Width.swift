/// How many columns a character takes, by scalar.
package enum Width {
  /// 0, 1 or 2, as `wcwidth(3)` counts; characters that it does not know take one.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    if contains(WidthTable.zero, value) { return 0 }
    if value >= 0x1100, contains(WidthTable.wide, value) { return 2 }
    return 1
  }

  /// How many columns a text takes when nothing in it moves the cursor.
  package static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  /// Whether a value lies in one of the ranges, which are pairs of first and last.
  private static func contains(_ ranges: [UInt32], _ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count / 2
    while low < high {
      let middle = (low + high) / 2
      if value < ranges[2 * middle] {
        high = middle
      } else if value > ranges[2 * middle + 1] {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }
}
