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
    var counted = html.startIndex
    var line = 0
    while let start = opening(in: rest) {
      line += html[counted..<start.lowerBound].count { $0.isNewline }
      counted = start.lowerBound
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

  /// Where a comment or a `pre` begins. Written out, as a page may hold very many.
  private static func opening(in text: Substring) -> Range<String.Index>? {
    let bytes = text.utf8
    var index = bytes.startIndex
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      if bytes[start...].starts(with: "<!--".utf8) {
        return start..<bytes.index(start, offsetBy: 4)
      }
      let name = bytes[start...].prefix(5)
      let plain = name.dropFirst().prefix(3).map { $0 | 0x20 }
      if name.count == 5, plain.elementsEqual("pre".utf8), let last = name.last,
        last == UInt8(ascii: ">") || last == 0x20 || last == 0x09 || last == 0x0A
      {
        return start..<name.endIndex
      }
      index = bytes.index(after: start)
    }
    return nil
  }

  private static func piece(
    _ kind: Piece.Kind, _ line: Int, _ text: Substring, _ offset: Int
  ) -> Piece {
    Piece(kind: kind, line: line, height: text.count { $0.isNewline } + 1, textOffset: offset)
  }

  /// Where the `img` tags of a text lead; comments show nothing.
  static func images(in html: String) -> [String] {
    guard html.contains("<"), !html.hasPrefix("<!--") else { return [] }
    // Text without an attribute of that name is not searched any further.
    guard html.contains("src") || html.contains("SRC") else { return [] }
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
