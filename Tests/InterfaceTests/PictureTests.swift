import Emulation
import Pictures
import Testing
import Views

@testable import Interface

@Suite struct PictureTests {
  /// Its text has more pictures than any screen has rows.
  static let files = [
    "track.yml": "slug: pictures\ntype: track\ntitle: Pictures\n",
    "01-see/assignment.md": """
    ---
    slug: see
    type: challenge
    title: See
    tabs:
    - title: East
      type: terminal
      hostname: east
    ---

    ![A map](../assets/map.png)

    ![Drawn](../assets/drawn.svg), ![A photo](photo.jpg) and
    ![elsewhere](https://pictures.example/a.png).

    ```bash
    echo hello
    ```
    """,
  ]

  static let map = "01-see/../assets/map.png"

  func stage(rows: Int = 40, columns: Int = 120, look: Look = Look().on(colors: 256)) throws
    -> Stage
  {
    try Stage(rows: rows, columns: columns, files: Self.files, lab: nil, look: look)
  }

  /// A picture of one colour.
  func picture(width: Int = 300, height: Int = 100) throws -> Picture {
    let bytes = (0..<width * height).flatMap { _ -> [UInt8] in [255, 0, 0, 255] }
    return try #require(Picture(width: width, height: height, bytes: bytes))
  }

  /// The rows of the screen that have the picture's colour.
  func rows(_ stage: Stage) -> [Int] {
    let canvas = stage.interface.canvas()
    return canvas.rows.indices.filter { row in
      canvas.rows[row].cells.contains {
        [$0.style.foreground, $0.style.background].contains(.rgb(255, 0, 0))
      }
    }
  }

  func asked(_ stage: Stage) -> [String] {
    stage.actions.compactMap { if case .picture(let path) = $0 { path } else { nil } }
  }

  @Test func the_texts_pictures_are_asked_for_once() throws {
    var stage = try stage()
    #expect(asked(stage) == [Self.map, "01-see/../assets/drawn.svg"])
    stage.handle(.resized(Size(rows: 30, columns: 100)))
    stage.press("Down z z")
    #expect(asked(stage).count == 2)
  }

  @Test func where_none_is_drawn_none_is_asked_for() throws {
    let plain = [Look(hasColors: false).on(colors: 256), Look(isASCII: true).on(colors: 256)]
    for look in plain + [Look().on(colors: 16)] {
      let stage = try stage(look: look)
      #expect(asked(stage) == [])
      #expect(stage.text.contains("[picture: A map] [1]"))
    }
  }

  @Test func a_page_of_its_own_has_its_pictures_beside_it() throws {
    let page = "![A map](map.png)\n\n```bash\necho hello\n```\n"
    var stage = try Stage(
      files: ["page.md": page], lab: nil, look: Look().on(colors: 256), path: "page.md")
    #expect(asked(stage) == ["map.png"])
    stage.press("o")
    #expect(stage.actions.contains(.open("map.png")))
  }

  @Test func the_text_is_there_before_its_picture() throws {
    var stage = try stage()
    let before = stage.lines
    #expect(before.contains { $0.contains("[picture: A map] [1]") })
    #expect(rows(stage) == [])
    stage.lab(.picture(Self.map, .success(try picture())))
    // 300×100 pixels in 49 columns: 16 rows of pixels, 8 of the screen.
    let caption = try #require(before.firstIndex { $0.contains("[picture: A map]") })
    #expect(rows(stage) == Array(caption + 1...caption + 8))
    // It can still be opened.
    stage.press("o Enter")
    #expect(stage.actions.contains(.open(Self.map)))
  }

  @Test func it_takes_half_of_the_text_at_most() throws {
    var stage = try stage()
    stage.lab(.picture(Self.map, .success(try picture(width: 100, height: 400))))
    #expect(rows(stage).count == 38 / 2)
    stage.handle(.resized(Size(rows: 24, columns: 80)))
    #expect(rows(stage).count <= 8)
    // The whole screen has more room.
    stage.handle(.resized(Size(rows: 40, columns: 120)))
    stage.press("z")
    #expect(rows(stage).count == 38 / 2)
  }

  @Test func the_first_screen_begins_at_the_top_also_when_a_picture_comes() throws {
    var stage = try stage(rows: 24, columns: 80)
    let first = stage.lines[1]
    #expect(stage.text.contains("echo hello"))
    stage.lab(.started("East is up."))
    stage.handle(.timer(.flash))
    stage.lab(.picture(Self.map, .success(try picture(width: 100, height: 400))))
    #expect(stage.lines[1].hasPrefix(first))
    #expect(!stage.text.contains("echo hello"))
    #expect(stage.lines[23].contains("Enter read on"))
    // What was not in sight does not run.
    stage.actions = []
    for _ in 0..<5 where !stage.text.contains("echo hello") { stage.press("Enter") }
    #expect(stage.takeActions() == [])
    #expect(stage.text.contains("echo hello"))
    stage.press("Enter")
    #expect(stage.takeActions().contains { if case .run = $0 { true } else { false } })
  }

  @Test func where_the_learner_reads_stays_in_sight_when_a_picture_comes() throws {
    var files = Self.files
    files["01-see/assignment.md"]? += (1...60).map { "\n\nLine \($0)." }.joined()
    var stage = try Stage(
      rows: 30, columns: 100, files: files, lab: nil, look: Look().on(colors: 256))
    stage.press("PgDn PgDn")
    // A line of text at the top, then a blank one.
    for _ in 0..<2 {
      let shown = stage.lines[1...6]
      #expect(shown.joined().contains("Line "))
      stage.lab(.picture(Self.map, .success(try picture())))
      #expect(stage.lines[1...6] == shown)
      stage.interface.pictures = [:]
      stage.press("Down")
    }
  }

  @Test func a_picture_that_cant_be_shown_is_told_and_keeps_its_caption() throws {
    var stage = try stage()
    stage.lab(
      .picture(Self.map, .failure(Sentence("The picture a.png can't be shown: it is not PNG."))))
    #expect(stage.text.contains("[picture: A map] [1]"))
    #expect(stage.text.contains("The picture a.png can't be shown"))
    #expect(stage.interface.messages.count == 1)
  }
}
