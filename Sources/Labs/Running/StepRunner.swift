import Platform
import Shells
import Tracks
import Transcripts

/// Runs one step's commands in their terminal and judges what came back.
package final class StepRunner {
  private let session: Session
  private let deadline: Duration
  private let isInteractive: Bool
  private let tell: (RunnerEvent) -> Void
  /// Values seen in outputs, by the text that the document has for them, for each site.
  package private(set) var bindings: [String: Bindings] = [:]
  /// The commands that go on in their terminals, by the terminal.
  private var background: [String: Background] = [:]
  /// Asked between two looks at a step that is not done yet: whether nobody waits for it any more.
  package var shouldStop: @Sendable () -> Bool = { false }

  /// - Parameters:
  ///   - deadline: the longest time that a read-only command is run again and again.
  ///   - isInteractive: whether a person waits, who wants to see an error at once.
  package init(
    _ session: Session, deadline: Duration, isInteractive: Bool,
    tell: @escaping (RunnerEvent) -> Void
  ) {
    self.session = session
    self.deadline = deadline
    self.isInteractive = isInteractive
    self.tell = tell
  }

  /// Runs a command step.
  /// - Parameters:
  ///   - given: the commands to run in place of the step's own, as a learner has filled them in.
  ///   - terminal: the terminal to run them in; without it the first one of the step's host.
  package func run(
    _ step: Step, _ commands: CommandStep, given: [String]? = nil, terminal: String? = nil
  ) async -> StepReport {
    let began = MonotonicTime.now()
    let host = commands.terminal.host
    var report = StepReport(step, on: host)
    report.commands = commands.commands.map(\.text)
    if !commands.outputs.isEmpty {
      report.expected = commands.outputs.map(\.text).joined(separator: "\n")
    }
    if let reason = step.reasonToLeaveOut(forLearner: isInteractive) {
      report.skipReason = reason
      return report
    }
    var texts: [String] = []
    report.corrections = step.settings.corrections
    for command in given ?? commands.commands.map(\.text) {
      let filled = step.settings.corrections.reduce(session.plan.variables.substitute(command)) {
        $1.applied(to: $0)
      }
      let (text, rewrites) = (bindings[commands.terminal.site] ?? Bindings()).rewrite(filled)
      texts.append(text)
      report.rewrites += rewrites
    }
    report.commands = texts
    do {
      let place = place(of: step, in: terminal ?? host, host)
      let shell = try await session.shell(of: place)
      await endBackground(in: place)
      await perform(step, commands, texts, shell, in: place, &report, began)
    } catch {
      report.verdict = .error
      report.isEnvironmental = true
      report.message = "The terminal of \(host) can't be used: \(error)"
    }
    report.duration = MonotonicTime.now() - began
    return report
  }

  /// The terminal for a step: what only a machine runs beside the text, such as a wait, leaves alone
  /// what a learner's command goes on with in theirs.
  private func place(of step: Step, in terminal: String, _ host: String) -> String {
    let isBeside = step.settings.audience == .auto && background[terminal] != nil
    return isBeside ? Terminal.name(host: host, number: StepRunner.sideTerminal) : terminal
  }

  private func perform(
    _ step: Step, _ commands: CommandStep, _ texts: [String], _ shell: Shell,
    in terminal: String, _ report: inout StepReport, _ began: MonotonicTime
  ) async {
    let limit = max(deadline, .seconds(step.settings.timeout ?? commands.wait?.seconds ?? 0))
    let traits = texts.map { CommandTraits($0) }
    // From here on running again does no harm: the read-only commands at the end.
    let firstAgain = (traits.lastIndex { !$0.isReadOnly } ?? -1) + 1
    var waiting = Waiting(
      .init(
        isReadOnly: firstAgain < texts.count && step.settings.retry != false,
        isNonTerminating: traits.last?.isNonTerminating == true || step.settings.isBackground,
        isInteractive: isInteractive, deadline: limit, backoff: StepRunner.backoff))
    var from = 0
    while true {
      for index in from..<texts.count {
        tell(.commandStarted(host: report.host, command: texts[index]))
        let isLast = index == texts.count - 1
        let output: CommandOutput
        if isLast, waiting.policy.isNonTerminating {
          output = await runInBackground(texts[index], step, commands, shell, limit)
          background[terminal] = Background(section: step.sectionPath, command: texts[index])
        } else {
          let result = await shell.run(
            texts[index], timeout: .seconds(step.settings.timeout ?? 120))
          output = CommandOutput(
            command: texts[index], text: result.text, status: result.status ?? -1)
          if result.outcome != .finished {
            report.outputs = Array(report.outputs.prefix(index)) + [output]
            fail(&report, result, texts[index])
            return
          }
        }
        report.outputs = Array(report.outputs.prefix(index)) + [output]
        if !isLast, traits[index].isReadOnly {
          await lookAgain(at: index, step, commands, shell, &report, until: began + limit)
        }
      }
      judge(step, commands, &report)
      let action = waiting.handle(
        .compared(
          verdict: report.verdict == .error ? .different : report.verdict,
          errorClass: report.comparison?.errorClass, pending: report.comparison?.pendingReason,
          elapsed: MonotonicTime.now() - began))
      report.attempts = waiting.attempts
      switch action {
      case .settle:
        if report.verdict == .exact || report.verdict == .similar || report.verdict == .drift,
          let comparison = report.comparison
        {
          bindings[commands.terminal.site, default: Bindings()].learn(from: comparison)
        }
        return
      case .retry(let pause, let status), .watch(let pause, let status):
        tell(.waiting(step, status))
        try? await Task.sleep(for: min(pause, .seconds(2)))
        if Task.isCancelled || shouldStop() { return }
        from = firstAgain
      }
    }
  }

  /// Runs a command that only looks again, while others wait behind it, until it prints what the text
  /// shows right after it.
  private func lookAgain(
    at index: Int, _ step: Step, _ commands: CommandStep, _ shell: Shell,
    _ report: inout StepReport, until deadline: MonotonicTime
  ) async {
    guard step.settings.retry != false,
      let expected = commands.outputs.first(where: { $0.commands.upperBound == index + 1 })
    else { return }
    let command = report.outputs[index].command
    var attempt = 0
    while !Task.isCancelled, !shouldStop() {
      let outputs = Array(report.outputs[expected.commands.clamped(to: 0..<index + 1)])
      let comparison = Comparison.compare(
        expected: self.expected(expected, step.settings), outputs: outputs,
        options: options(expected.coverage, step.settings))
      guard comparison.verdict.isFailure, !isInteractive || comparison.verdict == .notReady,
        MonotonicTime.now() < deadline
      else { return }
      try? await Task.sleep(for: StepRunner.backoff.delay(afterAttempts: attempt + 1))
      attempt += 1
      let result = await shell.run(command, timeout: .seconds(step.settings.timeout ?? 120))
      guard result.outcome == .finished else { return }
      report.outputs[index] = CommandOutput(
        command: command, text: result.text, status: result.status ?? -1)
    }
  }

  /// Starts a command that goes on by itself and looks at what it prints until that is as expected.
  private func runInBackground(
    _ command: String, _ step: Step, _ commands: CommandStep, _ shell: Shell, _ limit: Duration
  ) async -> CommandOutput {
    if await shell.runningText == nil, await !shell.start(command) {
      return CommandOutput(command: command, text: "", status: -1)
    }
    let expected = commands.outputs.last.map { self.expected($0, step.settings) }
    let options = options(commands.outputs.last?.coverage, StepSettings())
    _ = await shell.waitFor(timeout: limit) { text in
      guard let expected else { return !text.isEmpty }
      return !Comparison.compare(expected: expected, actual: text, options: options).verdict
        .isFailure
    }
    if let result = await shell.waitForEnd(timeout: .zero) {
      return CommandOutput(command: command, text: result.text, status: result.status ?? -1)
    }
    return CommandOutput(command: command, text: await shell.runningText ?? "")
  }

  /// A command that goes on in its terminal while later steps run.
  private struct Background {
    /// The headings that its step stands under.
    var section: [String]
    var command: String
  }

  /// Ends what goes on in a terminal, which is needed for something else.
  private func endBackground(in terminal: String) async {
    guard background.removeValue(forKey: terminal) != nil else { return }
    guard let shell = try? await session.shell(of: terminal), await shell.runningText != nil else {
      return
    }
    await shell.interrupt()
  }

  /// Ends what goes on in any terminal and was begun in a section that a step is no part of.
  package func endBackground(before step: Step) async {
    for (terminal, running) in background where !step.sectionPath.starts(with: running.section) {
      await endBackground(in: terminal)
    }
  }

  // Judging.

  /// What a learner's own commands come to for a step; nothing when they have nothing to do with it.
  /// - Parameter outputs: what was typed in the step's terminal and what it printed, the oldest first.
  package func judge(_ step: Step, typed outputs: [CommandOutput]) -> StepReport? {
    guard let commands = step.commandStep, let latest = outputs.last else { return nil }
    var report = StepReport(step, on: commands.terminal.host)
    report.commands = [latest.command]
    let wanted = commands.commands.map { words(session.plan.variables.substitute($0.text)) }
    if commands.outputs.isEmpty {
      let done = outputs.filter { isAccepted($0.status, step.settings) }.map { words($0.command) }
      return wanted.allSatisfy(done.contains) ? report : nil
    }
    for expected in commands.outputs {
      let texts = wanted.indices.filter(expected.commands.contains).map { wanted[$0] }
      // The latest output of each of the commands, and the last output of all, may be what is meant.
      let own = texts.compactMap { text in outputs.last { words($0.command) == text } }
      let candidates = [own.count == texts.count ? own : [], [latest]].filter { !$0.isEmpty }
      let comparisons = candidates.map { outputs in
        Comparison.compare(
          expected: self.expected(expected, step.settings), outputs: outputs,
          options: options(expected.coverage, step.settings))
      }
      guard let best = comparisons.min(by: { $0.verdict.rank < $1.verdict.rank }) else { continue }
      if report.comparison == nil || best.verdict.rank > report.verdict.rank {
        (report.comparison, report.verdict) = (best, best.verdict)
      }
    }
    if !report.verdict.isFailure { return report }
    // Something else that was typed on the way is nobody's mistake.
    let isMeant = wanted.contains { $0.prefix(2) == words(latest.command).prefix(2) }
    return isMeant ? report : nil
  }

  private func words(_ command: String) -> [Substring] {
    command.split(whereSeparator: \.isWhitespace)
  }

  private func judge(_ step: Step, _ commands: CommandStep, _ report: inout StepReport) {
    report.comparison = nil
    report.judged = []
    report.message = nil
    report.verdict = .unverified
    let settings = step.settings
    for expected in commands.outputs {
      let range = expected.commands.clamped(to: 0..<report.outputs.count)
      let outputs = Array(report.outputs[range.isEmpty ? 0..<report.outputs.count : range])
      let comparison = Comparison.compare(
        expected: self.expected(expected, settings), outputs: outputs,
        options: options(expected.coverage, settings))
      report.judged.append(JudgedOutput(location: expected.location, comparison: comparison))
      if report.comparison == nil || comparison.verdict.rank > report.verdict.rank {
        report.comparison = comparison
        report.verdict = comparison.verdict
      }
    }
    guard let failed = report.outputs.first(where: { !isAccepted($0.status, settings) }) else {
      if case .some(.nonzero) = settings.exit, report.outputs.allSatisfy({ $0.status == 0 }) {
        report.verdict = .different
        report.message = "The commands succeeded, and the lab expects them to fail."
      }
      return
    }
    let last = failed.text.split(separator: "\n").last.map { ": \($0)" } ?? ""
    let sentence =
      failed.status == -1
      ? "'\(failed.command)' could not be started\(last)"
      : "'\(failed.command)' ended with exit code \(failed.status)\(last)"
    if report.verdict != .notReady { report.verdict = .error }
    report.message = report.comparison?.difference.map { "\(sentence). \($0.sentence)" } ?? sentence
  }

  /// What an output should be: the text with its variables filled in and its mistakes corrected.
  private func expected(_ output: ExpectedOutput, _ settings: StepSettings) -> String {
    settings.corrections.reduce(session.plan.variables.substitute(output.text)) {
      $1.applied(to: $0)
    }
  }

  private func isAccepted(_ status: Int32, _ settings: StepSettings) -> Bool {
    switch settings.exit {
    case .status(let wanted): status == Int32(wanted)
    case .nonzero: true
    case nil: status == 0
    }
  }

  private func fail(_ report: inout StepReport, _ result: CommandResult, _ command: String) {
    report.verdict = .error
    report.isEnvironmental = true
    report.message =
      result.outcome == .timedOut
      ? "'\(command)' did not end in time and was interrupted."
      : "The shell of \(report.host) ended while '\(command)' ran."
  }

  private func options(
    _ coverage: ExpectedOutput.Coverage?, _ settings: StepSettings
  ) -> ComparisonOptions {
    var options = ComparisonOptions()
    switch coverage {
    case .exact: options.mode = .exact
    case .contains: options.mode = .contains
    case .similar, nil: options.mode = .similar
    }
    options = settings.applied(to: options)
    options.homes = session.hostNames.flatMap {
      [session.folder.host($0) + "/root", session.folder.host($0)]
    }
    options.domains = session.plan.sites.compactMap(\.domain)
    options.variables = session.plan.variables.values
    // Exit codes are judged here, also of commands that nothing is expected of.
    options.status = .any
    return options
  }

  /// No lab has so many terminals of one host.
  private static let sideTerminal = 99

  /// Short waits first: a local site answers in milliseconds.
  static let backoff = Backoff(delays: [
    .milliseconds(30), .milliseconds(60), .milliseconds(100), .milliseconds(200),
    .milliseconds(400), .seconds(1),
  ])
}

extension Verdict {
  /// Which of several verdicts counts.
  var rank: Int {
    switch self {
    case .unverified: 0
    case .exact: 1
    case .similar: 2
    case .drift: 3
    case .notReady: 4
    case .different: 5
    case .error: 6
    }
  }
}
