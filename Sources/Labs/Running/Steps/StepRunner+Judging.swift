import Shells
import Tracks
import Transcripts

/// What commands come to.
extension StepRunner {
  /// What a learner's own commands come to for a step; nothing when they have nothing to do with it.
  /// - Parameter outputs: what was typed in the step's terminal and what it printed, the oldest first.
  package func judge(_ step: Step, typed outputs: [CommandOutput]) -> StepReport? {
    guard let commands = step.commandStep, let latest = outputs.last else { return nil }
    var report = StepReport(step, on: commands.terminal.host)
    report.commands = [latest.command]
    let wanted = session.commands(of: step).map(words)
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

  func judge(_ step: Step, _ commands: CommandStep, _ report: inout StepReport) {
    report.comparison = nil
    report.judged = []
    report.message = nil
    report.verdict = .unverified
    let settings = step.settings
    for expected in commands.outputs {
      let range = expected.commands.clamped(to: 0..<report.outputs.count)
      let outputs = Array(report.outputs[range.isEmpty ? 0..<report.outputs.count : range])
      let text = self.expected(expected, settings)
      let comparison = Comparison.compare(
        expected: text, outputs: outputs, options: options(expected.coverage, settings))
      report.judged.append(
        JudgedOutput(
          location: expected.location, comparison: comparison, expected: text, outputs: outputs))
      if report.comparison == nil || comparison.verdict.rank > report.verdict.rank {
        report.comparison = comparison
        report.verdict = comparison.verdict
      }
    }
    if commands.outputs.isEmpty, !(settings.counts.isEmpty && settings.absent.isEmpty) {
      let comparison = Comparison.compare(
        expected: "", outputs: report.outputs, options: options(nil, settings))
      (report.comparison, report.verdict) = (comparison, comparison.verdict)
    }
    judgePromises(settings, &report)
    guard let failed = report.outputs.first(where: { !isAccepted($0.status, settings) }) else {
      if case .some(.nonzero) = settings.exit, report.outputs.allSatisfy({ $0.status == 0 }) {
        report.verdict = .different
        report.message = "The commands succeeded, and the lab expects them to fail."
      }
      return
    }
    let isShown = isInteractive || !settings.isSecret
    let reason = isShown ? Lexicon.reason(in: failed.text).map { ": \($0)" } ?? "" : ""
    let sentence =
      failed.status == -1
      ? "'\(failed.command)' could not be started\(reason)"
      : "'\(failed.command)' ended with exit code \(failed.status)\(reason)"
    if report.verdict != .notReady { report.verdict = .error }
    let difference = isShown ? report.comparison?.difference : nil
    report.message = difference.map { "\(sentence). \($0.sentence)" } ?? sentence
  }

  /// Judges what the author says about the outputs besides what the text shows of them.
  private func judgePromises(_ settings: StepSettings, _ report: inout StepReport) {
    if report.verdict.isFailure { return }
    let printed = report.outputs.map(\.text).joined(separator: "\n")
    for condition in settings.awaited {
      guard case .output(let test) = condition, !test.holds(in: printed) else { continue }
      report.verdict = .different
      report.message = "Nothing that was printed has \(test), which the lab waits for."
    }
    if let until = settings.until, let last = report.outputs.last, !until.holds(in: last.text) {
      report.verdict = .different
      report.message = "'\(last.command)' has not printed \(until), at which it would be ended."
    }
    let found = Captures.found(by: settings.captures, in: report.outputs)
    if let lost = settings.captures.first(where: { found[$0.name] == nil }) {
      report.verdict = .different
      report.message =
        "Nothing that was printed is what 'capture \(lost.name)=/\(lost.expression)/' describes."
    }
    let isKept = !report.verdict.isFailure && !settings.promises.isEmpty
    if isKept, report.verdict == .unverified { report.verdict = .exact }
  }

  /// What an output should be: the text with its variables filled in and its mistakes corrected.
  func expected(_ output: ExpectedOutput, _ settings: StepSettings) -> String {
    settings.corrections.reduce(session.filled(output.text)) {
      $1.applied(to: $0)
    }
  }

  func isAccepted(_ status: Int32, _ settings: StepSettings) -> Bool {
    switch settings.exit {
    case .status(let wanted): status == Int32(wanted)
    case .nonzero: true
    case nil: status == 0
    }
  }

  func fail(_ report: inout StepReport, _ result: CommandResult, _ command: String) {
    if Task.isCancelled {
      report.verdict = .unverified
      report.skipReason = "the run was interrupted while '\(command)' ran"
      return
    }
    report.verdict = .error
    report.isEnvironmental = true
    report.message =
      result.outcome == .timedOut
      ? "'\(command)' did not end in time and was interrupted."
      : "The shell of \(report.host) ended while '\(command)' ran."
  }

  func options(
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
    options.variables = session.plan.variables.values.merging(captures.values) { $1 }
    // Exit codes are judged here, also of commands that nothing is expected of.
    options.status = .any
    return options
  }
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
