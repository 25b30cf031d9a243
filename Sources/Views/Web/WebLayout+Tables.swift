import Emulation

/// A table's rows as far as they are shown, each with as many cells as there are columns.
private struct WebGrid {
  var caption: HTMLElement?
  var rows: [[HTMLElement?]] = []
  var columns = 0
  var hasHeading = false
  /// What stands in the table and in none of its cells.
  var strays: [HTMLNode] = []

  private static let mostColumns = 64
  /// Cells that reach down, by column: for how many rows yet.
  private var reaching: [Int: Int] = [:]

  init(_ table: HTMLElement) {
    collect(table.children, isHead: false)
    columns = rows.map(\.count).max() ?? 0
    for index in rows.indices {
      rows[index] += Array(repeating: nil, count: columns - rows[index].count)
    }
  }

  private mutating func collect(_ children: [HTMLNode], isHead: Bool) {
    for child in children {
      guard case .element(let element) = child else {
        if case .text(let text) = child, !text.collapsed.isEmpty { strays.append(child) }
        continue
      }
      guard !element.isHidden else { continue }
      switch element.name {
      case "thead", "tbody", "tfoot", "form":
        collect(element.children, isHead: element.name == "thead")
      case "tr": add(element, isHead: isHead)
      case "td", "th":
        add(HTMLElement(name: "tr", attributes: [:], children: [child], index: 0), isHead: isHead)
      case "caption": caption = caption ?? element
      case "colgroup", "col": continue
      default: strays.append(child)
      }
    }
  }

  private mutating func add(_ row: HTMLElement, isHead: Bool) {
    var cells: [HTMLElement?] = []
    func fill(_ reaching: inout [Int: Int]) {
      while let left = reaching[cells.count], cells.count < Self.mostColumns {
        reaching[cells.count] = left > 1 ? left - 1 : nil
        cells.append(nil)
      }
    }
    for child in row.children {
      if case .text(let text) = child, !text.collapsed.isEmpty { strays.append(child) }
      guard let cell = child.element, !cell.isHidden else { continue }
      guard cell.name == "td" || cell.name == "th" else {
        strays.append(child)
        continue
      }
      fill(&reaching)
      let across = min(Self.mostColumns, max(1, cell["colspan"].flatMap { Int($0) } ?? 1))
      let down = cell["rowspan"].flatMap { Int($0) } ?? 1
      guard cells.count < Self.mostColumns else {
        cells[cells.count - 1]?.children += [.text(" ")] + cell.children
        continue
      }
      for offset in 0..<min(across, Self.mostColumns - cells.count) {
        if down > 1 { reaching[cells.count] = down - 1 }
        cells.append(offset == 0 ? cell : nil)
      }
    }
    fill(&reaching)
    guard !cells.isEmpty else { return }
    let shown = cells.compactMap { $0 }
    if rows.isEmpty, isHead || !shown.isEmpty && shown.allSatisfy({ $0.name == "th" }) {
      hasHeading = true
    }
    rows.append(cells)
  }
}

extension WebLayout {
  /// A table in columns; one that only arranges the page, or has no room, line by line.
  mutating func table(_ element: HTMLElement, _ context: WebContext, _ flow: inout WebFlow) {
    let grid = WebGrid(element)
    flow.gap()
    if let caption = grid.caption {
      add(caption.children, context.adding(theme[.strong]), &flow)
      flow.flush()
    }
    add(grid.strays, context, &flow)
    flow.flush()
    if grid.columns > 0 {
      arrangesPage(element, grid)
        ? arrange(grid, context, &flow) : columns(grid, context, &flow)
    }
    flow.gap()
  }

  private func arrangesPage(_ element: HTMLElement, _ grid: WebGrid) -> Bool {
    if element["role"] == "presentation" || grid.columns == 1 && !grid.hasHeading { return true }
    let cells = grid.rows.joined().compactMap { $0 }
    let hasLarge = cells.contains { $0.first { Self.large.contains($0.name) } != nil }
    if hasLarge { return true }
    if grid.hasHeading || grid.caption != nil || cells.contains(where: { $0.name == "th" }) {
      return false
    }
    return grid.rows.count == 1
      || cells.contains { $0.first { HTMLKind($0.name).isBlock && $0.name != "p" } != nil }
  }

