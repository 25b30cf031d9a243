import Views

/// Where everything is on the screen.
struct Layout: Hashable, Sendable {
  /// Why nothing else is shown.
  var notice: String?
  /// The line above the text, and the text; empty where the text is not shown.
  var readerTitle = Rect(row: 0, column: 0, rows: 0, columns: 0)
  var reader = Rect(row: 0, column: 0, rows: 0, columns: 0)
  /// The line between text and tabs, which can be dragged.
  var divider = Rect(row: 0, column: 0, rows: 0, columns: 0)
  var isSideBySide = false
  var tabs = Rect(row: 0, column: 0, rows: 0, columns: 0)
  /// The line above the selected tab's content when two are in sight.
  var contentTitle: Rect?
  var content = Rect(row: 0, column: 0, rows: 0, columns: 0)
  var second: Second?
  var status = Rect(row: 0, column: 0, rows: 0, columns: 0)

  /// Another terminal that is in sight.
  struct Second: Hashable, Sendable {
    var pane: Int
    var title: Rect
    var content: Rect
  }

  /// The least that can be worked with, and from where text and tabs stand side by side.
  static let least = Size(rows: 16, columns: 60)
  static let sideBySide = 100
  /// The least rows of a terminal of two.
  static let terminalRows = 9
}

extension Interface {
  /// Whether a notice stands in place of everything.
  var isTooSmall: Bool {
    size.rows < Layout.least.rows || size.columns < Layout.least.columns
  }

  var layout: Layout {
    var layout = Layout()
    guard !isTooSmall else {
      layout.notice =
        "Trestle needs \(Layout.least.columns)×\(Layout.least.rows), "
        + "this window has \(size.columns)×\(size.rows). "
        + "Make it larger, or press q to leave and use --plain."
      return layout
    }
    let whole = Rect(row: 0, column: 0, rows: size.rows, columns: size.columns)
    let (main, status) = whole.split(top: size.rows - 1)
    layout.status = status
    layout.isSideBySide = size.columns >= Layout.sideBySide
    if isZoomed, focus == .reader {
      (layout.readerTitle, layout.reader) = main.split(top: 1)
      return layout
    }
    var side = main
    if !isZoomed {
      var text: Rect
      if layout.isSideBySide {
        (text, side) = main.split(left: main.columns * share / 100)
        (layout.divider, side) = side.split(left: 1)
      } else {
        (text, side) = main.split(top: max(5, min(main.rows - 7, main.rows * (share + 6) / 100)))
      }
      (layout.readerTitle, layout.reader) = text.split(top: 1)
    }
    (layout.tabs, layout.content) = side.split(top: 1)
    if !layout.isSideBySide, !isZoomed { layout.divider = layout.tabs }
    showSecond(&layout)
    return layout
  }

  /// Two terminals one above the other, where the challenge has two and there is room.
  private func showSecond(_ layout: inout Layout) {
    guard layout.isSideBySide, !isZoomed, pane?.terminal != nil,
      layout.content.rows >= 2 * (Layout.terminalRows + 1), let other = companion
    else { return }
    let rows = (layout.content.rows + 1) / 2
    let (upper, lower) = layout.content.split(top: rows)
    let (own, others) = selected < other ? (upper, lower) : (lower, upper)
    (layout.contentTitle, layout.content) = own.split(top: 1)
    let (title, content) = others.split(top: 1)
    layout.second = Layout.Second(pane: other, title: title, content: content)
  }

  /// The terminal that is shown beside the selected one: the next one on another host.
  private var companion: Int? {
    guard let own = pane?.terminal else { return nil }
    let others = panes.indices.filter {
      panes[$0].terminal.map { $0.host != own.host } ?? false
    }
    return others.first { $0 > selected } ?? others.last
  }

  var readerRect: Rect { textRect(layout.reader) }
  var contentRect: Rect { layout.content }

  /// The text has a blank column at its left, and one for the scroll bar at its right.
  func textRect(_ rect: Rect) -> Rect {
    Rect(row: rect.row, column: rect.column + 1, rows: rect.rows, columns: rect.columns - 3)
  }

  mutating func resize(_ new: Size) {
    // Before the lab has begun nothing was in sight.
    guard entered != nil else { return size = new }
    keepingPlace { $0.size = new }
  }

  /// Changes what the text's lines depend on. The step stays in sight, else what was at the top stays
  /// there.
  mutating func keepingPlace(_ change: (inout Interface) -> Void) {
    let wasHidden = isTooSmall
    let wasInSight = !isStepHidden && !isStepUnread
    let top = reader.scroll.first
    let columns = readerRect.columns
    let line = reader.page.lines.indices.contains(top) ? reader.page.lines[top].source : 0
    let offset = top - reader.page.line(ofSource: line)
    change(&self)
    layOut()
    if wasHidden { return showStep(behind: nil) }
    if wasInSight { return revealStep() }
    // In another width its block has other lines.
    let kept = readerRect.columns == columns ? offset : 0
    reader.scroll = Scroll(first: max(0, reader.page.line(ofSource: line) + kept))
    reader.scroll.move(by: 0, count: reader.page.lines.count, visible: readerRect.rows)
  }

  /// Lays the text out anew where something in it has changed, and tells the terminals their sizes.
  mutating func layOut() {
    guard layout.notice == nil else { return }
    reader.update(self)
    askForPictures()
    guard !isStarting else { return }
    let layout = layout
    if case .web(var web) = pane?.content {
      web.layOut(columns: layout.content.columns, look)
      replacePane(.web(web))
    }
    var shown: [(Int, Rect)] = layout.content.isEmpty ? [] : [(selected, layout.content)]
    if let second = layout.second { shown.append((second.pane, second.content)) }
    for (index, rect) in shown {
      guard panes.indices.contains(index), let terminal = panes[index].terminal else { continue }
      let size = Size(rows: rect.rows, columns: rect.columns)
      guard told[terminal.name] != size else { continue }
      told[terminal.name] = size
      actions.append(.show(terminal: terminal.name, size))
    }
  }

  var isStarting: Bool {
    switch activity {
    case .starting, .failed: true
    default: false
    }
  }
}
