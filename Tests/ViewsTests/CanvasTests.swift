import Emulation
import Testing
import Views

@Suite struct CanvasTests {
  let red = Style(foreground: .palette(1))

  @Test func text_is_cut_at_the_edges_and_at_the_clip() {
    var canvas = Canvas(rows: 3, columns: 10)
    canvas.put("longer than ten", row: 0, column: 0)
    canvas.put("before the edge", row: 1, column: -7)
    canvas.put(
      "inside", row: 2, column: 0, clippedTo: Rect(row: 2, column: 2, rows: 1, columns: 3))
    #expect(canvas.lines == ["longer tha", "the edge", "  sid"])
  }

  @Test func put_tells_the_column_behind_the_text() {
    var canvas = Canvas(rows: 1, columns: 20)
    #expect(canvas.put("日本 é", row: 0, column: 2) == 8)
    #expect(canvas.put("x", row: 5, column: 2) == 3)
  }

  @Test func a_wide_character_that_does_not_fit_leaves_a_blank() {
    var canvas = Canvas(rows: 2, columns: 5)
    canvas.put("ab日本", row: 0, column: 0)
    canvas.put("日本", row: 1, column: -1)
    #expect(canvas.lines == ["ab日", " 本"])
  }

  @Test func overwriting_half_of_a_wide_character_blanks_the_other_half() {
    var canvas = Canvas(rows: 2, columns: 6)
    canvas.put("日本", row: 0, column: 0)
    canvas.put("x", row: 0, column: 1)
    canvas.put("日本", row: 1, column: 0)
    canvas.put("y", row: 1, column: 2)
    #expect(canvas.lines == [" x本", "日y"])
  }

  @Test func combining_marks_stay_with_their_character_and_go_with_it() {
    var canvas = Canvas(rows: 1, columns: 6)
    canvas.put("e\u{301}日\u{308}", row: 0, column: 0)
    #expect(canvas.lines == ["e\u{301}日\u{308}"])
    canvas.put("ab", row: 0, column: 0)
    #expect(canvas.lines == ["ab"])
  }

  @Test func control_characters_show_as_blanks() {
    var canvas = Canvas(rows: 1, columns: 8)
    canvas.put("a\u{1B}[2Jb", row: 0, column: 0)
    #expect(canvas.lines == ["a [2Jb"])
  }

  @Test func a_box_has_a_title_and_a_note() {
    var canvas = Canvas(rows: 3, columns: 24)
    let inside = canvas.box(canvas.bounds, title: Line("crc", red), note: "done", style: red)
    #expect(
      canvas.lines == [
        "╭─ crc ────────────────╮",
        "│                      │",
        "╰─────────────── done ─╯",
      ])
    #expect(inside == Rect(row: 1, column: 1, rows: 1, columns: 22))
  }

  @Test func a_long_title_is_cut_with_an_ellipsis() {
    var canvas = Canvas(rows: 2, columns: 14)
    canvas.box(canvas.bounds, title: "a long title", glyphs: .ascii)
    #expect(canvas.lines == ["+- a lon... -+", "+------------+"])
  }

  @Test func the_style_map_names_looks_by_letters() {
    var canvas = Canvas(rows: 1, columns: 8)
    canvas.put("ab", row: 0, column: 1, style: red)
    canvas.put("c", row: 0, column: 4, style: Style(attributes: .bold))
    #expect(canvas.styleMap(["r": red]) == [".rr.?"])
    canvas.restyle(Rect(row: 0, column: 0, rows: 1, columns: 2)) { $0.attributes.insert(.inverse) }
    #expect(canvas.lines == [" ab c"])
    #expect(canvas.styleMap(["r": red]) == ["??r.?"])
  }

  @Test func filling_leaves_no_half_characters() {
    var canvas = Canvas(rows: 1, columns: 8)
    canvas.put("日本日本", row: 0, column: 0)
    canvas.fill(Rect(row: 0, column: 3, rows: 1, columns: 2), with: "-")
    #expect(canvas.lines == ["日 -- 本"])
  }

  @Test func parts_are_split_and_centred() {
    let all = Rect(row: 0, column: 0, rows: 10, columns: 40)
    let (top, rest) = all.split(top: 3)
    #expect(top == Rect(row: 0, column: 0, rows: 3, columns: 40))
    #expect(rest.split(left: 50).rest.isEmpty)
    #expect(
      all.centred(rows: 4, columns: 100) == Rect(row: 3, column: 0, rows: 4, columns: 40))
    #expect(all.inset(rows: 6, columns: 1).isEmpty)
  }
}

