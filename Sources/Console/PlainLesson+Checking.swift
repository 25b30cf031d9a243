import Grading
import Labs
import Tracks
import Transcripts

/// What is asked of the lab itself: whether a step was done by hand, and whether all is as it should
/// be.
extension PlainLesson {
  /// Looks whether the present step was done; whether it was.
  func look() async throws -> Bool {
    let reports = await LessonWork(track, session).look(at: step)
    keep(reports)
    let failed = reports.first { !$0.hasPassed }
    if let failed {
      entry.progress.apply(.stepFailed(step.id, verdict: Verdict.different.rawValue))
      say("✗ not done yet: \(failed.message)")
    } else {
      entry.progress.apply(.stepPassed(step.id, verdict: Verdict.exact.rawValue))
      say("✓ that is done.")
      explain()
    }
    try save()
    return failed == nil
  }

  /// Asks what should be true by now.
  func check() async throws {
    let reports = await askChecks()
    if reports.isEmpty {
      let count = track.lab?.checks.count ?? 0
      say(
        count == track.checks(asFarAs: furthestStep).count
          ? "There is nothing to check here but the steps themselves."
          : "Nothing is to be checked yet.")
    }
    try save()
  }

  /// What came of the lab: its checks and the score.
  func end() async throws {
    _ = await askChecks()
    try save()
    list()
    say("That was the last step. 'quit' ends; everything is kept.")
  }

  /// The furthest step that the learner has come to.
  private var furthestStep: String {
    let done = track.steps.lastIndex { step in
      switch entry.progress.steps[step.id]?.state ?? .open {
      case .passed, .unverified, .skipped: true
      case .open, .failed: false
      }
    }
    return track.steps[max(index, done ?? 0)].id
  }

  private func askChecks() async -> [CheckReport] {
    let reports = await LessonWork(track, session).check(challenge, asFarAs: furthestStep)
    keep(reports)
    for report in reports {
      say(report.hasPassed ? "✓ \(report.name)" : "✗ \(report.name): \(report.message)")
    }
    return reports
  }

  /// Keeps what the lab's checks said.
  private func keep(_ reports: [CheckReport]) {
    for report in reports
    where track.lab?.checks.contains(where: { $0.name == report.name }) == true {
      entry.progress.apply(
        report.hasPassed
          ? .checkPassed(report.name) : .checkFailed(report.name, message: report.message))
    }
  }
}
