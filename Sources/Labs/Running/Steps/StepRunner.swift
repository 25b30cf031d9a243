import Platform
import Shells
import Tracks
import Transcripts

/// Runs one step's commands in their terminal and judges what came back.
package final class StepRunner {
  let session: Session
  let deadline: Duration
  let isInteractive: Bool
  private let tellOpenly: (RunnerEvent) -> Void
  /// Values seen in outputs, by the text that the document has for them, for each site.
  package private(set) var bindings: [String: Bindings] = [:]
  /// The values that authors have taken from outputs.
  package private(set) var captures: Captures
  /// What reports must not show.
  package internal(set) var secrets = Secrets()
  /// The commands that go on in their terminals, by the terminal.
  var background: [String: Background] = [:]
  /// The steps whose last command need not end by itself: a later step ends it.
  package var endedLater: Set<String> = []
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
    tellOpenly = tell
    captures = session.folder.captures
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
    if await leaveOut(step, on: host, &report) { return report.masked(by: shownSecrets) }
    var texts: [String] = []
    report.corrections = step.settings.corrections
    let known = captures.bindings(on: bindings[commands.terminal.site] ?? Bindings())
    let machine = isInteractive ? nil : step.settings.auto.map { [$0] }
    for command in given ?? machine ?? commands.commands.map(\.text) {
      let filled = step.settings.corrections.reduce(session.filled(command)) {
        $1.applied(to: $0)
      }
      let (text, rewrites) = known.rewrite(filled)
      texts.append(text)
      report.rewrites += rewrites
    }
    report.commands = texts
    do {
      let place = place(of: step, in: terminal ?? host, host)
      let shell = try await session.shell(of: place)
      await endBackground(in: place)
      if step.settings.interrupts, await shell.activity != .idle { await shell.interrupt() }
      if isHidden(step) { await shell.hideFromRecording("\(Secrets.mask)\r\n") }
      await perform(step, commands, texts, shell, in: place, &report, began)
      await shell.goOnRecording()
    } catch {
      report.verdict = .error
      report.isEnvironmental = true
      report.message = "The terminal of \(host) can't be used: \(error)"
    }
    report.duration = MonotonicTime.now() - began
    return (isHidden(step) ? report.withoutOutputs : report).masked(by: shownSecrets)
  }

  /// Whether a step is left out, and why in its report: by its author's word, or because what the
  /// author asks for does not hold.
  func leaveOut(_ step: Step, on host: String, _ report: inout StepReport) async -> Bool {
    if let reason = step.reasonToLeaveOut(forLearner: isInteractive) {
      report.skipReason = reason
      return true
    }
    do {
      report.skipReason = try await conditions(on: host).reasonToLeaveOut(step.settings)
      return report.skipReason != nil
    } catch {
      report.verdict = .error
      report.message =
        "Whether the step is done can't be asked by '\(step.settings.condition ?? "")': \(error)"
      return true
    }
  }

  private func conditions(on host: String) -> StepConditions {
    StepConditions(session: session, host: host, captures: captures)
  }

  /// Whether nobody may read what a step prints. A learner sees it in the terminal anyway.
  private func isHidden(_ step: Step) -> Bool { step.settings.isSecret && !isInteractive }

  private var shownSecrets: Secrets { isInteractive ? Secrets() : secrets }

  private func tell(_ event: RunnerEvent) {
    switch event {
    case .commandStarted(let host, let command):
      tellOpenly(.commandStarted(host: host, command: shownSecrets.masked(command)))
    case .waiting(let step, let status):
      tellOpenly(.waiting(step, shownSecrets.masked(status)))
    default: tellOpenly(event)
    }
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
    let settings = step.settings
    let limit = max(deadline, .seconds(settings.timeout ?? commands.wait?.seconds ?? 0))
    let traits = texts.map { CommandTraits($0) }
    // From here on running again does no harm: the read-only commands at the end.
    let firstAgain = (traits.lastIndex { !$0.isReadOnly } ?? -1) + 1
    let goesOn =
      traits.last?.isNonTerminating == true || settings.isBackground || settings.until != nil
      || endedLater.contains(step.id)
    var waiting = Waiting(
      .init(
        isReadOnly: settings.retry != false && settings.until == nil
          && !traits[firstAgain...].allSatisfy(\.isConstant),
        isNonTerminating: goesOn && settings.until == nil,
        isInteractive: isInteractive, deadline: limit, backoff: StepRunner.backoff))
    var from = 0
    while true {
      for index in from..<texts.count {
        tell(.commandStarted(host: report.host, command: texts[index]))
        let isLast = index == texts.count - 1
        let output: CommandOutput
        if isLast, goesOn {
          output = await runInBackground(texts[index], step, commands, shell, limit)
          background[terminal] = Background(section: step.sectionPath, command: texts[index])
        } else {
          let result = await shell.run(
            texts[index], timeout: .seconds(settings.timeout ?? 120))
          output = CommandOutput(
            command: texts[index], text: result.text, status: result.status ?? -1)
          if result.outcome != .finished {
            keep(output, of: step, at: index, &report)
            fail(&report, result, texts[index])
            return
          }
        }
        keep(output, of: step, at: index, &report)
        if !isLast, traits[index].isReadOnly, !traits[index].isConstant {
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
        if !report.verdict.isFailure {
          await waitForConditions(
            of: step, on: report.host, in: shell, &report, until: began + limit)
        }
        if !report.verdict.isFailure { learn(from: step, commands, &report) }
        return
      case .retry(let pause, let status), .watch(let pause, let status):
        tell(.waiting(step, status))
        try? await Task.sleep(for: min(pause, .seconds(2)))
        if Task.isCancelled || shouldStop() { return }
        from = firstAgain
      }
    }
  }

  /// Takes what a command has printed into the report.
  private func keep(
    _ output: CommandOutput, of step: Step, at index: Int, _ report: inout StepReport
  ) {
    report.outputs = Array(report.outputs.prefix(index)) + [output]
    if step.settings.isSecret {
      secrets.add(output, open: report.commands.joined(separator: "\n") + (report.expected ?? ""))
    }
  }

  /// Learns what later commands need from a step that went well.
  private func learn(from step: Step, _ commands: CommandStep, _ report: inout StepReport) {
    if report.verdict != .unverified, let comparison = report.comparison {
      bindings[commands.terminal.site, default: Bindings()].learn(from: comparison)
    }
    let found = Captures.found(by: step.settings.captures, in: report.outputs)
    if found.isEmpty { return }
    captures.keep(found)
    report.captures = found
    if step.settings.isSecret { for value in found.values { secrets.add(value: value) } }
    do {
      try session.folder.write(captures)
    } catch {
      report.verdict = .error
      report.isEnvironmental = true
      report.message = "What the step has captured can't be written down: \(error)"
    }
  }

  /// Waits until what the author waits for holds, and says in the report what does not.
  package func waitForConditions(
    of step: Step, on host: String, in shell: Shell?, _ report: inout StepReport,
    until deadline: MonotonicTime
  ) async {
    let awaited = step.settings.awaited
    if awaited.isEmpty { return }
    let began = MonotonicTime.now()
    let conditions = conditions(on: host)
    var attempt = 0
    while let problem = await conditions.problem(awaited, in: shell) {
      attempt += 1
      let waited = "after \((MonotonicTime.now() - began).seconds(decimals: 0)) s"
      if let result = await endOfBackground(of: step, report, in: shell),
        let status = result.status, status != 0
      {
        report.verdict = .error
        report.message =
          "'\(result.command)' ended with exit code \(status), and \(waited) \(problem)."
        return
      }
      if Task.isCancelled || shouldStop() || MonotonicTime.now() >= deadline {
        report.verdict = .notReady
        report.message = "The step waits for what does not come: \(waited) \(problem)."
        return
      }
      tell(.waiting(step, "waiting: \(problem)"))
      try? await Task.sleep(for: StepRunner.backoff.delay(afterAttempts: attempt))
    }
    // What was waited for has come: that is something to have verified.
    if report.verdict == .unverified { report.verdict = .exact }
  }

  /// What came of the last command, where it should go on and has ended.
  private func endOfBackground(
    of step: Step, _ report: StepReport, in shell: Shell?
  ) async -> CommandResult? {
    let goesOn = report.commands.last.map { CommandTraits($0).isNonTerminating } ?? false
    guard goesOn || step.settings.isBackground, let shell, await shell.runningText == nil else {
      return nil
    }
    return await shell.waitForEnd(timeout: .zero)
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
      keep(
        CommandOutput(command: command, text: result.text, status: result.status ?? -1), of: step,
        at: index, &report)
    }
  }

  /// No lab has so many terminals of one host.
  private static let sideTerminal = 99

  /// Short waits first: a local site answers in milliseconds.
  static let backoff = Backoff(delays: [
    .milliseconds(30), .milliseconds(60), .milliseconds(100), .milliseconds(200),
    .milliseconds(400), .seconds(1),
  ])
}
