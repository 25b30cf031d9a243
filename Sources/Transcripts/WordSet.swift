/// A set of short words that is asked for pieces of a line in any case of letters: without making
/// a string of each.
struct WordSet: Sendable {
  private struct Key: Equatable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    /// Where the search for the key begins, in a table of 2^width places.
    func place(_ width: Int) -> Int {
      Int(truncatingIfNeeded: ((low ^ high &* 31) &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - width))
    }
  }

  /// At least four places for each word; an empty key is an empty place.
  private let places: [Key]
  private let width: Int
  private let longest: Int

  /// Words of at most sixteen bytes.
  init(_ words: [String]) {
    var width = 3
    while 1 << width < words.count * 4 { width += 1 }
    var places = [Key](repeating: Key(), count: 1 << width)
    for key in words.compactMap({ WordSet.key(Piece($0)) }) {
      var place = key.place(width)
      while places[place] != Key() { place = (place + 1) % places.count }
      places[place] = key
    }
    self.places = places
    self.width = width
    longest = words.map(\.utf8.count).max() ?? 0
  }

  func contains(_ word: Piece) -> Bool {
    guard word.count <= longest, let key = WordSet.key(word) else { return false }
    var place = key.place(width)
    while places[place] != Key() {
      if places[place] == key { return true }
      place = (place + 1) % places.count
    }
    return false
  }

  private static func key(_ word: Piece) -> Key? {
    guard !word.isEmpty, word.count <= 16 else { return nil }
    var key = Key()
    for byte in word {
      key.high = key.high << 8 | key.low >> 56
      key.low = key.low << 8 | UInt64(byte.lowercased)
    }
    return key
  }
}

/// Which bytes stand in a piece: asked for without hashing.
struct ByteSet: Sendable {
  private var quarters: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init(_ text: String) { self.init(Piece(text)) }

  static let all = ByteSet(Array(0...UInt8.max)[...])
  static let digits = ByteSet("0123456789")
  static let lower = ByteSet("abcdefghijklmnopqrstuvwxyz")
  static let alphanumeric = digits.union(lower).union(ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
  static let hexadecimal = digits.union(ByteSet("abcdefABCDEF"))

  init(_ piece: Piece) {
    for byte in piece {
      let bit: UInt64 = 1 << UInt64(byte & 63)
      switch byte >> 6 {
      case 0: quarters.0 |= bit
      case 1: quarters.1 |= bit
      case 2: quarters.2 |= bit
      default: quarters.3 |= bit
      }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    let quarter =
      switch byte >> 6 {
      case 0: quarters.0
      case 1: quarters.1
      case 2: quarters.2
      default: quarters.3
      }
    return quarter >> UInt64(byte & 63) & 1 == 1
  }

  func union(_ other: ByteSet) -> ByteSet {
    var union = self
    union.quarters.0 |= other.quarters.0
    union.quarters.1 |= other.quarters.1
    union.quarters.2 |= other.quarters.2
    union.quarters.3 |= other.quarters.3
    return union
  }
}
