import Emulation
import Testing

@Suite
struct WidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("日本", 4), ("e\u{301}", 1), ("🦀", 2), ("⚠", 1), ("\u{2764}\u{FE0F}", 1),
    ("\u{1F1E8}\u{1F1ED}", 2), ("👨‍👩‍👧", 6), ("ﬀ", 1), ("한", 2),
  ])
  func widths_are_counted_by_scalar_as_the_c_library_does(text: String, columns: Int) {
    #expect(displayWidth(of: text) == columns)
    #expect(screen(text).cursor.column == columns)
  }

  @Test func a_wide_character_moves_whole_to_the_next_row() {
    let shown = screen("abc日x", columns: 4)
    #expect(shown.lines[0] == "abc")
    #expect(shown.lines[1] == "日x")
    #expect(shown.text == "abc日x")
  }

  @Test func half_of_a_wide_character_never_stays() {
    #expect(screen("日本\u{1B}[2GX").lines[0] == " X本")
    #expect(screen("日本\u{1B}[3GX").lines[0] == "日X")
    #expect(screen("日本\u{1B}[1G\u{1B}[P").lines[0] == " 本")
    var shown = screen("日本", columns: 4)
    shown.feed("\u{1B}[?1049h\u{1B}[H日本")
    shown.resize(columns: 3, rows: 5)
    #expect(shown.lines[0] == "日")
  }

  @Test func marks_combine_with_the_character_before() {
    #expect(screen("e\u{301}x").text == "e\u{301}x")
    #expect(screen("日\u{301}x").text == "日\u{301}x")
    #expect(screen("\u{301}x").text == "x")
  }

  @Test(arguments: [
    ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3, 0x61], "\u{FFFD}a"),
    ([0xE2, 0x82, 0x0D, 0x61], "a"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ([0xF0, 0x9F, 0xA6, 0x80], "🦀"), ([0xE2, 0x82, 0xE2, 0x82, 0xAC], "\u{FFFD}€"),
  ])
  func what_is_not_utf_8_is_replaced(bytes: [UInt8], text: String) {
    var shown = screen("")
    shown.feed(bytes)
    #expect(shown.text == text)
  }
}

@Suite
struct CellTests {
  @Test func a_cell_takes_sixteen_bytes() {
    #expect(MemoryLayout<Cell>.stride == 16)
  }

  @Test func rows_can_be_built_by_hand() {
    let style = Style(foreground: .palette(1), attributes: .bold)
    let row = Row(cells: [
      Cell(scalar: "日", width: 2, style: style), .rightHalf(style: style), Cell(scalar: "x"),
      Cell(),
    ])
    #expect(row.text == "日x")
    #expect(row.cells.map(\.width) == [2, 0, 1, 1])
    #expect(row.cells.map(\.scalar) == ["日", nil, "x", nil])
    #expect(row.cells[0].style == style)
    #expect(row.cells[3].style == Style())
  }
}
