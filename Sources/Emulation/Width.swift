/// How many columns a character takes: 0, 1 or 2, as `wcwidth(3)` counts; characters that it does not
/// know take one.
package func displayWidth(of scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value < 0x300 { return 1 }
  if WidthTable.zero.contains(value: value) { return 0 }
  if value >= 0x1100, WidthTable.wide.contains(value: value) { return 2 }
  return 1
}

/// How many columns a text takes when nothing in it moves the cursor.
package func displayWidth(of text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + displayWidth(of: $1) }
}

extension [UInt32] {
  /// Whether a value lies in one of the ranges, which are pairs of first and last in order.
  fileprivate func contains(value: UInt32) -> Bool {
    var low = 0
    var high = count / 2
    while low < high {
      let middle = (low + high) / 2
      if value < self[2 * middle] {
        high = middle
      } else if value > self[2 * middle + 1] {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }
}
