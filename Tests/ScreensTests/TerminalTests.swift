import Emulation
import Glibc
import Platform
import Screens
import Testing

/// A terminal of ours on a pseudoterminal, and an emulator that sees what is written to it.
private struct OuterTerminal {
  let pseudoterminal: Pseudoterminal
  let inner: FileDescriptor
  let terminal: Terminal
  var screen: Emulation.Screen

  init(rows: Int = 6, columns: Int = 20, type: String = "xterm-256color") throws {
    pseudoterminal = try Pseudoterminal(size: TerminalSize(columns: columns, rows: rows))
    inner = try FileDescriptor.open(pseudoterminal.path, O_RDWR | O_NOCTTY)
    terminal = try Terminal.open(input: inner, output: inner, type: type)
    screen = Emulation.Screen(columns: columns, rows: rows)
    try watch()
  }

  /// Feeds the emulator what has been written since the last time; how many bytes it was.
  @discardableResult
  mutating func watch() throws -> Int {
    var count = 0
    while let bytes = try pseudoterminal.descriptor.read(), !bytes.isEmpty {
      screen.feed(bytes)
      count += bytes.count
    }
    return count
  }

  /// Shows a frame; how many bytes were written.
  @discardableResult
  mutating func show(_ frame: Frame) throws -> Int {
    terminal.show(frame)
    return try watch()
  }

  mutating func type(_ text: String) throws { try pseudoterminal.descriptor.writeAll(text) }

  /// The next input, within a second.
  func next() throws -> Input? {
    if let input = terminal.nextInput() { return input }
    _ = try terminal.inputDescriptor.waitUntil(.read, timeout: .seconds(1))
    return terminal.nextInput()
  }
}

private func row(_ text: String, _ foreground: Frame.Color = .standard) -> [Frame.Cell] {
  var cells: [Frame.Cell] = []
  for scalar in text.unicodeScalars {
    let width = displayWidth(of: scalar)
    if width == 0 {
      cells[cells.count - 1].marks.append(scalar)
    } else {
      cells.append(Frame.Cell(scalar, width: width, foreground: foreground))
      if width == 2 { cells.append(Frame.Cell(" ", width: 0)) }
    }
  }
  return cells
}

extension Frame.Color {
  /// A colour that the emulator has seen.
  fileprivate init(_ color: Emulation.Color) {
    self =
      switch color.parts {
      case .standard: .standard
      case .palette(let index): .palette(index)
      case .rgb(let red, let green, let blue): .rgb(red, green, blue)
      }
  }
}

@Suite(.serialized) struct TerminalTests {
  @Test func what_is_shown_is_what_was_meant() throws {
    var outer = try OuterTerminal()
    let bold = Frame.Cell(
      "B", foreground: .palette(9), background: .rgb(255, 0, 0), attributes: [.bold, .underline])
    try outer.show(
      Frame(
        rows: [row("日本 e\u{301}crit"), row("plain") + [bold], [], row("to the very end ---")],
        cursor: .init(row: 1, column: 3)))
    #expect(outer.screen.lines == ["日本 e\u{301}crit", "plainB", "", "to the very end ---", "", ""])
    let cell = outer.screen.grid[1].cells[5]
    #expect(cell.style.foreground == .palette(9))
    #expect(cell.style.background == .palette(196))
    #expect(cell.style.attributes == [.bold, .underline])
    #expect(outer.screen.cursor.row == 1 && outer.screen.cursor.column == 3)
    #expect(outer.screen.modes.showsCursor)
    #expect(outer.screen.isAlternate)
  }

  @Test func nothing_is_written_when_nothing_has_changed() throws {
    var outer = try OuterTerminal()
    let frame = Frame(rows: [row("one"), row("two 日本")], cursor: .init(row: 0, column: 1))
    #expect(try outer.show(frame) > 0)
    #expect(try outer.show(frame) == 0)
    #expect(try outer.show(frame) == 0)
  }

  @Test func only_what_has_changed_is_written() throws {
    var outer = try OuterTerminal(rows: 24, columns: 80)
    var rows = (0..<24).map { row("line \($0) of a screen full of text that stays as it is") }
    try outer.show(Frame(rows: rows, cursor: .init(row: 0, column: 0)))
    rows[10][5].scalar = "X"
    let count = try outer.show(Frame(rows: rows, cursor: .init(row: 0, column: 0)))
    #expect(count > 0 && count < 40, "\(count) bytes")
    #expect(outer.screen.lines[10].hasPrefix("line X0"))
  }

