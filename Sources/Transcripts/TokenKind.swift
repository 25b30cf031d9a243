/// A kind of volatile token. Two tokens that differ are taken for each other only if one kind
/// recognises both and its guard finds nothing that tells them apart.
package struct TokenKind: Sendable {
  /// What messages and reports call the kind.
  package let name: String
  /// What a difference of this kind makes of the verdict.
  package let effect: Tolerance.Effect
  /// Whether equal expected tokens must stand for equal actual tokens, and whether the actual
  /// token takes the expected one's place in later commands.
  package let binds: Bool
  /// Whether such a token may be one part of a name with dashes.
  let standsInName: Bool
  /// What such a token may begin with: a byte spares most words the whole look.
  let beginnings: ByteSet
  /// Whether both tokens are of this kind and its guard lets one stand for the other.
  let agree: @Sendable (Piece, Piece, Surroundings) -> Bool

  init(
    _ name: String, effect: Tolerance.Effect = .similar, binds: Bool = false,
    standsInName: Bool = false, beginnings: ByteSet = .all,
    agree: @escaping @Sendable (Piece, Piece, Surroundings) -> Bool
  ) {
    self.name = name
    self.effect = effect
    self.binds = binds
    self.standsInName = standsInName
    self.beginnings = beginnings
    self.agree = agree
  }

  /// A kind whose tokens are known by their shape alone.
  init(
    _ name: String, effect: Tolerance.Effect = .similar, binds: Bool = false,
    standsInName: Bool = false, beginnings: ByteSet = .all,
    recognise: @escaping @Sendable (Piece) -> Bool
  ) {
    self.init(
      name, effect: effect, binds: binds, standsInName: standsInName, beginnings: beginnings
    ) {
      expected, actual, _ in
      recognise(expected) && recognise(actual)
    }
  }

  /// Every kind, in the order in which they are tried.
  package static let builtIn: [TokenKind] = [
    .rule, .age, .dateTime, .address, .addressInName, .addressInHost, .memoryAddress, .uuid,
    .nameWithUUID, .generatedName,
    .hexadecimal,
    .fingerprint, .digest, .longNumber, .nodePort, .chosenPort, .homePath, .siteHost,
    .randomHostLabel, .version, .counter, .speed, .processNumber, .cloudAccount, .passwordHash,
    .benchmark, .interface, .capacity, .password, .token, .base64,
    .temporaryName, .madeUpName,
  ]

  /// For each byte the kinds whose tokens may begin with it, in the same order.
  static let byBeginning: [[TokenKind]] = (0...UInt8.max).map { byte in
    builtIn.filter { $0.beginnings.contains(byte) }
  }

  /// The kinds whose tokens may be one part of a name.
  static let inNames = builtIn.filter(\.standsInName) + [.clusterId]
}

/// What a guard may look at besides the two tokens themselves.
struct Surroundings: Sendable {
  /// The expected token before this one, without punctuation; empty at the start of a line.
  var before: Piece = []
  /// The expected line's first word, where it ends with a colon.
  var label: Piece = []
  /// Whether a date stands before the two tokens in their lines, as in a log.
  var followsDate = false
  /// What the session knows about itself.
  let terms: Terms

  /// Directories that stand for a home or for the root directory in this session.
  var homes: [String] { terms.options.homes }
  /// Domains under which this session's sites are reached.
  var domains: [String] { terms.options.domains }

  init(_ terms: Terms) { self.terms = terms }
}

/// A difference that was accepted, and why.
package struct Tolerance: Hashable, Sendable {
  /// How much a difference weighs.
  package enum Effect: Int, CaseIterable, Comparable, Hashable, Sendable {
    case similar
    case drift
    case notReady

    package static func < (left: Effect, right: Effect) -> Bool { left.rawValue < right.rawValue }
  }

  package var kind: String
  package var effect: Effect
  package var expected: String
  package var actual: String
  /// The line of the expected text, counted from 1; 0 where there is none.
  package var line: Int
  /// The line of the actual text, counted from 1; 0 where there is none.
  package var actualLine: Int
  /// Whether later commands with the expected text should have the actual one instead.
  package var binds: Bool

  package init(
    kind: String, effect: Effect = .similar, expected: String, actual: String, line: Int = 0,
    actualLine: Int = 0, binds: Bool = false
  ) {
    self.kind = kind
    self.effect = effect
    self.expected = expected
    self.actual = actual
    self.line = line
    self.actualLine = actualLine
    self.binds = binds
  }
}
