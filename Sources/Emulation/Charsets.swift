/// The character sets that a program has chosen: four places, one of them in use.
struct Charsets: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case ascii, british, lineDrawing
  }

  private var sets: [Kind] = [.ascii, .ascii, .ascii, .ascii] { didSet { update() } }
  /// The place in use (SI, SO, LS2, LS3).
  var used = 0 { didSet { update() } }
  /// The place in use for the next character alone (SS2, SS3).
  var once: Int? { didSet { update() } }
  /// True when characters are what they are.
  private(set) var isPlain = true

  private mutating func update() { isPlain = once == nil && sets[used] == .ascii }

  /// Puts the set that a designating sequence names into a place.
  mutating func designate(_ place: Int, _ final: UInt8) {
    switch final {
    case UInt8(ascii: "0"), UInt8(ascii: "2"): sets[place] = .lineDrawing
    case UInt8(ascii: "A"): sets[place] = .british
    default: sets[place] = .ascii
    }
  }

  /// The character that the set in use has in the place of another.
  mutating func translate(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let kind = sets[once ?? used]
    once = nil
    switch kind {
    case .lineDrawing where (0x5F...0x7E).contains(scalar.value):
      return Self.lines[Int(scalar.value) - 0x5F]
    case .british where scalar == "#": return "£"
    default: return scalar
    }
  }

  /// What DEC's set of lines and signs has from 0x5F on.
  private static let lines = Array(" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".unicodeScalars)
}
