/// The characters that stand for others in HTML: `&amp;`, `&#8364;`, `&#x20AC;`.
enum HTMLEntities {
  /// A text with the characters that its entities stand for. Unknown ones stay as they are. In
  /// attributes an entity without its semicolon counts only where no letter, digit or `=` follows.
  static func decoded(_ text: String, inAttribute: Bool = false) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "&"),
        let (character, count) = entity(bytes[(index + 1)...].prefix(34), inAttribute)
      {
        decoded += Array(character.utf8)
        index += 1 + count
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// What an entity stands for, and how many bytes it has behind its ampersand.
  private static func entity(
    _ bytes: ArraySlice<UInt8>, _ inAttribute: Bool
  ) -> (String, Int)? {
    if bytes.first == UInt8(ascii: "#") { return number(bytes.dropFirst()) }
    let name = bytes.prefix { $0.isASCIILetter || $0.isASCIIDigit }
    guard !name.isEmpty else { return nil }
    let following = bytes.dropFirst(name.count).first
    if following == UInt8(ascii: ";") {
      let word = String(decoding: name, as: UTF8.self)
      if let character = names[word] { return (character, name.count + 1) }
    }
    if inAttribute {
      let word = String(decoding: name, as: UTF8.self)
      guard following != UInt8(ascii: "="), following != UInt8(ascii: ";"),
        isOld(word), let character = names[word]
      else { return nil }
      return (character, name.count)
    }
    for count in stride(from: min(6, name.count), to: 1, by: -1) {
      let word = String(decoding: name.prefix(count), as: UTF8.self)
      if isOld(word), let character = names[word] { return (character, count) }
    }
    return nil
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> (String, Int)? {
    let isHex = bytes.first.map { $0.lowercasedASCII == UInt8(ascii: "x") } ?? false
    let digits = bytes.dropFirst(isHex ? 1 : 0).prefix { byte in
      byte.isASCIIDigit || isHex && (97...102).contains(byte.lowercasedASCII)
    }
    guard !digits.isEmpty else { return nil }
    let hasEnd = bytes.dropFirst((isHex ? 1 : 0) + digits.count).first == UInt8(ascii: ";")
    let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
    return (character(value), 1 + (isHex ? 1 : 0) + digits.count + (hasEnd ? 1 : 0))
  }

  private static func character(_ value: UInt32?) -> String {
    guard let value, value != 0 else { return "\u{FFFD}" }
    if (0x80..<0xA0).contains(value) { return String(windows1252(UInt8(value))) }
    return Unicode.Scalar(value).map { String($0) } ?? "\u{FFFD}"
  }

  /// The character of a byte in the encoding of old pages.
  static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
    (0x80..<0xA0).contains(byte) ? upper[Int(byte - 0x80)] : Unicode.Scalar(byte)
  }

  private static let upper = Array(
    """
    \u{20AC}\u{81}\u{201A}\u{192}\u{201E}\u{2026}\u{2020}\u{2021}\u{2C6}\u{2030}\u{160}\u{2039}\
    \u{152}\u{8D}\u{17D}\u{8F}\u{90}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}\
    \u{2DC}\u{2122}\u{161}\u{203A}\u{153}\u{9D}\u{17E}\u{178}
    """.unicodeScalars)

  /// Whether a name counts without its semicolon too: those of HTML 2 and 3.
  private static func isOld(_ name: String) -> Bool {
    latin.contains(name) || ["amp", "lt", "gt", "quot", "AMP", "LT", "GT", "QUOT"].contains(name)
      || ["COPY", "REG"].contains(name)
  }

  private static let latin = Set(latinNames)

  /// The names of the characters from U+00A0 to U+00FF.
  private static let latinNames = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
    sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
    Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
    szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute \
    ucirc uuml yacute thorn yuml
    """.split(separator: " ").map(String.init)

  private static let others = """
    amp & lt < gt > quot " apos ' AMP & LT < GT > QUOT " COPY © REG ® Tab \u{9} NewLine \u{A} \
    euro € trade ™ hellip … mdash — ndash – horbar ― lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” \
    bdquo „ lsaquo ‹ rsaquo › bull • dagger † Dagger ‡ permil ‰ prime ′ Prime ″ oline ‾ frasl ⁄ \
    larr ← uarr ↑ rarr → darr ↓ harr ↔ crarr ↵ lArr ⇐ uArr ⇑ rArr ⇒ dArr ⇓ hArr ⇔ \
    check ✓ checkmark ✓ cross ✗ star ☆ starf ★ phone ☎ female ♀ male ♂ \
    forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ minus − lowast ∗ \
    radic √ prop ∝ infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ asymp ≈ ne ≠ \
    equiv ≡ le ≤ ge ≥ sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ \
    lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lang ⟨ rang ⟩ loz ◊ spades ♠ clubs ♣ hearts ♥ diams ♦ \
    Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ \
    Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α \
    beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ \
    omicron ο pi π rho ρ sigmaf ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω \
    OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ lbrace { rbrace } lcub { \
    rcub } lbrack [ rbrack ] lsqb [ rsqb ] lpar ( rpar ) num # dollar $ percnt % ast * plus + \
    comma , period . sol / bsol \\ colon : semi ; equals = quest ? excl ! commat @ lowbar _ \
    grave ` verbar | vert | Hat ^ nbsp \u{A0} hyphen ‐ check ✓ square □ blacksquare ▪ \
    triangleright ▹ copysr ℗
    """

  private static let names: [String: String] = {
    var names: [String: String] = [:]
    for (offset, name) in latinNames.enumerated() {
      names[name] = Unicode.Scalar(UInt32(0xA0 + offset)).map { String($0) }
    }
    var words = others.unicodeScalars.split(separator: " ").map { String($0) }[...]
    while let name = words.popFirst(), let character = words.popFirst() { names[name] = character }
    for (name, value) in [
      ("ensp", "\u{2002}"), ("emsp", "\u{2003}"), ("thinsp", "\u{2009}"), ("zwnj", "\u{200C}"),
      ("zwj", "\u{200D}"), ("lrm", "\u{200E}"), ("rlm", "\u{200F}"), ("numsp", "\u{2007}"),
    ] {
      names[name] = value
    }
    return names
  }()
}
