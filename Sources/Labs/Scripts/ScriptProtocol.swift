import Platform
import Tracks
import Transcripts

/// The scripts' own test of a track: for each challenge set up, check and expect a failure, solve,
/// check and expect success, clean up.
package struct ScriptProtocol {
  private let track: Track
  private let session: Session
  private let scripts: ScriptRunner
  private let tell: (RunnerEvent) -> Void
  /// Whether a check may pass before anything was done.
  private let skipsFailCheck: Bool

  package init(
    _ track: Track, _ session: Session, skipsFailCheck: Bool = false,
    tell: @escaping (RunnerEvent) -> Void
  ) {
    self.track = track
    self.session = session
    self.skipsFailCheck = skipsFailCheck
    self.tell = tell
    scripts = ScriptRunner(session, track)
  }

  /// Runs all challenges in order, until one fails.
  package func run(_ report: inout RunReport) async {
    guard await part(&report, "track", "Set up the track", .setup, track.scripts, track.file) else {
      return
    }
    for challenge in track.challenges {
      if Task.isCancelled { return }
      tell(.challengeStarted(challenge))
      var part = ChallengeReport(id: challenge.slug, title: challenge.title)
      let passed = await run(challenge, &part)
      report.challenges.append(part)
      if !passed { return }
    }
    _ = await part(&report, "track-end", "Clean up the track", .cleanup, track.scripts, track.file)
  }

  private func run(_ challenge: Challenge, _ part: inout ChallengeReport) async -> Bool {
    let stages: [(String, ScriptRunner.Kind, Bool)] = [
      ("Set up", .setup, true), ("Check before anything is done", .check, false),
      ("Solve", .solve, true), ("Check what was solved", .check, true),
      ("Clean up", .cleanup, true),
    ]
    for (index, (title, kind, expected)) in stages.enumerated() {
      if Task.isCancelled { return false }
      let began = MonotonicTime.now()
      let outcome = await scripts.run(kind, of: challenge.scripts)
      var step = StepReport(
        id: "\(challenge.number).\(index + 1)", title: title, section: challenge.title,
        file: challenge.file, line: 1, verdict: .exact)
      step.duration = MonotonicTime.now() - began
      if outcome.isEmpty {
        step.skipReason = "the challenge has no \(kind.rawValue) script"
      } else if !expected, skipsFailCheck {
        step.skipReason = "left out as asked"
      } else if outcome.hasPassed != expected {
        step.verdict = .different
        step.message =
          expected
          ? outcome.failures.joined(separator: " ")
          : "The check passes although nothing was done yet: it can't tell success from failure."
      }
      part.steps.append(step)
      tell(.stepFinished(step))
      if step.hasFailed { return false }
    }
    return true
  }

  private func part(
    _ report: inout RunReport, _ id: String, _ title: String, _ kind: ScriptRunner.Kind,
    _ scripts: Scripts, _ file: String
  ) async -> Bool {
    let outcome = await self.scripts.run(kind, of: scripts)
    guard !outcome.isEmpty else { return true }
    var step = StepReport(id: id, title: title, file: file, line: 1, verdict: .exact)
    if !outcome.hasPassed {
      step.verdict = .error
      step.message = outcome.failures.joined(separator: " ")
    }
    report.challenges.append(ChallengeReport(id: id, title: title, steps: [step]))
    return outcome.hasPassed
  }
}
