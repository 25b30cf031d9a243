import Platform
import Tracks

/// The scripts around a track and its challenges: each is run once in a session, however often a
/// learner comes back.
package struct LifeCycle: Sendable {
  private let track: Track
  private let scripts: ScriptRunner
  private let path: String

  package init(_ track: Track, _ session: Session) {
    self.track = track
    scripts = ScriptRunner(session, track)
    path = "\(session.folder.state)/life-cycle"
  }

  /// Whether a challenge waits for scripts.
  package func needsSetUp(_ challenge: Challenge) -> Bool {
    let done = done
    return before(challenge, done).contains { !done.contains($0.name) }
  }

  /// Runs what comes before a challenge: the track's own set-up, the clean-up of the challenges
  /// that were begun before, and its set-up.
  /// - Returns: what failed; it is tried again the next time.
  package func enter(_ challenge: Challenge) async -> [String] {
    let failures = await run(before(challenge, done))
    return failures.isEmpty ? note("begun \(owner(challenge))") : failures
  }

  /// Runs what comes after all challenges: the clean-up of those that were begun, and the track's.
  package func leave() async -> [String] {
    await run(cleanUps(done) { _ in true } + [Stage("track", .cleanup, track.scripts)])
  }

  /// Scripts of one kind, and the name by which they are known to have run.
  private struct Stage {
    let name: String
    let kind: ScriptRunner.Kind
    let scripts: Scripts

    init(_ owner: String, _ kind: ScriptRunner.Kind, _ scripts: Scripts) {
      name = "\(kind.rawValue) \(owner)"
      self.kind = kind
      self.scripts = scripts
    }

    var isEmpty: Bool { kind == .setup ? scripts.setup.isEmpty : scripts.cleanup.isEmpty }
  }

  private func before(_ challenge: Challenge, _ done: [String]) -> [Stage] {
    let stages =
      [Stage("track", .setup, track.scripts)]
      + cleanUps(done) { $0.number < challenge.number }
      + [Stage(owner(challenge), .setup, challenge.scripts)]
    return stages.filter { !$0.isEmpty }
  }

  /// The clean-up of the chosen challenges, as far as they were begun.
  private func cleanUps(_ done: [String], of isChosen: (Challenge) -> Bool) -> [Stage] {
    track.challenges.filter { isChosen($0) && done.contains("begun \(owner($0))") }
      .map { Stage(owner($0), .cleanup, $0.scripts) }
  }

  private func owner(_ challenge: Challenge) -> String {
    "challenge \(challenge.number) \(challenge.slug)"
  }

  private func run(_ stages: [Stage]) async -> [String] {
    let done = done
    for stage in stages where !stage.isEmpty && !done.contains(stage.name) {
      let outcome = await scripts.run(stage.kind, of: stage.scripts)
      let failures = outcome.hasPassed ? note(stage.name) : outcome.failures
      guard failures.isEmpty else { return failures }
    }
    return []
  }

  private func note(_ name: String) -> [String] {
    let done = done
    guard !done.contains(name) else { return [] }
    do {
      try Files.write(path, text: (done + [name]).joined(separator: "\n"))
      return []
    } catch {
      return ["That '\(name)' was done can't be noted: \(error)"]
    }
  }

  /// What was done, as the session's folder says.
  private var done: [String] {
    ((try? Files.readText(path)) ?? "").split(separator: "\n").map(String.init)
  }
}
