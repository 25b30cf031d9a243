import Grading
import Labs
import Markdown
import Platform
import Shells
import Tracks
import Transcripts

/// A lab as a stream of steps: it says what to do, takes a line at a time, runs it in the step's
/// terminal, and says what came of it.
package final class PlainLesson {
  let track: Track
  private let path: String
  let session: Session
  private let store: ProgressStore
  private let runner: StepRunner
  let say: (String) -> Void
  var entry: ProgressStore.Entry
  var index: Int
  /// What was typed for the present step and what it printed, the oldest first.
  private var typed: [CommandOutput] = []

  /// What a lesson ended with.
  package enum End: Hashable, Sendable {
    case quit
    case finished
    /// The learner wants to begin anew.
    case reset
  }

  /// - Parameters:
  ///   - path: the track's path, under which its progress is kept.
  ///   - say: prints a line.
  package init(
    _ track: Track, path: String, _ session: Session, _ store: ProgressStore,
    say: @escaping (String) -> Void
  ) throws(LabError) {
    self.track = track
    self.path = path
    self.session = session
    self.store = store
    self.say = say
    var entry =
      try store.entry(path) ?? ProgressStore.Entry(track: path, title: track.title)
    entry.session = session.folder.path
    self.entry = entry
    index = track.steps.firstIndex { $0.id == entry.step } ?? 0
    runner = StepRunner(session, deadline: .seconds(20), isInteractive: true) { event in
      if case .waiting(_, let status) = event { say("  … \(status)") }
    }
    runner.endedLater = track.endedLater
  }

  /// Takes lines until the learner quits, finishes or wants to begin anew.
  package func run(_ lines: AsyncStream<String>) async throws -> End {
    try store.save(entry)
    if index == 0 { introduce() } else { say("Going on at step \(track.steps[index].id).") }
    await prepare()
    show()
    var confirms = false
    for await line in lines {
      let word = line.trimmed
      if confirms {
        confirms = false
        if word == "yes" { return .reset }
        say("Nothing was reset.")
        continue
      }
      switch word {
      case "quit", "q", "exit":
        say("Everything is kept. 'trestle run \(path) --plain' goes on here.")
        return .quit
      case "next", "n": if try await next() { return .finished }
      case "back", "b": try await move(to: max(0, index - 1))
      case "list", "l": list()
      case "hint", "h": try hint()
      case "check", "c": try await check()
      case "open", "o": await open()
      case "skip": try await skip()
      case "help", "?": help()
      case "reset":
        say("This ends the sites and forgets what was done here. Type yes to do it.")
        confirms = true
      case "": if try await enter() { return .finished }
      default: try await type(line)
      }
    }
    return .quit
  }

  var step: Step { track.steps[index] }

  var challenge: Challenge? {
    track.challenges.first { $0.steps.contains { $0.id == step.id } }
  }

  private var state: StepProgress.State { entry.progress.steps[step.id]?.state ?? .open }

  private var isDone: Bool { state == .passed || state == .unverified || state == .skipped }

  // Showing.

  private func introduce() {
    say("\(track.title)\n")
    for note in track.challenges.first?.notes ?? [] {
      if case .text(let text) = note.content {
        for line in LessonText(text).lines() { say(line) }
      }
    }
    help()
  }

  private func help() {
    say(
      """

      Enter runs a step's commands in its terminal; anything else you type is run there.
      check, hint, next, back, list, open, skip, reset and quit work at any time.
      """)
  }

  private func show() {
    let step = step
    let position = "\(index + 1) of \(track.steps.count)"
    say("\n== Step \(step.id) (\(position)): \(MarkdownDocument.words(of: step.title))")
    if let text = try? Files.readText(step.location.file) {
      let page = LessonText(session.filled(text), blocks: challenge?.blocks ?? [])
      for line in page.lines(from: textStart, to: step.location.line) { say(line) }
    }
    switch step.kind {
    case .commands(let commands):
      say("\nIn the terminal \(commands.terminal.name):")
      for command in session.commands(of: step) {
        for line in command.split(separator: "\n") { say("    \(line)") }
      }
      if let output = commands.outputs.first {
        say("It should print something like:")
        for line in output.text.split(separator: "\n").prefix(20) { say("    | \(line)") }
      }
    case .manual(let manual):
      for instruction in manual.instructions {
        for line in LessonText(instruction).lines() { say(line) }
      }
      say("This is done by hand. Type next when it is done, or skip to have it done for you.")
    case .quiz(let quiz):
      say(quiz.question)
      for (number, answer) in quiz.answers.enumerated() { say("  \(number + 1). \(answer)") }
      say("Type the numbers of the right answers.")
    }
    if isDone { say("(This step is \(state.rawValue).)") }
  }

  /// The line after the step before, or where the assignment's text begins.
  private var textStart: Int {
    let file = step.location.file
    if index > 0, track.steps[index - 1].location.file == file {
      let before = track.steps[index - 1]
      guard let commands = before.commandStep, let challenge else {
        return before.location.line + 1
      }
      let blocks = [commands.block] + commands.outputs.map(\.block)
      let last = blocks.compactMap { index in challenge.blocks.first { $0.index == index } }
        .map(\.lastLine).max()
      return (last ?? before.location.line) + 1
    }
    return challenge?.sections.first?.location.line ?? 1
  }

  func list() {
    for step in track.steps {
      let state = entry.progress.steps[step.id]?.state ?? .open
      let sign =
        switch state {
        case .passed: "✓"
        case .failed: "✗"
        case .skipped: "→"
        case .unverified: "?"
        case .open: " "
        }
      let mark = step.id == self.step.id ? ">" : " "
      say(
        "\(mark) \(sign) \(step.id)  \(MarkdownDocument.words(of: step.title))  [\(state.rawValue)]"
      )
    }
    say(Scorecard(plan: GradingPlan(track), progress: entry.progress).table())
  }

  private func open() async {
    for tab in challenge?.tabs ?? [] {
      if let url = tab.url {
        say("\(tab.title): \(session.filled(url))")
      } else if case .code(let host, let path) = tab.kind,
        let folder = try? await session.host(host)
      {
        say("\(tab.title): the files are in \(folder.resolve(path))")
      } else if let host = tab.host {
        say("\(tab.title): a terminal on \(host)")
      }
    }
  }

  // Doing.

  /// - Parameter given: what a machine runs in place of the step's commands.
  private func enter(given: [String]? = nil) async throws -> Bool {
    if isDone { return try await next() }
    guard let commands = step.commandStep else {
      say("Nothing to run here: do it by hand and type next, or type skip.")
      return false
    }
    let report = await runner.run(step, commands, given: given)
    for rewrite in report.rewrites { say("(\(rewrite.expected) is \(rewrite.actual) here)") }
    for (command, output) in zip(report.commands, report.outputs) {
      say("$ \(command)")
      if !output.text.isEmpty { say(output.text) }
    }
    if report.verdict == .unverified, report.skipReason == nil, track.isLookedAt(step) {
      if try await look() { say("Enter goes on.") }
    } else {
      try judge(report)
    }
    return false
  }

  private func judge(_ report: StepReport) throws {
    if let reason = report.skipReason {
      entry.progress.apply(.stepUnverified(step.id))
      say("→ left out: \(reason). Enter goes on.")
      return try save()
    }
    switch report.verdict {
    case .exact, .similar, .drift:
      entry.progress.apply(.stepPassed(step.id, verdict: report.verdict.rawValue))
      praise("passed (\(report.verdict.rawValue))")
    case .unverified:
      entry.progress.apply(.stepUnverified(step.id))
      say("? done; the text promises nothing to compare. Enter goes on.")
    case .notReady, .different, .error:
      entry.progress.apply(.stepFailed(step.id, verdict: report.verdict.rawValue))
      say("✗ \(report.verdict.rawValue): \(report.sentence ?? "not as expected")")
      if let comparison = report.comparison {
        say(ComparisonRenderer(advisesAuthor: false).text(comparison))
      }
      tellCause(of: report.outputs, report.verdict)
    }
    try save()
  }

  /// Runs what the learner typed in the step's terminal; when its output is what the step promises,
  /// the step is done.
  private func type(_ line: String) async throws {
    if case .quiz(let quiz) = step.kind {
      try answer(quiz, line)
      return
    }
    let host = step.commandStep?.terminal.host ?? session.hostNames.first ?? ""
    let shell = try await session.shell(of: host)
    let result = await shell.run(line, timeout: .seconds(300))
    if !result.text.isEmpty { say(result.text) }
    if let status = result.status, status != 0 { say("(exit code \(status))") }
    let output = CommandOutput(command: line, text: result.text, status: result.status ?? -1)
    typed = (typed + [output]).suffix(20)
    if isDone { return }
    guard let report = runner.judge(step, typed: typed), !report.verdict.isFailure else {
      return tellCause(of: [output], .different)
    }
    if report.verdict == .unverified {
      entry.progress.apply(.stepUnverified(step.id))
    } else {
      entry.progress.apply(.stepPassed(step.id, verdict: report.verdict.rawValue))
    }
    praise("that is what this step asks for")
    try save()
  }

  /// Tells why the step was not done, where many run into the same.
  private func tellCause(of outputs: [CommandOutput], _ verdict: Verdict) {
    let wanted = session.commands(of: step)
    if let cause = KnownCause.of(outputs, wanted: wanted, verdict: verdict) {
      say("  Hint: \(cause.hint)")
    }
  }

  private func answer(_ quiz: Quiz, _ line: String) throws {
    let chosen = Set(line.split { !$0.isNumber }.compactMap { Int($0) }.map { $0 - 1 })
    if chosen == Set(quiz.solution) {
      entry.progress.apply(.stepPassed(step.id, verdict: "exact"))
      praise("right")
    } else {
      entry.progress.apply(.stepFailed(step.id, verdict: "different"))
      say("✗ not quite; try again.")
    }
    try save()
  }

  /// Tells that the step is done, and why it worked.
  private func praise(_ words: String) {
    say("✓ \(words). Enter goes on.")
    explain()
  }

  /// Tells why what the step asks for has worked.
  func explain() {
    if let debrief = step.settings.debrief { say("  \(MarkdownDocument.words(of: debrief))") }
  }

  private func hint() throws {
    let hints = step.settings.hints
    let taken = entry.progress.steps[step.id]?.hints ?? 0
    guard taken < hints.count else {
      say(hints.isEmpty ? "There is no hint for this step." : "There is no further hint.")
      for hint in hints { say("  · \(hint)") }
      return
    }
    entry.progress.apply(.hintTaken(step.id))
    let left = hints.count - taken - 1
    say("Hint \(taken + 1) of \(hints.count): \(hints[taken])\(left > 0 ? " (\(left) more)" : "")")
    try save()
  }

  private func skip() async throws {
    switch step.kind {
    case .commands:
      if try await enter(given: step.settings.auto.map { [$0] }) { return }
    case .manual(let manual):
      switch await LessonWork(track, session).perform(manual) {
      case .success(let lines): for line in lines { say(line) }
      case .failure(let failure):
        say("✗ \(failure.sentence)")
        return
      }
      entry.progress.apply(.stepSkipped(step.id))
      say("→ done for you. Enter goes on.")
    case .quiz(let quiz):
      say("Right: \(quiz.solution.map { String($0 + 1) }.joined(separator: ", "))")
      entry.progress.apply(.stepSkipped(step.id))
    }
    try save()
  }

  // Moving.

  /// The next step; whether there is none.
  private func next() async throws -> Bool {
    if state == .open || state == .failed, case .manual = step.kind {
      if track.isLookedAt(step) {
        if try await !look() { return false }
      } else {
        entry.progress.apply(.stepUnverified(step.id))
      }
    }
    guard index + 1 < track.steps.count else {
      try await end()
      return false
    }
    try await move(to: index + 1)
    return false
  }

  private func move(to target: Int) async throws {
    index = target
    typed = []
    try save()
    await prepare()
    show()
  }

  /// Runs what the step's challenge begins with, once.
  private func prepare() async {
    guard let challenge else { return }
    let lifeCycle = LifeCycle(track, session)
    if lifeCycle.needsSetUp(challenge) { say("Setting up \(challenge.title) …") }
    for failure in await lifeCycle.enter(challenge) { say("✗ the set-up failed: \(failure)") }
  }

  func save() throws {
    entry.step = step.id
    try store.save(entry)
  }
}

extension String {
  /// The text without blanks at both ends.
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
