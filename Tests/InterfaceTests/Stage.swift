import Emulation
import Grading
import Testing
import Tracks
import Transcripts
import Views

@testable import Interface

/// A lab in memory and the interface in front of it: keys go in as they are written in the table, and
/// what was asked for is collected.
struct Stage {
  var interface: Interface
  var actions: [Action] = []

  static let files = [
    "track.yml": """
    slug: greet
    type: track
    title: Greetings
    """,
    "01-hello/assignment.md": """
    ---
    slug: hello
    type: challenge
    title: Say hello
    notes:
    - type: text
      contents: Two machines **greet** each other.
    tabs:
    - title: East
      type: terminal
      hostname: east
    - title: West
      type: terminal
      hostname: west
    - title: Files
      type: code
      hostname: west
      path: /root
    - title: Site
      type: website
      url: https://site.example/
    ---

    # Begin

    Say hello in the **East** terminal:

    ```bash
    echo hello
    ```

    It answers:

    ```text,nocopy
    hello
    ```

    In the **West** terminal, call <name>:

    ```bash
    echo <name>
    ls
    ```

    See [the manual](https://manual.example/a) or ![a map](map.png).
    """,
    "02-bye/assignment.md": """
    ---
    slug: bye
    type: challenge
    title: Say goodbye
    tabs:
    - title: East
      type: terminal
      hostname: east
    ---

    # End

    ```bash
    echo bye
    ```
    """,
  ]

  static let lab = """
    sites:
      east: {hosts: [east]}
      west: {hosts: [west]}
    steps:
      - at: Say hello
        hints: [Type it., Press Enter.]
        points: 2
    """

  init(
    rows: Int = 24, columns: Int = 80, files: [String: String] = Stage.files,
    lab: String? = Stage.lab, look: Look = Look(hasColors: false), path: String = "",
    progress: Progress = Progress(), step: String = ""
  ) throws {
    let track = try TrackReader.read(
      path: path, files: TrackFiles(texts: files),
      labFile: lab.map { SourceFile(path: "lab.yml", text: $0) })
    let plan = GradingPlan(
      challenges: track.challenges.map { challenge in
        PlannedChallenge(
          id: challenge.slug, title: challenge.title,
          steps: challenge.steps.map {
            PlannedStep(
              id: $0.id, title: $0.title,
              points: track.canJudge($0) ? $0.settings.points ?? 1 : 0,
              hints: $0.settings.hints.count)
          },
          checks: (track.lab?.checks ?? []).filter { check in
            challenge.steps.contains { $0.id == check.afterStep ?? track.steps.last?.id }
          }.map { PlannedCheck(name: $0.name, points: $0.points ?? 1) })
      })
    let lesson = Lesson(
      track, variables: Variables(sandboxID: "abc4def5ghij", slug: track.slug), plan: plan)
    interface = Interface(
      lesson, progress: progress, step: step, size: Size(rows: rows, columns: columns), look: look)
    actions = interface.begin()
  }

  /// The same with its sites up and a prompt in each terminal.
  static func started(
    rows: Int = 24, columns: Int = 80, files: [String: String] = Stage.files,
    lab: String? = Stage.lab, look: Look = Look(hasColors: false)
  ) throws -> Stage {
    var stage = try Stage(rows: rows, columns: columns, files: files, lab: lab, look: look)
    stage.lab(.started("east and west are up."))
    for name in ["east", "west"] { stage.print(name, "[root@\(name) /]# ") }
    stage.handle(.timer(.flash))
    stage.actions = []
    return stage
  }

  /// Whatever an event changes, what is drawn again because of it makes what is to be seen.
  mutating func handle(_ event: InterfaceEvent) {
    let before = interface
    actions += interface.handle(event)
    switch interface.change {
    case .everything: break
    case .terminal:
      #expect(interface.canvas(afterTerminalsOn: before.canvas()) == interface.canvas())
    case .nothing: #expect(interface.canvas() == before.canvas(), "\(event)")
    }
  }
  mutating func lab(_ event: LabEvent) { handle(.lab(event)) }

  /// Presses keys, written as in the table with blanks between them.
  mutating func press(_ keys: String) {
    for key in keys.split(separator: " ") {
      guard let chord = Chord(String(key)) else { continue }
      handle(.key(chord.key, chord.modifiers))
    }
  }

  /// Types characters.
  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { handle(.key(.character(scalar), [])) }
  }

  /// A program in a terminal prints.
  mutating func print(_ terminal: String, _ text: String) {
    let size = interface.told[terminal] ?? Size(rows: 10, columns: 40)
    var screen =
      interface.screens[terminal] ?? Screen(columns: size.columns, rows: size.rows)
    screen.feed(text)
    lab(.screen(terminal: terminal, screen))
  }

  mutating func takeActions() -> [Action] {
    defer { actions = [] }
    return actions
  }

  /// What is to be seen.
  var lines: [String] { interface.canvas().lines }
  var text: String { lines.joined(separator: "\n") }
}
