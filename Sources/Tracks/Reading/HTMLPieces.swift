/// The parts of HTML blocks that matter to a lab: comments and `pre`.
enum HTMLPieces {
  struct Piece: Hashable {
    enum Kind: Hashable {
      case comment(String)
      case preformatted(String, tag: String)
    }

    var kind: Kind
    /// Lines before it in the block.
    var line: Int
    var height: Int
    /// Lines between its first and the first of its text.
    var textOffset: Int
  }

  static func read(_ html: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = html[...]
    while let start = rest.firstRange(of: /<!--|<[pP][rR][eE][\s>]/) {
      let line = html[..<start.lowerBound].count { $0.isNewline }
      if rest[start.lowerBound...].hasPrefix("<!--") {
        let inside = rest[start.upperBound...]
        let end = inside.firstRange(of: "-->")
        let text = inside[..<(end?.lowerBound ?? inside.endIndex)]
        pieces.append(piece(.comment(String(text)), line, text, 0))
        rest = inside[(end?.upperBound ?? inside.endIndex)...]
      } else {
        let tagged = rest[start.lowerBound...]
        let open = tagged.firstIndex(of: ">") ?? tagged.index(before: tagged.endIndex)
        let tag = tagged[..<open]
        let inside = tagged[tagged.index(after: open)...]
        let end = inside.firstRange(of: /<\/[pP][rR][eE]\s*>/)
        var text = inside[..<(end?.lowerBound ?? inside.endIndex)]
        let offset = text.first?.isNewline == true ? 1 : 0
        let height = text
        if offset == 1 { text = text.dropFirst() }
        let kind = Piece.Kind.preformatted(plain(text), tag: String(tag.dropFirst(4)).trimmed)
        pieces.append(piece(kind, line, height, offset))
        rest = inside[(end?.upperBound ?? inside.endIndex)...]
      }
    }
    return pieces
  }

  private static func piece(
    _ kind: Piece.Kind, _ line: Int, _ text: Substring, _ offset: Int
  ) -> Piece {
    Piece(kind: kind, line: line, height: text.count { $0.isNewline } + 1, textOffset: offset)
  }

  /// Where the `img` tags of a text lead; comments show nothing.
  static func images(in html: String) -> [String] {
    guard html.contains("<"), !html.hasPrefix("<!--") else { return [] }
    return html.matches(of: /<img\s[^<>]*?src\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/.ignoresCase())
      .compactMap { ($0.1 ?? $0.2).map(String.init) }
  }

  /// The text of HTML: tags taken out, character references resolved.
  static func plain(_ html: Substring) -> String {
    var text = html.replacing(/<\/?[a-zA-Z][^<>]*>/, with: "")
    for (name, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "),
      ("&amp;", "&"),
    ] {
      text = text.replacing(name, with: character)
    }
    return text.isEmpty || text.last?.isNewline == true ? String(text) : text + "\n"
  }
}
