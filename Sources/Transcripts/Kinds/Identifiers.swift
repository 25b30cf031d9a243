/// Identifiers that machines make up: UUIDs, generated names, hexadecimal ids.
extension TokenKind {
  static let uuid = TokenKind(
    "UUID", binds: true, standsInName: true, beginnings: .hexadecimal,
    recognise: Identifiers.isUUID)

  /// `token-5e52022f-f13e-11ed-ac35-42010a050034`: the words around the UUID are strict.
  static let nameWithUUID = TokenKind("UUID", binds: true) { expected, actual, _ in
    guard expected.count > 36, actual.count == expected.count,
      let place = Identifiers.placeOfUUID(expected), place == Identifiers.placeOfUUID(actual)
    else { return false }
    return expected.prefix(place) == actual.prefix(place)
      && expected.dropFirst(place + 36) == actual.dropFirst(place + 36)
  }

  /// Fifteen digits or more, as clouds count their objects and some programs the nanoseconds.
  static let longNumber = TokenKind("long number", binds: true, beginnings: .digits) {
    expected, actual, _ in
    Identifiers.isLongNumber(expected) && Identifiers.isLongNumber(actual)
      && abs(expected.count - actual.count) <= 2
  }

  /// `frontend-c684c5c45-295hd` or `fluentd-x9k2p`: the words before are strict.
  static let generatedName = TokenKind(
    "generated name", binds: true, standsInName: true,
    beginnings: .digits.union(.lower).union(ByteSet("-."))
  ) {
    expected, actual, _ in
    guard let expected = Identifiers.generatedBase(expected),
      let actual = Identifiers.generatedBase(actual)
    else { return false }
    return expected == actual
  }

  /// 7 to 64 hexadecimal digits with a digit and a letter among them; of one length, unless both
  /// are short. Pairs of digits with colons, as fingerprints have them, are of one length too.
  static let hexadecimal = TokenKind(
    "hexadecimal id", binds: true, standsInName: true, beginnings: .hexadecimal
  ) {
    expected, actual, _ in
    if Identifiers.isHexadecimal(expected), Identifiers.isHexadecimal(actual) {
      return expected.count == actual.count || (expected.count <= 12 && actual.count <= 12)
    }
    // One short id in thirty has no letter, which only the other one's letters can make up for.
    return expected.count == actual.count && expected.count <= 40
      && (Identifiers.isHexadecimal(expected) || Identifiers.isHexadecimal(actual))
      && Identifiers.mayBeHexadecimal(expected) && Identifiers.mayBeHexadecimal(actual)
  }

  static let fingerprint = TokenKind("fingerprint", binds: true, beginnings: .hexadecimal) {
    expected, actual, _ in
    expected.count == actual.count && Identifiers.isFingerprint(expected)
      && Identifiers.isFingerprint(actual)
  }

  /// `sha256:` and 64 hexadecimal digits.
  static let digest = TokenKind("digest", binds: true, beginnings: ByteSet("s")) { word in
    word.hasPrefix("sha256:") && word.count > 7 && word.dropFirst(7).isMadeOf(\.isHexadecimal)
  }
}

/// The shapes of identifiers.
enum Identifiers {
  /// The letters that Kubernetes takes for random suffixes, and those that a template hash can have.
  private static let suffixLetters = ByteSet("bcdfghjklmnpqrstvwxz2456789")
  private static let hashLetters = ByteSet("456789bcdf")
  /// Ordinary words that happen to be spelt with suffix letters only.
  private static let ordinaryWords: Set<[UInt8]> = Set(["https", "xhtml"].map { Array($0.utf8) })

