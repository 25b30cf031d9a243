/// Compares one table cell with another under its column's policy.
struct CellMatcher {
  enum Agreement: Equatable {
    case agrees([Tolerance])
    /// It would agree, but for a state that passes by itself.
    case pending(String)
    case differs
  }

  let terms: Terms

  init(_ terms: Terms) { self.terms = terms }

  /// Compares two cells, or two values of a document's member, under a policy.
  func compare(
    _ expected: Piece, _ actual: Piece, column: String, policy: ColumnPolicy
  ) -> Agreement {
    if expected == actual { return .agrees([]) }
    switch policy {
    case .strict: break
    case .volatile: return tolerated("column \(column)", expected, actual)
    case .time:
      let areTimes = Moments.isOne(expected) && Moments.isOne(actual)
      guard areTimes || Moments.isNumber(expected) && Moments.isNumber(actual) else { break }
      return tolerated("column \(column)", expected, actual)
    case .state: return compareStates(expected, actual, column)
    case .readiness: return compareReadiness(expected, actual, column)
    case .restarts:
      guard Self.isRestartCount(expected), Self.isRestartCount(actual) else { break }
      return tolerated("restarts", expected, actual, effect: .drift)
    case .image:
      guard Self.repository(expected) == Self.repository(actual) else { break }
      return tolerated("image", expected, actual, effect: .drift)
    case .version:
      guard Marks.isVersion(expected), Marks.isVersion(actual) else { break }
      return tolerated("version", expected, actual, effect: .drift)
    case .nodePort:
      guard Addresses.isNodePort(expected), Addresses.isNodePort(actual) else { break }
      return tolerated("node port", expected, actual)
    case .moment:
      guard Times.isEpoch(expected), Times.isEpoch(actual) else { break }
      return tolerated("date", expected, actual)
    case .share:
      guard let (left, wanted) = expected.cut(at: "/"), let (right, found) = actual.cut(at: "/"),
        wanted == found, left.last == UInt8(ascii: "%"), right.last == UInt8(ascii: "%")
      else { break }
      return tolerated("column \(column)", expected, actual)
    case .account:
      guard Accounts.isNumber(expected), Accounts.isNumber(actual) else { break }
      return tolerated("account", expected, actual)
    case .measure:
      guard Marks.isMeasure(expected, places: 1), Marks.isMeasure(actual, places: 1) else { break }
      return tolerated("measure", expected, actual)
    case .clientPort:
      guard expected.decimal.map(Addresses.isChosenPort) == true,
        actual.decimal.map(Addresses.isChosenPort) == true
      else { break }
      return tolerated("chosen port", expected, actual)
    case .clearTime:
      guard Moments.isOne(expected), Moments.isOne(actual) else { break }
      return tolerated("column \(column)", expected, actual)
    case .amount:
      guard Self.isAmount(expected), Self.isAmount(actual) else { break }
      return tolerated("column \(column)", expected, actual)
    case .number:
      guard expected.first?.isDigit == true, actual.first?.isDigit == true else { break }
      return tolerated("column \(column)", expected, actual)
    case .address:
      if Lexicon.isPending(actual) { return .pending("\(column) \(actual.text)") }
      if column == "NODE", Self.isNodeName(expected), Self.isNodeName(actual) {
        return tolerated("node", expected, actual)
      }
    case .ports, .tokens:
      if column == "ID", Self.isCounted(expected), Self.isCounted(actual) {
        return tolerated("long number", expected, actual)
      }
      if let kind = Self.madeUp(expected, actual, column) {
        return tolerated(kind, expected, actual)
      }
      if Lexicon.isPending(actual), actual.first == UInt8(ascii: "<") {
        return .pending("\(column) \(actual.text)")
      }
    }
    return compareTokens(expected, actual, isStrict: policy == .strict)
  }

  private func compareTokens(
    _ expected: Piece, _ actual: Piece, isStrict: Bool = false
  ) -> Agreement {
    var terms = terms
    if isStrict, terms.options.mode != .exact {
      var options = terms.options
      options.mode = .exact
      terms = Terms(options)
    }
    let line = LineMatcher(terms).match(expected, actual)
    return line.map { .agrees($0) } ?? .differs
  }

