import Platform
import Testing

extension EndToEnd {
  /// The project's own lab played to its end with the keys that the screen names.
  @Suite(
    .serialized, .lane, .enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
  struct PlayTests {
    let home: Home
    init() throws { home = try Home() }

    @Test(arguments: [(24, 80), (40, 120), (60, 200)])
    func a_newcomer_finishes_the_lab(rows: Int, columns: Int) async throws {
      let terminal = try TmuxTerminal(
        home, rows: rows, columns: columns, ["run", Trestle.lab, "--color", "never"])
      var pictures = Pictures(name: "play-\(columns)x\(rows)")
      try await terminal.wait("[root@cloud /]#")
      if columns >= 100 { try await terminal.wait("[root@datacentre /]#") }
      // Without the bar, whose message is there for some seconds.
      pictures.take("start", terminal.screen.dropLast())

      // Whatever has commands is run with Enter; n goes on as soon as the screen offers it.
      for (step, next) in [("1.1", "1.2"), ("1.2", "1.3"), ("1.3", "1.4"), ("1.4", "1.5")] {
        try await run(step, in: terminal)
        try await goOn(to: next, in: terminal)
      }
      try await show(4, "Notes", in: terminal)
      try terminal.press("l")
      pictures.take(
        "list",
        // The list and, drawn last, the bar below it.
        try await terminal.wait(for: "the list") {
          $0.contains("Steps: all") && $0.contains("Enter choose")
        })
      try terminal.press("Enter")
      for (step, next) in [
        ("1.5", "2.1"), ("2.1", "2.2"), ("2.2", "2.3"), ("2.3", "2.4"), ("2.4", "2.5"),
      ] {
        try await run(step, in: terminal)
        try await goOn(to: next, in: terminal)
      }
      try await carryToken(in: terminal)
      pictures.take("token", terminal.screen)
      try terminal.press("F6")
      try await goOn(to: "2.6", in: terminal)
      for (step, next) in [("2.6", "2.7"), ("2.7", "3.1")] {
        try await run(step, in: terminal)
        try await goOn(to: next, in: terminal)
      }
      try terminal.press("m")
      try await terminal.wait("connected")
      try terminal.press("m")
      for (step, next) in [("3.1", "3.2"), ("3.2", "3.3"), ("3.3", "3.4")] {
        try await run(step, in: terminal)
        try await goOn(to: next, in: terminal)
      }
      try await pay(in: terminal)
      pictures.take("bill", terminal.screen)
      // The last n looks at the bill; behind it the rest of the text is read, then the checks are
      // asked and what came of the lab is shown.
      try terminal.press("F6", "n")
      var read = ""
      try await terminal.wait(for: "the end") { shown in
        if shown.contains("Enter leave, Esc stay") { return true }
        if shown.contains("Step 3.4 ✓ passed"), shown != read { try? terminal.press("n") }
        read = shown
        return false
      }
      pictures.take("end", terminal.screen)
      let end = terminal.screen.joined(separator: "\n")
      #expect(end.contains("The lab is done"), "\(end)")
      #expect(end.contains("18 of 18 points: 100%."), "\(end)")
      #expect(end.contains("All 4 checks passed."), "\(end)")
      try terminal.press("Enter")
      try await terminal.wait("ended with 0")
      terminal.end()
      try pictures.compare()
      try await expectNoProcess()
    }

    @Test func a_learner_comes_back_to_the_same_place() async throws {
      let first = try TmuxTerminal(home, rows: 40, columns: 120, ["run", Trestle.lab])
      try await first.wait("[root@cloud /]#")
      try await run("1.1", in: first)
      try await goOn(to: "1.2", in: first)
      try await run("1.2", in: first)
      try first.press("Tab")
      try await first.wait("Ctrl-g text")
      try first.type("echo kept-$((40 + 2))")
      try first.press("Enter")
      try await first.wait("kept-42")

      // Somebody holds it: who, is told without touching the terminal.
      let second = try await home.run("run", Trestle.lab, "--plain")
      #expect(second.status == 3, "\(second)")
      #expect(second.output.contains("is held by process"), "\(second)")

      // The window is closed without a word.
      first.end()
      try await expectNoProcess()

      let again = try TmuxTerminal(home, rows: 24, columns: 80, ["run", Trestle.lab])
      try await again.wait("[root@cloud /]#")
      try await again.wait("Step 1.2 ✓ passed")
      try await again.wait("kept-42")
      try again.press("q", "Enter")
      try await again.wait("ended with 0")
      again.end()
      try await expectNoProcess()
    }

    @Test func whatever_a_program_prints_the_interface_goes_on() async throws {
      let terminal = try TmuxTerminal(home, rows: 40, columns: 120, ["run", Trestle.lab])
      try await terminal.wait("[root@cloud /]#")
      try terminal.press("Tab")
      try await terminal.wait("Ctrl-g text")
      // A program that never ends and prints as fast as it can.
      try terminal.type("yes 'a line that comes again and again'")
      try terminal.press("Enter")
      try await terminal.wait(for: "many lines") {
        $0.matches(of: /a line that comes/).count > 5
      }
      for (rows, columns) in [(24, 80), (16, 60), (12, 50), (50, 150), (40, 120)] {
        try terminal.resize(rows: rows, columns: columns)
        try await terminal.wait(for: "\(columns)×\(rows)") {
          columns < 60 ? $0.contains("Trestle needs 60×16") : $0.contains("Put both halves")
        }
      }
      try terminal.press("C-g", "?")
      try await terminal.wait("type to filter")
      try terminal.press("Escape")
      try await terminal.wait("Ctrl-g text")
      try terminal.press("C-c")
      // Random bytes, which are no UTF-8.
      try terminal.type(
        "clear; head -c 4096 /dev/urandom; printf '\\033c'; echo still-$((1 + 1))-here")
      try terminal.press("Enter")
      try await terminal.wait("still-2-here")
      try terminal.press("C-g", "Tab")
      try await terminal.wait("q quit")
      try terminal.press("q", "Enter")
      try await terminal.wait("ended with 0")
      terminal.end()
      try await expectNoProcess()
    }

    @Test func the_size_changes_at_every_step() async throws {
      let terminal = try TmuxTerminal(home, rows: 40, columns: 120, ["run", Trestle.lab])
      try await terminal.wait("[root@cloud /]#")
      let sizes = [(24, 80), (60, 200), (16, 60), (30, 99), (30, 100), (40, 120)]
      let steps = ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2"]
      for (index, size) in sizes.enumerated() {
        let step = steps[index]
        try await read(to: step, in: terminal)
        try terminal.press("Enter")
        // While it runs.
        try terminal.resize(rows: size.0, columns: size.1)
        try await terminal.wait(for: "step \(step) done at \(size)") {
          $0.contains("Step \(step) passed") || $0.contains("Step \(step) is done")
            || $0.contains("Step \(step) ✓ passed")
        }
        #expect(terminal.screen.count == size.0)
        #expect(terminal.screen.allSatisfy { $0.count <= size.1 })
        try await goOn(to: steps[index + 1], in: terminal)
      }
      try terminal.press("q", "Enter")
      try await terminal.wait("ended with 0")
      terminal.end()
      try await expectNoProcess()
    }

    @Test func it_steps_aside_and_comes_back() async throws {
      let terminal = try TmuxTerminal(
        home, rows: 40, columns: 120, ["run", Trestle.lab], underShell: true)
      try await terminal.wait("[root@cloud /]#")
      try await run("1.1", in: terminal)
      try terminal.press("C-z")
      try await terminal.wait("Stopped")
      try terminal.type("echo aside-$((40 + 2))")
      try terminal.press("Enter")
      try await terminal.wait("aside-42")
      try terminal.type("fg")
      try terminal.press("Enter")
      try await terminal.wait("Step 1.1 ? unverified")
      try await terminal.wait("[root@datacentre /]#")
      try terminal.press("q", "Enter")
      try await terminal.wait("aside-42")
      terminal.end()
      try await expectNoProcess()
    }

    @Test(arguments: ["xterm-256color", "screen-256color", "linux", "vt100"])
    func it_is_at_home_on_every_terminal(kind: String) async throws {
      let terminal = try TmuxTerminal(
        home, rows: 30, columns: 110, ["run", Trestle.lab], variables: ["TERM": kind])
      try await terminal.wait("[root@cloud /]#")
      try await run("1.1", in: terminal)
      try terminal.press("?")
      try await terminal.wait("type to filter")
      try terminal.press("Escape")
      try await terminal.wait(for: "no help any more") { !$0.contains("type to filter") }
      try terminal.press("q", "Enter")
      try await terminal.wait("ended with 0")
      terminal.end()
      try await expectNoProcess()
    }

    private func expectNoProcess(location: SourceLocation = #_sourceLocation) async throws {
      let deadline = MonotonicTime.now() + .seconds(30)
      while MonotonicTime.now() < deadline {
        if home.processes.isEmpty { return }
        try await Task.sleep(for: .milliseconds(50))
      }
      Issue.record("Still runs: \(home.processes)", sourceLocation: location)
    }

    /// Runs the present step and waits until it is done.
    private func run(_ step: String, in terminal: TmuxTerminal) async throws {
      try await read(to: step, in: terminal)
      try terminal.press("Enter")
      try await terminal.wait(for: "step \(step) done") {
        $0.contains("Step \(step) passed") || $0.contains("Step \(step) is done")
      }
    }

    /// Reads on until the present step is in sight.
    private func read(to step: String, in terminal: TmuxTerminal) async throws {
      var read = ""
      try await terminal.wait(for: "step \(step) in sight") { shown in
        guard shown.contains("Step \(step) ") else { return false }
        guard shown.contains("Enter read on") else { return true }
        if shown != read { try? terminal.press("Enter") }
        read = shown
        return false
      }
    }

    /// Goes on to the next step, through the text before it where that was not read yet.
    private func goOn(to step: String, in terminal: TmuxTerminal) async throws {
      var read = terminal.screen.joined(separator: "\n")
      try terminal.press("n")
      try await terminal.wait(for: "step \(step)") { shown in
        if shown.contains("Step \(step) ○ open") { return true }
        let goesOn = ["n read on", "n next"].contains { shown.contains($0) }
        if goesOn, shown != read { try? terminal.press("n") }
        read = shown
        return false
      }
    }

    /// Brings the token from one side to the other through the editor.
    private func carryToken(in terminal: TmuxTerminal) async throws {
      try await read(to: "2.5", in: terminal)
      try terminal.press("Y")
      try await terminal.wait("Copied ")
      try await show(3, "Private files", in: terminal)
      try terminal.press("Tab")
      try await terminal.wait("secret.token")
      try terminal.press("Down", "Enter")
      try await terminal.wait("Ctrl-s save")
      try terminal.press("C-v")
      try await terminal.wait("(not saved)")
      try terminal.press("C-s")
      try await terminal.wait("Wrote ")
    }

    /// Pays Angela Martin's bill on the portal's pages.
    private func pay(in terminal: TmuxTerminal) async throws {
      try await read(to: "3.4", in: terminal)
      try await show(3, "Portal", in: terminal)
      try terminal.press("Tab", "C-r")
      try await terminal.wait("Angela Martin [1]")
      try follow(1, in: terminal)
      try await terminal.wait("Bills [5]")
      try follow(5, in: terminal)
      try await terminal.wait("│ Summary")
      try follow(7, in: terminal)
      try await terminal.wait("Submit payment")
      try follow(2, in: terminal)
      try await terminal.wait("│ Summary")
      try terminal.press("NPage")
      try await terminal.wait(for: "a date in the bill") {
        $0.firstMatch(of: /\$50 +│ 20\d\d-\d\d-\d\d/) != nil
      }
    }

    /// Shows a tab by its number.
    private func show(_ number: Int, _ tab: String, in terminal: TmuxTerminal) async throws {
      try terminal.press(String(number))
      try await terminal.wait("[\(number) \(tab)]")
    }

    /// Opens the link, or presses the button, with a number.
    private func follow(_ number: Int, in terminal: TmuxTerminal) throws {
      for _ in 0..<number { try terminal.press("Tab") }
      try terminal.press("Enter")
    }
  }
}

/// Screens that are kept as text, so that a change of them is seen. With TRESTLE_RECORD=1 those that
/// were taken become the kept ones.
struct Pictures {
  private let folder: String
  private var taken: [(name: String, lines: [String])] = []

