import Emulation
import Markdown
import Testing
import Views

@Suite struct PageTests {
  /// The page of a document, as a reader sees it.
  func page(
    _ markdown: String, columns: Int = 40, glyphs: Glyphs = .unicode,
    fences: @escaping @Sendable (Int) -> FenceLook = { _ in FenceLook(.display) }
  ) -> Page {
    Page(
      MarkdownDocument(markdown), PageSettings(columns: columns, glyphs: glyphs, fences: fences))
  }

  /// The page's text without blanks at the ends of its lines.
  func text(_ markdown: String, columns: Int = 40, glyphs: Glyphs = .unicode) -> String {
    page(markdown, columns: columns, glyphs: glyphs).text
      .map { $0.replacing(/\ +$/, with: "") }.joined(separator: "\n")
  }

  @Test func paragraphs_wrap_at_words_and_keep_a_blank_line_between() {
    #expect(
      text("# Deploy\n\nOne two three\nfour five six seven.\n\nNext.", columns: 20) == """
        Deploy
        ──────

        One two three four
        five six seven.

        Next.
        """)
  }

  @Test func links_and_pictures_are_numbered_and_can_be_opened() {
    let page = page("See [the docs](https://a.example) and ![a map](map.png).", columns: 60)
    #expect(page.text == ["See the docs [1] and [picture: a map] [2]."])
    #expect(
      page.links == [
        PageLink(title: "the docs", destination: "https://a.example", isImage: false),
        PageLink(title: "a map", destination: "map.png", isImage: true),
      ])
  }

  @Test func lists_hang_and_nest() {
    #expect(
      text(
        """
        9. nine and more words than fit
        10. ten
            - inner
              text

              second
        """, columns: 20) == """
           9. nine and more
              words than fit
          10. ten
              ◦ inner text
                second
          """)
    #expect(text("- [ ] open\n- [x] done", glyphs: .ascii) == "[ ] open\n[x] done")
  }

  @Test func items_apart_stay_apart() {
    #expect(text("- a\n\n- b") == "• a\n\n• b")
  }

  @Test func tables_align_and_give_way_where_there_is_no_room() {
    let table = """
      Words in front.
      | name | count | note |
      |:-----|------:|:----:|
      | a `b` | 12 | yes |
      | long name | 3 |
      """
    #expect(
      text(table) == """
        Words in front.

        name      │ count │ note
        ──────────┼───────┼─────
        a b       │    12 │ yes
        long name │     3 │
        """)
    #expect(
      text("| a | b |\n|---|---|\n| short | many words in this one |", columns: 20) == """
        a     │ b
        ──────┼─────────────
        short │ many words
              │ in this one
        """)
  }

  @Test func text_with_bars_is_no_table() {
    #expect(text("a | b\nc | d") == "a | b c | d")
  }

  @Test func notes_are_set_apart_however_they_are_written() {
    let expected = """
      ▌ Warning
      ▌ Mind the gap.
      """
    #expect(text("> [!WARNING]\n> Mind the gap.") == expected)
    #expect(text("!!! warning\n    Mind the gap.") == expected)
    #expect(text("!!! warning\n\n    Mind the gap.") == expected)
    #expect(text("!!! tip \"Try it\"\n    Now.") == "▌ Tip: Try it\n▌ Now.")
  }

  @Test func a_quote_is_a_quote() {
    #expect(text("> Said.\n>\n> Again.", glyphs: .ascii) == "| Said.\n|\n| Again.")
  }

  @Test func fences_say_what_they_are_for_and_keep_their_place() {
    let page = page(
      "Type:\n\n```\noc get pods\n```\n\n```\nNAME\n```", columns: 24,
      fences: {
        $0 == 3 ? FenceLook(.command, title: "crc", standing: .passed) : FenceLook(.output)
      })
    #expect(
      page.text.joined(separator: "\n") == """
        Type:

        ╭─ ▶ crc ✓ passed ─────╮
        │ oc get pods          │
        ╰──────────────────────╯

        ╭╌ expected output ╌╌╌╌╮
        ┊ NAME                 ┊
        ╰╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╯
        """)
    #expect(page.lines.map(\.fence) == [nil, nil, 3, 3, 3, nil, 7, 7, 7])
    #expect(page.lines.map(\.source) == [1, 3, 3, 3, 3, 7, 7, 7, 7])
  }

  @Test func long_lines_of_code_go_on_behind_a_mark() {
    #expect(
      text("```\nabcdefghij\n```", columns: 12) == """
        ╭──────────╮
        │ abcdefg↪ │
        │ hij      │
        ╰──────────╯
        """)
  }

  @Test func a_hidden_fence_leaves_nothing() {
    #expect(
      page("a\n\n```\nb\n```\n\nc", fences: { _ in FenceLook(.hidden) }).text == ["a", "", "c"])
  }

  @Test func html_is_readable_and_comments_are_not_seen() {
    #expect(text("<!-- lab: skip -->\n\nHi <b>you</b><br>there") == "Hi you\nthere")
    #expect(
      text("<details>\n<summary>More</summary>\n<p>Hidden &amp; found</p>\n</details>")
        == "More\nHidden & found")
    #expect(text("<img src=\"a.png\" alt=\"A map\">") == "[picture: A map] [1]")
    #expect(text("press <kbd>q</kbd> now") == "press q now")
    #expect(text("<div") == "<div")
  }

  @Test func marks_look_as_they_should() {
    let page = page("a **b** *c* `d`")
    let styles = page.lines[0].line.runs.filter { $0.text != " " }.map(\.style)
    #expect(
      styles == [Style(), Theme.colors[.strong], Theme.colors[.emphasis], Theme.colors[.code]])
  }

  @Test func deleted_words_are_struck_without_their_marks() {
    let struck = page("a ~~b *c*~~ d").lines[0].line.runs.filter {
      $0.style.attributes.contains(.struck)
    }
    #expect(struck.map(\.text).joined() == "b c")
    #expect(text("a ~~b *c*~~ d") == "a b c d")
    #expect(
      text("from ~~ to ~~ here, ~~alone and `~~code~~` ~~~x")
        == "from ~~ to ~~ here, ~~alone and ~~code~~\n~~~x")
  }

  @Test(arguments: [1, 8, 9, 13, 40])
  func nothing_is_wider_than_the_page(columns: Int) {
    let page = page(
      """
      # 日本語の見出し and a heading of many words

      > [!NOTE]
      > - a list in a note with `code` in it
      >   1. deeper

      | one | two | three | four |
      |---|---|---|---|
      | aaaaaaaaaaaa | bbbbbbbbbbbbb | c | d |

      ```sh
      a command that is much longer than the page is wide
      ```
      """, columns: columns)
    let limit = max(30, columns)
    #expect(page.lines.allSatisfy { $0.line.width <= limit }, "\(page.text)")
  }
}
