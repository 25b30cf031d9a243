import Emulation
import Markdown

/// Lays out the blocks of a document, each within the columns that its container leaves it.
struct PageLayout {
  let settings: PageSettings
  var links: [PageLink] = []
  var drawn: [DrawnPicture: [Row]] = [:]

  init(_ settings: PageSettings) { self.settings = settings }

  var theme: Theme { settings.theme }
  var glyphs: Glyphs { settings.glyphs }

  /// The lines of blocks that follow each other, with a blank line between them.
  mutating func lines(
    of blocks: [MarkdownBlock], columns: Int, isTight: Bool = false, depth: Int = 0
  ) -> [PageLine] {
    var lines: [PageLine] = []
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      index += 1
      var part: [PageLine]
      if let note = Admonition(mkdocs: block, next: index < blocks.count ? blocks[index] : nil) {
        if note.takesNext { index += 1 }
        part = self.lines(of: note, source: block.lines.lowerBound, columns: columns)
      } else {
        part = self.lines(of: block, columns: columns, depth: depth)
      }
      if part.isEmpty { continue }
      if !lines.isEmpty, !isTight {
        lines.append(PageLine(line: Line(), source: block.lines.lowerBound))
      }
      lines += part
    }
    return lines
  }

  private mutating func lines(
    of block: MarkdownBlock, columns: Int, depth: Int
  ) -> [PageLine] {
    let source = block.lines.lowerBound
    let known = links.count
    switch block.kind {
    case .heading(let level, let inlines):
      return placed(heading(level, inlines, columns), source) + pictures(known, source, columns)
    case .paragraph(let inlines):
      return placed(paragraph(inlines, columns), source) + pictures(known, source, columns)
    case .code(let code):
      return fence(code, source: source, columns: columns)
    case .html(let text):
      return placed(html(text, columns), source) + pictures(known, source, columns)
    case .rule:
      return [
        PageLine(line: Line(repeated(glyphs.horizontal, columns), theme[.dim]), source: source)
      ]
    case .quote(let blocks):
      if let note = Admonition(quote: blocks) {
        return lines(of: note, source: source, columns: columns)
      }
      let bar = Line(glyphs.quoteBar + " ", theme[.dim])
      return lines(of: blocks, columns: columns - 2).map {
        var line = $0
        line.line = line.line.adding(theme[.quote])
        return line.behind(bar)
      }
    case .list(let start, let items):
      return list(start, items, columns, depth)
    }
  }

  private func placed(_ lines: [Line], _ source: Int) -> [PageLine] {
    lines.map { PageLine(line: $0, source: source) }
  }

  /// The pictures below the captions that have come since so many links were known.
  private mutating func pictures(_ known: Int, _ source: Int, _ columns: Int) -> [PageLine] {
    var lines: [PageLine] = []
    for link in links[known...] where link.isImage {
      let size = DrawnPicture(
        source: link.destination, columns: columns, rows: settings.pictureRows)
      guard
        let rows = drawn[size] ?? settings.drawn[size]
          ?? settings.picture(size.source)?.rows(columns: size.columns, rows: size.rows)
      else { continue }
      drawn[size] = rows
      lines += rows.map { PageLine(line: Line(), source: source, picture: $0) }
    }
    return lines
  }

  private mutating func heading(
    _ level: Int, _ inlines: [MarkdownInline], _ columns: Int
  ) -> [Line] {
    let style = theme[level <= 2 ? .heading : .subheading]
    let lines = line(of: inlines).adding(style).wrapped(to: columns)
    guard level == 1 else { return lines }
    let width = lines.map(\.width).max() ?? 0
    return lines + [Line(repeated(glyphs.horizontal, width), style)]
  }

  private mutating func paragraph(_ inlines: [MarkdownInline], _ columns: Int) -> [Line] {
    guard let table = PipeTable(inlines) else { return line(of: inlines).wrapped(to: columns) }
    var lines =
      table.before.isEmpty ? [] : line(of: table.before).wrapped(to: columns) + [Line()]
    let rows = table.rows.map { row in row.map { line(of: $0) } }
    lines += TableLayout(rows, table.alignments, theme, glyphs).lines(columns: columns)
    return lines
  }

  private mutating func list(
    _ start: Int?, _ items: [MarkdownItem], _ columns: Int, _ depth: Int
  ) -> [PageLine] {
    var lines: [PageLine] = []
    let last = (start ?? 1) + items.count - 1
    var end: Int?
    for (offset, item) in items.enumerated() {
      var blocks = item.blocks
      let mark: String
      if let start {
        let number = "\(start + offset)."
        mark = repeated(" ", "\(last).".count - number.count) + number
      } else if let isDone = blocks.takeTaskMark() {
        mark = isDone ? glyphs.done : glyphs.undone
      } else {
        mark = glyphs.bullets[depth % glyphs.bullets.count]
      }
      let indent = displayWidth(of: mark) + 1
      let body = self.lines(
        of: blocks, columns: max(4, columns - indent), isTight: true, depth: depth + 1)
      if let end, item.lines.lowerBound > end + 1 {
        lines.append(PageLine(line: Line(), source: item.lines.lowerBound))
      }
      end = item.blocks.last?.lines.upperBound ?? item.lines.upperBound
      let first = Line(mark + " ", theme[.subheading])
      let rest = Line(repeated(" ", indent))
      if body.isEmpty { lines.append(PageLine(line: first, source: item.lines.lowerBound)) }
      for (index, line) in body.enumerated() {
        lines.append(line.behind(index == 0 ? first : rest))
      }
    }
    return lines
  }

  private mutating func lines(
    of note: Admonition, source: Int, columns: Int
  ) -> [PageLine] {
    let style = theme[note.isWarning ? .warning : .note]
    let bar = Line(glyphs.quoteBar + " ", style)
    let title = PageLine(line: bar + Line(note.title, style), source: source)
    return [title] + lines(of: note.blocks, columns: columns - 2).map { $0.behind(bar) }
  }

  func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: max(0, count))
  }
}

extension [MarkdownBlock] {
  /// Takes the mark of a task off a list item's text: whether it is done; nil when there is none.
  fileprivate mutating func takeTaskMark() -> Bool? {
    guard case .paragraph(var inlines) = first?.kind, case .text(let text) = inlines.first,
      let mark = ["[ ] ", "[x] ", "[X] "].first(where: { text.hasPrefix($0) }),
      let block = first
    else { return nil }
    inlines[0] = .text(String(text.dropFirst(mark.count)))
    self[0] = MarkdownBlock(lines: block.lines, column: block.column, kind: .paragraph(inlines))
    return mark != "[ ] "
  }
}
