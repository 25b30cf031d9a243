/// Compares two words, then the parts that their punctuation cuts them into, token by token.
struct TokenMatcher {
  let terms: Terms
  var options: ComparisonOptions { terms.options }
  var surroundings: Surroundings
  /// Whether a pending state may stand for the expected one.
  let allowsPending: Bool
  /// What has been tolerated so far.
  var notes: [Tolerance] = []

  init(_ terms: Terms, allowsPending: Bool = false) {
    self.terms = terms
    self.allowsPending = allowsPending
    surroundings = Surroundings(terms)
  }

  /// The separators at which a word is cut, the strongest first.
  private static let separators: [[UInt8]] = [
    "][", ",", ";", "|", "=", "://", "?", "&", "@", ":", "/", "_", "#", "(",
  ].map { Array($0.utf8) }

  /// A longer word is data, and looked at only as such.
  private static let longestWord = 4096

  private static let punctuation = ByteSet("\"'`()[]{}<>.,:;!?%+*")

  /// Whether the actual word may stand for the expected one; what was tolerated is noted.
  mutating func agrees(_ expected: Piece, _ actual: Piece) -> Bool {
    if expected == actual { return true }
    if options.mode == .exact { return agreesByPlaceholder(expected, actual) }
    let mark = notes.count
    if agreesLoosely(expected, actual) { return true }
    notes.removeSubrange(mark...)
    return agreesByPlaceholder(expected, actual)
  }

  private mutating func agreesLoosely(_ expected: Piece, _ actual: Piece) -> Bool {
    guard !expected.isEmpty, !actual.isEmpty else { return false }
    if agreesAsTheAuthorSays(expected, actual) { return true }
    if !options.strictColumns.isEmpty, options.strictColumns.contains(expected.text) {
      return false
    }
    // Two ordinary words are of no kind; this spares most lines all that follows.
    if isOrdinary(expected), isOrdinary(actual) { return false }
    if max(expected.count, actual.count) > Self.longestWord {
      return agrees(expected, actual, as: .base64)
    }
    if allowsPending, Lexicon.isPending(actual), !Lexicon.isPending(expected),
      Addresses.read(expected) != nil || Addresses.isHostName(expected)
    {
      note("state", expected, actual, effect: .notReady)
      return true
    }
    guard let start = expected.first else { return false }
    for kind in TokenKind.byBeginning[Int(start)] where agrees(expected, actual, as: kind) {
      return true
    }
    if agreesAsNumber(expected, actual) { return true }
    // A run of dots leads the eye; cut short, it would look like an elision.
    let isLeader = expected.hasPrefix("....") || expected.hasSuffix("....")
    if let first = expected.first, first == actual.first, Self.punctuation.contains(first),
      !isLeader
    {
      return agrees(expected.dropFirst(), actual.dropFirst())
    }
    if let last = expected.last, last == actual.last, Self.punctuation.contains(last), !isLeader {
      return agrees(expected.dropLast(), actual.dropLast())
    }
    if agreesBelowHome(expected, actual) { return true }
    let bytes = ByteSet(expected).union(ByteSet(actual))
    if bytes.contains(UInt8(ascii: ":")), let result = agreesAsURL(expected, actual) {
      return result
    }
    for separator in Self.separators where bytes.contains(separator[0]) {
      guard
        separator.count == 1 || expected.firstRange(of: separator) != nil
          || actual.firstRange(of: separator) != nil
      else { continue }
      return agreesByParts(cut(expected, at: separator), cut(actual, at: separator))
    }
    return agreesAsName(expected, actual)
  }

  private mutating func agrees(_ expected: Piece, _ actual: Piece, as kind: TokenKind) -> Bool {
    guard kind.agree(expected, actual, surroundings) else { return false }
    note(kind, expected, actual)
    return true
  }

  private mutating func agreesAsTheAuthorSays(_ expected: Piece, _ actual: Piece) -> Bool {
    guard !options.volatileColumns.isEmpty || !options.kinds.isEmpty else { return false }
    let (left, right) = (expected.text, actual.text)
    if options.volatileColumns.contains(left) {
      note("volatile", left, right)
      return true
    }
    guard let kind = options.kinds.first(where: { $0.describes(left) && $0.describes(right) })
    else { return false }
    note(kind.name, left, right)
    return true
  }

  private func isOrdinary(_ word: Piece) -> Bool {
    word.count < 20 && word.allSatisfy(\.isLetter) && !Lexicon.isPending(word)
  }

  private mutating func agreesByParts(_ expected: [Piece], _ actual: [Piece]) -> Bool {
    guard expected.count == actual.count else { return false }
    let before = surroundings.before
    defer { surroundings.before = before }
    for (left, right) in zip(expected, actual) {
      guard agrees(left, right) else { return false }
      surroundings.before = left
    }
    return true
  }

