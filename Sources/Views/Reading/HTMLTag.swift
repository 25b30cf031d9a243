/// A tag in a document's HTML.
struct HTMLTag: Hashable, Sendable {
  /// In lower case.
  var name: String
  var isClosing: Bool
  /// By name in lower case.
  var attributes: [String: String]

  /// What HTML consists of.
  enum Piece: Hashable, Sendable {
    case text(String)
    case tag(HTMLTag)
  }

  /// Tags that have no content.
  var isVoid: Bool { ["br", "img", "hr", "input", "source", "wbr"].contains(name) }

  /// Tags whose content is not for reading.
  var isSilent: Bool { ["script", "style"].contains(name) }

  /// Tags at which a new line begins.
  var breaksLine: Bool {
    [
      "br", "p", "div", "li", "ul", "ol", "tr", "table", "details", "summary", "h1", "h2", "h3",
      "h4", "hr", "pre",
    ].contains(name)
  }

  /// The pieces of a text, without comments and with entities as the characters they stand for.
  static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let opening = rest.firstIndex(of: "<") {
      if opening > rest.startIndex { pieces.append(.text(decoded(rest[..<opening]))) }
      rest = rest[opening...]
      if rest.hasPrefix("<!--") {
        guard let end = rest.firstRange(of: "-->") else { return pieces }
        rest = rest[end.upperBound...]
        continue
      }
      guard let closing = rest.firstIndex(of: ">") else { break }
      if let tag = HTMLTag(rest[rest.index(after: opening)..<closing]) { pieces.append(.tag(tag)) }
      rest = rest[rest.index(after: closing)...]
    }
    if !rest.isEmpty { pieces.append(.text(decoded(rest))) }
    return pieces
  }

  /// A tag by what stands between its brackets; nil for declarations.
  private init?(_ content: Substring) {
    isClosing = content.hasPrefix("/")
    let body = content.drop { $0 == "/" }
    let name = body.prefix { $0.isLetter || $0.isNumber }
    guard !name.isEmpty else { return nil }
    self.name = name.lowercased()
    attributes = [:]
    for match in body.dropFirst(name.count).matches(
      of: /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/)
    {
      let value = match.2 ?? match.3 ?? match.4 ?? ""
      attributes[match.1.lowercased()] = HTMLTag.decoded(value)
    }
  }

  private static func decoded(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    return [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "),
      ("&amp;", "&"),
    ].reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }
}
