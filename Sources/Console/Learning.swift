import Grading
import Labs
import Platform
import Tracks

/// A learner's way through a lab, with what is kept between two sittings.
package enum Learning {
  /// Takes a lab until the learner quits.
  /// - Returns: the exit code.
  package static func run(
    _ path: String, lab: String?, say: @escaping @Sendable (String) -> Void
  ) async throws -> Int32 {
    let (track, key, store) = try prepare(path, lab: lab)
    let lines = Lines.fromStandardInput()
    while true {
      let session = try await start(track, key, store, say)
      let signals = Task { await endOnSignal(session) }
      defer { signals.cancel() }
      let lesson = try PlainLesson(track, path: key, session, store, say: say)
      let end: PlainLesson.End
      do {
        end = try await lesson.run(lines)
      } catch {
        await session.stop(removes: false)
        throw error
      }
      await session.stop(removes: end == .reset)
      guard end == .reset else { return 0 }
      try store.remove(key)
      say("Everything was reset.")
    }
  }

  /// The track, the name under which its progress is kept, and where.
  static func prepare(
    _ path: String, lab: String?
  ) throws -> (track: Track, key: String, store: ProgressStore) {
    let track = try TrackLoader.load(path, lab: lab)
    if let error = track.findings.first(where: { $0.severity == .error }) {
      throw LabError(.input, "\(error.location): \(error.message) \(error.remedy)")
    }
    guard !track.steps.isEmpty else {
      throw LabError(
        .nothingToRun, "\(path) has nothing to run: a track needs at least one block of commands.")
    }
    return (track, (try? Files.canonical(path)) ?? path, try ProgressStore())
  }

  /// What the session needs, in the folder that the learner left or in a new one.
  static func plan(
    _ track: Track, _ entry: ProgressStore.Entry?
  ) throws -> (plan: SessionPlan, folder: SessionFolder) {
    let kept = entry.flatMap { entry -> SessionFolder? in
      entry.session.isEmpty || !Files.isDirectory(entry.session)
        ? nil : SessionFolder(path: entry.session)
    }
    let folder = try kept ?? SessionFolder.make()
    let variables = Variables.ofSession(
      slug: track.slug, sandbox: folder.description?.sandboxID)
    return (SessionPlan(track: track, variables: variables), folder)
  }

  /// The session that the learner left, or a new one.
  private static func start(
    _ track: Track, _ key: String, _ store: ProgressStore, _ say: (String) -> Void
  ) async throws -> Session {
    let (plan, folder) = try plan(track, try store.entry(key))
    say("Starting \(plan.sites.map(\.name).joined(separator: " and ")) …")
    return try await Session.start(plan, in: folder, .init(kind: .run, track: key, columns: 120))
  }

  /// Ends the session in good order when the process is asked to end.
  private static func endOnSignal(_ session: Session) async {
    guard let requests = try? Signals.stream(Signals.requestsToEnd) else { return }
    for await signal in requests {
      await session.stop(removes: false)
      Executable.end(128 + signal.number)
    }
  }

  /// The progress of one lab in detail, or of all in a line each.
  package static func progress(_ path: String?) throws(LabError) -> String {
    let store = try ProgressStore()
    if let path {
      let key = (try? Files.canonical(path)) ?? path
      guard let entry = try store.entry(key) else {
        return "Nothing is known of \(path) yet; 'trestle run \(path)' begins it.\n"
      }
      let track = try TrackLoader.load(key)
      let card = Scorecard(plan: GradingPlan(track), progress: entry.progress)
      return card.table() + "\n" + card.details() + "\n"
    }
    let entries = try store.entries()
    if entries.isEmpty { return "No lab was taken on this machine yet.\n" }
    var text = ""
    for entry in entries {
      let grade = (try? TrackLoader.load(entry.track)).flatMap {
        Scorecard(plan: GradingPlan($0), progress: entry.progress).total.grade
      }
      text +=
        "\(grade.map { "\($0) %" } ?? "-")  at step \(entry.step)  \(entry.title)  (\(entry.track))\n"
    }
    return text
  }
}
