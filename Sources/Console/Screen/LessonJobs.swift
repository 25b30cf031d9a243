import Grading
import Interface
import Labs
import Platform
import Synchronization
import Tracks
import Transcripts

/// The work that a lab does for the interface, one job after the other: steps that run, what was typed
/// judged, steps done for the learner, checks.
final class LessonJobs: Sendable {
  /// Something to do.
  enum Job: Sendable {
    case enter(Challenge)
    case run(Step, commands: [String], terminal: String)
    case typed(String, CommandOutput)
    case solve(Step, terminal: String?)
    case watch(Step, terminal: String?)
    case check(Challenge?, asFarAs: String)
    case look(Step)
  }

  private let stream: AsyncStream<Job>
  private let jobs: AsyncStream<Job>.Continuation
  private let isStopped = Mutex(false)
  private let tell: @Sendable (LabEvent) -> Void

  init(tell: @escaping @Sendable (LabEvent) -> Void) {
    self.tell = tell
    (stream, jobs) = AsyncStream.makeStream()
  }

  func add(_ job: Job) { jobs.yield(job) }

  /// Nobody waits any more for the step that runs.
  func stop() { isStopped.withLock { $0 = true } }

  func finish() {
    stop()
    jobs.finish()
  }

  /// Does the jobs until there will be no more.
  func run(_ track: Track, _ session: Session) async {
    let work = LessonWork(track, session)
    let lifeCycle = LifeCycle(track, session)
    let current = Mutex("")
    let tell = tell
    let runner = StepRunner(session, deadline: .seconds(20), isInteractive: true) { event in
      switch event {
      case .commandStarted(_, let command):
        tell(.running(step: current.withLock { $0 }, command: command))
      case .waiting(let step, let status): tell(.waiting(step: step.id, sentence: status))
      default: break
      }
    }
    runner.endedLater = track.endedLater
    runner.shouldStop = { self.isStopped.withLock { $0 } }
    var watched: (step: Step, terminal: String)?
    var typed: [CommandOutput] = []
    for await job in stream {
      isStopped.withLock { $0 = false }
      switch job {
      case .enter(let challenge):
        let isSetUp = lifeCycle.needsSetUp(challenge)
        if isSetUp { tell(.starting("Setting up \(challenge.title) …")) }
        let failures = await lifeCycle.enter(challenge)
        tell(.variables(session.variables))
        guard isSetUp || !failures.isEmpty else { break }
        tell(
          .prepared(
            failures.isEmpty
              ? .success("\(challenge.title) is set up.")
              : .failure(Sentence("The set-up failed: \(failures.joined(separator: " "))"))))
      case .run(let step, let commands, let terminal):
        guard let part = step.commandStep else { break }
        current.withLock { $0 = step.id }
        let report = await runner.run(step, part, given: commands, terminal: terminal)
        let text = report.outputs.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
        session.folder.keep(lastOutput: text, of: terminal)
        tell(.printed(terminal: terminal, text))
        tell(.judged(step: step.id, Outcome(report, wanted: session.commands(of: step))))
      case .watch(let step, let terminal):
        watched = terminal.map { (step, $0) }
        typed = []
      case .typed(let terminal, let output):
        session.folder.keep(lastOutput: output.text, of: terminal)
        tell(.printed(terminal: terminal, output.text))
        guard let watched else { break }
        let wanted = session.commands(of: watched.step)
        guard watched.terminal == terminal else {
          let cause = KnownCause.of(
            output.command, in: terminal, wanted: wanted, meant: watched.terminal)
          if let cause { tell(.notice(cause.hint)) }
          break
        }
        typed = (typed + [output]).suffix(20)
        guard let report = runner.judge(watched.step, typed: typed) else { break }
        tell(.judged(step: watched.step.id, Outcome(report, isTyped: true, wanted: wanted)))
      case .solve(let step, let terminal):
        tell(.solved(step: step.id, await solve(step, terminal, work, runner)))
      case .check(let challenge, let step):
        tell(.checked(await work.check(challenge, asFarAs: step).map { CheckOutcome($0) }))
      case .look(let step):
        tell(.looked(step: step.id, await work.look(at: step).map { CheckOutcome($0) }))
      }
    }
  }

  private func solve(
    _ step: Step, _ terminal: String?, _ work: LessonWork, _ runner: StepRunner
  ) async -> Result<String, Sentence> {
    do {
      let folder = try await work.keepAside(step)
      let kept = "Your files as they were are in \(folder)."
      switch step.kind {
      case .commands(let commands):
        let report = await runner.run(
          step, commands, given: step.settings.auto.map { [$0] }, terminal: terminal)
        if report.verdict.isFailure {
          return .failure(
            Sentence("It did not work: \(report.sentence ?? report.verdict.words). \(kept)"))
        }
        return .success("Step \(step.id) was done for you. \(kept)")
      case .manual(let manual):
        switch await work.perform(manual) {
        case .success(let lines):
          // What printed nothing has nothing to tell.
          let done = lines.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
            .filter { !$0.isEmpty }.joined(separator: "; ")
          return .success(
            "\(done.isEmpty ? "Step \(step.id) was done for you" : done). \(kept)")
        case .failure(let failure): return .failure(Sentence(failure.sentence))
        }
      case .quiz(let quiz):
        let right = quiz.solution.map { String($0 + 1) }.joined(separator: ", ")
        return .success("Right is \(right).")
      }
    } catch {
      return .failure(Sentence("Your files can't be kept aside, so nothing was done: \(error)"))
    }
  }
}

extension CheckOutcome {
  init(_ report: CheckReport) {
    self.init(name: report.name, hasPassed: report.hasPassed, message: report.message)
  }
}

extension Outcome {
  /// What came of a step.
  /// - Parameter wanted: the commands that the text has for it.
  init(_ report: StepReport, isTyped: Bool = false, wanted: [String]) {
    var lines: [String] = []
    if let comparison = report.comparison, report.verdict.isFailure {
      let text = ComparisonRenderer(width: 100, advisesAuthor: false).text(comparison)
      lines = text.split(separator: "\n").map(String.init)
      if lines.first == comparison.sentence { lines.removeFirst() }
    }
    let tolerated = report.comparison.map { ComparisonRenderer().tolerated($0) } ?? []
    // What was typed and judged is the last command of the report.
    let typed = report.commands.last.map { [CommandOutput(command: $0, text: "")] } ?? []
    let outputs = report.outputs.isEmpty ? typed : report.outputs
    let cause = KnownCause.of(outputs, wanted: wanted, verdict: report.verdict)
    if let cause { lines.insert(cause.hint, at: 0) }
    self.init(
      report.verdict, sentence: report.verdict.isFailure ? report.sentence : report.skipReason,
      details: lines, tolerated: report.verdict.isFailure ? [] : tolerated,
      attempts: report.attempts, isTyped: isTyped, captured: report.captures)
  }
}
