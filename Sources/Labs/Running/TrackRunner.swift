import Platform
import Tracks
import Transcripts

/// Runs a track as a learner would: every step in order, in the terminal that the text names, and
/// the lab's checks where they belong.
package final class TrackRunner {
  package struct Options: Sendable {
    /// The longest time that a read-only command is run again until it prints what is expected.
    package var deadline: Duration
    /// The steps to run.
    package var steps: Set<String>
    /// Those of them that are run for what they do, and reported only when they fail.
    package var unreported: Set<String>
    /// Whether what the lab wants to be true in the end is asked.
    package var isWhole: Bool
    /// Whether what was begun is cleaned up by the track's scripts at the end.
    package var leaves = true
    /// Whether the run goes on after a step that failed.
    package var continuesAfterFailure: Bool

    package init(
      of track: Track, scope: RunScope = RunScope(), deadline: Duration = .seconds(30),
      continuesAfterFailure: Bool = false
    ) throws(LabError) {
      self.deadline = deadline
      (steps, unreported) = try scope.steps(of: track)
      isWhole = scope.isWhole
      self.continuesAfterFailure = continuesAfterFailure
    }
  }

  private let track: Track
  private let session: Session
  private let options: Options
  private let tell: (RunnerEvent) -> Void
  private let steps: StepRunner
  private let checks: Checks
  private let actions: MachineActions
  private let lifeCycle: LifeCycle

  /// - Parameter steps: what has run steps in the session before and knows what came of them.
  package init(
    _ track: Track, _ session: Session, _ options: Options, steps: StepRunner? = nil,
    tell: @escaping (RunnerEvent) -> Void
  ) {
    self.track = track
    self.session = session
    self.options = options
    self.tell = tell
    self.steps =
      steps ?? StepRunner(session, deadline: options.deadline, isInteractive: false, tell: tell)
    self.steps.endedLater = track.endedLater
    checks = Checks(session)
    actions = MachineActions(session)
    lifeCycle = LifeCycle(track, session)
  }

  /// Runs everything and adds it to the report.
  package func run(_ report: inout RunReport) async {
    defer {
      report.secrets = steps.secrets
      report = report.masked(by: steps.secrets)
    }
    var hasFailed = false
    for challenge in track.challenges {
      if Task.isCancelled || (hasFailed && !options.continuesAfterFailure) { break }
      let isWanted = challenge.steps.contains { options.steps.contains($0.id) }
      guard isWanted || (options.isWhole && challenge.steps.isEmpty) else { continue }
      tell(.challengeStarted(challenge))
      var part = ChallengeReport(id: challenge.slug, title: challenge.title)
      if let result = script("Set up", challenge, await lifeCycle.enter(challenge)) {
        part.steps.append(result)
        tell(.stepFinished(result))
        hasFailed = true
      }
      for step in challenge.steps where options.steps.contains(step.id) {
        if Task.isCancelled { break }
        if hasFailed, !options.continuesAfterFailure { break }
        await steps.endBackground(before: step)
        let result = await run(step)
        if result.hasFailed { hasFailed = true }
        guard result.hasFailed || !options.unreported.contains(step.id) else { continue }
        part.steps.append(result)
        tell(.stepFinished(result))
        for check in checksAfter(step) where !hasFailed {
          var result = await checks.run(check)
          result.message = steps.secrets.masked(result.message)
          part.checks.append(result)
          tell(.checkFinished(result))
          if !result.hasPassed { hasFailed = true }
        }
      }
      report.challenges.append(part)
    }
    await finish(&report, hasFailed: hasFailed)
    guard options.leaves,
      let last = track.challenges.last(where: { $0.slug == report.challenges.last?.id }),
      let result = script("Clean up", last, await lifeCycle.leave())
    else { return }
    report.challenges[report.challenges.count - 1].steps.append(result)
    tell(.stepFinished(result))
  }

  /// What came of scripts around a challenge; nothing when they did as they should.
  private func script(
    _ title: String, _ challenge: Challenge, _ failures: [String]
  ) -> StepReport? {
    guard !failures.isEmpty else { return nil }
    var report = StepReport(
      id: "\(challenge.number).0", title: title, section: challenge.title, file: challenge.file,
      line: 1, verdict: .error)
    report.message = failures.joined(separator: " ")
    return report
  }

  /// Asks the checks whose time is the end. They are asked even when a step failed: each says
  /// something of its own about what is missing.
  private func finish(_ report: inout RunReport, hasFailed: Bool) async {
    guard options.isWhole, !Task.isCancelled else { return }
    let last = (track.lab?.checks ?? []).filter { $0.afterStep == nil }
    guard !last.isEmpty else { return }
    var results: [CheckReport] = []
    for check in last {
      var result = await checks.run(check, patience: hasFailed ? .zero : nil)
      result.message = steps.secrets.masked(result.message)
      results.append(result)
      tell(.checkFinished(result))
    }
    if report.challenges.isEmpty {
      report.challenges.append(ChallengeReport(id: track.slug, title: track.title))
    }
    report.challenges[report.challenges.count - 1].checks += results
  }

  private func checksAfter(_ step: Step) -> [LabCheck] {
    (track.lab?.checks ?? []).filter { $0.afterStep == step.id }
  }

  private func run(_ step: Step) async -> StepReport {
    tell(.stepStarted(step))
    switch step.kind {
    case .commands(let commands): return await steps.run(step, commands)
    case .manual(let manual): return await run(step, manual)
    case .quiz(let quiz):
      var report = StepReport(step)
      let isSound =
        !quiz.solution.isEmpty && quiz.solution.allSatisfy(quiz.answers.indices.contains)
      report.verdict = isSound ? .exact : .different
      if !isSound { report.message = "The quiz names no answer of its own as the right one." }
      return report
    }
  }

  private func run(_ step: Step, _ manual: ManualStep) async -> StepReport {
    let began = MonotonicTime.now()
    var report = StepReport(step)
    report.host = step.settings.site.flatMap { session.plan.host(named: $0) } ?? ""
    let host = report.host.isEmpty ? session.hostNames.first ?? "" : report.host
    if await steps.leaveOut(step, on: host, &report) { return report.masked(by: steps.secrets) }
    guard !manual.actions.isEmpty else {
      report.skipReason = "the lab file gives no machine part for what a person does here"
      return report
    }
    report.verdict = .exact
    for action in manual.actions.map({ $0.filled(with: steps.captures) }) {
      var outcome = await actions.perform(action)
      while case .failure = outcome, MonotonicTime.now() - began < options.deadline,
        !Task.isCancelled
      {
        try? await Task.sleep(for: .milliseconds(100))
        outcome = await actions.perform(action)
      }
      report.commands.append("\(action.summary)")
      if case .failure(let failure) = outcome {
        report.verdict = .error
        report.message = failure.sentence
        break
      }
    }
    if !report.verdict.isFailure {
      let limit = max(options.deadline, .seconds(step.settings.timeout ?? 0))
      await steps.waitForConditions(of: step, on: host, in: nil, &report, until: began + limit)
    }
    report.duration = MonotonicTime.now() - began
    return report.masked(by: steps.secrets)
  }
}

extension MachineAction {
  /// What the action does, in a few words.
  package var summary: String {
    switch self {
    case .copy(let from, let to): "copy \(from) to \(to)"
    case .run(_, let command): command
    case .http(let action): "\(action.method) \(action.url)"
    }
  }
}
