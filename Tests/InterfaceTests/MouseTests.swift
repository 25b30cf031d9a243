import Emulation
import Testing
import Tracks
import Views

@testable import Interface

@Suite struct MouseTests {
  /// Clicks on the first place where a text stands.
  func click(_ text: String, in stage: inout Stage, offset: Int = 0) throws {
    let lines = stage.lines
    let row = try #require(lines.firstIndex { $0.contains(text) }, "\(text) in\n\(stage.text)")
    let before = lines[row].prefix(
      upTo: lines[row].firstRange(of: text)?.lowerBound ?? "".startIndex)
    let column = displayWidth(of: String(before)) + offset
    stage.handle(.mouse(MouseEvent(.press(.left), column: column, row: row)))
    stage.handle(.mouse(MouseEvent(.release(.left), column: column, row: row)))
  }

  @Test func a_click_on_a_block_runs_it() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    try click("echo hello", in: &stage)
    #expect(stage.takeActions().contains(.run(step: "1.1", commands: ["echo hello"])))
  }

  @Test func a_click_on_a_tab_shows_it() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    try click(" Site ", in: &stage, offset: 1)
    #expect(stage.interface.panes[stage.interface.selected].title == "Site")
  }

  @Test func a_click_into_the_other_terminal_gives_it_the_keys() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    try click("[root@west", in: &stage)
    stage.actions = []
    stage.type("x")
    #expect(stage.takeActions() == [.send(terminal: "west", Array("x".utf8))])
  }

  @Test func a_click_on_a_key_of_the_bar_presses_it() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    try click("? all keys", in: &stage)
    guard case .help = stage.interface.overlay else {
      Issue.record("\(String(describing: stage.interface.overlay))")
      return
    }
  }

  @Test func a_click_on_a_link_opens_it() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    try click("the manual", in: &stage)
    let url = try #require(WebURL("https://manual.example/a"))
    #expect(stage.takeActions().contains(.load(WebRequest(url))))
    #expect(stage.interface.panes[stage.interface.selected].title == "Page")
    try click("[picture", in: &stage)
    #expect(stage.takeActions().contains(.open("01-hello/map.png")))
  }

  @Test func the_divider_is_dragged() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    let before = stage.interface.layout.divider.column
    stage.handle(.mouse(MouseEvent(.press(.left), column: before, row: 10)))
    stage.handle(.mouse(MouseEvent(.move(.left), column: 72, row: 10)))
    stage.handle(.mouse(MouseEvent(.release(.left), column: 72, row: 10)))
    #expect(stage.interface.layout.divider.column == 72)
    stage.handle(.mouse(MouseEvent(.move(nil), column: 30, row: 10)))
    #expect(stage.interface.layout.divider.column == 72)
  }

  @Test func the_wheel_scrolls_what_is_under_it() throws {
    var stage = try Stage.started()
    let first = stage.lines[1]
    stage.handle(.mouse(MouseEvent(.press(.wheelDown), column: 5, row: 5)))
    #expect(stage.lines[1] != first)
    for number in 1...100 { stage.print("east", "line \(number)\r\n") }
    stage.handle(.mouse(MouseEvent(.press(.wheelUp), column: 5, row: 20)))
    #expect(stage.text.contains("3 rows back"))
  }

  @Test func a_program_that_asks_for_the_mouse_gets_it() throws {
    var stage = try Stage.started()
    stage.print("east", "\u{1B}[?1000h\u{1B}[?1006h")
    stage.press("Tab")
    stage.actions = []
    let row = stage.interface.contentRect.row
    stage.handle(.mouse(MouseEvent(.press(.left), column: 4, row: row + 2)))
    #expect(
      stage.takeActions() == [.send(terminal: "east", Array("\u{1B}[<0;5;3M".utf8))])
  }

  @Test func the_wheel_moves_in_a_program_on_the_whole_screen() throws {
    var stage = try Stage.started()
    stage.print("east", "\u{1B}[?1049h")
    stage.press("Tab")
    stage.actions = []
    stage.handle(.mouse(MouseEvent(.press(.wheelDown), column: 5, row: 20)))
    #expect(
      stage.takeActions() == [.send(terminal: "east", Array("\u{1B}[B\u{1B}[B\u{1B}[B".utf8))])
  }
}
