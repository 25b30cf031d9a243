import Emulation
import Testing

@Suite
struct KeyTests {
  @Test(
    arguments: [
      (.character("a"), [], "a"), (.character("é"), [], "é"), (.character("a"), .alt, "\u{1B}a"),
      (.character("c"), .control, "\u{3}"), (.character("C"), .control, "\u{3}"),
      (.character(" "), .control, "\0"), (.character("["), .control, "\u{1B}"),
      (.character("?"), .control, "\u{7F}"), (.character("1"), .control, "1"),
      (.character("c"), [.alt, .control], "\u{1B}\u{3}"),
      (.enter, [], "\r"), (.enter, .alt, "\u{1B}\r"), (.tab, [], "\t"), (.tab, .shift, "\u{1B}[Z"),
      (.backspace, [], "\u{7F}"), (.backspace, .control, "\u{8}"),
      (.backspace, .alt, "\u{1B}\u{7F}"),
      (.escape, [], "\u{1B}"), (.escape, .alt, "\u{1B}\u{1B}"),
      (.up, [], "\u{1B}[A"), (.left, .control, "\u{1B}[1;5D"), (.home, .shift, "\u{1B}[1;2H"),
      (.delete, [], "\u{1B}[3~"), (.pageUp, [.shift, .alt], "\u{1B}[5;4~"),
      (.function(1), [], "\u{1B}OP"), (.function(4), .control, "\u{1B}[1;5S"),
      (.function(12), [], "\u{1B}[24~"), (.function(20), [], "\u{1B}[19;2~"),
      (.keypad("7"), [], "7"), (.keypad("\r"), [], "\r"), (.function(0), [], ""),
    ] as [(Key, Key.Modifiers, String)])
  func a_key_sends_what_xterm_sends(key: Key, modifiers: Key.Modifiers, sent: String) {
    #expect(screen("").encode(key, modifiers: modifiers) == Array(sent.utf8))
  }

  @Test func modes_change_what_keys_send() {
    let application = screen("\u{1B}[?1h\u{1B}=\u{1B}[20h\u{1B}[?67h")
    #expect(application.encode(.up) == Array("\u{1B}OA".utf8))
    #expect(application.encode(.end) == Array("\u{1B}OF".utf8))
    #expect(application.encode(.up, modifiers: .control) == Array("\u{1B}[1;5A".utf8))
    #expect(application.encode(.keypad("7")) == Array("\u{1B}Ow".utf8))
    #expect(application.encode(.keypad("+")) == Array("\u{1B}Ok".utf8))
    #expect(application.encode(.keypad("\r")) == Array("\u{1B}OM".utf8))
    #expect(application.encode(.enter) == Array("\r\n".utf8))
    #expect(application.encode(.backspace) == [8])
    let again = screen("\u{1B}[?1h\u{1B}=\u{1B}[?1l\u{1B}>")
    #expect(again.encode(.up) == Array("\u{1B}[A".utf8))
    #expect(again.encode(.keypad("7")) == Array("7".utf8))
  }

  /// The keys as terminfo's entry xterm-256color has them (ncurses 6.4), when programs have asked
  /// for its application modes (smkx).
  @Test(
    arguments: [
      (.up, [], "\u{1B}OA"), (.down, [], "\u{1B}OB"), (.right, [], "\u{1B}OC"),
      (.left, [], "\u{1B}OD"), (.home, [], "\u{1B}OH"), (.end, [], "\u{1B}OF"),
      (.insert, [], "\u{1B}[2~"), (.delete, [], "\u{1B}[3~"), (.pageUp, [], "\u{1B}[5~"),
      (.pageDown, [], "\u{1B}[6~"), (.backspace, [], "\u{7F}"), (.tab, .shift, "\u{1B}[Z"),
      (.delete, .shift, "\u{1B}[3;2~"), (.end, .shift, "\u{1B}[1;2F"),
      (.left, .shift, "\u{1B}[1;2D"), (.pageDown, .shift, "\u{1B}[6;2~"),
      (.keypad("\r"), [], "\u{1B}OM"), (.keypad("7"), [], "\u{1B}Ow"),
      (.keypad("3"), [], "\u{1B}Os"),
    ] as [(Key, Key.Modifiers, String)])
  func keys_agree_with_terminfo(key: Key, modifiers: Key.Modifiers, sent: String) {
    #expect(screen("\u{1B}[?1h\u{1B}=").encode(key, modifiers: modifiers) == Array(sent.utf8))
  }

