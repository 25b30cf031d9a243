import Emulation
import Tracks
import Views

extension Interface {
  var pane: Pane? { panes.indices.contains(selected) ? panes[selected] : nil }

  /// Changes what the selected pane shows.
  mutating func replacePane(_ content: Pane.Content) {
    guard panes.indices.contains(selected) else { return }
    panes[selected].content = content
  }

  /// Shows a tab, and what it needs is fetched when it is shown for the first time.
  mutating func select(_ index: Int) {
    guard panes.indices.contains(index) else { return }
    selected = index
    switch panes[index].content {
    case .web(var web):
      if web.isUntouched, !isStarting { actions += web.open() }
      panes[index].content = .web(web)
    case .code(let code):
      if code.entries == nil { actions.append(.list(host: code.host, path: code.path)) }
    case .notes: shownNotes.insert(lesson.challenge(ofStep: place))
    case .terminal, .map, .remark: break
    }
    layOut()
  }

  /// The keys go round: the text, the shown pane, and with both terminals in sight the other one.
  mutating func movePane(by distance: Int) {
    let shown = [selected] + (layout.second.map { [$0.pane] } ?? [])
    let ring = [-1] + shown.sorted()
    let present = focus == .reader ? 0 : ring.firstIndex(of: selected) ?? 0
    let next = ring[((present + distance) % ring.count + ring.count) % ring.count]
    if next < 0 {
      focus = .reader
    } else {
      focus = .pane
      if next != selected { select(next) }
    }
  }

  /// The tabs come into sight where the text has the whole screen.
  mutating func showTabs() {
    if isZoomed, focus == .reader { isZoomed = false }
  }

  mutating func showTab(by distance: Int) {
    let count = max(1, panes.count)
    showTabs()
    select((selected + distance + count) % count)
  }

  mutating func toggleMap() {
    guard let index = panes.firstIndex(where: { $0.content == .map }) else { return }
    let wasHidden = isZoomed && focus == .reader
    showTabs()
    if selected == index, !wasHidden {
      let first = step?.commandStep.flatMap { pane(of: $0.terminal) } ?? 0
      select(first)
    } else {
      select(index)
    }
  }

  // The leader key.

  mutating func lead() {
    isLeading = true
    showsLeaderMenu = false
    actions.append(.start(.leader, milliseconds: 400))
  }

  mutating func sendLeader() {
    guard let terminal = pane?.terminal, let screen = screens[terminal.name] else { return }
    actions.append(
      .send(
        terminal: terminal.name,
        screen.encode(.character("g"), modifiers: .control)))
  }

  // Scrolling.

  /// How many rows a page has where the keys are.
  var scrolledRows: Int { focus == .reader ? readerRect.rows : contentRect.rows }

  mutating func scroll(by rows: Int) {
    if focus == .reader {
      reader.scroll.move(by: rows, count: reader.page.lines.count, visible: readerRect.rows)
      return
    }
    scroll(pane: selected, by: rows, visible: contentRect.rows)
  }

  mutating func scroll(pane index: Int, by rows: Int, visible: Int) {
    guard panes.indices.contains(index) else { return }
    switch panes[index].content {
    case .notes(var notes):
      let count = notes.page(columns: contentRect.columns, look).lines.count
      notes.scroll.move(by: rows, count: count, visible: visible)
      panes[index].content = .notes(notes)
    case .map: scrollMap(by: rows)
    case .web(var web):
      web.scroll(by: rows, rows: visible)
      panes[index].content = .web(web)
    case .code(var code):
      code.scroll(by: rows, rows: visible)
      panes[index].content = .code(code)
    case .terminal(var terminal):
      guard let screen = screens[terminal.name] else { return }
      terminal.scrolledBack = min(
        max(0, terminal.scrolledBack - rows), Canvas.mostScrolledBack(screen))
      panes[index].content = .terminal(terminal)
    case .remark: break
    }
  }

  /// Scrolls as far as the picture or the tables go.
  private mutating func scrollMap(by rows: Int) {
    guard let sites = map.map else { return }
    let rect = contentRect
    if map.showsText {
      let count = sites.text(columns: rect.columns, look: look).count
      map.scroll.move(by: rows, count: count, visible: rect.rows)
    } else {
      var canvas = Canvas(rows: rect.rows, columns: rect.columns)
      let part = mapParts(in: canvas.bounds).picture
      let (count, seen) = canvas.map(sites, in: part, scroll: map.scroll, look: look)
      map.scroll.move(by: rows, count: count, visible: seen)
    }
  }

  /// The picture, and below it what has changed.
  func mapParts(in rect: Rect) -> (picture: Rect, log: Rect) {
    let lines = min(map.log.count, 5, rect.rows / 4)
    let (picture, log) = rect.split(top: rect.rows - (lines == 0 ? 0 : lines + 1))
    return (picture, log)
  }

  mutating func scrollTerminal(by rows: Int) {
    scroll(pane: selected, by: -rows, visible: contentRect.rows)
  }

  // Pages and files.

  mutating func performInPane(_ command: Command) {
    switch pane?.content {
    case .web(var web):
      actions += web.perform(command, rows: contentRect.rows)
      if let remark = web.takeRemark() { say(remark, .note) }
      replacePane(.web(web))
    case .code(var code):
      actions += code.perform(command, rows: contentRect.rows)
      if let remark = code.takeRemark() { say(remark, .note) }
      replacePane(.code(code))
    default: break
    }
  }

  // Links of the text.

  /// Opens the only link or picture of the text, else lists them, the first one in sight selected.
  mutating func openLinks() {
    guard reader.page.links.count > 1 else { return open(link: 1) }
    let rows = reader.scroll.first..<reader.scroll.first + max(1, readerRect.rows)
    let seen = reader.page.lines.indices.filter(rows.contains).flatMap { index in
      reader.page.lines[index].line.runs.compactMap(\.link)
    }
    overlay = .links(FilteredList(selected: (seen.first ?? 1) - 1))
    moveInList(by: 0)
  }

  /// Opens a link or a picture: in the tab whose page it is, or with the desktop.
  mutating func open(link number: Int) {
    guard reader.page.links.indices.contains(number - 1) else { return }
    let destination = reader.page.links[number - 1].destination
    if Interface.isPage(destination) {
      openPage(destination)
    } else if let path = trackPath(destination) {
      actions.append(.open(path))
    }
  }

  private mutating func openPage(_ url: String) {
    let index =
      panes.firstIndex { if case .web(let web) = $0.content { web.isHome(of: url) } else { false } }
    if let index {
      selected = index
    } else if let browser = panes.firstIndex(where: { $0.title == Interface.browserTitle }) {
      selected = browser
    } else {
      let end = panes.firstIndex { $0.content == .map } ?? panes.count
      panes.insert(Pane(Interface.browserTitle, .web(WebPane(home: url))), at: end)
      selected = end
    }
    if case .web(var web) = panes[selected].content {
      actions += web.open(url)
      replacePane(.web(web))
    }
    layOut()
  }

  static let browserTitle = "Page"
}
