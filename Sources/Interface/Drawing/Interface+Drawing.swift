import Emulation
import Grading
import Markdown
import Tracks
import Views

/// Where on the screen there is something to click on.
struct Spots {
  var keys: [(rect: Rect, command: Command)] = []
  var tabs: [Int: Rect] = [:]
  var items: [Int: Rect] = [:]
  var dialog = Rect(row: 0, column: 0, rows: 0, columns: 0)
}

extension Interface {
  /// What is to be seen.
  package func canvas() -> Canvas { drawing().canvas }

  /// What is to be seen when, since a canvas was drawn, only terminals have changed what they show:
  /// the text beside them is not drawn again.
  package func canvas(afterTerminalsOn last: Canvas) -> Canvas {
    let layout = layout
    guard overlay == nil, !showsLeaderMenu, layout.notice == nil, last.rows.count == size.rows,
      last.columns == size.columns
    else { return canvas() }
    var canvas = last
    if pane?.terminal != nil {
      if focus == .pane { canvas.cursor = nil }
      drawPane(selected, in: layout.content, hasFocus: focus == .pane, on: &canvas)
      drawSelection(on: &canvas)
    }
    if let second = layout.second, panes[second.pane].terminal != nil {
      drawPane(second.pane, in: second.content, hasFocus: false, on: &canvas)
    }
    _ = drawStatus(in: layout.status, on: &canvas)
    return canvas
  }

  /// What is to be seen, and where there is something to click on.
  func drawing() -> (canvas: Canvas, spots: Spots) {
    var canvas = Canvas(rows: size.rows, columns: size.columns)
    var spots = Spots()
    let layout = layout
    if let notice = layout.notice {
      canvas.paragraph([Line(notice)], in: canvas.bounds)
      return (canvas, spots)
    }
    drawReader(layout, on: &canvas)
    if layout.isSideBySide {
      canvas.divider(in: layout.divider, isVertical: true, isHeld: isDragging, look: look)
    }
    if !layout.tabs.isEmpty {
      spots.tabs = canvas.tabs(
        panes.enumerated().map { TabTitle($0 < 9 ? "\($0 + 1) \($1.title)" : $1.title) },
        selected: selected, in: layout.tabs, hasFocus: focus == .pane, look: look)
    }
    if let title = layout.contentTitle { drawTitle(ofPane: selected, in: title, on: &canvas) }
    drawPane(selected, in: layout.content, hasFocus: focus == .pane && overlay == nil, on: &canvas)
    drawSelection(on: &canvas)
    if let second = layout.second {
      drawTitle(ofPane: second.pane, in: second.title, on: &canvas)
      drawPane(second.pane, in: second.content, hasFocus: false, on: &canvas)
    }
    spots.keys = drawStatus(in: layout.status, on: &canvas)
    if overlay != nil || showsLeaderMenu { drawOverlay(on: &canvas, &spots) }
    return (canvas, spots)
  }

  // The text.

  private func drawReader(_ layout: Layout, on canvas: inout Canvas) {
    guard !layout.reader.isEmpty else { return }
    let hasFocus = focus == .reader && overlay == nil
    drawTitle(ofReader: layout.readerTitle, on: &canvas)
    let rect = readerRect
    canvas.show(
      reader.page, in: rect, from: reader.scroll.first, selectedFence: selectedFence, look: look)
    if let hit = reader.hit, case .search = overlay,
      (0..<rect.rows).contains(hit - reader.scroll.first)
    {
      let row = Rect(
        row: rect.row + hit - reader.scroll.first, column: rect.column, rows: 1,
        columns: rect.columns)
      canvas.restyle(row) { $0 = $0.adding(look.theme[.match]) }
    }
    let bar = Rect(
      row: rect.row, column: layout.reader.endColumn - 1, rows: rect.rows, columns: 1)
    canvas.scrollBar(
      in: bar, first: reader.scroll.first, count: reader.page.lines.count, look: look)
    if hasFocus {
      // The cursor stands where the step begins, for those who follow it.
      let line = min(
        max(reader.stepLines.lowerBound, reader.scroll.first), reader.scroll.first + rect.rows - 1)
      canvas.cursor = Position(row: rect.row + line - reader.scroll.first, column: rect.column)
    }
  }

  private func drawTitle(ofReader rect: Rect, on canvas: inout Canvas) {
    let challenges = lesson.track.challenges
    let index = lesson.challenge(ofStep: place)
    let number = challenges.count > 1 ? "\(index + 1)/\(challenges.count) " : ""
    let title = challenge.map(\.title) ?? lesson.track.title
    let role: Role = focus == .reader ? .focusedTitle : .title
    let mark = focus == .reader ? "\(look.glyphs.pointer) " : "  "
    let steps = lesson.steps(ofChallenge: index)
    let done = steps.count { isDone($0) }
    let bar = look.progress(done, of: steps.count, columns: min(20, max(8, rect.columns / 4)))
    let room = rect.columns - bar.width - 3
    canvas.put(
      look.text("\(mark)\(number)\(title)", role).truncated(to: room, look.glyphs), row: rect.row,
      column: rect.column, clippedTo: rect)
    canvas.put(bar, row: rect.row, column: rect.endColumn - bar.width - 1, clippedTo: rect)
  }