  @Test func function_keys_agree_with_terminfo() {
    let sent = (1...24).map { String(decoding: screen("").encode(.function($0)), as: UTF8.self) }
    let plain = ["OP", "OQ", "OR", "OS"] + [15, 17, 18, 19, 20, 21, 23, 24].map { "[\($0)~" }
    let shifted =
      ["P", "Q", "R", "S"].map { "[1;2\($0)" }
      + [15, 17, 18, 19, 20, 21, 23, 24].map { "[\($0);2~" }
    #expect(sent == (plain + shifted).map { "\u{1B}" + $0 })
  }

  @Test func the_focus_is_told_only_on_request() {
    #expect(screen("").encode(focus: true).isEmpty)
    #expect(screen("\u{1B}[?1004h").encode(focus: true) == Array("\u{1B}[I".utf8))
    #expect(screen("\u{1B}[?1004h").encode(focus: false) == Array("\u{1B}[O".utf8))
  }
}

@Suite
struct PasteTests {
  @Test(arguments: [
    ("one\ntwo\r\nthree\r", "one\rtwo\rthree\r"), ("a\tb", "a\tb"), ("é日", "é日"),
    ("a\u{1B}[201~b", "ab"), ("a\u{1B}[20\u{1B}[201~1~b", "ab"), ("\u{3}\u{1B}x\u{7F}", "x"),
  ])
  func pasted_text_is_what_a_person_could_have_typed(text: String, typed: String) {
    #expect(screen("").encode(paste: text) == Array(typed.utf8))
    let marked = "\u{1B}[200~" + typed + "\u{1B}[201~"
    #expect(screen("\u{1B}[?2004h").encode(paste: text) == Array(marked.utf8))
  }
}

@Suite
struct MouseTests {
  func sent(_ modes: String, _ event: MouseEvent) -> String {
    String(decoding: screen(modes).encode(mouse: event), as: UTF8.self)
  }

  static let press = MouseEvent(.press(.left), column: 2, row: 1)
  static let release = MouseEvent(.release(.left), column: 2, row: 1)
  static let drag = MouseEvent(.move(.right), column: 2, row: 1, modifiers: .control)
  static let move = MouseEvent(.move(nil), column: 0, row: 0)
  static let wheel = MouseEvent(.press(.wheelDown), column: 0, row: 4, modifiers: [.shift, .alt])

  @Test func nothing_is_sent_when_the_program_has_not_asked() {
    for event in [Self.press, Self.release, Self.drag, Self.move, Self.wheel] {
      #expect(sent("\u{1B}[?1006h", event) == "")
      #expect(sent("\u{1B}[?1003h\u{1B}[?1003l", event) == "")
    }
  }

  @Test(arguments: [
    ("\u{1B}[?9h", "\u{1B}[M #\"", "", "", ""),
    ("\u{1B}[?1000h", "\u{1B}[M #\"", "\u{1B}[M##\"", "", ""),
    ("\u{1B}[?1002h", "\u{1B}[M #\"", "\u{1B}[M##\"", "\u{1B}[MR#\"", ""),
    ("\u{1B}[?1003h", "\u{1B}[M #\"", "\u{1B}[M##\"", "\u{1B}[MR#\"", "\u{1B}[MC!!"),
    (
      "\u{1B}[?1003;1006h", "\u{1B}[<0;3;2M", "\u{1B}[<0;3;2m", "\u{1B}[<50;3;2M",
      "\u{1B}[<35;1;1M"
    ),
  ])
  func each_mode_tells_its_events(
    modes: String, press: String, release: String, drag: String, move: String
  ) {
    #expect(sent(modes, Self.press) == press)
    #expect(sent(modes, Self.release) == release)
    #expect(sent(modes, Self.drag) == drag)
    #expect(sent(modes, Self.move) == move)
  }

  @Test func the_wheel_is_a_press_without_a_release() {
    #expect(sent("\u{1B}[?1000;1006h", Self.wheel) == "\u{1B}[<77;1;5M")
    #expect(sent("\u{1B}[?1000h", Self.wheel) == "\u{1B}[Mm!%")
    let release = MouseEvent(.release(.wheelUp), column: 0, row: 0)
    #expect(sent("\u{1B}[?1000;1006h", release) == "")
  }

  @Test func a_place_that_cannot_be_written_or_is_outside_sends_nothing() {
    var wide = Screen(columns: 300, rows: 5)
    wide.feed("\u{1B}[?1000h")
    let far = MouseEvent(.press(.left), column: 250, row: 0)
    #expect(wide.encode(mouse: far).isEmpty)
    wide.feed("\u{1B}[?1006h")
    #expect(wide.encode(mouse: far) == Array("\u{1B}[<0;251;1M".utf8))
    #expect(sent("\u{1B}[?1000h", MouseEvent(.press(.left), column: 20, row: 0)) == "")
  }
}
