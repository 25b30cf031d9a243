/// CommonMark documents as values. The only importer of cmark.
import CCmark

/// A Markdown document: its blocks in order, each with the lines it came from.
package struct MarkdownDocument: Hashable, Sendable {
  package let blocks: [MarkdownBlock]

  /// How deep block quotes, lists and items are kept apart; what is nested deeper is kept, but
  /// lies flat at this depth.
  package static let deepestBlocks = 64

  /// The same for emphasis, links and images.
  package static let deepestInlines = 32

  /// Reads a document. Every text is one. `firstLine` is the number of the text's first line
  /// where it is a part of a file.
  package init(_ text: String, firstLine: Int = 1) {
    blocks = MarkdownReader(text: text, firstLine: firstLine).blocks()
  }
}

/// One block of a document.
package struct MarkdownBlock: Hashable, Sendable {
  /// The lines of the source that the block stands on, counted from 1.
  package let lines: ClosedRange<Int>
  /// Where it begins in its first line, counted from 1, in bytes.
  package let column: Int
  package let kind: Kind

  /// What a block is.
  package indirect enum Kind: Hashable, Sendable {
    case heading(level: Int, [MarkdownInline])
    case paragraph([MarkdownInline])
    case code(MarkdownCode)
    case html(String)
    case quote([MarkdownBlock])
    /// Each item is a list of blocks; `start` is the first number of an ordered list.
    case list(start: Int?, items: [MarkdownItem])
    case rule
  }

  package init(lines: ClosedRange<Int>, column: Int, kind: Kind) {
    self.lines = lines
    self.column = column
    self.kind = kind
  }
}

/// One item of a list.
package struct MarkdownItem: Hashable, Sendable {
  package let lines: ClosedRange<Int>
  package let blocks: [MarkdownBlock]
}

/// A fence or an indented code block.
package struct MarkdownCode: Hashable, Sendable {
  /// What stands behind the opening fence, trimmed; empty for an indented block.
  package let info: String
  /// The text inside, with a line break behind every line.
  package let literal: String
  /// Nothing for an indented block.
  package let fence: Fence?

  /// The marks around a fenced block.
  package struct Fence: Hashable, Sendable {
    package let character: Character
    package let length: Int
    /// Whether a closing mark was found before the document or its container ended.
    package let isClosed: Bool
  }
}

/// A piece of text inside a paragraph or heading.
package indirect enum MarkdownInline: Hashable, Sendable {
  case text(String)
  case code(String)
  case html(String)
  case softBreak
  case hardBreak
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case link(destination: String, title: String, [MarkdownInline])
  case image(source: String, title: String, [MarkdownInline])
}

extension MarkdownDocument {
  /// The words of a line of Markdown, such as a title, without any marks.
  package static func words(of markdown: String) -> String {
    let words = MarkdownDocument(markdown).blocks.map { block in
      switch block.kind {
      case .paragraph(let inlines), .heading(_, let inlines): inlines.plainText
      case .code(let code): code.literal
      default: markdown
      }
    }
    var text = words.joined(separator: " ")[...].drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

extension [MarkdownInline] {
  /// The text as it is read, without any markup; images and HTML tags say nothing.
  package var plainText: String {
    map { piece in
      switch piece {
      case .text(let text), .code(let text): text
      case .html, .image: ""
      case .softBreak, .hardBreak: " "
      case .emphasis(let inner), .strong(let inner), .link(_, _, let inner): inner.plainText
      }
    }.joined()
  }
}
