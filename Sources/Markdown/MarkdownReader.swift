/// Walks cmark's tree once and copies it into values: the fence around the C library.
import CCmark

/// Owns cmark's tree of one document for as long as it is copied.
@safe final class MarkdownReader {
  private let root: OpaquePointer?
  private let source: [ArraySlice<UInt8>]
  private let firstLine: Int
  private var frames = [MarkdownFrame(.quote, lines: 1...1, column: 1)]
  /// For every open container of cmark's, whether it has a frame; those nested too deep have not.
  private var isKept: [Bool] = []
  private var blockDepth = 0
  private var inlineDepth = 0

  init(text: String, firstLine: Int) {
    let bytes = MarkdownNesting.bounded(MarkdownReader.lineFeeds(Array(text.utf8)))
    unsafe root = bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
        unsafe cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
      }
    }
    source = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    self.firstLine = firstLine
  }

  deinit { unsafe cmark_node_free(root) }

  /// The bytes with every kind of line end as a line feed.
  private static func lineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(0x0D) else { return bytes }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte != 0x0D {
        plain.append(byte)
      } else if index + 1 == bytes.count || bytes[index + 1] != 0x0A {
        plain.append(0x0A)
      }
    }
    return plain
  }

  func blocks() -> [MarkdownBlock] {
    guard let root = unsafe root, let iterator = unsafe cmark_iter_new(root) else { return [] }
    defer { unsafe cmark_iter_free(iterator) }
    while true {
      let event = unsafe cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard let node = unsafe cmark_iter_get_node(iterator), unsafe node != root else { continue }
      if event == CMARK_EVENT_ENTER { unsafe enter(node) } else { leave() }
    }
    return frames[0].blocks
  }

  private func enter(_ node: OpaquePointer) {
    let column = unsafe max(1, Int(cmark_node_get_start_column(node)))
    if let container = unsafe container(node) {
      let keeps =
        switch container {
        case .quote, .list, .item: blockDepth < MarkdownDocument.deepestBlocks
        case .emphasis, .strong, .link, .image: inlineDepth < MarkdownDocument.deepestInlines
        case .paragraph, .heading: true
        }
      isKept.append(keeps)
      guard keeps else { return }
      count(container, 1)
      frames.append(MarkdownFrame(container, lines: unsafe lines(node), column: column))
    } else if let inline = unsafe inline(node) {
      frames[frames.count - 1].inlines.append(inline)
    } else if let kind = unsafe block(node, column: column) {
      frames[frames.count - 1].add(
        MarkdownBlock(lines: unsafe lines(node), column: column, kind: kind))
    }
  }

  private func leave() {
    guard isKept.popLast() == true, frames.count > 1 else { return }
    let frame = frames.removeLast()
    count(frame.container, -1)
    frames[frames.count - 1].close(frame)
  }

  private func count(_ container: MarkdownFrame.Container, _ step: Int) {
    switch container {
    case .quote, .list, .item: blockDepth += step
    case .emphasis, .strong, .link, .image: inlineDepth += step
    case .paragraph, .heading: break
    }
  }

  private func container(_ node: OpaquePointer) -> MarkdownFrame.Container? {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_BLOCK_QUOTE: return .quote
    case CMARK_NODE_LIST:
      let isOrdered = unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      return unsafe .list(start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil)
    case CMARK_NODE_ITEM: return .item
    case CMARK_NODE_PARAGRAPH: return .paragraph
    case CMARK_NODE_HEADING: return unsafe .heading(Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_EMPH: return .emphasis
    case CMARK_NODE_STRONG: return .strong
    case CMARK_NODE_LINK:
      return unsafe .link(text(cmark_node_get_url(node)), text(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
      return unsafe .image(text(cmark_node_get_url(node)), text(cmark_node_get_title(node)))
    default: return nil
    }
  }

  private func inline(_ node: OpaquePointer) -> MarkdownInline? {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: return unsafe .text(text(cmark_node_get_literal(node)))
    case CMARK_NODE_CODE: return unsafe .code(text(cmark_node_get_literal(node)))
    case CMARK_NODE_HTML_INLINE: return unsafe .html(text(cmark_node_get_literal(node)))
    case CMARK_NODE_SOFTBREAK: return .softBreak
    case CMARK_NODE_LINEBREAK: return .hardBreak
    default: return nil
    }
  }

  private func block(_ node: OpaquePointer, column: Int) -> MarkdownBlock.Kind? {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_HTML_BLOCK: return unsafe .html(text(cmark_node_get_literal(node)))
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    case CMARK_NODE_CODE_BLOCK:
      let literal = unsafe text(cmark_node_get_literal(node))
      let (start, end) = unsafe (
        Int(cmark_node_get_start_line(node)), Int(cmark_node_get_end_line(node))
      )
      let fence = fence(start: start, end: end, column: column, literal: literal)
      let content = fence.map { start + 1..<max(start + 1, $0.isClosed ? end : end + 1) }
      return unsafe .code(
        MarkdownCode(
          info: text(cmark_node_get_fence_info(node)),
          literal: content.flatMap { tabIndented($0, behind: start, column) } ?? literal,
          fence: fence))
    default: return nil
    }
  }

  /// The marks of a fenced block, found in the source; an indented block has none, even where its
  /// text looks like a fence.
  private func fence(
    start: Int, end: Int, column: Int, literal: String
  ) -> MarkdownCode.Fence? {
    guard let opening = line(start)?.dropFirst(column - 1), let mark = opening.first,
      mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    let length = opening.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    let first = literal.utf8.prefix { $0 != 0x0A }
    if first.elementsEqual(opening), line(start + 1) != opening { return nil }
    let closing = end > start ? line(end) ?? [] : []
    let trimmed = closing.filter { $0 != 0x20 && $0 != 0x09 && $0 != UInt8(ascii: ">") }
    return MarkdownCode.Fence(
      character: Character(Unicode.Scalar(mark)), length: length,
      isClosed: trimmed.count >= length && trimmed.allSatisfy { $0 == mark })
  }

  /// The text of a fence that a tab indents. cmark counts a tab as one column here, and leaves
  /// blanks in front of the text that are not the author's. Nothing where there is no tab.
  private func tabIndented(_ lines: Range<Int>, behind start: Int, _ column: Int) -> String? {
    guard let prefix = line(start)?.prefix(column - 1), prefix.contains(0x09),
      !prefix.contains(UInt8(ascii: ">"))
    else { return nil }
    let indent = prefix.reduce(0) { $1 == 0x09 ? $0 / 4 * 4 + 4 : $0 + 1 }
    let texts = lines.map { number in
      var rest = line(number) ?? []
      var reached = 0
      while reached < indent, let first = rest.first, first == 0x20 || first == 0x09 {
        reached = first == 0x09 ? reached / 4 * 4 + 4 : reached + 1
        rest = rest.dropFirst()
      }
      return String(repeating: " ", count: max(0, reached - indent))
        + String(decoding: rest, as: UTF8.self) + "\n"
    }
    return texts.joined()
  }

  private func line(_ number: Int) -> ArraySlice<UInt8>? {
    source.indices.contains(number - 1) ? source[number - 1] : nil
  }

  private func lines(_ node: OpaquePointer) -> ClosedRange<Int> {
    let start = unsafe max(1, Int(cmark_node_get_start_line(node)))
    var end = unsafe max(start, Int(cmark_node_get_end_line(node)))
    if unsafe cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK {
      let literal = unsafe text(cmark_node_get_literal(node))
      end = start + max(1, literal.utf8.count { $0 == 0x0A }) - 1
    }
    end = max(start, min(end, source.count))
    while end > start, line(end)?.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) != false { end -= 1 }
    let offset = firstLine - 1
    return (start + offset)...(end + offset)
  }

  private func text(_ bytes: UnsafePointer<CChar>?) -> String {
    guard let bytes = unsafe bytes else { return "" }
    return unsafe String(cString: bytes)
  }
}

