import Emulation
import Testing

/// Each case is what a program writes and the rows that are to be seen, on a screen of 10 by 4. `▮`
/// stands in front of the place where the cursor is.
@Suite
struct SequenceTests {
  func shown(_ output: String) -> String {
    let shown = screen(output.replacing("^", with: "\u{1B}"), columns: 10, rows: 4)
    var rows = shown.lines.map { $0.unicodeScalars.map(String.init) }
    while rows[shown.cursor.row].count < shown.cursor.column { rows[shown.cursor.row].append(" ") }
    rows[shown.cursor.row].insert("▮", at: shown.cursor.column)
    return rows.map { $0.joined() }.joined(separator: "/")
  }

  static let five = "^[2J^[HAAAAA\r\nBBBBB\r\nCCCCC\r\nDDDDD"

  @Test(arguments: [
    // Moves.
    ("^[3;5Hx", "//    x▮/"), ("^[99;99Hx", "///         ▮x"), ("^[Hab^[Cx", "ab x▮///"),
    ("^[2;5H^[Ax", "    x▮///"), ("^[2;5H^[9Ax", "    x▮///"), ("^[2;5H^[Bx", "//    x▮/"),
    ("^[2;5H^[9Dx", "/x▮//"), ("^[2;5H^[3Ex", "///x▮"), ("^[2;5H^[Fx", "x▮///"),
    ("^[2;5H^[8Gx", "/       x▮//"), ("^[2;5H^[3`x", "/  x▮//"), ("^[2;5H^[4dx", "///    x▮"),
    ("^[2;5H^[2ax", "/      x▮//"), ("^[2;5H^[2ex", "///    x▮"), ("^[2;5fx", "/    x▮//"),
    ("ab\u{8}\u{8}\u{8}x", "x▮b///"), ("a\r\nb^Mx", "ax▮/b//"), ("a^Dx", "a/ x▮//"),
    ("a^Ex", "a/x▮//"), ("a\u{B}b\u{C}c", "a/ b/  c▮/"), ("^[20ha\nb", "a/b▮//"),
    // A full row.
    ("0123456789", "012345678▮9///"), ("0123456789x", "0123456789/x▮//"),
    ("0123456789\u{8}x", "01234567x▮9///"), ("0123456789\rx", "x▮123456789///"),
    ("0123456789^[Kx", "012345678▮x///"), ("^[?7l0123456789xyz", "012345678▮z///"),
    ("^[?45h^[2;1H\u{8}x", "         ▮x///"), ("^[2;1H\u{8}x", "/x▮//"),
    // Tabs.
    ("\tx", "        x▮///"), ("\t\t\tx", "         ▮x///"), ("^[3gab\tx", "ab       ▮x///"),
    ("^[3g^[4G^H\r\tx", "   x▮///"), ("^[9G^[g\r\tx", "         ▮x///"),
    ("^[2Ix", "         ▮x///"), ("^[10G^[Zx", "        x▮///"), ("^[5G^[9Zx", "x▮///"),
    // Erasing.
    ("\(five)^[2;3H^[J", "AAAAA/BB▮//"), ("\(five)^[2;3H^[1J", "/  ▮ BB/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[2J", "/  ▮//"), ("\(five)^[2;3H^[K", "AAAAA/BB▮/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[1K", "AAAAA/  ▮ BB/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[2K", "AAAAA/  ▮/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[2X", "AAAAA/BB▮  B/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[?K", "AAAAA/BB▮/CCCCC/DDDDD"),
    // Insertion and deletion.
    ("\(five)^[2;3H^[2@", "AAAAA/BB▮  BBB/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[2P", "AAAAA/BB▮B/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[99@", "AAAAA/BB▮/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[99P", "AAAAA/BB▮/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[L", "AAAAA/▮/BBBBB/CCCCC"), ("\(five)^[2;3H^[M", "AAAAA/▮CCCCC/DDDDD/"),
    ("\(five)^[2;3H^[99L", "AAAAA/▮//"), ("\(five)^[2;3H^[4hxy", "AAAAA/BBxy▮BBB/CCCCC/DDDDD"),
    ("\(five)^[2;3H^[4hx^[4ly", "AAAAA/BBxy▮BB/CCCCC/DDDDD"),
    // Scrolling.
    ("\(five)^[S", "BBBBB/CCCCC/DDDDD/     ▮"), ("\(five)^[2T", "//AAAAA/BBBBB▮"),
    ("\(five)\n", "BBBBB/CCCCC/DDDDD/     ▮"), ("\(five)^[H^M", "▮/AAAAA/BBBBB/CCCCC"),
    ("\(five)^[2;3r^[3;1H\nx", "AAAAA/CCCCC/x▮/DDDDD"),
    ("\(five)^[2;3r^[2;1H^Mx", "AAAAA/x▮/BBBBB/DDDDD"),
    ("\(five)^[2;3r^[4;1H\nx", "AAAAA/BBBBB/CCCCC/x▮DDDD"),
    ("\(five)^[2;3r^[1;1H^Mx", "x▮AAAA/BBBBB/CCCCC/DDDDD"),
    ("\(five)^[2;3r^[S", "▮AAAAA/CCCCC//DDDDD"),
    ("\(five)^[2;3r^[4;1H^[L", "AAAAA/BBBBB/CCCCC/▮DDDDD"),
    ("\(five)^[2;3r^[2;1H^[9M", "AAAAA/▮//DDDDD"), ("\(five)^[3;2r^[4;1H\n", "BBBBB/CCCCC/DDDDD/▮"),
    ("^[2;3r^[3;1H^[5Bx^[5Ay", "/ y▮/x/"), ("^[2;3r^[?6h^[9;9Hx", "//        x▮/"),
    ("^[2;3r^[?6hx", "/x▮//"), ("^[2;3r^[?6h^[2d^[Ax^[?6ly", "y▮/x//"),
    // Saving and restoring.
    ("ab^7^[4;4Hx^8y", "aby▮///   x"), ("ab^[s^[4;4Hx^[uy", "aby▮///   x"), ("ab^8x", "x▮b///"),
    ("^(0^7^(Bq^8q", "─▮///"), ("^[2;3r^[?6h^7^[?6l^[H^8x", "/x▮//"),
    // Repetition.
    ("a^[3b", "aaaa▮///"), ("^[3b", "▮///"), ("é^[2b", "ééé▮///"), ("^[99999bx", "x▮///"),
    // Character sets.
    ("^(0lqk^(Bl", "┌─┐l▮///"), ("^)0a\u{E}q\u{F}q", "a─q▮///"), ("^(A#^(B#", "£#▮///"),
    ("^*0^Nqq^+0^Oqq", "─q─q▮///"), ("^*0^nq\u{F}q", "─q▮///"),
    // Resets, alignment, width.
    ("ab^[2;3r^[?6h^[5mx^c", "▮///"), ("^#8^[2;2H", "EEEEEEEEEE/E▮EEEEEEEEE/EEEEEEEEEE/EEEEEEEEEE"),
    ("ab^[2;3r^[!p^[4;1Hx", "ab///x▮"), ("ab\r\ncd^[?3h", "▮///"), ("ab^[?3l", "▮///"),
    // The alternate screen.
    ("ab^[?1049hcd^[?1049lx", "abx▮///"), ("ab^[?47h^[Hcd^[?47lx", "abx▮///"),
    ("ab^[?1049h^[4;4H^[?1049h^[?1049lx", "abx▮///"), ("^[?1049lx", "x▮///"),
    // What is skipped.
    ("a^P1;2q bits ^\\b", "ab▮///"), ("a^_x^\\^^y^\\^Xz^\\b", "ab▮///"),
    ("a^[1;2\u{18}b", "ab▮///"),
    ("a^[<u^[=1c^[>4;1m^[?1sb", "ab▮///"), ("a^]0;title^\\b", "ab▮///"),
    ("a^]0;half^[Cb", "a b▮///"),
    ("a\u{85}\u{9B}b", "ab▮///"), ("a\u{7F}\0b", "ab▮///"), ("a^[1\nCb", "a/  b▮//"),
  ])
  func what_a_sequence_does(output: String, rows: String) {
    #expect(shown(output) == rows)
  }
}

