import Emulation
import Testing
import Tracks
import Transcripts
import Views

@testable import Interface

/// Nothing of the text is jumped over.
@Suite struct ReadingTests {
  /// More text between the steps, and behind the last one, than a small screen has rows.
  static let files = [
    "track.yml": "slug: long\ntype: track\ntitle: Long\n",
    "01-read/assignment.md": """
    ---
    slug: read
    type: challenge
    title: Read
    tabs:
    - title: East
      type: terminal
      hostname: east
    ---

    # Begin

    \(paragraphs("Before", 14))

    ```bash
    echo one
    ```

    \(paragraphs("Between", 14))

    ```bash
    echo two
    ```

    \(paragraphs("Behind", 14))
    """,
    "02-end/assignment.md": """
    ---
    slug: end
    type: challenge
    title: End
    tabs:
    - title: East
      type: terminal
      hostname: east
    ---

    ```bash
    echo three
    ```
    """,
  ]

  static func paragraphs(_ word: String, _ count: Int) -> String {
    (1...count).map { "\(word) \($0)." }.joined(separator: "\n\n")
  }

  func stage(rows: Int = 24, columns: Int = 80) throws -> Stage {
    var stage = try Stage(rows: rows, columns: columns, files: Self.files, lab: nil)
    stage.lab(.started("east is up."))
    stage.handle(.timer(.flash))
    stage.actions = []
    return stage
  }

  /// Presses a key until something is in sight; every line of the text that was in sight meanwhile.
  func read(_ key: String, until text: String, in stage: inout Stage) -> Set<String> {
    var seen: Set<String> = []
    for _ in 0..<20 {
      seen.formUnion(stage.text.matches(of: /(Before|Between|Behind) \d+\./).map { String($0.0) })
      if stage.text.contains(text) { break }
      stage.press(key)
    }
    return seen
  }

  @Test(arguments: [(16, 60), (24, 80), (30, 100)])
  func a_challenge_is_read_from_its_top_to_its_end(rows: Int, columns: Int) throws {
    var stage = try stage(rows: rows, columns: columns)
    #expect(stage.lines[1].contains("Begin"))
    #expect(stage.lines[rows - 1].contains("Enter read on"))
    let before = read("Enter", until: "echo one", in: &stage)
    #expect(before.count == 14, "\(before)")
    #expect(!stage.actions.contains { if case .run = $0 { true } else { false } })
    for _ in 0..<9 where stage.lines[rows - 1].contains("read on") { stage.press("Enter") }
    stage.press("Enter")
    #expect(stage.actions.contains(.run(step: "1.1", commands: ["echo one"])))

    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    stage.press("n")
    #expect(stage.interface.stepID == "1.2")
    let between = read("Enter", until: "echo two", in: &stage)
    #expect(between.count >= 14, "\(between)")
    stage.lab(.judged(step: "1.2", Outcome(.exact)))
    stage.press("n")
    #expect(stage.interface.stepID == "1.2", "the text goes on")
    let behind = read("n", until: "2/2 End", in: &stage)
    #expect(behind.isSuperset(of: (1...14).map { "Behind \($0)." }), "\(behind)")
    #expect(stage.interface.stepID == "2.1")
  }

  @Test func what_was_never_in_sight_is_read_first_whatever_size_the_window_gets() throws {
    var stage = try Stage(files: Self.nearStep, lab: nil)
    let lesson = stage.interface.lesson
    for size in [Size(rows: 24, columns: 80), Size(rows: 26, columns: 90)] {
      stage.interface = Interface(lesson, size: Size(rows: 24, columns: 80))
      stage.handle(.resized(size))
      stage.actions = stage.interface.begin()
      stage.lab(.started("east is up."))
      stage.handle(.timer(.flash))
      #expect(!stage.text.contains("echo one"))
      #expect(stage.lines[size.rows - 1].contains("Enter read on"), "\(stage.text)")
    }
  }

  /// A first step that begins just below what an 80×24 window shows.
  private static let nearStep = files.merging([
    "01-read/assignment.md": """
    ---
    slug: read
    title: Read
    tabs:
    - {title: East, type: terminal, hostname: east}
    ---

    # Begin

    \(paragraphs("Before", 5))

    ```bash
    echo one
    ```
    """
  ]) { $1 }

  @Test func what_was_read_is_not_read_again() throws {
    var stage = try stage()
    _ = read("PgDn", until: "echo one", in: &stage)
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    _ = read("PgDn", until: "Behind 14.", in: &stage)
    stage.press("n")
    #expect(stage.text.contains("echo two"), "\(stage.text)")
    stage.lab(.judged(step: "1.2", Outcome(.exact)))
    stage.press("n")
    #expect(stage.interface.stepID == "2.1")
  }

  @Test func a_step_that_is_clicked_runs() throws {
    var stage = try stage(rows: 40, columns: 120)
    let row = try #require(stage.lines.firstIndex { $0.contains("echo one") })
    stage.handle(.mouse(MouseEvent(.press(.left), column: 5, row: row)))
    #expect(stage.actions.contains(.run(step: "1.1", commands: ["echo one"])))
  }
}
