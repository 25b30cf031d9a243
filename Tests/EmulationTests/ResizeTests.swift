import Emulation
import Testing

@Suite
struct ResizeTests {
  /// The rows with the cursor as `▮` in front of what it stands on.
  func marked(_ screen: Screen) -> [String] {
    screen.grid.enumerated().map { index, row in
      guard index == screen.cursor.row else { return row.text }
      var text = row.text.unicodeScalars.map(String.init)
      while text.count < screen.cursor.column { text.append(" ") }
      text.insert("▮", at: screen.cursor.column)
      return text.joined()
    }
  }

  @Test func lines_that_were_too_long_are_broken_anew_and_the_cursor_stays_with_its_text() {
    var shown = screen("one two three four\r\nshort\u{1B}[1;9H", columns: 20, rows: 5)
    #expect(marked(shown) == ["one two ▮three four", "short", "", "", ""])
    shown.resize(columns: 6, rows: 5)
    #expect(marked(shown) == ["one tw", "o ▮thre", "e four", "short", ""])
    shown.resize(columns: 4, rows: 5)
    #expect(marked(shown) == ["one", "two", "▮thre", "e fo", "ur"])
    shown.resize(columns: 20, rows: 5)
    #expect(marked(shown) == ["one two ▮three four", "", "", "", ""])
  }

  @Test func what_has_scrolled_away_takes_part() {
    var shown = screen("0123456789\r\nabcdefghij\r\n$ ", columns: 10, rows: 2)
    #expect(shown.scrollback.count == 1)
    shown.resize(columns: 5, rows: 2)
    #expect(marked(shown) == ["fghij", "$ ▮"])
    #expect(shown.scrollback.map(\.text) == ["01234", "56789", "abcde"])
    shown.resize(columns: 10, rows: 4)
    #expect(marked(shown) == ["0123456789", "abcdefghij", "$ ▮", ""])
    #expect(shown.scrollback.count == 0)
  }

  @Test func a_taller_screen_shows_again_what_scrolled_away() {
    var shown = screen("1\r\n2\r\n3\r\n4\r\n5")
    shown.resize(columns: 20, rows: 2)
    #expect(shown.lines == ["4", "5"])
    #expect(shown.text == "1\n2\n3\n4\n5")
    shown.resize(columns: 30, rows: 4)
    shown.feed("!")
    #expect(shown.lines == ["2", "3", "4", "5!"])
  }

  @Test func a_cleared_screen_stays_cleared() {
    var shown = screen("1\r\n2\r\n3\r\n4\r\n5\r\n6\u{1B}[H\u{1B}[2J$ ")
    shown.resize(columns: 22, rows: 5)
    #expect(marked(shown) == ["$ ▮", "", "", "", ""])
  }

  @Test func a_lower_screen_gives_up_what_is_below_the_cursor_first() {
    var shown = screen("1\r\n2\r\n3\r\n4\r\n5\u{1B}[2;1H")
    shown.resize(columns: 20, rows: 3)
    #expect(marked(shown) == ["1", "▮2", "3"])
    shown.resize(columns: 20, rows: 1)
    #expect(marked(shown) == ["▮2"])
  }

  @Test func wide_characters_move_whole() {
    var shown = screen("a日本x", columns: 6, rows: 4)
    shown.resize(columns: 4, rows: 4)
    #expect(shown.lines == ["a日", "本x", "", ""])
    #expect(shown.text == "a日本x")
    shown.resize(columns: 3, rows: 4)
    #expect(shown.lines == ["a日", "本x", "", ""])
    shown.resize(columns: 2, rows: 4)
    #expect(shown.lines == ["a", "日", "本", "x"])
    shown.resize(columns: 6, rows: 4)
    #expect(shown.lines == ["a日本x", "", "", ""])
  }

  @Test func marks_move_with_their_characters() {
    var shown = screen("abce\u{301}f", columns: 5, rows: 3)
    shown.resize(columns: 2, rows: 3)
    #expect(shown.lines == ["ab", "ce\u{301}", "f"])
    #expect(shown.text == "abce\u{301}f")
  }

  @Test func one_place_is_a_screen() {
    for text in ["plain", "日本", "a日\r\nb", "\u{1B}[?1049hfull 日"] {
      var shown = screen(text, columns: 7, rows: 3)
      shown.resize(columns: 1, rows: 1)
      shown.feed("x日y\r\n\tz\u{1B}[b\u{1B}[99b")
      shown.resize(columns: 40, rows: 10)
      shown.feed("!")
      #expect(shown.text.contains("!"))
    }
    var narrow = screen("日本", columns: 1, rows: 1)
    narrow.feed("日")
    #expect(narrow.text == "")
  }

  @Test func the_alternate_screen_is_cut_while_the_primary_is_broken_anew() {
    var shown = screen("one two three\r\n$ \u{1B}[?1049h\u{1B}[Hfull screen\r\nlast", columns: 14)
    shown.resize(columns: 8, rows: 3)
    #expect(shown.lines == ["full scr", "last", ""])
    shown.resize(columns: 20, rows: 4)
    #expect(shown.lines == ["full scr", "last", "", ""])
    shown.resize(columns: 7, rows: 4)
    shown.feed("\u{1B}[?1049l")
    #expect(marked(shown) == ["one two", " three", "$ ▮", ""])
  }

  @Test func scrollback_stays_within_its_limit() {
    var shown = Screen(columns: 10, rows: 2, scrollback: 5)
    shown.feed((1...9).map { "line no. \($0)" }.joined(separator: "\r\n"))
    shown.resize(columns: 5, rows: 2)
    #expect(shown.scrollback.count == 5)
    #expect(shown.lines == ["line ", "no. 9"].map { $0.trimmed })
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func text_survives_any_sizes(seed: UInt64) {
    var random = Random(seed)
    var shown = Screen(columns: 30, rows: 6, scrollback: 1000)
    var expected: [String] = []
    for _ in 0..<15 {
      let line = String(
        (0..<random.below(70)).map { _ in "abc日e\u{301}x".randomElement(using: &random)! })
      expected.append(line)
    }
    shown.feed(expected.joined(separator: "\r\n"))
    let text = shown.text
    #expect(text == expected.joined(separator: "\n").trimmedEnd)
    for _ in 0..<8 {
      shown.resize(columns: 2 + random.below(60), rows: 1 + random.below(12))
      #expect(shown.text == text, "seed \(seed)")
    }
    shown.feed("!")
    #expect(shown.text == text + "!", "seed \(seed)")
  }
}

extension String {
  fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
  fileprivate var trimmedEnd: String {
    var text = self
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