  /// What is too large for the cells of a table.
  private static let large: Set<String> = [
    "table", "textarea", "fieldset", "pre", "h1", "h2", "h3", "form", "nav", "article", "section",
  ]

  private mutating func arrange(
    _ grid: WebGrid, _ context: WebContext, _ flow: inout WebFlow
  ) {
    for row in grid.rows {
      for cell in row.compactMap({ $0 }) {
        if cell.first(where: { HTMLKind($0.name).isBlock }) != nil { flow.flush() }
        add(cell.children, context, &flow)
        flow.add(" ")
      }
      flow.flush()
    }
  }

  private mutating func columns(
    _ grid: WebGrid, _ context: WebContext, _ flow: inout WebFlow
  ) {
    var rows = grid.rows.map { row in row.map { cell($0, grid, flow.columns, context) } }
    var alignments = alignments(of: grid)
    let used = alignments.indices.filter { column in rows.contains { $0[column].width > 0 } }
    rows = rows.map { row in used.map { row[$0] } }
    alignments = used.map { alignments[$0] }
    guard !used.isEmpty else { return }
    let needed = used.indices.map { column in
      rows.reduce(1) { max($0, min($1[column].widestLine, max(4, $1[column].longestWord))) }
    }
    if needed.reduce(0, +) + 3 * (used.count - 1) <= flow.columns {
      let layout = TableLayout(
        rows, alignments, theme, glyphs, hasHeading: grid.hasHeading, least: needed)
      flow.add(layout.lines(columns: flow.columns).map { WebLine(line: $0) })
    } else {
      records(rows, hasHeading: grid.hasHeading, &flow)
    }
  }

  /// What stands in a cell, as one line that breaks only at line feeds.
  private mutating func cell(
    _ element: HTMLElement?, _ grid: WebGrid, _ columns: Int, _ context: WebContext
  ) -> Line {
    guard let element else { return Line() }
    var flow = WebFlow(columns: max(10, min(columns, max(30, columns / grid.columns))))
    flow.isUnwrapped = true
    let style = element.name == "th" ? theme[.strong] : Style()
    add(element.children, context.adding(style), &flow)
    flow.flush()
    return flow.lines.reduce(Line()) { line, next in
      next.line.runs.isEmpty ? line : line.runs.isEmpty ? next.line : line + Line("\n") + next.line
    }
  }

  private func alignments(of grid: WebGrid) -> [PipeTable.Alignment] {
    (0..<grid.columns).map { column in
      let cells = grid.rows.dropFirst(grid.hasHeading && grid.rows.count > 1 ? 1 : 0)
      let cell = cells.lazy.compactMap { $0[column] }.first
      let style = cell?["style"]?.lowercased().filter { !$0.isWhitespace } ?? ""
      let align = cell?["align"]?.lowercased() ?? ""
      if align == "right" || style.contains("text-align:right") { return .right }
      return align == "center" || style.contains("text-align:center") ? .center : .left
    }
  }

  /// A table for which there is no room: each row as lines of its own, with the columns' names.
  private func records(_ rows: [[Line]], hasHeading: Bool, _ flow: inout WebFlow) {
    let names = hasHeading ? rows.first ?? [] : []
    for row in rows.dropFirst(hasHeading ? 1 : 0) {
      flow.gap()
      for (column, value) in row.enumerated() where value.width > 0 {
        var line = value
        if column < names.count, names[column].width > 0 {
          line = names[column].adding(theme[.strong]) + Line(": ", theme[.strong]) + value
        }
        flow.add(line.wrapped(to: flow.columns).map { WebLine(line: $0) })
      }
    }
    flow.gap()
  }
}

extension Line {
  /// How many columns its longest word takes, at most twelve.
  fileprivate var longestWord: Int {
    let words = text.unicodeScalars.split { $0 == " " || $0 == "\n" }
    return min(12, words.map { $0.reduce(0) { $0 + displayWidth(of: $1) } }.max() ?? 0)
  }
}
