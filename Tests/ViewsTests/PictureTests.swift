import Emulation
import Markdown
import Pictures
import Testing

@testable import Views

@Suite struct PictureTests {
  static let red = Color.rgb(255, 0, 0)
  static let green = Color.rgb(0, 255, 0)
  static let blue = Color.rgb(0, 0, 255)

  /// A picture drawn with letters: `r`, `g`, `b`, `w`; a dot is clear and `h` a red that is half so.
  static func picture(_ rows: String...) throws -> Picture {
    let colors: [Character: [UInt8]] = [
      "r": [255, 0, 0, 255], "g": [0, 255, 0, 255], "b": [0, 0, 255, 255],
      "w": [255, 255, 255, 255], ".": [90, 90, 90, 0], "h": [255, 0, 0, 127],
    ]
    return try #require(
      Picture(
        width: rows[0].count, height: rows.count, bytes: rows.joined().flatMap { colors[$0] ?? [] })
    )
  }

  /// The page of a document beside which a picture lies.
  func page(
    _ markdown: String, _ picture: Picture?, columns: Int = 30, rows: Int = 4
  ) -> Page {
    var settings = PageSettings(columns: columns)
    settings.picture = { $0 == "a.png" ? picture : nil }
    settings.pictureRows = rows
    return Page(MarkdownDocument(markdown), settings)
  }

  /// What a reader sees of a page.
  func canvas(_ page: Page, rows: Int = 8, columns: Int = 30) -> Canvas {
    var canvas = Canvas(rows: rows, columns: columns)
    canvas.show(page, in: canvas.bounds)
    return canvas
  }

  static let styles: KeyValuePairs<Character, Style> = [
    "R": Style(background: red), "r": Style(foreground: red),
    "x": Style(foreground: red, background: green), "b": Style(foreground: blue),
    "l": Theme.colors[.link], "d": Theme.colors[.dim],
  ]

  @Test func a_place_shows_two_pixels_and_clear_ones_show_what_is_below() throws {
    let picture = try Self.picture(
      "rr.r.",
      "rg.rh",
      "...b.")
    let canvas = canvas(page("![Map](a.png)", picture))
    #expect(canvas.lines[..<4] == ["[picture: Map] [1]", " ▀", "   ▀", ""])
    #expect(
      canvas.styleMap(Self.styles)[..<4] == [
        "llllllllllllllllll".prefix(14) + "dddd", "Rx.R", "...b", "",
      ])
  }

  @Test func it_stands_below_its_caption_and_belongs_to_its_block() throws {
    let picture = try Self.picture("rrr", "rrr")
    let page = page("See ![Map](a.png) now.\n\nNext.", picture)
    #expect(page.text == ["See [picture: Map] [1] now.", "", "", "Next."])
    #expect(page.lines.map { $0.picture?.cells.count } == [nil, 3, nil, nil])
    #expect(page.lines.map(\.source) == [1, 1, 3, 3])
    // What is said about the block comes behind the picture.
    #expect(page.end(ofSource: 1) == 2)
  }

  @Test func in_a_list_or_a_note_it_is_indented_as_the_text_is() throws {
    let picture = try Self.picture("rr", "rr")
    #expect(
      canvas(page("- Look: ![](a.png)", picture)).styleMap(Self.styles)[1] == "..RR")
    let note = canvas(page("> [!NOTE]\n> ![](a.png)", picture))
    #expect(note.lines[..<4] == ["▌ Note", "▌ [picture] [1]", "▌", ""])
    #expect(note[2, 2]?.style == Style(background: Self.red))
    #expect(canvas(page("> ![](a.png)", picture))[1, 3]?.style == Style(background: Self.red))
    #expect(
      canvas(page("<p><img src=\"a.png\" alt=\"Map\"></p>", picture)).styleMap(Self.styles)[1]
        == "RR")
  }

  @Test func a_large_one_becomes_as_large_as_there_is_room() throws {
    let wide = try #require(
      Picture(
        width: 90, height: 45,
        bytes: (0..<45).flatMap { row in
          (0..<90).flatMap { column -> [UInt8] in
            column < 45 ? [255, 0, 0, 255] : [0, 0, 255, 255]
          }
        }))
    func size(columns: Int, rows: Int) -> [Int] {
      page("![](a.png)", wide, columns: columns, rows: rows).lines.compactMap {
        $0.picture?.cells.count
      }
    }
    // The width decides, then the height; a place is twice as high as it is wide.
    #expect(size(columns: 30, rows: 20) == Array(repeating: 30, count: 8))
    #expect(size(columns: 80, rows: 4) == Array(repeating: 16, count: 4))
    // It is never made larger.
    #expect(size(columns: 200, rows: 100) == Array(repeating: 90, count: 23))
    #expect(size(columns: 8, rows: 1) == [4])
    let row = try #require(page("![](a.png)", wide, columns: 30).lines[1].picture)
    #expect(row.cells.first?.style.background == .rgb(255, 0, 0))
    #expect(row.cells.last?.style.background == .rgb(0, 0, 255))
  }

  @Test func a_pixel_is_the_mean_of_those_that_it_stands_for() throws {
    let bytes: [UInt8] = [
      0, 0, 0, 255, 100, 0, 0, 255, 0, 0, 40, 255,
      200, 0, 0, 255, 100, 0, 0, 255, 0, 0, 80, 255,
    ]
    let picture = try #require(Picture(width: 3, height: 2, bytes: bytes))
    // One and a half pixels become one.
    let half = picture.fitting(width: 2, height: 2)
    #expect(half.width == 2 && half.height == 1)
    #expect(Array(half.bytes[..<4]) == [100, 0, 0, 255])
    #expect(Array(half.bytes[4...]) == [33, 0, 40, 255])
    // Clear pixels have no part in the colour.
    let clear = try Self.picture("r.", "..").fitting(width: 1, height: 1)
    #expect(clear.bytes == [255, 0, 0, 64])
    #expect(try Self.picture("..", "..").fitting(width: 1, height: 1).bytes == [0, 0, 0, 0])
  }

  @Test(arguments: [(1, 1), (3, 2), (7, 5), (16, 9), (29, 31)])
  func one_colour_stays_the_same_in_any_size(width: Int, height: Int) throws {
    let bytes = (0..<31 * 33).flatMap { _ -> [UInt8] in [10, 200, 77, 255] }
    let picture = try #require(Picture(width: 31, height: 33, bytes: bytes))
    let small = picture.fitting(width: width, height: height)
    #expect(small.width <= width && small.height <= height)
    #expect(Set(small.bytes.indices.map { small.bytes[$0] &- bytes[$0 % 4] }) == [0])
  }

  @Test func a_very_flat_one_keeps_a_pixel() throws {
    let flat = try #require(
      Picture(width: 400, height: 1, bytes: Array(repeating: 255, count: 1600)))
    #expect(flat.rows(columns: 10, rows: 5).map(\.cells.count) == [10])
    let thin = try #require(
      Picture(width: 1, height: 400, bytes: Array(repeating: 255, count: 1600)))
    #expect(thin.rows(columns: 10, rows: 5).map(\.cells.count) == [1, 1, 1, 1, 1])
  }

  @Test func without_the_picture_there_is_the_caption_alone() {
    #expect(page("![Map](a.png)", nil).text == ["[picture: Map] [1]"])
    #expect(page("![Map](b.svg)", nil).lines.count == 1)
  }

  @Test func no_picture_is_scaled_twice() throws {
    let picture = try Self.picture("rr", "gg")
    let first = page("![](a.png)", picture)
    var settings = PageSettings(columns: 30)
    settings.pictureRows = 4
    settings.drawn = first.drawn
    // There is nothing to scale any more.
    let second = Page(MarkdownDocument("![](a.png)"), settings)
    #expect(second.lines == first.lines)
    // What another size needs is not there.
    settings.pictureRows = 3
    #expect(Page(MarkdownDocument("![](a.png)"), settings).lines.count == 1)
  }

  @Test func a_part_that_scrolls_away_or_does_not_fit_is_left_out() throws {
    let picture = try Self.picture("rrrr", "rrrr", "bbbb", "bbbb")
    let page = page("![](a.png)", picture)
    var canvas = Canvas(rows: 3, columns: 8)
    canvas.fill(canvas.bounds, with: "#")
    canvas.show(page, in: Rect(row: 1, column: 2, rows: 1, columns: 3), from: 2)
    #expect(canvas.lines == ["########", "##   ###", "########"])
    #expect(canvas[1, 4]?.style == Style(background: Self.blue))
    #expect(canvas[1, 5]?.style == Style())
  }

  @Test func pictures_are_drawn_where_there_are_colours_and_signs_for_them() {
    #expect(Look().on(colors: 256).drawsPictures)
    #expect(Look().on(colors: 1 << 24).drawsPictures)
    #expect(!Look().on(colors: 16).drawsPictures)
    #expect(!Look(hasColors: false).on(colors: 256).drawsPictures)
    #expect(!Look(isASCII: true).on(colors: 256).drawsPictures)
    #expect(!Look().drawsPictures)
  }
}