  // The tabs.

  private func drawTitle(ofPane index: Int, in rect: Rect, on canvas: inout Canvas) {
    let isFocused = index == selected && focus == .pane
    let style = look.theme[isFocused ? .focusedBorder : .border]
    canvas.horizontalLine(
      row: rect.row, column: rect.column, columns: rect.columns, style: style, glyphs: look.glyphs)
    let name = panes[index].terminal?.host
    let title =
      panes[index].title
      + (name.map { $0.lowercased() == panes[index].title.lowercased() ? "" : " (\($0))" } ?? "")
    let mark = isFocused ? "\(look.glyphs.pointer) " : ""
    canvas.put(
      look.text(" \(mark)\(title) ", isFocused ? .focusedTitle : .title), row: rect.row,
      column: rect.column + 2, clippedTo: rect)
  }

  private func drawPane(
    _ index: Int, in rect: Rect, hasFocus: Bool, on canvas: inout Canvas
  ) {
    guard panes.indices.contains(index), !rect.isEmpty else { return }
    switch panes[index].content {
    case .terminal(let terminal): draw(terminal, in: rect, hasFocus: hasFocus, on: &canvas)
    case .notes(let notes):
      canvas.show(
        notes.page(columns: rect.columns, look), in: rect.inset(rows: 0), from: notes.scroll.first,
        look: look)
      if hasFocus { canvas.cursor = Position(row: rect.row, column: rect.column + 1) }
    case .code(let code): code.draw(in: rect, hasFocus: hasFocus, look, on: &canvas)
    case .web(let web): web.draw(in: rect, hasFocus: hasFocus, look, on: &canvas)
    case .map: draw(map, in: rect, hasFocus: hasFocus, on: &canvas)
    case .remark(let text): canvas.paragraph([Line(text)], in: rect.inset())
    }
  }

  private func draw(
    _ terminal: TerminalPane, in rect: Rect, hasFocus: Bool, on canvas: inout Canvas
  ) {
    guard let screen = screens[terminal.name] else {
      let text: String =
        switch activity {
        case .starting(let sentence), .failed(let sentence): sentence
        default: "Opening the terminal of \(terminal.host) …"
        }
      canvas.paragraph([look.text(text, .dim)], in: rect.inset(rows: 0))
      return
    }
    canvas.show(screen, in: rect, scrolledBack: terminal.scrolledBack, hasFocus: hasFocus)
    guard terminal.scrolledBack > 0 else { return }
    let note = look.text(
      " \(look.glyphs.arrowUp) \(terminal.scrolledBack) rows back; any key returns ", .selection)
    canvas.put(
      note.truncated(to: rect.columns, look.glyphs), row: rect.row,
      column: max(rect.column, rect.endColumn - note.width), clippedTo: rect)
  }

  private func draw(
    _ map: SiteMapState, in rect: Rect, hasFocus: Bool, on canvas: inout Canvas
  ) {
    if hasFocus { canvas.cursor = Position(row: rect.row, column: rect.column) }
    guard let sites = map.map else {
      canvas.paragraph(
        [look.text("The map appears when the sites are up.", .dim)], in: rect.inset())
      return
    }
    if map.showsText {
      for (offset, line) in sites.text(columns: rect.columns, look: look).dropFirst(
        map.scroll.first
      )
      .prefix(rect.rows).enumerated() {
        canvas.put(line, row: rect.row + offset, column: rect.column, clippedTo: rect)
      }
      return
    }
    let (picture, below) = mapParts(in: rect)
    let log = map.log.suffix(max(0, below.rows - 1))
    _ = canvas.map(sites, in: picture, scroll: map.scroll, look: look)
    guard !log.isEmpty else { return }
    canvas.horizontalLine(
      row: below.row, column: below.column, columns: below.columns, style: look.theme[.border],
      glyphs: look.glyphs)
    for (offset, line) in log.enumerated() {
      canvas.put(
        look.text(line, .dim).truncated(to: below.columns, look.glyphs),
        row: below.row + 1 + offset,
        column: below.column, clippedTo: below)
    }
  }

  // The last line.

  private func drawStatus(
    in rect: Rect, on canvas: inout Canvas
  ) -> [(rect: Rect, command: Command)] {
    var facts: [Line] = []
    var hints = barBindings
    if let flash {
      let role: Role = flash.level == .good ? .good : flash.level == .bad ? .bad : .note
      let sign =
        flash.level == .good
        ? look.glyphs.passed : flash.level == .bad ? look.glyphs.failed : look.glyphs.pointer
      let style = Style(attributes: look.theme[role].attributes)
      facts = [Line("\(sign) \(flash.text)", style)]
      // Of a message that does not fit the list has all.
      let kept = [hints.first, allKeys].compactMap { $0.map(label) }
      let room = rect.columns - 4 - kept.reduce(0) { $0 + $1.width }
      if context == .reader, facts[0].width > room {
        hints = Bindings.of(.reader).filter { $0.command == .messages } + hints
      }
    } else {
      facts = overlay == nil ? self.facts : Array(self.facts.prefix(1))
    }
    let places = canvas.statusBar(
      facts, keys: hints.map(label), closing: allKeys.map(label), keeping: keptKeys(hints),
      in: rect, look: look)
    let commands = hints.map(\.command) + [.help]
    return places.sorted { $0.key < $1.key }.map { ($0.value, commands[$0.key]) }
  }

