/// Percent-encoding of paths and queries (RFC 3986 §2.1).
package enum PercentEncoding {
  /// The text with `%XX` replaced by its bytes; a `%` without two digits stays as it is.
  package static func decode(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return String(text)
    }
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        decoded.append(value)
        index += 3
      } else {
        decoded.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// The text with everything but unreserved characters and those in `keeping` encoded.
  package static func encode(_ text: String, keeping: String) -> String {
    var encoded: [UInt8] = []
    let kept = Set(keeping.utf8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        encoded.append(byte)
      case _ where kept.contains(byte): encoded.append(byte)
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The items of a query or of a form body.
  package static func query(_ text: some StringProtocol) -> [HTTPRequest.QueryItem] {
    text.split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return .init(
        decode(parts[0], plusIsBlank: true),
        parts.count > 1 ? decode(parts[1], plusIsBlank: true) : "")
    }
  }
}
