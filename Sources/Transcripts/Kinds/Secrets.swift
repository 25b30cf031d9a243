/// Encoded data and secrets: base64, random passwords, names of temporary files.
extension TokenKind {
  /// 20 or more base64 characters. What they hide must be of one sort: the same PEM label, JSON
  /// on both sides or on none, text on both sides or on none.
  static let base64 = TokenKind(
    "base64", binds: true, beginnings: .alphanumeric.union(ByteSet("+/-_"))
  ) { expected, actual, _ in
    guard Secrets.isBase64(expected),
      Secrets.isBase64(actual)
        || actual.count == expected.count && Secrets.mayBeBase64(actual)
    else { return false }
    return Secrets.sort(of: Base64Text.decode(expected))
      == Secrets.sort(of: Base64Text.decode(actual))
  }

  /// A password of mixed letters and digits, or groups of five with dashes.
  static let password = TokenKind("password", binds: true, beginnings: .alphanumeric) {
    expected, actual, _ in
    Secrets.isPassword(expected)
      && (Secrets.isPassword(actual) || Secrets.mayBePassword(actual, like: expected))
  }

  /// `sha256~` with 43 characters behind it, and tokens of three parts with dots: JSON, JSON, a
  /// signature. Also the six and sixteen letters and digits with which nodes join a cluster.
  static let token = TokenKind(
    "token", binds: true, beginnings: .alphanumeric
  ) {
    expected, actual, _ in
    Secrets.tokenForm(expected).map { $0 == Secrets.tokenForm(actual) } ?? false
  }

  /// `tmp.Ab12Cd34Ef`; below `/tmp` also `build-1268534870` and `tmpab12_d34`.
  static let temporaryName = TokenKind("temporary name", binds: true) {
    expected, actual, surroundings in
    if Secrets.isTemporary(expected), Secrets.isTemporary(actual) { return true }
    guard surroundings.before.elementsEqual("tmp".utf8), let stem = Secrets.temporaryStem(expected)
    else { return false }
    return stem == Secrets.temporaryStem(actual)
  }
}

