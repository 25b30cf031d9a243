import Emulation
import Views

/// A tab with a host's files: a tree, and an editor for one of them.
struct CodePane: Hashable, Sendable {
  let host: String
  /// The folder or file that the tab shows, as the track names it.
  let path: String
  /// What there is; nothing before the host was asked.
  private(set) var entries: [FileEntry]?
  private(set) var place = ListPlace()
  private var closed: Set<String> = []
  private(set) var file: OpenFile?
  private var remark: String?
  private(set) var failure: String?
  private var asksToDiscard = false

  /// A file in the editor.
  struct OpenFile: Hashable, Sendable {
    var path: String
    var editor: TextEditor
  }

  init(host: String, path: String) {
    self.host = host
    self.path = path
  }

  var isEditing: Bool { file != nil }

  /// Whether a path belongs to what the tab shows.
  func knows(_ path: String) -> Bool {
    path == self.path || file?.path == path
      || entries?.contains { full($0) == path } ?? false
  }

  mutating func takeRemark() -> String? {
    defer { remark = nil }
    return remark
  }

  // What the host answered.

  mutating func take(entries result: Result<[FileEntry], Sentence>) {
    switch result {
    case .success(let entries):
      self.entries = entries
      failure = nil
    case .failure(let sentence):
      entries = []
      failure = sentence.text
    }
  }

  mutating func take(file path: String, _ result: Result<String, Sentence>) {
    switch result {
    case .success(let text): file = OpenFile(path: path, editor: TextEditor(text))
    case .failure(let sentence): remark = sentence.text
    }
  }

  mutating func take(saved path: String, _ result: Result<String, Sentence>) {
    if case .success = result, file?.path == path { file?.editor.markSaved() }
  }

  // What a person does.

  mutating func perform(_ command: Command, rows: Int) -> [Action] {
    let shown = visible
    switch command {
    case .listUp: place.move(by: -1, count: shown.count, visible: rows)
    case .listDown: place.move(by: 1, count: shown.count, visible: rows)
    case .activate:
      guard shown.indices.contains(place.selected) else { return [] }
      return open(shown[place.selected])
    case .reload: return [.list(host: host, path: path)]
    case .save:
      guard let file else { return [] }
      return [.write(host: host, path: file.path, file.editor.text)]
    case .closeFile:
      if file?.editor.isChanged == true, !asksToDiscard {
        asksToDiscard = true
        remark = "The file is not saved: Ctrl-s saves it, Esc again leaves it as it was."
      } else {
        asksToDiscard = false
        file = nil
        return [.list(host: host, path: path)]
      }
    default: break
    }
    return []
  }

  private mutating func open(_ entry: FileEntry) -> [Action] {
    if entry.isFolder {
      if closed.remove(entry.path) == nil { closed.insert(entry.path) }
      return []
    }
    return [.read(host: host, path: full(entry))]
  }

  /// A key for the editor.
  mutating func take(_ chord: Chord, rows: Int) {
    guard var editor = file?.editor else { return }
    asksToDiscard = false
    let isControl = chord.modifiers.contains(.control)
    switch chord.key {
    case .character("a") where isControl: editor.moveToLineStart()
    case .character("e") where isControl: editor.moveToLineEnd()
    case .character("k") where isControl: editor.deleteToEnd()
    case .character("u") where isControl: editor.clear()
    case .character(let scalar) where chord.modifiers.isEmpty: editor.insert(String(scalar))
    case .keypad(let scalar): editor.insert(String(scalar))
    case .enter: editor.insert("\n")
    case .tab: editor.insert("  ")
    case .backspace: editor.deleteBackward()
    case .delete: editor.deleteForward()
    case .left: editor.moveLeft()
    case .right: editor.moveRight()
    case .up: editor.move(by: -1)
    case .down: editor.move(by: 1)
    case .pageUp: editor.move(by: -max(1, rows - 3))
    case .pageDown: editor.move(by: max(1, rows - 3))
    case .home: if isControl { editor.moveTo(row: 0, column: 0) } else { editor.moveToLineStart() }
    case .end:
      if isControl { editor.moveTo(row: .max, column: .max) } else { editor.moveToLineEnd() }
    default: break
    }
    editor.reveal(rows: max(1, rows - 1))
    file?.editor = editor
  }

  mutating func insert(_ text: String, rows: Int) {
    file?.editor.insert(text)
    file?.editor.reveal(rows: max(1, rows - 1))
  }

  mutating func scroll(by distance: Int, rows: Int) {
    if file != nil {
      file?.editor.scroll(by: distance, rows: rows - 1)
    } else {
      place.move(by: distance, count: visible.count, visible: rows)
    }
  }

  /// A click at a place in the pane.
  mutating func press(row: Int, column: Int, rect: Rect) -> [Action] {
    if var editor = file?.editor {
      let gutter = String(editor.count).count + 1
      editor.moveTo(row: editor.scroll.first + row - 1, column: column - gutter)
      file?.editor = editor
      return []
    }
    let shown = visible
    let index = place.scroll.first + row - 1
    guard shown.indices.contains(index) else { return [] }
    place.select(index, count: shown.count, visible: rect.rows - 1)
    return open(shown[index])
  }

  /// The entries that show: nothing below a closed folder.
  private var visible: [FileEntry] {
    (entries ?? []).filter { entry in
      !closed.contains { entry.path != $0 && entry.path.hasPrefix($0 + "/") }
    }
  }

  private func full(_ entry: FileEntry) -> String {
    path.hasSuffix("/") ? path + entry.path : "\(path)/\(entry.path)"
  }

  func draw(in rect: Rect, hasFocus: Bool, _ look: Look, on canvas: inout Canvas) {
    let (title, rest) = rect.split(top: 1)
    if let file {
      let state = file.editor.isChanged ? " (not saved)" : ""
      canvas.put(
        look.text("\(host):\(file.path)\(state)", .subheading).truncated(
          to: title.columns, look.glyphs),
        row: title.row, column: title.column)
      canvas.editor(file.editor, in: rest, hasFocus: hasFocus, look: look)
      return
    }
    canvas.put(
      look.text("\(host):\(path)", .subheading).truncated(to: title.columns, look.glyphs),
      row: title.row, column: title.column)
    if entries == nil || failure != nil || visible.isEmpty {
      let text =
        failure ?? (entries == nil ? "Looking for files …" : "There are no files here yet.")
      canvas.paragraph([look.text(text, .dim)], in: rest)
      if hasFocus { canvas.cursor = Position(row: rest.row, column: rest.column) }
      return
    }
    let items = visible.map { entry in
      let depth = entry.path.count { $0 == "/" }
      let name = entry.path.split(separator: "/").last.map(String.init) ?? entry.path
      let mark = entry.isFolder ? (closed.contains(entry.path) ? "+ " : "- ") : "  "
      return Line(String(repeating: "  ", count: depth) + mark)
        + (entry.isFolder ? look.text(name + "/", .strong) : Line(name))
    }
    canvas.list(items, place: place, in: rest, hasFocus: hasFocus, look: look)
  }
}
