import Emulation
import Tracks
import Views

extension Interface {
  /// The mouse: it focuses, scrolls, drags the divider, runs blocks, and opens tabs and links. A program
  /// in a terminal that has asked for the mouse gets it there.
  mutating func point(_ mouse: MouseEvent) {
    guard !isTooSmall else { return }
    let place = Position(row: mouse.row, column: mouse.column)
    if isDragging { return drag(mouse, place) }
    if selection != nil {
      switch mouse.action {
      case .move(.left): return select(to: place, isEnd: false)
      case .release(.left): return select(to: place, isEnd: true)
      default: selection = nil
      }
    }
    if case .press(let button) = mouse.action {
      switch button {
      case .wheelUp: return turn(-3, at: place, mouse)
      case .wheelDown: return turn(3, at: place, mouse)
      case .left: if press(at: place) { return }
      default: break
      }
    }
    guard overlay == nil else { return }
    _ = forward(mouse, at: place)
  }

  /// A click; whether it was taken.
  private mutating func press(at place: Position) -> Bool {
    let spots = drawing().spots
    if overlay != nil {
      if let index = spots.items.first(where: { $0.value.contains(place) })?.key {
        choose(index)
      } else if !spots.dialog.contains(place) {
        cancel()
      }
      return true
    }
    endLeading()
    let layout = layout
    if let command = spots.keys.first(where: { $0.rect.contains(place) })?.command {
      perform(command)
    } else if let tab = spots.tabs.first(where: { $0.value.contains(place) })?.key {
      select(tab)
      focus = .pane
    } else if layout.divider.contains(place) {
      isDragging = true
    } else if layout.reader.contains(place) || layout.readerTitle.contains(place) {
      focus = .reader
      pressText(at: place, layout)
    } else if let second = layout.second, second.content.contains(place) {
      select(second.pane)
      focus = .pane
    } else if layout.content.contains(place) {
      let wasFocused = focus == .pane
      focus = .pane
      return pressContent(at: place, wasFocused: wasFocused)
    }
    return true
  }

  /// A click on the text: a link is opened, a block is run.
  private mutating func pressText(at place: Position, _ layout: Layout) {
    let line = reader.scroll.first + place.row - layout.reader.row
    guard reader.page.lines.indices.contains(line) else { return }
    let column = place.column - textRect(layout.reader).column
    if let link = reader.page.link(atLine: line, column: column) { return open(link: link) }
    guard let fence = reader.page.lines[line].fence else { return }
    let steps = lesson.steps(ofChallenge: lesson.challenge(ofStep: self.place))
    guard let challenge,
      let index = steps.first(where: { index in
        lesson.steps[index].commandStep.map {
          challenge.blocks.indices.contains($0.block)
            && challenge.blocks[$0.block].location.line == fence
        } ?? false
      })
    else { return }
    if index != self.place { move(to: index) }
    // Who clicks on it has seen it.
    reader.see(reader.stepLines)
    perform(.run)
  }

  private mutating func pressContent(at place: Position, wasFocused: Bool) -> Bool {
    let row = place.row - contentRect.row
    let column = place.column - contentRect.column
    switch pane?.content {
    case .web(var web):
      actions += web.press(row: row, column: column)
      replacePane(.web(web))
      return true
    case .code(var code):
      actions += code.press(row: row, column: column, rect: contentRect)
      replacePane(.code(code))
      return true
    case .terminal(let terminal):
      let wantsMouse = screens[terminal.name].map { $0.modes.mouse != .off } ?? false
      if !wantsMouse { beginSelection(at: place) }
      // The click that gives a terminal the keys is not the program's.
      return !wasFocused || !wantsMouse
    default: return true
    }
  }

  private mutating func drag(_ mouse: MouseEvent, _ place: Position) {
    if case .release = mouse.action { isDragging = false }
    if layout.isSideBySide {
      share = min(80, max(20, place.column * 100 / max(1, size.columns)))
    } else {
      share = min(80, max(20, place.row * 100 / max(1, size.rows - 1) - 6))
    }
  }

  private mutating func turn(_ rows: Int, at place: Position, _ mouse: MouseEvent) {
    if overlay != nil { return moveInList(by: rows.signum()) }
    let layout = layout
    if layout.reader.contains(place) {
      reader.scroll.move(by: rows, count: reader.page.lines.count, visible: readerRect.rows)
      return
    }
    if let second = layout.second, second.content.contains(place) {
      return scroll(pane: second.pane, by: rows, visible: second.content.rows)
    }
    guard layout.content.contains(place), !forward(mouse, at: place) else { return }
    if let terminal = pane?.terminal, let screen = screens[terminal.name], screen.isAlternate {
      // A program on the whole screen has nothing to scroll back to; the arrows move in it.
      let key: Key = rows < 0 ? .up : .down
      let bytes = (0..<abs(rows)).flatMap { _ in screen.encode(key) }
      actions.append(.send(terminal: terminal.name, bytes))
      return
    }
    scroll(pane: selected, by: rows, visible: layout.content.rows)
  }

  /// Gives an event to the program in the terminal; whether the program wants it.
  private mutating func forward(_ mouse: MouseEvent, at place: Position) -> Bool {
    guard let terminal = pane?.terminal, let screen = screens[terminal.name],
      contentRect.contains(place)
    else { return false }
    let bytes = screen.encode(
      mouse: MouseEvent(
        mouse.action, column: place.column - contentRect.column, row: place.row - contentRect.row,
        modifiers: mouse.modifiers))
    if !bytes.isEmpty { actions.append(.send(terminal: terminal.name, bytes)) }
    return !bytes.isEmpty
  }
}
