import Emulation
import Testing

/// A screen of 20 by 5 that has been fed the text.
func screen(_ text: String, columns: Int = 20, rows: Int = 5) -> Screen {
  var screen = Screen(columns: columns, rows: rows)
  screen.feed(text)
  return screen
}

@Suite
struct ScreenTests {
  @Test(arguments: [
    ("one\r\ntwo", "one\ntwo"),
    ("10%\r50%\r100%\r\ndone", "100%\ndone"),
    ("\u{1B}[31mred\u{1B}[0m and \u{1B}[1;38;5;208mbold\u{1B}[m", "red and bold"),
    ("a\tb", "a       b"),
    ("abc\u{8}\u{8}X", "aXc"),
    ("trailing   \r\n\r\n", "trailing"),
    ("\r\n\r\nlow", "\n\nlow"),
    ("wrong\u{1B}[2K\rright", "right"),
    ("long line to cut\u{1B}[5D\u{1B}[K", "long line t"),
    ("1\r\n2\r\n3\u{1B}[2A\rX", "X\n2\n3"),
    ("\u{1B}]0;a title\u{7}text\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "textlink"),
    ("\u{1B}Pq ignored \u{1B}\\shown", "shown"),
    ("a\u{1B}[3b", "aaaa"),
    ("\u{1B}(0lqk\u{1B}(Bq", "┌─┐q"),
  ])
  func what_a_person_sees(output: String, text: String) {
    #expect(screen(output).text == text)
  }

  @Test func a_line_longer_than_the_screen_is_one_line_of_text() {
    let line = String(repeating: "0123456789", count: 5)
    let shown = screen(line + "\r\nnext")
    #expect(shown.text == line + "\nnext")
    #expect(shown.lines[0] == "01234567890123456789")
  }

  @Test func a_full_row_wraps_only_when_more_comes() {
    var shown = screen("12345678901234567890")
    #expect(shown.cursor.row == 0)
    shown.feed("\r\nnext")
    #expect(shown.lines[1] == "next")
  }

  @Test func lines_that_scroll_away_are_kept_up_to_the_limit() {
    var shown = Screen(columns: 10, rows: 2, scrollback: 3)
    shown.feed((1...10).map(String.init).joined(separator: "\r\n"))
    #expect(shown.text == "6\n7\n8\n9\n10")
    #expect(shown.scrollback.dropped == 5)
  }

  @Test func the_alternate_screen_leaves_no_trace() {
    var shown = screen("before\r\n\u{1B}[?1049h\u{1B}[2J\u{1B}[Hfull screen")
    #expect(shown.isAlternate)
    #expect(shown.lines[0] == "full screen")
    shown.feed("\u{1B}[?1049lafter")
    #expect(shown.text == "before\nafter")
    #expect(!shown.isAlternate)
  }

  @Test func a_scroll_region_keeps_what_is_outside_it() {
    let shown = screen("top\r\na\r\nb\r\nc\r\nend\u{1B}[2;4r\u{1B}[4;1H\nnew")
    #expect(shown.lines == ["top", "b", "c", "new", "end"])
    #expect(shown.scrollback.count == 0)
  }

  @Test func lines_and_characters_are_inserted_and_deleted() {
    #expect(screen("1\r\n2\r\n3\u{1B}[2;1H\u{1B}[L").lines == ["1", "", "2", "3", ""])
    #expect(screen("1\r\n2\r\n3\u{1B}[2;1H\u{1B}[M").lines == ["1", "3", "", "", ""])
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2@").lines[0] == "ab  cdef")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2P").lines[0] == "abef")
    #expect(screen("abcdef\u{1B}[3G\u{1B}[2X").lines[0] == "ab  ef")
    #expect(screen("abc\u{1B}[4h\u{1B}[1GX").lines[0] == "Xabc")
  }

  @Test func clearing_everything_also_forgets_what_scrolled_away() {
    let text = (1...20).map(String.init).joined(separator: "\r\n")
    #expect(screen(text + "\u{1B}[3J\u{1B}[2J\u{1B}[Hleft").text == "left")
  }

  @Test func requests_are_answered_as_bytes() {
    var shown = screen("\u{1B}[3;7H\u{1B}[6n\u{1B}[5n\u{1B}[c\u{1B}[18t\u{1B}[?2004h\u{1B}[?2004$p")
    #expect(
      String(decoding: shown.takeReplies(), as: UTF8.self)
        == "\u{1B}[3;7R\u{1B}[0n\u{1B}[?62;22c\u{1B}[8;5;20t\u{1B}[?2004;1$y")
    #expect(shown.takeReplies().isEmpty)
    #expect(shown.modes.bracketedPaste)
  }

  @Test func marks_titles_and_bells_are_events() {
    var shown = screen("\u{1B}]133;A\u{7}$ \u{1B}]133;D;1;x=y\u{1B}\\\r\n\u{7}\u{1B}]2;name\u{7}")
    #expect(
      shown.takeEvents() == [
        .mark("A", parameters: [], line: 0), .mark("D", parameters: ["1", "x=y"], line: 0),
        .bell, .title("name"),
      ])
    #expect(shown.title == "name")
  }

  @Test func colours_and_attributes_are_kept_with_the_cells() {
    let shown = screen("\u{1B}[1;4:3;38;2;1;2;3;48:5:9mx\u{1B}[22;39my")
    let first = shown.grid[0].cells[0].style
    #expect(first.attributes == [.bold, .underline])
    #expect(first.foreground.parts == .rgb(1, 2, 3))
    #expect(first.background.parts == .palette(9))
    let second = shown.grid[0].cells[1].style
    #expect(second.attributes == .underline)
    #expect(second.foreground.parts == .standard)
  }

  @Test func two_screens_that_show_the_same_are_equal() {
    var whole = screen("héllo \u{1B}[31mworld")
    var parts = screen("")
    for byte in "héllo \u{1B}[31mworld".utf8 { parts.feed([byte]) }
    #expect(whole == parts)
    whole.feed("!")
    #expect(whole != parts)
  }
}