  static func isUUID(_ word: Piece) -> Bool {
    guard word.count == 36 else { return false }
    let parts = word.parts(at: UInt8(ascii: "-"))
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy { $0.lowercased.isHexadecimal } }
  }

  /// How many bytes stand before the first UUID in a name, where dashes part it from the rest.
  static func placeOfUUID(_ word: Piece) -> Int? {
    guard word.count > 36, word.count <= 300 else { return nil }
    let dash = UInt8(ascii: "-")
    return (0...(word.count - 36)).first { place in
      let start = word.startIndex + place
      return word[start + 8] == dash && (place == 0 || word[start - 1] == dash)
        && (start + 36 == word.endIndex || word[start + 36] == dash)
        && isUUID(word[start..<(start + 36)])
    }
  }

  static func isLongNumber(_ word: Piece) -> Bool {
    (15...21).contains(word.count) && word.allSatisfy(\.isDigit) && word.first != 0x30
      && !word.hasSuffix("000000")
  }

  static func isHexadecimal(_ word: Piece) -> Bool {
    guard word.count >= 7, word.count <= 64, word.contains(where: \.isDigit),
      word.contains(where: \.isLetter)
    else { return false }
    return word.allSatisfy(\.isHexadecimal)
      || word.allSatisfy { $0.isDigit || ($0 >= 0x41 && $0 <= 0x46) }
  }

  static func mayBeHexadecimal(_ word: Piece) -> Bool {
    word.count >= 7 && word.allSatisfy(\.isHexadecimal)
  }

  /// `20:97:EB:4C`: six or more pairs of hexadecimal digits with colons between them; not the
  /// address that stands for all.
  static func isFingerprint(_ word: Piece) -> Bool {
    guard word.count >= 17, word.count % 3 == 2,
      word.contains(where: { $0.isAlphanumeric && $0.lowercased != UInt8(ascii: "f") })
    else { return false }
    // A hardware address may be written with dashes.
    let hasDashes = word.count == 17 && word[word.startIndex + 2] == UInt8(ascii: "-")
    let separator = hasDashes ? UInt8(ascii: "-") : UInt8(ascii: ":")
    return word.enumerated().allSatisfy { index, byte in
      index % 3 == 2 ? byte == separator : byte.lowercased.isHexadecimal
    }
  }

  /// The minute that a scheduled job's name ends with, counted since 1970.
  static func isScheduledMinute(_ word: Piece) -> Bool {
    word.count == 8 && word.decimal.map { (24_000_000...50_000_000).contains($0) } == true
  }

  /// The part of a generated name that its author chose: `base-*-*` or `base-*`.
  static func generatedBase(_ word: Piece) -> String? {
    guard let (rest, suffix) = cutLastDash(word),
      rest.allSatisfy({ $0.isDigit || $0.isLower || $0 == 0x2D || $0 == 0x2E })
    else { return nil }
    if isScheduledMinute(suffix) { return "\(rest.text)-*" }
    // `till-00001-x8k`: a revision of a service in a cloud.
    if suffix.count == 3, suffix.allSatisfy(suffixLetters.contains),
      let (base, count) = cutLastDash(rest), !base.isEmpty, count.count == 5, count.decimal != nil
    {
      return "\(rest.text)-*"
    }
    guard isSuffix(suffix) else { return nil }
    if let (base, hash) = cutLastDash(rest), isTemplateHash(hash) || isScheduledMinute(hash) {
      return "\(base.text)-*"
    }
    guard !ordinaryWords.contains(Array(suffix)) else { return nil }
    return rest.isEmpty ? nil : "\(rest.text)-?"
  }

  /// The generated name without its last suffix: the ReplicaSet of a pod.
  static func replicaSet(_ word: Piece) -> Piece? {
    guard let (rest, suffix) = cutLastDash(word), isSuffix(suffix),
      let (base, hash) = cutLastDash(rest), !base.isEmpty, isTemplateHash(hash)
    else { return nil }
    return rest
  }

  static func isSuffix(_ word: Piece) -> Bool {
    word.count == 5 && word.allSatisfy(suffixLetters.contains)
  }

  static func isTemplateHash(_ word: Piece) -> Bool {
    (6...10).contains(word.count) && word.allSatisfy(hashLetters.contains)
  }

  static func cutLastDash(_ word: Piece) -> (Piece, Piece)? {
    guard let index = word.lastIndex(of: UInt8(ascii: "-")), index > word.startIndex else {
      return nil
    }
    return (word[..<index], word[(index + 1)...])
  }
}
