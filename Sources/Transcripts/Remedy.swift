/// What an author could write to allow a difference. What is offered works as it stands: nothing is
/// cut, and a value that no comment can hold is not offered.
enum Remedy {
  /// More of a line than this tells nothing further.
  private static let longest = 80

  static func comment(_ name: String, _ value: String) -> String? {
    Control(name, value).map { Rule.remedy($0.description) }
  }

  /// Lets a line be there or not: by the line, or by the longest part of it that a comment can
  /// hold.
  static func optional(_ line: Piece) -> String? {
    let text = line.trimmed.text
    let parts = text.split(separator: "\"").flatMap { $0.split(separator: "--") }
      .map { cut(Piece($0).trimmed) }
    guard let part = parts.max(by: { $0.count < $1.count }), part.count(where: \.isLetter) >= 3
    else { return comment("optional", text) }
    return comment("optional", part.text)
  }

  /// The words up to the greatest length.
  private static func cut(_ part: Piece) -> Piece {
    guard part.count > longest else { return part }
    let start = part.prefix(longest)
    let end = start.lastIndex(where: \.isBlank) ?? start.endIndex
    return Piece(String(decoding: start[..<end], as: UTF8.self).replacing("\u{FFFD}", with: ""))
  }

  /// Lets numbers differ by as much as these two do, where that is no more than half.
  static func number(_ expected: Piece, _ actual: Piece) -> String? {
    guard let left = Double(expected.text), let right = Double(actual.text), left != 0 else {
      return nil
    }
    let share = abs(left - right) / abs(left) * 100
    return [10, 20, 50].first { share <= $0 }.map { Rule.remedy("number=±\(Int($0))%") }
  }

  /// For words that are not as many on both sides.
  static let words = "... in place of the words that differ"
  static let line = "a line ... in its place"
}
