import Grading
import Interface
import Labs
import Platform
import Tracks
import Views

extension Learning {
  /// Takes a lab on the whole terminal until the learner leaves.
  /// - Returns: the exit code, and what there is to say when the terminal is back.
  package static func show(
    _ path: String, lab: String?, look: Look
  ) async throws -> (code: Int32, words: String) {
    let (requests, asking) = AsyncStream.makeStream(of: Action.self)
    let screen = try ScreenLesson(requests: asking)
    try await screen.open("Reading \(path) …")
    do {
      return try await take(path, lab: lab, look: look, on: screen, requests)
    } catch {
      await screen.close()
      throw error
    }
  }

  private static func take(
    _ path: String, lab: String?, look: Look, on screen: ScreenLesson,
    _ requests: AsyncStream<Action>
  ) async throws -> (code: Int32, words: String) {
    let (track, key, store) = try prepare(path, lab: lab)
    var entry = try store.entry(key) ?? ProgressStore.Entry(track: key, title: track.title)
    let (plan, folder) = try plan(track, entry)
    let lock = try Session.claim(folder)
    entry.session = folder.path
    try store.save(entry)
    let lesson = Lesson(track, variables: plan.variables, plan: GradingPlan(track))
    let interface = Interface(
      lesson, progress: entry.progress, step: entry.step, size: Size(rows: 24, columns: 80),
      look: look.on(colors: await screen.colors))
    await screen.begin(interface, entry, store)
    let (news, telling) = AsyncStream.makeStream(of: LabEvent.self)
    let teller = Task { for await event in news { await screen.take(event) } }
    let worker = Task {
      await serve(
        requests, screen, Serving(track: track, key: key, plan: plan, lock: lock),
        folder, telling)
    }
    let end = await screen.waitForEnd()
    await screen.close()
    await worker.value
    telling.finish()
    await teller.value
    let words =
      "Everything is kept. 'trestle run \(path)' goes on here, 'trestle progress \(path)' shows "
      + "the score."
    return switch end {
    case .quit: (0, words)
    case .closed: (129, "")
    case .signal(let number): (128 + number, words)
    }
  }

  /// What the lab's side of the screen needs.
  private struct Serving: Sendable {
    var track: Track
    var key: String
    var plan: SessionPlan
    var lock: FileLock
  }

  /// Does what the interface asks the lab for, in order, until nothing more will come; then the lab
  /// ends.
  private static func serve(
    _ requests: AsyncStream<Action>, _ screen: ScreenLesson, _ serving: Serving,
    _ first: SessionFolder, _ telling: AsyncStream<LabEvent>.Continuation
  ) async {
    func make() -> LabBehind {
      LabBehind(serving.track, key: serving.key, on: screen) { telling.yield($0) }
    }
    var lab = make()
    await lab.begin(serving.plan, first, lock: serving.lock)
    for await action in requests {
      if action == .reset {
        telling.yield(.starting("Ending the sites …"))
        await lab.stop(removes: true)
        do {
          let folder = try SessionFolder.make()
          await screen.beginAnew(session: folder.path)
          telling.yield(.starting("Starting the sites anew …"))
          lab = make()
          await lab.begin(serving.plan, folder, lock: try Session.claim(folder))
        } catch {
          telling.yield(.failed("\(error)"))
        }
      } else {
        await lab.perform(action)
      }
    }
    await lab.stop(removes: false)
  }
}
