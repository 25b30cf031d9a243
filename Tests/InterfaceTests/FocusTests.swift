import Emulation
import Testing
import Tracks
import Views

@testable import Interface

/// Who gets the keys.
@Suite struct FocusTests {
  @Test func in_a_terminal_every_key_but_the_leader_is_the_programs() throws {
    var stage = try Stage.started()
    stage.press("Tab")
    stage.actions = []
    stage.press("q n Ctrl-c Ctrl-d Ctrl-z Ctrl-s Ctrl-r Ctrl-w F1 F6 Tab Esc Up")
    let bytes = stage.takeActions().flatMap { action -> [UInt8] in
      if case .send(terminal: "east", let bytes) = action { bytes } else { [] }
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "qn\u{3}\u{4}\u{1A}\u{13}\u{12}\u{17}\u{1B}OP\u{1B}[17~\t\u{1B}\u{1B}[A")
  }

  @Test func the_leader_gives_the_keys_back() throws {
    var stage = try Stage.started()
    stage.press("Tab Ctrl-g Esc")
    #expect(stage.interface.focus == .reader)
    stage.press("Tab Ctrl-g Tab")
    #expect(stage.interface.focus == .reader)
  }

  @Test func behind_the_leader_the_keys_of_the_text_work() throws {
    var stage = try Stage.started()
    stage.press("Tab")
    stage.actions = []
    stage.press("Ctrl-g Enter")
    #expect(stage.takeActions().contains(.run(step: "1.1", commands: ["echo hello"])))
    #expect(stage.interface.focus == .pane)
  }

  @Test func the_leader_twice_is_sent() throws {
    var stage = try Stage.started()
    stage.press("Tab")
    stage.actions = []
    stage.press("Ctrl-g Ctrl-g")
    #expect(
      stage.takeActions() == [
        .start(.leader, milliseconds: 400), .cancel(.leader), .send(terminal: "east", [7]),
      ])
  }

  @Test func the_leader_alone_shows_its_menu_after_a_while() throws {
    var stage = try Stage.started()
    stage.press("Tab Ctrl-g")
    #expect(!stage.text.contains("After Ctrl-g"))
    stage.handle(.timer(.leader))
    #expect(stage.text.contains("After Ctrl-g"))
    stage.press("Esc")
    #expect(!stage.text.contains("After Ctrl-g"))
  }

  @Test func the_bar_says_how_to_leave_a_terminal() throws {
    var stage = try Stage.started()
    stage.press("Tab")
    #expect(stage.lines[23].contains("Ctrl-g text"))
  }

  @Test func the_hardware_cursor_stands_where_the_keys_go() throws {
    var stage = try Stage.started()
    let inText = stage.interface.canvas().cursor
    stage.press("Tab")
    let inTerminal = stage.interface.canvas().cursor
    #expect(inText?.row ?? 99 < stage.interface.layout.tabs.row)
    #expect(inTerminal == Position(row: stage.interface.contentRect.row, column: 15))
  }

  @Test func the_next_pane_is_one_key_away_and_behind_the_leader_in_a_terminal() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    stage.press("F6")
    #expect(stage.interface.focus == .pane)
    #expect(stage.interface.selected == 0)
    stage.press("Ctrl-g F6")
    #expect(stage.interface.selected == 1, "the other terminal is in sight")
    stage.press("Ctrl-g F6")
    #expect(stage.interface.focus == .reader)
    stage.press("Shift-F6")
    #expect(stage.interface.focus == .pane)
  }

  @Test func what_is_pasted_is_one_paste_for_the_program() throws {
    var stage = try Stage.started()
    stage.print("east", "\u{1B}[?2004h")
    stage.press("Tab")
    stage.actions = []
    stage.handle(.paste("a\nb"))
    #expect(
      stage.takeActions() == [
        .send(terminal: "east", Array("\u{1B}[200~a\rb\u{1B}[201~".utf8))
      ])
  }

  @Test func what_has_scrolled_away_can_be_seen_and_any_key_returns() throws {
    var stage = try Stage.started()
    for number in 1...100 { stage.print("east", "line \(number)\r\n") }
    #expect(stage.text.contains("line 100"))
    stage.press("Tab Shift-PgUp Shift-PgUp")
    #expect(stage.text.contains("rows back"))
    #expect(!stage.text.contains("line 100"))
    stage.type("x")
    #expect(stage.text.contains("line 100"))
  }

  @Test func the_shown_terminals_are_told_their_sizes() throws {
    var stage = try Stage(rows: 40, columns: 120)
    #expect(
      stage.takeActions() == [.enter(challenge: 0), .watch(step: "1.1")],
      "not before the sites are up")
    stage.lab(.started("up"))
    let shown = stage.takeActions().compactMap { action -> String? in
      if case .show(let name, let size) = action {
        "\(name) \(size.rows)×\(size.columns)"
      } else {
        nil
      }
    }
    #expect(shown == ["east 18×67", "west 18×67"])
    stage.handle(.resized(Size(rows: 24, columns: 80)))
    #expect(stage.takeActions() == [.show(terminal: "east", Size(rows: 11, columns: 80))])
  }
}
