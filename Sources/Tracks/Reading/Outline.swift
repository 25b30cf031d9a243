/// A document laid flat: its pieces in the order in which they are read.
import Markdown

/// One piece of a document.
struct OutlineItem: Hashable {
  enum Kind: Hashable {
    case heading(level: Int, [MarkdownInline])
    case prose([MarkdownInline])
    /// A fence, an indented text or a `pre`; `tag` holds the attributes of the latter.
    case preformatted(String, info: FenceInfo, textLine: Int, tag: String?)
    case comment(String)
  }

  var kind: Kind
  var lines: ClosedRange<Int>
  var column: Int
  /// The place of the outermost block that holds it.
  var group: Int
  var isInList: Bool
  var isInQuote: Bool
}

extension OutlineItem {
  /// The text of a heading or a paragraph.
  var inlines: [MarkdownInline]? {
    switch kind {
    case .heading(_, let inlines), .prose(let inlines): inlines
    default: nil
    }
  }
}

/// Lays a document flat.
struct OutlineBuilder {
  private(set) var items: [OutlineItem] = []
  private var group = 0
  private var listDepth = 0
  private var quoteDepth = 0

  static func items(of document: MarkdownDocument) -> [OutlineItem] {
    var builder = OutlineBuilder()
    for (index, block) in document.blocks.enumerated() {
      builder.group = index
      builder.add(block)
    }
    return builder.items
  }

  private mutating func add(_ block: MarkdownBlock) {
    switch block.kind {
    case .heading(let level, let inlines):
      append(.heading(level: level, inlines), block)
      addComments(in: inlines, block)
    case .paragraph(let inlines):
      append(.prose(inlines), block)
      addComments(in: inlines, block)
    case .quote(let blocks):
      quoteDepth += 1
      for block in blocks { add(block) }
      quoteDepth -= 1
    case .list(_, let items):
      listDepth += 1
      for item in items {
        for block in item.blocks { add(block) }
      }
      listDepth -= 1
    case .code(let code): add(code, block)
    case .html(let html): add(html: html, block)
    case .rule: break
    }
  }

  private mutating func add(_ code: MarkdownCode, _ block: MarkdownBlock) {
    if code.fence == nil, let last = items.last, isAdmonition(last) {
      let inner = MarkdownDocument(code.literal, firstLine: block.lines.lowerBound)
      quoteDepth += 1
      for block in inner.blocks { add(block) }
      quoteDepth -= 1
      return
    }
    let info = FenceInfo(code.info, isFence: code.fence != nil)
    let textLine = block.lines.lowerBound + (code.fence == nil ? 0 : 1)
    append(.preformatted(code.literal, info: info, textLine: textLine, tag: nil), block)
  }

  /// `??? note` and `!!! note`, whose indented text is prose.
  private func isAdmonition(_ item: OutlineItem) -> Bool {
    guard case .prose(let inlines) = item.kind else { return false }
    let text = inlines.plainText
    return text.hasPrefix("???") || text.hasPrefix("!!!")
  }

  private mutating func add(html: String, _ block: MarkdownBlock) {
    for piece in HTMLPieces.read(html) {
      let line = block.lines.lowerBound + piece.line
      let lines = line...max(line, min(block.lines.upperBound, line + piece.height - 1))
      let place = MarkdownBlock(lines: lines, column: block.column, kind: block.kind)
      switch piece.kind {
      case .comment(let text): append(.comment(text), place)
      case .preformatted(let text, let tag):
        let info = FenceInfo("", isFence: false)
        append(
          .preformatted(text, info: info, textLine: line + piece.textOffset, tag: tag), place)
      }
    }
  }

  private mutating func addComments(in inlines: [MarkdownInline], _ block: MarkdownBlock) {
    for inline in inlines {
      if case .html(let html) = inline {
        for case .comment(let text) in HTMLPieces.read(html).map(\.kind) {
          append(.comment(text), block)
        }
      }
    }
  }

  private mutating func append(_ kind: OutlineItem.Kind, _ block: MarkdownBlock) {
    items.append(
      OutlineItem(
        kind: kind, lines: block.lines, column: block.column, group: group,
        isInList: listDepth > 0, isInQuote: quoteDepth > 0))
  }
}
