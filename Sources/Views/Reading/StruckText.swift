import Markdown

/// Deleted words as GitHub writes them, `~~so~~`, which CommonMark leaves as they are.
enum StruckText {
  /// The inlines with tags of deleted text in place of the marks; a mark without another one stays.
  static func marked(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
    let pieces = inlines.flatMap(pieces)
    let count = pieces.count { $0 == .text(mark) }
    guard count > 1 else { return inlines }
    var seen = 0
    return pieces.map { piece in
      guard piece == .text(mark) else { return piece }
      seen += 1
      guard seen <= count - count % 2 else { return piece }
      return .html(seen % 2 == 1 ? "<del>" : "</del>")
    }
  }

  private static let mark = "~~"

  /// A text with its marks set apart; two tildes between blanks are none.
  private static func pieces(_ inline: MarkdownInline) -> [MarkdownInline] {
    guard case .text(let text) = inline, text.contains(mark) else { return [inline] }
    var pieces: [MarkdownInline] = []
    var plain = ""
    var rest = text[...]
    while let first = rest.first {
      let isAlone = (plain.last?.isWhitespace ?? false) && rest.dropFirst(2).first == " "
      if rest.prefix(while: { $0 == "~" }).count == 2, !isAlone {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        pieces.append(.text(mark))
        rest = rest.dropFirst(2)
      } else {
        let run = first == "~" ? rest.prefix { $0 == "~" } : rest.prefix(1)
        plain += run
        rest = rest.dropFirst(run.count)
      }
    }
    return plain.isEmpty ? pieces : pieces + [.text(plain)]
  }
}