  @Test func a_cursor_that_is_nowhere_is_hidden() throws {
    var outer = try OuterTerminal()
    try outer.show(Frame(rows: [row("a")]))
    #expect(!outer.screen.modes.showsCursor)
    try outer.show(Frame(rows: [row("a")], cursor: .init(row: 0, column: 0)))
    #expect(outer.screen.modes.showsCursor)
    try outer.show(Frame(rows: [row("a")], cursor: .init(row: 99, column: 0)))
    #expect(!outer.screen.modes.showsCursor)
  }

  @Test func random_frames_come_out_as_meant() throws {
    var outer = try OuterTerminal(rows: 5, columns: 12)
    let pieces = ["a", "日", " ", "é", "e\u{301}", "─", "語", "x"]
    for _ in 0..<200 {
      let rows = (0..<5).map { _ in
        var cells: [Frame.Cell] = []
        while cells.count < 11 {
          cells += row(
            pieces.randomElement() ?? "a",
            [.standard, .palette(3), .palette(200)].randomElement() ?? .standard)
        }
        return cells
      }
      try outer.show(Frame(rows: rows, cursor: .init(row: 2, column: 2)))
      for (shown, meant) in zip(outer.screen.grid, rows) {
        for column in 0..<min(11, meant.count) where meant[column].width > 0 {
          guard column + meant[column].width <= 12 else { continue }
          let cell = shown.cells[column]
          #expect((cell.scalar ?? " ") == meant[column].scalar)
          #expect(cell.width == meant[column].width)
        }
      }
    }
  }

  @Test func pictures_may_have_more_pairs_of_colours_than_ncurses_keeps() throws {
    // It keeps 65,535; a palette of 256 and the terminal's own have 66,048.
    var outer = try OuterTerminal(rows: 6, columns: 40)
    let all: [(Frame.Color, Frame.Color)] = (0...255).flatMap { lower in
      ([.standard] + (0...255).map { Frame.Color.palette($0) }).map { ($0, .palette(lower)) }
    }
    var frames = stride(from: 0, to: all.count, by: 240).map { Array(all[$0...].prefix(240)) }
    // And the first ones again, which have been forgotten.
    frames.append(frames[0])
    for pairs in frames {
      let rows = stride(from: 0, to: pairs.count, by: 40).map { start in
        pairs[start...].prefix(40).map { Frame.Cell("▀", foreground: $0.0, background: $0.1) }
      }
      try outer.show(Frame(rows: rows))
      let shown = outer.screen.grid.flatMap(\.cells).prefix(pairs.count)
      let wrong = zip(shown, pairs).first { cell, pair in
        Frame.Color(cell.style.foreground) != pair.0 || Frame.Color(cell.style.background) != pair.1
      }
      #expect(wrong == nil)
    }
  }

  @Test func what_a_terminal_cannot_show_keeps_its_place() throws {
    var outer = try OuterTerminal()
    try outer.show(
      Frame(rows: [[Frame.Cell("\u{7}"), Frame.Cell("\u{E000}"), Frame.Cell("日"), Frame.Cell("a")]])
    )
    #expect(outer.screen.lines[0].last == "a")
    #expect(outer.screen.grid[0].cells[3].scalar == "a")
  }

  @Test(arguments: ["linux", "vt100", "screen-256color", "tmux-256color", "xterm"])
  func every_kind_of_terminal_shows_the_text(type: String) throws {
    var outer = try OuterTerminal(type: type)
    let cells = row("text", .rgb(10, 200, 30)) + row(" bright", .palette(12))
    try outer.show(Frame(rows: [cells], cursor: .init(row: 0, column: 2)))
    #expect(outer.screen.lines[0] == "text bright")
    if type == "linux" {
      #expect(outer.screen.grid[0].cells[0].style.foreground == .palette(2))
      #expect(outer.screen.grid[0].cells[5].style.foreground == .palette(4))
      #expect(outer.screen.grid[0].cells[5].style.attributes == .bold)
    }
  }

