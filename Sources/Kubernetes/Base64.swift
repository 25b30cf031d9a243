/// Bytes as the base64 text in which secrets carry them.
enum Base64Text {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text that stands for these bytes.
  static func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var rest = bytes[...]
    while let first = rest.popFirst() {
      let second = rest.popFirst()
      let third = rest.popFirst()
      text.append(letters[Int(first >> 2)])
      text.append(letters[Int(first & 0x03) << 4 | Int(second ?? 0) >> 4])
      text.append(
        second == nil
          ? UInt8(ascii: "=") : letters[Int((second ?? 0) & 0x0F) << 2 | Int(third ?? 0) >> 6])
      text.append(third == nil ? UInt8(ascii: "=") : letters[Int((third ?? 0) & 0x3F)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a text stands for bytes.
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count % 4 == 0 else { return false }
    let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    return padding <= 2 && bytes.dropLast(padding).allSatisfy { letters.contains($0) }
  }
}