@Suite
struct ReplyTests {
  @Test(arguments: [
    ("^[c", "^[?62;22c"), ("^[0c", "^[?62;22c"), ("^Z", "^[?62;22c"), ("^[>c", "^[>1;10;0c"),
    ("^[>q", "^P>|trestle^\\"), ("^[5n", "^[0n"), ("^[2;3H^[6n", "^[2;3R"),
    ("^[2;3H^[?6n", "^[?2;3R"), ("^[2;4r^[?6h^[6n", "^[1;1R"), ("^[?15n", "^[?13n"),
    ("^[18t", "^[8;5;20t"), ("^[x", "^[2;1;1;128;128;1;0x"), ("^[21t", ""),
    ("^[?25$p", "^[?25;1$y"), ("^[?25l^[?25$p", "^[?25;2$y"), ("^[?1049h^[?1049$p", "^[?1049;1$y"),
    ("^[?2026$p", "^[?2026;0$y"), ("^[4$p", "^[4;2$y"), ("^[20h^[20$p", "^[20;1$y"),
    ("^P$qm^\\", "^P1$r0m^\\"), ("^[1;4;31;48;5;200m^P$qm^\\", "^P1$r0;1;4;31;48:5:200m^\\"),
    ("^[92;48;2;1;2;3m^P$qm^\\", "^P1$r0;92;48:2::1:2:3m^\\"), ("^[2;4r^P$qr^\\", "^P1$r2;4r^\\"),
    ("^[3 q^P$q q^\\", "^P1$r3 q^\\"), ("^P$qz^\\", "^P0$r^\\"), ("^P+q544e^\\", "^P0+r^\\"),
    ("^]52;c;?\u{7}", ""), ("^]11;?\u{7}", ""), ("^]4;1;?\u{7}^]104\u{7}", ""), ("\u{5}", ""),
  ])
  func requests_are_answered(output: String, reply: String) {
    var shown = screen(output.replacing("^", with: "\u{1B}"))
    let answer = String(decoding: shown.takeReplies(), as: UTF8.self)
    #expect(answer == reply.replacing("^", with: "\u{1B}"))
  }