  /// Names with dashes or dots agree part by part, and few kinds may be a part of them.
  private mutating func agreesAsName(_ expected: Piece, _ actual: Piece) -> Bool {
    for separator in "-.".utf8 where expected.contains(separator) {
      let left = expected.parts(at: separator)
      let right = actual.parts(at: separator)
      guard left.count > 1, left.count == right.count else { continue }
      let mark = notes.count
      if zip(left, right).allSatisfy({ agreesAsNamePart($0, $1) }) { return true }
      notes.removeSubrange(mark...)
    }
    return false
  }

  private mutating func agreesAsNamePart(_ expected: Piece, _ actual: Piece) -> Bool {
    if expected == actual { return true }
    return TokenKind.inNames.contains { agrees(expected, actual, as: $0) }
  }

  /// Paths below two homes whose ends agree token by token.
  private mutating func agreesBelowHome(_ expected: Piece, _ actual: Piece) -> Bool {
    guard let first = expected.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "~"),
      let left = Places.belowHome(expected), let right = Places.belowHome(actual), !left.isEmpty,
      agrees(left, right)
    else { return false }
    note(.homePath, expected, actual)
    return true
  }

  /// URLs agree by scheme, host, port and the rest; the session may have ports of its own.
  private mutating func agreesAsURL(_ expected: Piece, _ actual: Piece) -> Bool? {
    guard let left = WebAddress(expected), let right = WebAddress(actual) else { return nil }
    guard left.scheme == right.scheme, agrees(left.host, right.host) else { return false }
    if left.port != right.port {
      guard let wanted = left.port ?? left.usualPort, let found = right.port ?? right.usualPort,
        wanted == found || options.ports[wanted] == found
          || left.mayHaveChosenPort(wanted) && right.mayHaveChosenPort(found)
      else { return false }
      note(
        "port", left.port.map(String.init) ?? "", right.port.map(String.init) ?? "")
    }
    return left.rest == right.rest || agrees(left.rest, right.rest)
  }

  private mutating func agreesAsNumber(_ expected: Piece, _ actual: Piece) -> Bool {
    guard let percent = options.numberTolerance, Marks.isNumber(expected),
      let left = Double(expected.text), let right = Double(actual.text),
      abs(left - right) <= abs(left) * percent / 100
    else { return false }
    note("number", expected, actual)
    return true
  }

  private mutating func agreesByPlaceholder(_ expected: Piece, _ actual: Piece) -> Bool {
    guard !actual.isEmpty, let segments = Placeholder.segments(expected),
      let captures = Placeholder.match(segments, actual)
    else { return false }
    for capture in captures {
      notes.append(
        Tolerance(
          kind: "placeholder",
          expected: capture.name.isEmpty ? capture.mark.text : "<\(capture.name)>",
          actual: capture.text.text, binds: !capture.name.isEmpty))
    }
    return true
  }

  private func cut(_ word: Piece, at separator: [UInt8]) -> [Piece] {
    var parts: [Piece] = []
    var rest = word
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    parts.append(rest)
    return parts
  }

  private mutating func note(_ kind: TokenKind, _ expected: Piece, _ actual: Piece) {
    notes.append(
      Tolerance(
        kind: kind.name, effect: kind.effect, expected: expected.text, actual: actual.text,
        binds: kind.binds))
  }

  mutating func note(
    _ kind: String, _ expected: Piece, _ actual: Piece, effect: Tolerance.Effect = .similar
  ) {
    note(kind, expected.text, actual.text, effect: effect)
  }

  mutating func note(
    _ kind: String, _ expected: String, _ actual: String, effect: Tolerance.Effect = .similar
  ) {
    notes.append(Tolerance(kind: kind, effect: effect, expected: expected, actual: actual))
  }
}

/// A URL with a host, as far as comparing needs it.
struct WebAddress {
  let scheme: Piece
  let host: Piece
  let port: Int?
  let rest: Piece

  init?(_ word: Piece) {
    guard let (scheme, tail) = word.cut(at: "://"), scheme.isMadeOf(\.isLetter) else { return nil }
    let authority = tail.prefix { !"/?#".utf8.contains($0) }
    self.scheme = scheme
    rest = tail.dropFirst(authority.count)
    if let colon = authority.lastIndex(of: UInt8(ascii: ":")),
      let port = authority[(colon + 1)...].decimal
    {
      host = authority[..<colon]
      self.port = port
    } else {
      host = authority
      port = nil
    }
  }

  /// Whether the host's system, or a cluster that serves at an address, chose the port.
  func mayHaveChosenPort(_ port: Int) -> Bool {
    if Addresses.isLoopback(host) { return Addresses.isChosenPort(port) }
    return (30000...32767).contains(port) && Addresses.read(host)?.isOrdinary == true
  }

  var usualPort: Int? {
    switch scheme.text {
    case "http": 80
    case "https": 443
    default: nil
    }
  }
}