  init(name: String) { folder = "\(Path.parent(of: #filePath))/Pictures/\(name)" }

  /// Takes a picture; what differs from run to run is masked.
  mutating func take(_ name: String, _ screen: some Sequence<String>) {
    taken.append((name, screen.map(Pictures.masked)))
  }

  private static func masked(_ line: String) -> String {
    var line = line
    line = line.replacing(/[a-z0-9]{12}\.clin/) { _ in "xxxxxxxxxxxx.clin" }
    line = line.replacing(/[0-9a-f]{9,10}-[a-z0-9]{5}\b/) { _ in "HASH-xxxxx" }
    // Each run has a network of its own.
    line = line.replacing(/127\.\d{1,3}\.(\d{1,3}\.\d{1,3})/) { "127.N.\($0.1)" }
    line = line.replacing(/AGE \S+ → \S+/) { _ in "AGE N → N" }
    line = line.replacing(/[0-9a-f]{8}-[0-9a-f-]{4,28}/) {
      String(repeating: "x", count: $0.output.count)
    }
    line = line.replacing(/[A-Za-z0-9+\/=]{28,}/) { String(repeating: "x", count: $0.output.count) }
    line = line.replacing(/20\d\d-\d\d-\d\d/) { _ in "YYYY-MM-DD" }
    line = line.replacing(/after [0-9.]+ s/) { _ in "after N s" }
    line = line.replacing(/\d+ min left/) { _ in "N min left" }
    line = line.replacing(/\x20{3,}/) { _ in "   " }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Compares what was taken with what is kept.
  func compare(location: SourceLocation = #_sourceLocation) throws {
    for (name, lines) in taken {
      let path = "\(folder)/\(name).txt"
      let text = lines.joined(separator: "\n") + "\n"
      if Environment["TRESTLE_RECORD"] == "1" {
        try Files.makeDirectory(folder)
        try Files.write(path, text: text)
        continue
      }
      let kept = (try? Files.readText(path)) ?? ""
      if kept != text {
        Issue.record(
          "\(path) differs; TRESTLE_RECORD=1 keeps the new one.\n\(text)", sourceLocation: location)
      }
    }
  }
}
