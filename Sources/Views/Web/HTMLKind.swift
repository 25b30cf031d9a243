/// What HTML says about an element by its name alone.
struct HTMLKind {
  let name: String

  init(_ name: String) { self.name = name }

  var isVoid: Bool { Self.void.contains(name) }
  /// Whether its content is text in which no tags count.
  var isRawText: Bool { Self.rawText.contains(name) }
  /// Whether it begins and ends a line of its own.
  var isBlock: Bool { Self.blocks.contains(name) }
  /// Whether its end tag ends the blocks that are open in it.
  var holdsBlocks: Bool { isBlock || Self.holders.contains(name) }
  /// Whether it changes how its text looks, and may be left open across blocks.
  var isFormatting: Bool { Self.formatting.contains(name) }

  static func isHeading(_ name: String) -> Bool {
    ["h1", "h2", "h3", "h4", "h5", "h6"].contains(name)
  }

  static func isTablePart(_ name: String) -> Bool {
    ["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"].contains(name)
  }

  /// Whether a paragraph ends where such an element begins.
  static func closesParagraph(_ name: String) -> Bool {
    blocks.contains(name) && !isTablePart(name) && !["legend", "option", "optgroup"].contains(name)
  }

  /// Around what an end tag does not reach.
  static func bounds(ofEnd name: String) -> Set<String> {
    switch name {
    case "table": []
    case "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup": ["table"]
    case "li": cellBounds.union(["ul", "ol", "menu"])
    default: cellBounds
    }
  }

  static let cellBounds: Set<String> = [
    "table", "td", "th", "caption", "object", "marquee", "template",
  ]
  static let paragraphBounds = cellBounds.union(["button"])
  static let itemBounds = cellBounds.union([
    "ul", "ol", "menu", "dl", "blockquote", "section", "article", "aside", "main", "nav", "form",
    "fieldset", "details", "button", "figure", "select",
  ])

  private static let void: Set<String> = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr", "image",
  ]
  private static let rawText: Set<String> = [
    "script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp",
  ]
  private static let formatting: Set<String> = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u",
  ]
  private static let holders: Set<String> = [
    "applet", "audio", "button", "canvas", "datalist", "map", "marquee", "math", "noscript",
    "object", "select", "svg", "template", "video",
  ]
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "listing", "main", "menu",
    "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
  ]
}
