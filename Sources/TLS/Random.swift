import COpenSSL
import Glibc

/// Random values that nobody can guess, from the library's generator.
package enum Random {
  /// That many random bytes.
  package static func bytes(_ count: Int) throws(TLSError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    ErrorQueue.clear()
    guard unsafe RAND_bytes(&bytes, Int32(clamping: count)) == 1 else {
      throw ErrorQueue.failure("Random bytes could not be had")
    }
    return bytes
  }

  /// A random UUID (version 4), in small letters.
  package static func uuid() -> String {
    var bytes = systemBytes(16)
    bytes[6] = bytes[6] & 0x0f | 0x40
    bytes[8] = bytes[8] & 0x3f | 0x80
    return text(bytes)
  }

  /// A UUID of version 1: made from the time, with a random node instead of a network card's.
  package static func timeUUID() -> String {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    // Units of 100 ns since 15 October 1582.
    let ticks = UInt64(now.tv_sec) * 10_000_000 + UInt64(now.tv_nsec) / 100 + 0x01B2_1DD2_1381_4000
    let stamp = (0..<8).map { UInt8(truncatingIfNeeded: ticks >> (56 - 8 * $0)) }
    var bytes = systemBytes(16)
    bytes[0..<4] = stamp[4..<8]
    bytes[4..<6] = stamp[2..<4]
    bytes[6] = stamp[0] & 0x0f | 0x10
    bytes[7] = stamp[1]
    bytes[8] = bytes[8] & 0x3f | 0x80
    bytes[10] |= 0x01
    return text(bytes)
  }

  /// A random word of that length from letters and digits, for passwords.
  package static func word(_ length: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    var generator = SystemRandomNumberGenerator()
    return String(
      (0..<length).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
  }

  private static func systemBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append("-") }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }
}