@Suite struct TerminalPaneTests {
  private func terminal() -> Screen {
    var screen = Screen(columns: 10, rows: 3)
    screen.feed("one\r\ntwo\r\nthree\r\nf\u{1B}[31mour\u{1B}[m\r\n日 five")
    return screen
  }

  @Test func a_pane_shows_the_grid_and_the_cursor() {
    var canvas = Canvas(rows: 4, columns: 14)
    canvas.show(terminal(), in: Rect(row: 1, column: 2, rows: 3, columns: 10), hasFocus: true)
    #expect(canvas.lines == ["", "  three", "  four", "  日 five"])
    #expect(canvas.cursor == Position(row: 3, column: 9))
    #expect(
      canvas.styleMap(["r": Style(foreground: .palette(1))]) == ["", "", "...rrr", ""])
  }

  @Test func a_pane_without_the_focus_leaves_the_cursor_alone() {
    var canvas = Canvas(rows: 3, columns: 10)
    canvas.show(terminal(), in: canvas.bounds)
    #expect(canvas.cursor == nil)
  }

  @Test func a_pane_shows_what_has_scrolled_away() {
    var canvas = Canvas(rows: 3, columns: 10)
    canvas.show(terminal(), in: canvas.bounds, scrolledBack: 2, hasFocus: true)
    #expect(canvas.lines == ["one", "two", "three"])
    #expect(canvas.cursor == nil)
    canvas.show(terminal(), in: canvas.bounds, scrolledBack: 99)
    #expect(canvas.lines == ["one", "two", "three"])
  }

  @Test func a_pane_smaller_than_the_grid_shows_the_rows_around_the_cursor() {
    var canvas = Canvas(rows: 2, columns: 3)
    canvas.show(terminal(), in: canvas.bounds, hasFocus: true)
    #expect(canvas.lines == ["fou", "日"])
    #expect(canvas.cursor == nil)
  }
}

@Suite struct ThemeTests {
  @Test func the_monochrome_theme_has_no_colours() {
    for role in Role.allCases {
      let style = Theme.monochrome[role]
      #expect(style.foreground == .standard && style.background == .standard, "\(role)")
    }
  }

  @Test func what_must_be_told_apart_differs_without_colours_too() {
    for theme in [Theme.colors, .monochrome] {
      let pairs: [(Role, Role)] = [
        (.command, .output), (.selection, .text), (.border, .focusedBorder), (.key, .text),
        (.tab, .selectedTab), (.heading, .text), (.link, .text), (.code, .text),
      ]
      for (one, other) in pairs {
        #expect(theme[one] != theme[other], "\(one) and \(other)")
      }
    }
  }

  @Test func ascii_glyphs_are_ascii_and_every_glyph_has_its_width() {
    for child in Mirror(reflecting: Glyphs.ascii).children {
      let text = (child.value as? [String])?.joined() ?? "\(child.value)"
      #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(child.label ?? "")")
    }
    for (unicode, ascii) in zip(
      Mirror(reflecting: Glyphs.unicode).children, Mirror(reflecting: Glyphs.ascii).children)
    where unicode.label != "ellipsis" && unicode.label != "skipped" {
      if let one = unicode.value as? String, let other = ascii.value as? String {
        #expect(displayWidth(of: one) == displayWidth(of: other), "\(unicode.label ?? "")")
      }
    }
  }
}