  private func compareStates(_ expected: Piece, _ actual: Piece, _ column: String) -> Agreement {
    if Lexicon.isPending(expected), !Lexicon.isPending(actual),
      !Lexicon.errorStates.contains(actual.text)
    {
      return tolerated("state that has moved on", expected, actual, effect: .drift)
    }
    if Lexicon.isPending(actual) { return .pending("\(column) \(actual.text)") }
    return compareTokens(expected, actual)
  }

  private func compareReadiness(
    _ expected: Piece, _ actual: Piece, _ column: String
  ) -> Agreement {
    let wanted = expected.parts(at: UInt8(ascii: "/")).map(\.decimal)
    let found = actual.parts(at: UInt8(ascii: "/")).map(\.decimal)
    guard wanted.count == found.count, let wantedReady = wanted[0], let ready = found[0] else {
      return compareTokens(expected, actual)
    }
    if wanted.count == 2 {
      guard wanted[1] == found[1], let total = wanted[1] else { return .differs }
      // What the author saw on the way up may have arrived by now.
      if wantedReady < ready, ready == total {
        return tolerated("state that has moved on", expected, actual, effect: .drift)
      }
    }
    return ready < wantedReady ? .pending("\(column) \(actual.text)") : .differs
  }

  private func tolerated(
    _ kind: String, _ expected: Piece, _ actual: Piece, effect: Tolerance.Effect = .similar
  ) -> Agreement {
    .agrees([
      Tolerance(kind: kind, effect: effect, expected: expected.text, actual: actual.text)
    ])
  }

  /// A number that a service counts all of its objects with.
  private static func isCounted(_ cell: Piece) -> Bool {
    (9...20).contains(cell.count) && cell.allSatisfy(\.isDigit) && cell.first != 0x30
      && !cell.hasSuffix("0000")
  }

  /// What an identifier is called that a program made up, by its column.
  private static func madeUp(_ expected: Piece, _ actual: Piece, _ column: String) -> String? {
    switch column {
    case "ID":
      isShortId(expected) && isShortId(actual)
        && Secrets.changes(in: expected) + Secrets.changes(in: actual) >= 5 ? "made-up id" : nil
    case "UUID", "uuid":
      expected.count == actual.count && isIdentifier(expected) && isIdentifier(actual)
        ? "UUID" : nil
    default: nil
    }
  }

  /// `zx1f0qk9w2mv`: twelve small letters and digits, that turn from one to the other.
  private static func isShortId(_ cell: Piece) -> Bool {
    cell.count == 12 && cell.allSatisfy { $0.isDigit || $0.isLower }
      && Secrets.changes(in: cell) > 1
  }

  /// `A62D-E731`, `7HkQ0n2bTtS8mYpC4vRwJg`.
  private static func isIdentifier(_ cell: Piece) -> Bool {
    cell.count >= 9 && cell.contains(where: \.isDigit)
      && cell.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }

  /// `16 kB`, `1.2GB`, `52%`: a number with its unit.
  private static func isAmount(_ cell: Piece) -> Bool {
    let number = cell.prefix { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    let unit = cell.dropFirst(number.count).trimmed
    return Marks.isNumber(number) && unit.count <= 5
      && unit.isMadeOf { $0.isLetter || $0 == UInt8(ascii: "%") }
  }

  /// `2`, or `2 (35s ago)`.
  private static func isRestartCount(_ cell: Piece) -> Bool {
    let words = cell.words
    guard words.first?.decimal != nil else { return false }
    if words.count == 1 { return true }
    return words.count == 3 && words[1].first == UInt8(ascii: "(")
      && Times.isDuration(words[1].dropFirst()) && words[2].text == "ago)"
  }

  /// An image's name without registry, tag and digest.
  private static func repository(_ image: Piece) -> Piece {
    let name = image.parts(at: UInt8(ascii: "/")).last ?? image
    return name.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "@") }
  }

  private static func isNodeName(_ word: Piece) -> Bool {
    word.isMadeOf { $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }
}
