/// Names of tokens: identifiers of version 1, which hold the moment in which they were made.
package enum TokenName {
  /// Ticks of 100 ns between the calendar's reform in 1582 and 1970.
  private static let epoch: UInt64 = 0x01B2_1DD2_1381_4000

  /// The name made at a moment, told apart from others of that moment by random bits.
  package static func make(
    nanoseconds: UInt64, using generator: inout some RandomNumberGenerator
  ) -> String {
    let ticks = epoch &+ nanoseconds / 100
    let clock = UInt16.random(in: 0...0x3FFF, using: &generator) | 0x8000
    // The multicast bit says that the node number is no network card's.
    let node = UInt64.random(in: 0...0xFFFF_FFFF_FFFF, using: &generator) | 0x0100_0000_0000
    let version = ticks >> 48 & 0x0FFF | 0x1000
    return [
      hexadecimal(ticks & 0xFFFF_FFFF, 8), hexadecimal(ticks >> 32 & 0xFFFF, 4),
      hexadecimal(version, 4), hexadecimal(UInt64(clock), 4), hexadecimal(node, 12),
    ].joined(separator: "-")
  }

  private static func hexadecimal(_ number: UInt64, _ digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