/// The shapes of secrets.
enum Secrets {
  static func isBase64(_ word: Piece) -> Bool {
    guard word.count >= 20, word.count % 4 != 1 else { return false }
    let body = word.prefix { $0 != UInt8(ascii: "=") }
    let padding = word.count - body.count
    guard padding <= 2, word.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }),
      body.allSatisfy({ Base64Text.value($0) != nil })
    else { return false }
    let isPadded = padding > 0 && word.count % 4 == 0
    let isMixed =
      body.contains(where: \.isUpper) && body.contains(where: \.isLower)
      && body.contains(where: \.isDigit)
    return (isPadded || isMixed) && changes(in: body) * 5 >= body.count * 2
  }

  static func isTemporary(_ word: Piece) -> Bool {
    word.hasPrefix("tmp.") && (6...12).contains(word.count - 4)
      && word.dropFirst(4).allSatisfy(\.isAlphanumeric)
  }

  /// What a file below `/tmp` is called, without the part that makes it the only one of its name.
  static func temporaryStem(_ word: Piece) -> Piece? {
    let digits = word.reversed().prefix(while: \.isDigit).count
    if (6...10).contains(digits) { return word.dropLast(digits) }
    guard word.hasPrefix("tmp"), word.count == 11,
      word.dropFirst(3).allSatisfy({ $0.isDigit || $0.isLower || $0 == UInt8(ascii: "_") })
    else { return nil }
    return word.prefix(3)
  }

  /// Whether a word can be base64 where an equally long one certainly is: one random text in
  /// fifteen turns from letter to digit to capital too seldom to be told for one by itself.
  static func mayBeBase64(_ word: Piece) -> Bool {
    let body = word.prefix { $0 != UInt8(ascii: "=") }
    return word.count >= 24 && word.count - body.count <= 2
      && word.dropFirst(body.count).allSatisfy { $0 == UInt8(ascii: "=") }
      && body.allSatisfy { Base64Text.value($0) != nil } && body.contains(where: \.isUpper)
      && body.contains(where: \.isLower) && changes(in: body) * 5 >= body.count
  }

  /// What decoded bytes are: the label of a PEM text, JSON, text or other data.
  static func sort(of bytes: [UInt8]) -> String {
    let piece = bytes[...]
    if piece.hasPrefix("-----BEGIN "), let (label, _) = piece.dropFirst(11).cut(at: "-----") {
      return "PEM \(label.text)"
    }
    if let first = piece.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      return "JSON"
    }
    return "data"
  }

  /// What tokens of well-known services begin with, and how many characters there are behind it at
  /// the least.
  private static let tokenStarts: [(start: String, least: Int)] = [
    ("hvs.", 20), ("hvb.", 20), ("ghp_", 30), ("gho_", 30), ("github_pat_", 30), ("glpat-", 20),
    ("npm_", 30), ("xoxb-", 20), ("dop_v1_", 30), ("SWMTKN-1-", 40), ("age1", 50),
    ("AGE-SECRET-KEY-1", 50),
  ]

  /// Twenty letters and digits or more, as a swarm calls its nodes: they turn from one to the other
  /// often.
  static func isLongId(_ word: Piece) -> Bool {
    (20...32).contains(word.count) && word.allSatisfy { $0.isDigit || $0.isLower }
      && changes(in: word) * 5 >= word.count
  }

  /// What sort of token a word is, if it is one.
  static func tokenForm(_ word: Piece) -> String? {
    if word.count >= 20 {
      if isLongId(word) { return "id of \(word.count)" }
      let known = tokenStarts.first { word.hasPrefix($0.start) }
      if let known, word.count >= known.start.utf8.count + known.least,
        word.allSatisfy({ $0.isAlphanumeric || "-_.".utf8.contains($0) }),
        word.contains(where: \.isDigit)
      {
        return known.start
      }
    }
    if word.hasPrefix("sha256~") {
      let rest = word.dropFirst(7)
      return rest.count == 43 && rest.allSatisfy { Base64Text.value($0) != nil } ? "sha256~" : nil
    }
    if word.count == 23, word[word.startIndex + 6] == UInt8(ascii: "."),
      word.enumerated().allSatisfy({ $0 == 6 || $1.isLower || $1.isDigit }),
      word.dropFirst(7).contains(where: \.isDigit), word.dropFirst(7).contains(where: \.isLower)
    {
      return "join"
    }
    guard word.hasPrefix("eyJ") else { return nil }
    let parts = word.parts(at: UInt8(ascii: "."))
    return parts.count == 3 && parts.allSatisfy { $0.isMadeOf { Base64Text.value($0) != nil } }
      ? "JSON" : nil
  }

  static func isPassword(_ word: Piece) -> Bool {
    guard word.count >= 6, word.contains(where: \.isUpper), word.contains(where: \.isDigit) else {
      return false
    }
    let groups = word.parts(at: UInt8(ascii: "-"))
    if groups.count >= 2, groups.allSatisfy({ $0.count == 5 && $0.allSatisfy(\.isAlphanumeric) }) {
      return word.contains(where: \.isUpper) && word.contains(where: \.isLower)
        && word.contains(where: \.isDigit)
    }
    guard (6...19).contains(word.count), word.allSatisfy(\.isAlphanumeric),
      word.contains(where: \.isUpper), word.contains(where: \.isLower),
      word.contains(where: \.isDigit)
    else { return false }
    return changes(in: word) >= (word.count >= 10 ? 4 : 3)
  }

  /// Whether a word can be a password in groups where one with the same groups certainly is: one in
  /// thirty of them has no digit.
  static func mayBePassword(_ word: Piece, like other: Piece) -> Bool {
    let groups = word.parts(at: UInt8(ascii: "-"))
    return groups.count >= 2
      && groups.map(\.count) == other.parts(at: UInt8(ascii: "-")).map(\.count)
      && groups.allSatisfy { $0.count == 5 && $0.allSatisfy(\.isAlphanumeric) }
      && word.contains(where: \.isUpper) && word.contains(where: \.isLower)
  }

  /// How often the word turns from one class of characters to another: random text does so
  /// often, `Fedora37` does not.
  static func changes(in word: Piece) -> Int {
    func sort(_ byte: UInt8) -> Int { byte.isDigit ? 0 : byte.isUpper ? 1 : byte.isLower ? 2 : 3 }
    return zip(word, word.dropFirst()).count { sort($0) != sort($1) }
  }
}

/// Base64 as RFC 4648 writes it, with the standard or the URL alphabet.
enum Base64Text {
  static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  static func decode(_ word: Piece) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var width = 0
    for byte in word {
      guard let value = value(byte) else { break }
      bits = bits << 6 | UInt32(value)
      width += 6
      if width >= 8 {
        width -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(width)))
      }
    }
    return bytes
  }
}
