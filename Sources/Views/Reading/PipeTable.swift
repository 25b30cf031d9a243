import Markdown

/// A table of GitHub's kind. CommonMark has none: there it is a paragraph with bars in it.
struct PipeTable: Hashable, Sendable {
  /// Where a column's text stands.
  enum Alignment: Hashable, Sendable {
    case left, center, right
  }

  /// The lines of the paragraph in front of the table.
  var before: [MarkdownInline]
  /// The heading first; each row has as many cells as there are columns.
  var rows: [[[MarkdownInline]]]
  var alignments: [Alignment]

  /// The table in a paragraph; nil when there is none.
  init?(_ paragraph: [MarkdownInline]) {
    let lines = paragraph.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == .softBreak || $0 == .hardBreak })
    guard
      let ruler = lines.indices.dropFirst().first(where: { index in
        PipeTable.alignments(Array(lines[index])) != nil
      }),
      let alignments = PipeTable.alignments(Array(lines[ruler]))
    else { return nil }
    let heading = PipeTable.cells(Array(lines[ruler - 1]))
    guard heading.count == alignments.count else { return nil }
    self.alignments = alignments
    before = Array(lines[..<(ruler - 1)].joined(separator: [.softBreak]))
    rows = [heading]
    for line in lines[(ruler + 1)...] {
      var cells = PipeTable.cells(Array(line)).prefix(alignments.count)
      while cells.count < alignments.count { cells.append([]) }
      rows.append(Array(cells))
    }
  }

  /// The alignments that a line of dashes and bars gives; nil when it is another line.
  private static func alignments(_ line: [MarkdownInline]) -> [Alignment]? {
    guard line.allSatisfy({ if case .text = $0 { true } else { false } }) else { return nil }
    let text = line.plainText
    guard text.contains("|") else { return nil }
    var alignments: [Alignment] = []
    for cell in cells(line) {
      let mark = cell.plainText
      guard mark.wholeMatch(of: /:?-+:?/) != nil else { return nil }
      switch (mark.hasPrefix(":"), mark.hasSuffix(":")) {
      case (true, true): alignments.append(.center)
      case (false, true): alignments.append(.right)
      default: alignments.append(.left)
      }
    }
    return alignments
  }

  /// A line cut at its bars, without the outer ones.
  private static func cells(_ line: [MarkdownInline]) -> [[MarkdownInline]] {
    var cells: [[MarkdownInline]] = [[]]
    for inline in line {
      guard case .text(let text) = inline else {
        cells[cells.count - 1].append(inline)
        continue
      }
      for (index, piece) in text.split(separator: "|", omittingEmptySubsequences: false)
        .enumerated()
      {
        if index > 0 { cells.append([]) }
        if !piece.isEmpty { cells[cells.count - 1].append(.text(String(piece))) }
      }
    }
    cells = cells.map(\.trimmed)
    if cells.first?.isEmpty == true { cells.removeFirst() }
    if cells.last?.isEmpty == true { cells.removeLast() }
    return cells
  }
}

extension [MarkdownInline] {
  /// Without blanks at both ends.
  fileprivate var trimmed: [MarkdownInline] {
    var inlines = self
    if case .text(let text) = inlines.first {
      let rest = text.drop { $0.isWhitespace }
      inlines[0] = .text(String(rest))
      if rest.isEmpty { inlines.removeFirst() }
    }
    if case .text(var text) = inlines.last {
      while text.last?.isWhitespace == true { text.removeLast() }
      inlines[inlines.count - 1] = .text(text)
      if text.isEmpty { inlines.removeLast() }
    }
    return inlines
  }
}