/// A container of cmark's that is being filled.
struct MarkdownFrame {
  enum Container {
    case quote, item, paragraph, emphasis, strong
    case list(start: Int?)
    case heading(Int)
    case link(String, String)
    case image(String, String)
  }

  let container: Container
  let lines: ClosedRange<Int>
  let column: Int
  var blocks: [MarkdownBlock] = []
  var items: [MarkdownItem] = []
  var inlines: [MarkdownInline] = []

  init(_ container: Container, lines: ClosedRange<Int>, column: Int) {
    self.container = container
    self.lines = lines
    self.column = column
  }

  mutating func add(_ block: MarkdownBlock) {
    if case .list = container {
      items.append(MarkdownItem(lines: block.lines, blocks: [block]))
    } else {
      blocks.append(block)
    }
  }

  /// Takes in a container that has been filled.
  mutating func close(_ frame: MarkdownFrame) {
    switch frame.container {
    case .quote: add(frame.block(.quote(frame.blocks)))
    case .list(let start): add(frame.block(.list(start: start, items: frame.items)))
    case .item: items.append(MarkdownItem(lines: frame.extent, blocks: frame.blocks))
    case .paragraph: add(frame.block(.paragraph(frame.inlines)))
    case .heading(let level): add(frame.block(.heading(level: level, frame.inlines)))
    case .emphasis: inlines.append(.emphasis(frame.inlines))
    case .strong: inlines.append(.strong(frame.inlines))
    case .link(let url, let title):
      inlines.append(.link(destination: url, title: title, frame.inlines))
    case .image(let url, let title):
      inlines.append(.image(source: url, title: title, frame.inlines))
    }
  }

  private func block(_ kind: MarkdownBlock.Kind) -> MarkdownBlock {
    MarkdownBlock(lines: extent, column: column, kind: kind)
  }

  /// A container ends where its last content ends, which cmark does not always say.
  private var extent: ClosedRange<Int> {
    let last = max(blocks.last?.lines.upperBound ?? 0, items.last?.lines.upperBound ?? 0)
    return lines.lowerBound...max(lines.lowerBound, last == 0 ? lines.upperBound : last)
  }
}