  @Test func replies_and_events_are_bounded() {
    var shown = screen("")
    for _ in 0..<130 { shown.feed(String(repeating: "\u{1B}[?1049$p\u{7}", count: 60)) }
    #expect(shown.takeReplies().count < 70_000)
    #expect(shown.takeEvents().count == 1000)
  }

  @Test func text_for_the_clipboard_is_an_event() {
    var shown = screen("\u{1B}]52;c;b25l\u{7}\u{1B}]52;c;aMOpbGxv\u{7}\u{1B}]52;c;not base64!\u{7}")
    #expect(shown.takeEvents() == [.clipboard("héllo")])
    shown.feed("\u{1B}]52;c;" + String(repeating: "YWJj", count: 30_000) + "\u{7}after")
    #expect(shown.takeEvents().isEmpty)
    #expect(shown.text == "after")
  }

  @Test func titles_are_bounded_and_kept_on_a_stack() {
    var shown = screen(
      "\u{1B}]2;first\u{7}\u{1B}[22;0t\u{1B}]0;" + String(repeating: "x", count: 999))
    shown.feed("\u{1B}\\")
    #expect(shown.title == String(repeating: "x", count: 256))
    shown.feed("\u{1B}[23;0t\u{1B}[23;0t")
    #expect(shown.title == "first")
    #expect(shown.takeEvents().last == .title("first"))
  }

  @Test func cells_know_their_link() {
    var shown = screen(
      "a\u{1B}]8;id=1;https://one\u{7}b日\u{1B}]8;;\u{1B}\\c\u{1B}]8;;https://two\u{1B}\\d")
    #expect(
      shown.grid[0].cells[..<6].map { shown.link(of: $0) }
        == [nil, "https://one", "https://one", "https://one", nil, "https://two"])
    shown.feed("\u{1B}[H\u{1B}]8;;\u{7}xyz")
    #expect(shown.link(of: shown.grid[0].cells[1]) == nil)
    shown.feed("\u{1B}]8;;" + String(repeating: "l", count: 3000) + "\u{7}w")
    #expect(shown.link(of: shown.grid[0].cells[3]) == nil)
  }

  @Test func links_that_no_cell_shows_make_room_for_others() {
    var shown = Screen(columns: 20, rows: 2, scrollback: 10)
    let long = String(repeating: "x", count: 2000)
    for number in 0..<2200 {
      shown.feed("\u{1B}]8;;https://\(number)/\(long)\u{7}link\u{1B}]8;;\u{7}\r\n")
    }
    let link = shown.link(of: shown.grid[0].cells[0])
    #expect(link?.hasPrefix("https://2199/") == true)
  }

  @Test func modes_that_only_the_window_shows_are_told() {
    let shown = screen("\u{1B}[?5h\u{1B}[?25l\u{1B}[4 q")
    #expect(shown.modes.reversesScreen)
    #expect(!shown.modes.showsCursor)
    #expect(shown.modes.cursorShape == 4)
  }

  @Test func erased_places_keep_the_background() {
    let shown = screen("\u{1B}[44m\u{1B}[K\u{1B}[2;5r\u{1B}[5;1H\n")
    #expect(shown.grid[0].cells[19].style.background == .palette(4))
    #expect(shown.grid[4].cells[3].style.background == .palette(4))
    #expect(shown.grid[1].cells[3].style.background == .standard)
  }
}