  @Test func terminals_that_cannot_draw_are_refused_in_a_sentence() throws {
    func refusal(_ type: String?) throws -> String {
      do {
        let pseudoterminal = try Pseudoterminal(size: TerminalSize(columns: 20, rows: 5))
        let inner = try FileDescriptor.open(pseudoterminal.path, O_RDWR | O_NOCTTY)
        let terminal = try Terminal.open(input: inner, output: inner, type: type)
        terminal.close()
        return "it was opened"
      } catch let error as ScreenError {
        return error.description
      }
    }
    #expect(
      try refusal("dumb")
        == "A terminal of the type dumb (from TERM) cannot place its cursor, so nothing can be drawn;"
        + " use --plain there.")
    #expect(try refusal("no-such-type").contains("no-such-type (from TERM) is not known"))
    #expect(try refusal(nil).contains("TERM is not set"))
    let (read, _) = try FileDescriptor.pipe()
    #expect(throws: ScreenError.self) {
      try Terminal.open(input: read, output: read, type: "xterm")
    }
  }

  @Test func inputs_come_from_the_terminal() throws {
    var outer = try OuterTerminal()
    try outer.type("é\u{1B}[1;5A\u{1B}[200~two\rlines\u{1B}[201~\u{1B}[<0;3;2M\u{3}\u{1A}")
    #expect(try outer.next() == .key(.character("é"), []))
    #expect(try outer.next() == .key(.up, .control))
    #expect(try outer.next() == .paste("two\nlines"))
    #expect(try outer.next() == .mouse(Input.Mouse(.press(.left), row: 1, column: 2)))
    #expect(try outer.next() == .key(.character("c"), .control))
    #expect(try outer.next() == .key(.character("z"), .control))
    #expect(outer.terminal.nextInput() == nil)
    try outer.type("\u{1B}")
    #expect(try outer.next() == .key(.escape, []))
  }

  @Test func mouse_pastes_and_focus_are_asked_for_and_given_up() throws {
    var outer = try OuterTerminal()
    #expect(outer.screen.modes.mouse == .drags && outer.screen.modes.mouseAsText)
    #expect(outer.screen.modes.bracketedPaste && outer.screen.modes.reportsFocus)
    outer.terminal.close()
    try outer.watch()
    #expect(outer.screen.modes.mouse == .off && !outer.screen.modes.bracketedPaste)
    #expect(!outer.screen.modes.reportsFocus && outer.screen.modes.showsCursor)
    #expect(!outer.screen.isAlternate)
  }

  @Test func a_new_size_is_told_and_drawn() throws {
    var outer = try OuterTerminal()
    try outer.show(Frame(rows: [row("before")]))
    try outer.pseudoterminal.resize(TerminalSize(columns: 30, rows: 9))
    outer.screen.resize(columns: 30, rows: 9)
    // The signal goes to the terminal's foreground group, which this process is not.
    kill(getpid(), SIGWINCH)
    #expect(try outer.next() == .resized(rows: 9, columns: 30))
    #expect(outer.terminal.size == (9, 30))
    try outer.show(Frame(rows: (0..<9).map { row("a row that is longer than twenty \($0)") }))
    #expect(outer.screen.lines[8] == "a row that is longer than twen")
  }

  @Test func the_terminals_modes_come_back() throws {
    let pseudoterminal = try Pseudoterminal(size: TerminalSize(columns: 20, rows: 5))
    let inner = try FileDescriptor.open(pseudoterminal.path, O_RDWR | O_NOCTTY)
    func echoes() -> Bool {
      var modes = termios()
      _ = unsafe tcgetattr(inner.number, &modes)
      return modes.c_lflag & UInt32(ECHO | ICANON | ISIG) == UInt32(ECHO | ICANON | ISIG)
    }
    #expect(echoes())
    let terminal = try Terminal.open(input: inner, output: inner, type: "xterm-256color")
    #expect(!echoes())
    terminal.close()
    #expect(echoes())
  }

  @Test func the_end_of_the_terminal_is_told() throws {
    let outer = try OuterTerminal()
    outer.pseudoterminal.descriptor.close()
    #expect(try outer.next() == .closed)
  }

  @Test func text_is_copied_and_titles_are_set() throws {
    let outer = try OuterTerminal()
    #expect(outer.terminal.copy("oc get pods"))
    outer.terminal.setTitle("Trestle\u{1B}]2;x\u{7}")
    outer.terminal.bell()
    // Each was written by itself and may come by itself.
    var bytes: [UInt8] = []
    while let more = try outer.pseudoterminal.descriptor.read(), !more.isEmpty { bytes += more }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\u{1B}]52;c;b2MgZ2V0IHBvZHM=\u{7}"))
    #expect(text.hasSuffix("\u{1B}]2;Trestle]2;x\u{7}\u{7}"))
    #expect(!outer.terminal.copy(String(repeating: "x", count: 80_000)))
  }
}
