/// The encoding of bytes in 64 printable characters.
package enum Base64 {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xff, count: 256)
    for (value, letter) in letters.enumerated() { table[Int(letter)] = UInt8(value) }
    // The alphabet for addresses differs in two letters, and both are understood.
    table[Int(UInt8(ascii: "-"))] = 62
    table[Int(UInt8(ascii: "_"))] = 63
    return table
  }()

  /// The bytes as text, padded and without line breaks.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let second = left > 1 ? bytes[index + 1] : 0
      let third = left > 2 ? bytes[index + 2] : 0
      text.append(letters[Int(bytes[index] >> 2)])
      text.append(letters[Int(bytes[index] & 3) << 4 | Int(second >> 4)])
      text.append(left > 1 ? letters[Int(second & 15) << 2 | Int(third >> 6)] : UInt8(ascii: "="))
      text.append(left > 2 ? letters[Int(third & 63)] : UInt8(ascii: "="))
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The text's UTF-8 bytes as base64.
  package static func encode(_ text: String) -> String { encode(Array(text.utf8)) }

  /// The bytes that the text stands for; white space and missing padding are forgiven, anything
  /// else that does not belong gives nothing.
  package static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3)
    var bits: UInt32 = 0
    var held = 0
    var padding = 0
    for letter in text.utf8 {
      switch letter {
      case 0x20, 0x09, 0x0a, 0x0d: continue
      case UInt8(ascii: "="): padding += 1
      default:
        let value = values[Int(letter)]
        guard value != 0xff, padding == 0 else { return nil }
        bits = bits << 6 | UInt32(value)
        held += 6
        if held >= 8 {
          held -= 8
          bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
        }
      }
    }
    return padding <= 2 && held < 6 ? bytes : nil
  }
}
