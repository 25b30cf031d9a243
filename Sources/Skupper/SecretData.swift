import Documents

/// Secrets carry their texts in base 64; this is the only place that knows.
extension Value {
  /// The `data` of a Secret from texts.
  package static func secretData(_ texts: [String: String]) -> Value {
    Value(texts.mapValues { Base64Text.encode(Array($0.utf8)) })
  }

  /// The text under that key of a Secret's `data` or `stringData`.
  package func secretText(_ key: String) -> String? {
    if let plain = self["stringData", key]?.string { return plain }
    guard let encoded = self["data", key]?.string, let bytes = Base64Text.decode(encoded) else {
      return nil
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

/// Base 64 as Secrets use it.
enum Base64Text {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [Int] = {
    var values = [Int](repeating: -1, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = value }
    return values
  }()

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for offset in 0..<3 {
        bits = bits << 8 | (offset < group.count ? Int(group[start + offset]) : 0)
      }
      for digit in 0..<4 {
        let isPadding = digit > group.count
        text.append(isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * digit) & 63])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    var isEnded = false
    for letter in text.utf8 {
      switch letter {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t"): continue
      case UInt8(ascii: "="): isEnded = true
      default:
        let value = values[Int(letter)]
        guard value >= 0, !isEnded else { return nil }
        bits = (bits << 6 | value) & 0xFF_FFFF
        count += 1
        if count % 4 != 1 { bytes.append(UInt8(bits >> [0, 0, 4, 2][count % 4] & 255)) }
      }
    }
    return count % 4 == 1 ? nil : bytes
  }
}
