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
  /// The words in front of code in a paragraph that is run, from the code before it on.
  var lead: [MarkdownInline]?
  /// The words of a paragraph behind the last code in it that is run.
  var tail: [MarkdownInline]?
}

extension OutlineItem {
  /// The text of a heading or a paragraph.
  var inlines: [MarkdownInline]? {
    switch kind {
    case .heading(_, let inlines), .prose(let inlines): inlines
    default: nil
    }
  }

  /// The words that may name a terminal from this place on.
  var naming: [MarkdownInline]? { lead ?? tail ?? inlines }

  var isComment: Bool { if case .comment = kind { true } else { false } }
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
      append(.heading(level: level, inlines.withButtonLabels), block)
      addComments(in: inlines, block)
    case .paragraph(let inlines):
      let place = items.count
      append(.prose(inlines.withoutActions.withButtonLabels), block)
      addComments(in: inlines, block)
      items[place].tail = addActions(in: inlines.withButtonLabels, block)
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
    if code.fence == nil, let last = items.last, let holder = holder(last) {
      let inner = MarkdownDocument(code.literal, firstLine: block.lines.lowerBound)
      quoteDepth += holder == .admonition ? 1 : 0
      for block in inner.blocks { add(block) }
      quoteDepth -= holder == .admonition ? 1 : 0
      return
    }
    let info = FenceInfo(code.info, isFence: code.fence != nil)
    let textLine = block.lines.lowerBound + (code.fence == nil ? 0 : 1)
    append(.preformatted(code.literal, info: info, textLine: textLine, tag: nil), block)
  }

  private enum Holder { case admonition, tab }

  /// MkDocs' `??? note`, `!!! note` and `=== "Tab"`, whose indented text is no code.
  private func holder(_ item: OutlineItem) -> Holder? {
    guard case .prose(let inlines) = item.kind else { return nil }
    let text = inlines.plainText
    if text.hasPrefix("???") || text.hasPrefix("!!!") { return .admonition }
    let isTab = text.hasPrefix("=== ") || text.hasPrefix("===! ") || text.hasPrefix("===+ ")
    return isTab && text.dropFirst(4).trimmed.first.map { "\"“".contains($0) } == true ? .tab : nil
  }

  /// Inline code with a mark behind it that says to run it is a block of its own. What stands behind
  /// the last one, where there is any.
  private mutating func addActions(
    in inlines: [MarkdownInline], _ block: MarkdownBlock
  ) -> [MarkdownInline]? {
    var line = block.lines.lowerBound
    var start = 0
    for index in inlines.indices.dropLast() {
      let piece = inlines[index]
      if piece == .softBreak || piece == .hardBreak { line += 1 }
      guard case .code(let text) = piece, case .text(let behind) = inlines[index + 1],
        let mark = ActionMarks.leading(behind)
      else { continue }
      let info = FenceInfo(mark, isFence: false)
      guard info.words.contains("execute") || info.words.contains("exec") else { continue }
      let number = min(line, block.lines.upperBound)
      let place = MarkdownBlock(lines: number...number, column: block.column, kind: block.kind)
      append(.preformatted(text + "\n", info: info, textLine: number, tag: nil), place)
      items[items.count - 1].lead = Array(inlines[start..<index])
      start = index + 1
    }
    return start == 0 ? nil : Array(inlines[start...])
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

extension [MarkdownInline] {
  /// The pieces with buttons as the words that stand on them.
  var withButtonLabels: [MarkdownInline] {
    map { piece in
      switch piece {
      case .link(let destination, let title, let inner):
        let text = inner.plainText
        guard text.hasPrefix("button"),
          let match = text.firstMatch(of: /^button\b.*?\blabel\s*=\s*["“]([^"”]*)["”]/)
        else { return piece }
        return .link(destination: destination, title: title, [.text(String(match.1))])
      case .emphasis(let inner): return .emphasis(inner.withButtonLabels)
      case .strong(let inner): return .strong(inner.withButtonLabels)
      default: return piece
      }
    }
  }

  /// The places of the tabs that links lead to, counted from 0, and the words of the links.
  var tabLinks: [(tab: Int, words: String)] {
    flatMap { piece -> [(tab: Int, words: String)] in
      switch piece {
      case .link(let destination, _, let inner):
        guard let match = destination.wholeMatch(of: /#?tab-(\d+)/), let tab = Int(match.1) else {
          return []
        }
        return [(tab, inner.plainText)]
      case .emphasis(let inner), .strong(let inner): return inner.tabLinks
      default: return []
      }
    }
  }

  /// The pieces without the marks of `ActionMarks`.
  fileprivate var withoutActions: [MarkdownInline] {
    guard contains(where: { if case .text(let text) = $0 { text.hasPrefix("{{") } else { false } })
    else { return self }
    return indices.map { index in
      guard case .text(let text) = self[index], index > 0, case .code = self[index - 1],
        let mark = ActionMarks.leading(text)
      else { return self[index] }
      return .text(String(text.dropFirst(mark.count)))
    }
  }
}