  /// The key that lists all others, which ends the bar wherever it works.
  private var allKeys: Binding? {
    switch context {
    case .reader, .leader: Bindings.of(.reader).first { $0.command == .help }
    case .page, .files, .editor, .map: Bindings.of(.everywhere).first { $0.command == .help }
    case .terminal, .everywhere, .list, .question, .fields, .form, .search, .notice: nil
    }
  }

  /// How many keys stay in the bar whatever there is to say, besides the one that lists all.
  private func keptKeys(_ hints: [Binding]) -> Int {
    switch context {
    case .reader where flash != nil: hints.first?.command == .messages ? 2 : 1
    // A hint is kept where there is one.
    case .reader: hints.prefix(3).contains { $0.command == .hint } ? 3 : 2
    case .terminal: 1
    case .page, .files, .editor, .map: flash == nil ? 3 : 1
    case .list, .question, .fields, .form: flash == nil ? hints.count : 1
    default: 0
    }
  }

  /// What the bar says of a key now.
  private func label(of binding: Binding) -> KeyHint {
    let key = binding.keys[0]
    switch binding.command {
    case .run where isStepUnread: return KeyHint(key, "read on")
    case .run where step.map { if case .quiz = $0.kind { true } else { false } } == true:
      return KeyHint(key, "answer")
    case .next where isDone(place) ? isEndUnread : isStepUnread: return KeyHint(key, "read on")
    case .messages: return KeyHint(key, "all of it")
    case .mapText where map.showsText: return KeyHint(key, "picture")
    case .accept, .cancel:
      guard case .confirm(let question) = overlay else { return KeyHint(key, binding.label) }
      return KeyHint(key, binding.command == .accept ? question.yes : question.no)
    default: return KeyHint(key, binding.label)
    }
  }

  private var facts: [Line] {
    var facts: [Line] = []
    switch activity {
    case .starting(let sentence): facts.append(Line(sentence))
    case .failed: facts.append(Line("\(look.glyphs.failed) the lab can't be used"))
    case .checking, .ending: facts.append(Line("\(look.glyphs.waiting) checking"))
    case .looking: facts.append(Line("\(look.glyphs.waiting) looking"))
    case .running(let step, _): facts.append(Line("\(look.glyphs.waiting) step \(step) runs"))
    case .solving(let step):
      facts.append(Line("\(look.glyphs.waiting) step \(step) is done for you"))
    case .idle:
      if let step {
        let standing = standing(ofStep: step.id)
        facts.append(
          Line("Step \(step.id) \(standing.sign(look.glyphs)) \(state(ofStep: step.id).rawValue)"))
      }
    }
    // What is said first is what stays in a narrow window: the time once it is short.
    let time = minutesLeft.map { Line($0 > 0 ? "\($0) min left" : "time is up") }
    let isShort = minutesLeft.map { $0 <= 5 } ?? false
    if let time, isShort { facts.append(time) }
    let score = Scorecard(plan: lesson.plan, progress: progress).total
    if score.possible > 0 {
      facts.append(
        Line("\(Interface.amount(score.earned))/\(Interface.amount(score.possible)) points"))
    }
    if let time, !isShort { facts.append(time) }
    facts.append(Line("\(place + 1) of \(lesson.steps.count)"))
    return facts
  }

  /// The keys that apply now, as the bar shows them.
  var barBindings: [Binding] {
    let context = context
    var bindings =
      context == .leader ? Bindings.behindLeader : context == .notice ? [] : Bindings.of(context)
    bindings.removeAll { !$0.isInBar }
    if case .steps = overlay {} else { bindings.removeAll { $0.command == .changeFilter } }
    if overlay?.editor?.fields.count == 1 { bindings.removeAll { $0.command == .listDown } }
    if context == .reader, case .running = activity {
      bindings.insert(contentsOf: Bindings.of(.reader).filter { $0.command == .interrupt }, at: 0)
    }
    // What goes on comes first once the step is done, and what helps once it went wrong.
    if context == .reader, isDone(place) { bindings.removeAll { $0.command == .run } }
    if context == .reader, state(ofStep: stepID ?? "") == .failed,
      let hint = bindings.firstIndex(where: { $0.command == .hint })
    {
      bindings.insert(bindings.remove(at: hint), at: min(1, bindings.count))
    }
    return bindings.filter { obstacle(to: $0.command) == nil }
  }
}

extension NotesPane {
  /// The slides laid out.
  func page(columns: Int, _ look: Look) -> Page {
    Page(
      MarkdownDocument(markdown),
      PageSettings(columns: max(8, columns - 2), theme: look.theme, glyphs: look.glyphs))
  }
}
