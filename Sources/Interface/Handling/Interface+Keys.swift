import Emulation
import Tracks
import Views

extension Interface {
  /// Where keys go now: what lies over the panes comes first.
  package var context: Context {
    if isTooSmall { return .notice }
    switch overlay {
    case .help, .steps, .messages, .links: return .list
    case .confirm: return .question
    case .edit, .fill: return .fields
    case .deploy: return .form
    case .search: return .search
    case nil: break
    }
    if isLeading { return .leader }
    guard focus == .pane else { return .reader }
    switch pane?.content {
    case .terminal: return .terminal
    case .code(let code): return code.isEditing ? .editor : .files
    case .web: return .page
    case .map: return .map
    case .notes, .remark, nil: return .reader
    }
  }

  mutating func press(_ chord: Chord) {
    let hadSelection = selection != nil
    selection = nil
    let context = context
    if context == .leader { endLeading() }
    if let command = Bindings.command(for: chord, in: context) {
      if takesText(context, chord) { return write(chord) }
      return perform(command, by: chord)
    }
    switch context {
    case .terminal:
      type(chord)
      if hadSelection { reach = .terminal }
    case .leader, .notice: break
    default:
      if let command = Bindings.command(for: chord, in: .everywhere) { return perform(command) }
      if [.list, .fields, .form, .search, .editor, .page].contains(context) { write(chord) }
    }
  }

  private mutating func perform(_ command: Command, by chord: Chord) {
    switch command {
    case .number: press(digit: chord)
    // Nobody could read a question.
    case .quit where isTooSmall: actions.append(.quit)
    default: perform(command)
    }
  }

  /// Whether a bound key is text where it is pressed: in a field of a page or a form, blanks and
  /// arrows are.
  private func takesText(_ context: Context, _ chord: Chord) -> Bool {
    if case .deploy(let form) = overlay {
      let isText = [Chord(.character(" ")), Chord(.left), Chord(.right)].contains(chord)
      return form.takesText && isText
    }
    guard context == .page, case .web(let web) = pane?.content, web.isInTextField else {
      return false
    }
    return chord == Chord(.character(" ")) || chord == Chord(.backspace)
  }

  mutating func endLeading() {
    if isLeading { actions.append(.cancel(.leader)) }
    isLeading = false
    showsLeaderMenu = false
  }

  /// The digits show tabs; in a quiz they choose answers.
  private mutating func press(digit chord: Chord) {
    guard let digit = Int(chord.name) else { return }
    if let step, case .quiz(let quiz) = step.kind, focus == .reader, !isDone(place) {
      if quiz.answers.indices.contains(digit - 1) { reader.toggle(answer: digit - 1) }
    } else if panes.indices.contains(digit - 1) {
      if selected == digit - 1, !(isZoomed && focus == .reader) {
        return say("This tab is shown already; Tab gives it the keys.", .note)
      }
      showTabs()
      select(digit - 1)
    } else {
      say("There is no tab \(digit); the last one is \(panes.count).", .bad)
    }
  }

  /// Text for a field or an editor.
  private mutating func write(_ chord: Chord) {
    if overlay != nil { return edit { $0.take(chord) } }
    switch pane?.content {
    case .code(var code):
      code.take(chord, rows: contentRect.rows)
      replacePane(.code(code))
    case .web(var web):
      web.take(chord)
      replacePane(.web(web))
    default: break
    }
  }

  /// Changes the field of what lies over the panes, and what depends on it.
  private mutating func edit(_ change: (inout TextField) -> Void) {
    if var list = overlay?.list {
      change(&list.filter)
      list.place = ListPlace()
      overlay?.list = list
    } else if var editor = overlay?.editor {
      change(&editor.fields[editor.active])
      overlay?.editor = editor
    } else if case .deploy(var form) = overlay {
      form.edit(change)
      overlay = .deploy(form)
    } else if case .search(var search) = overlay {
      change(&search.field)
      search.hit = 0
      overlay = .search(search)
      showHit(search)
    }
  }

  /// A key for the program in the selected terminal.
  private mutating func type(_ chord: Chord) {
    guard var terminal = pane?.terminal, let screen = screens[terminal.name] else { return }
    reach = .nothing
    if terminal.scrolledBack > 0 {
      terminal.scrolledBack = 0
      replacePane(.terminal(terminal))
      reach = .terminal
    }
    let bytes = screen.encode(chord.key, modifiers: chord.modifiers)
    if !bytes.isEmpty { actions.append(.send(terminal: terminal.name, bytes)) }
  }

  mutating func paste(_ text: String) {
    guard !isTooSmall else { return }
    if overlay != nil { return edit { $0.insert(text) } }
    guard focus == .pane else { return }
    switch pane?.content {
    case .terminal(let terminal):
      guard let screen = screens[terminal.name] else { return }
      actions.append(.send(terminal: terminal.name, screen.encode(paste: text)))
    case .code(var code):
      code.insert(text, rows: contentRect.rows)
      replacePane(.code(code))
    case .web(var web):
      web.insert(text)
      replacePane(.web(web))
    default: break
    }
  }

  mutating func forward(focus isFocused: Bool) {
    guard focus == .pane, overlay == nil, let terminal = pane?.terminal,
      let screen = screens[terminal.name]
    else { return }
    let bytes = screen.encode(focus: isFocused)
    if !bytes.isEmpty { actions.append(.send(terminal: terminal.name, bytes)) }
  }
}

extension TextField {
  /// Takes a key as an editor of one line does: characters, arrows, and the usual control keys.
  mutating func take(_ chord: Chord) {
    let isControl = chord.modifiers.contains(.control)
    switch chord.key {
    case .character("a") where isControl: moveToStart()
    case .character("e") where isControl: moveToEnd()
    case .character("u") where isControl: deleteToStart()
    case .character("k") where isControl: deleteToEnd()
    case .character("w") where isControl: deleteWord()
    case .character("b") where chord.modifiers.contains(.alt): moveToWordStart()
    case .character("f") where chord.modifiers.contains(.alt): moveToWordEnd()
    case .character(let scalar) where chord.modifiers.isEmpty: insert(String(scalar))
    case .keypad(let scalar) where chord.modifiers.isEmpty: insert(String(scalar))
    case .left: if isControl { moveToWordStart() } else { move(by: -1) }
    case .right: if isControl { moveToWordEnd() } else { move(by: 1) }
    case .home: moveToStart()
    case .end: moveToEnd()
    case .backspace: deleteBackward()
    case .delete: deleteForward()
    default: break
    }
  }
}
