import Markdown

/// Markdown read for its words alone.
enum MarkdownText {
  /// The words of every paragraph, heading and code.
  static func blocks(_ markdown: String) -> [String] {
    MarkdownDocument(markdown).blocks.compactMap { block in
      switch block.kind {
      case .paragraph(let inlines), .heading(_, let inlines): inlines.plainText
      case .code(let code): code.literal
      default: nil
      }
    }
  }
}

extension MarkdownText {
  static func document(_ markdown: String) -> MarkdownDocument { MarkdownDocument(markdown) }
}
