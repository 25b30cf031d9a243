import Emulation
import Testing
import Views

@Suite struct LineTests {
  private func wrap(_ text: String, _ columns: Int) -> [String] {
    Line(text).wrapped(to: columns).map(\.text)
  }

  @Test func lines_break_at_blanks() {
    #expect(wrap("the quick brown fox", 10) == ["the quick", "brown fox"])
    #expect(wrap("the quick  brown fox", 9) == ["the quick", "brown fox"])
    #expect(wrap("", 10) == [""])
  }

  @Test func a_word_that_is_too_long_is_broken() {
    #expect(wrap("see abcdefghijkl now", 5) == ["see", "abcde", "fghij", "kl", "now"])
  }

  @Test func wide_characters_may_be_parted() {
    #expect(wrap("ab日本語cd", 5) == ["ab日", "本語", "cd"])
  }

  @Test func line_feeds_break() {
    #expect(wrap("one\ntwo three", 20) == ["one", "two three"])
  }

  @Test func looks_and_links_go_on_behind_a_break() {
    let bold = Style(attributes: .bold)
    let line = Line([Run("see "), Run("a long link", bold, link: 0), Run(".")])
    #expect(
      line.wrapped(to: 8) == [
        Line([Run("see "), Run("a", bold, link: 0)]),
        Line([Run("long", bold, link: 0)]),
        Line([Run("link", bold, link: 0), Run(".")]),
      ])
  }

  @Test func every_wrapped_line_fits_and_no_word_is_lost() {
    let text = "Skupper joins 日本 sites e\u{301}crits without a-very-long-word-that-breaks at all"
    for columns in 1...40 {
      let lines = wrap(text, columns)
      #expect(lines.allSatisfy { displayWidth(of: $0) <= max(2, columns) }, "\(columns)")
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " }, "\(columns)")
    }
  }

  @Test func code_is_broken_with_room_for_a_mark() {
    let lines = Line("skupper init --site-name private").broken(at: 12, markWidth: 1)
    #expect(lines.map(\.text) == ["skupper ini", "t --site-na", "me private"])
    #expect(Line("exactly ten").broken(at: 11, markWidth: 1).count == 1)
  }

  @Test func a_line_is_padded_cut_and_truncated() {
    #expect(Line("abc").padded(to: 5).text == "abc  ")
    #expect(Line("abc日d").padded(to: 4).text == "abc ")
    #expect(Line("abcdef").truncated(to: 4).text == "abc…")
    #expect(Line("abcdef").truncated(to: 4, .ascii).text == "a...")
    #expect(Line("abcdef").truncated(to: 2, .ascii).text == "ab")
    #expect(Line("abcdef").dropping(columns: 4).text == "ef")
  }
}
