import Markdown

/// A note set apart from the text: GitHub's `> [!NOTE]` and MkDocs' `!!! note "Title"`.
struct Admonition: Hashable, Sendable {
  var title: String
  var isWarning: Bool
  var blocks: [MarkdownBlock]
  /// Whether the block behind its first line is its text.
  var takesNext = false

  /// A block quote that begins with GitHub's mark; nil when it does not.
  init?(quote blocks: [MarkdownBlock]) {
    guard let first = blocks.first, case .paragraph(let inlines) = first.kind else { return nil }
    let (line, rest) = inlines.splitAtFirstBreak
    let mark = line.plainText
    guard mark.hasPrefix("[!"), mark.hasSuffix("]") else { return nil }
    let word = mark.dropFirst(2).dropLast()
    guard ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"].contains(word.uppercased()) else {
      return nil
    }
    self.init(kind: String(word), title: nil)
    self.blocks = Admonition.paragraph(first, rest) + blocks.dropFirst()
  }

  /// A paragraph that begins with MkDocs' mark; nil when it does not. Its text is what follows in the
  /// paragraph, or the indented block behind it.
  init?(mkdocs block: MarkdownBlock, next: MarkdownBlock?) {
    guard case .paragraph(let inlines) = block.kind else { return nil }
    let (line, rest) = inlines.splitAtFirstBreak
    guard
      let match = line.plainText.wholeMatch(
        of: /(?:!!!|\?\?\?\+?) +(\w+)[^"“]*(?:["“](.*)["”])?\s*/)
    else { return nil }
    self.init(kind: String(match.1), title: match.2.map(String.init))
    blocks = Admonition.paragraph(block, rest)
    if case .code(let code) = next?.kind, code.fence == nil, let next {
      takesNext = true
      blocks += MarkdownDocument(code.literal, firstLine: next.lines.lowerBound).blocks
    }
  }

  private init(kind: String, title: String?) {
    let word = kind.lowercased()
    isWarning = ["warning", "caution", "danger", "important", "attention", "error"].contains(word)
    let named = word.prefix(1).uppercased() + word.dropFirst()
    self.title = title.map { $0.isEmpty ? named : "\(named): \($0)" } ?? named
    blocks = []
  }

  private static func paragraph(
    _ block: MarkdownBlock, _ inlines: [MarkdownInline]
  ) -> [MarkdownBlock] {
    inlines.isEmpty
      ? []
      : [MarkdownBlock(lines: block.lines, column: block.column, kind: .paragraph(inlines))]
  }
}

extension [MarkdownInline] {
  /// The first line of a paragraph, and the others.
  var splitAtFirstBreak: (first: [MarkdownInline], rest: [MarkdownInline]) {
    guard let index = firstIndex(where: { $0 == .softBreak || $0 == .hardBreak }) else {
      return (self, [])
    }
    return (Array(self[..<index]), Array(self[(index + 1)...]))
  }
}
