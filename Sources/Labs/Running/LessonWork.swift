import Platform
import Tracks
import Transcripts

/// What a lab does for a learner who asks: its checks, and a step done in the learner's place.
package struct LessonWork: Sendable {
  private let track: Track
  private let session: Session

  package init(_ track: Track, _ session: Session) {
    self.track = track
    self.session = session
  }

  /// Asks all that the lab wants to be true for one who has come as far as a step, and the
  /// challenge's own check scripts.
  package func check(_ challenge: Challenge?, asFarAs step: String) async -> [CheckReport] {
    let asker = Checks(session)
    var reports: [CheckReport] = []
    for check in track.checks(asFarAs: step) {
      reports.append(await asker.run(check, patience: .zero))
    }
    guard let challenge, track.asksScripts(of: challenge, asFarAs: step) else { return reports }
    let began = MonotonicTime.now()
    let outcome = await ScriptRunner(session, track).run(.check, of: challenge.scripts)
    reports.append(
      CheckReport(
        name: challenge.title, hasPassed: outcome.hasPassed,
        message: outcome.failures.joined(separator: " "), duration: MonotonicTime.now() - began))
    return reports
  }

  /// Looks whether a step was done: whether the files are where hands should have carried them,
  /// whether the pages answer as they should, and whether the checks behind it hold.
  package func look(at step: Step) async -> [CheckReport] {
    var reports: [CheckReport] = []
    if let manual = step.manualStep, manual.shows {
      let actions = MachineActions(session)
      for action in manual.actions {
        guard let (name, problem) = await actions.look(at: action) else { continue }
        reports.append(
          CheckReport(name: name, hasPassed: problem == nil, message: problem ?? ""))
      }
    }
    let asker = Checks(session)
    for check in track.checks(after: step) {
      // Whoever did it by hand is there and can ask again.
      reports.append(
        await asker.run(check, patience: step.manualStep == nil ? nil : .seconds(3)))
    }
    return reports
  }

  /// Does what a person would do by hand for a step.
  /// - Returns: what was done, a line for each action.
  package func perform(
    _ manual: ManualStep
  ) async -> Result<[String], MachineActions.ActionFailure> {
    let actions = MachineActions(session)
    guard !manual.actions.isEmpty else {
      return .failure(.init(sentence: "The lab doesn't say how to do this without you."))
    }
    var done: [String] = []
    for action in manual.actions {
      switch await actions.perform(action) {
      case .success(let text): done.append(text)
      case .failure(let failure): return .failure(failure)
      }
    }
    return .success(done)
  }

  /// Copies the files of all hosts beside the session's, so that nothing of a learner's is lost when
  /// a step is done for them.
  /// - Returns: the folder with the copies.
  package func keepAside(_ step: Step) async throws -> String {
    let time = WallTime.now().rfc3339.filter { $0.isNumber || $0 == "T" }
    let folder = "\(session.folder.state)/aside/\(step.id)-\(time)"
    try Files.makeDirectory(folder, mode: 0o700)
    for host in session.hostNames {
      let launch = ProcessLaunch(
        "/bin/cp", ["-a", "--", session.folder.host(host), folder], directory: "/")
      _ = try await Task.detached { try launch.run(timeout: .seconds(60)) }.value
    }
    return folder
  }
}
