/// Texts whose bytes were once read in the wrong encoding, such as `â€™` for an apostrophe.
enum Mojibake {
  /// The text as it was meant; the same text where nothing is wrong with it.
  static func repaired(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0xC2 }) else { return text }
    var written = ""
    var run: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if byte(of: scalar).map({ $0 >= 0x80 }) == true {
        run.append(scalar)
        continue
      }
      written += decoded(run)
      run = []
      written.unicodeScalars.append(scalar)
    }
    return written + decoded(run)
  }

  /// A run of characters that each stand for one byte, decoded as often as that gives UTF-8.
  private static func decoded(_ run: [Unicode.Scalar]) -> String {
    var current = String(String.UnicodeScalarView(run))
    for _ in 0..<3 {
      let bytes = current.unicodeScalars.map(byte)
      guard bytes.count > 1, !bytes.contains(nil),
        let decoded = String(validating: bytes.compactMap(\.self), as: UTF8.self)
      else { break }
      current = decoded
    }
    return current
  }

  /// The byte that Windows-1252 has for a character.
  private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    if let index = windows.firstIndex(of: scalar) { return 0x80 + UInt8(index) }
    return scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) ? UInt8(scalar.value) : nil
  }

  /// The characters at 0x80 to 0x9F; unused places stand for themselves.
  private static let windows: [Unicode.Scalar] = [
    "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
    "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
  ]
}
