/// What a grid knows of one of its rows: where in its stores the row's text and looks are, and how
/// much of them counts.
struct GridRow: Sendable {
  /// The row's number in the stores.
  let place: Int
  let firstWord: Int
  let firstGlyph: Int
  var firstRun: Int
  /// Nothing stands here or after it.
  var end = 0
  /// How many runs of looks it has.
  var looks = 0
  /// From here on all places look plain.
  var looksEnd = 0
  /// Whether its text is in words, and not in glyphs.
  var isASCII = true
  /// Whether marks combine with its characters.
  var hasMarks = false
  /// True when its text goes on in the next row because the line was full.
  var continues = false

  /// A mark that combines with the character at a column.
  struct Mark: Hashable, Sendable {
    var column: Int32
    var scalar: Unicode.Scalar
  }

  /// How far text was put.
  struct Printed {
    /// The column after it.
    var column: Int
    /// How many bytes of the text it was.
    var bytes = 0
    /// The last character.
    var last: Unicode.Scalar?
  }

  /// An empty row at a place in stores that have so many words, glyphs and runs for each.
  init(place: Int, words: Int, glyphs: Int, runs: Int) {
    self.place = place
    firstWord = place * words
    firstGlyph = place * glyphs
    firstRun = place * runs
  }

  /// Forgets all that it has.
  @inline(__always)
  mutating func clear() {
    (end, looks, looksEnd) = (0, 0, 0)
    (isASCII, hasMarks, continues) = (true, false, false)
  }
}
