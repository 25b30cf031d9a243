/// The blanks within values of documents.
enum TreeBlanks {
  /// Whether the blanks of two texts are the same, as they are part of a document's value. Texts
  /// of several lines may be tables, and where the words are not as many, one stands for several.
  static func areSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Piece(left), Piece(right))
    let ends = [left, right].map { text in text.count { $0 == 0x0A } }
    if ends[0] != ends[1] { return false }
    if ends[0] > 0 { return true }
    let words = [Placeholder.words(left), right.words]
    if words[0].count != words[1].count || words[0].contains(where: Placeholder.isWordElision) {
      return true
    }
    let (wanted, found) = (gaps(left, words[0]), gaps(right, words[1]))
    // Beside a word that differs blanks may be there to fill a column.
    return wanted.indices.allSatisfy { index in
      if wanted[index] == found[index] { return true }
      guard wanted[index].isMadeOf(\.isBlank), found[index].isMadeOf(\.isBlank) else {
        return false
      }
      return [index - 1, index].contains {
        words[0].indices.contains($0) && words[0][$0] != words[1][$0]
      }
    }
  }

  private static func gaps(_ text: Piece, _ words: [Piece]) -> [Piece] {
    let starts = words.map(\.startIndex) + [text.endIndex]
    let ends = [text.startIndex] + words.map(\.endIndex)
    return zip(ends, starts).map { text[$0..<$1] }
  }
}
