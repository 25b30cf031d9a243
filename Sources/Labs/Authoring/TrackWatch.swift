import Platform
import Tracks

/// A track under edit: its sites go on running, and each time a file is saved the track is looked
/// through, and the steps that have changed are run again in their terminals.
package struct TrackWatch: Sendable {
  private let path: String
  private let lab: String?
  private let deadline: Duration
  private let say: @Sendable (String) -> Void

  package init(
    _ path: String, lab: String?, deadline: Duration, say: @escaping @Sendable (String) -> Void
  ) {
    self.path = path
    self.lab = lab
    self.deadline = deadline
    self.say = say
  }

  /// What runs for a track as long as its sites stay the same ones.
  private struct Live {
    let plan: SessionPlan
    let session: Session
    let steps: StepRunner
    var seen: Set<StepContent> = []
  }

  /// Runs until somebody asks to end, or the first look shows that there is no track.
  package func run() async throws {
    _ = try TrackLoader.load(path, lab: lab)
    try await Interruptible.run { await follow() }
  }

  private func follow() async {
    var changes = FileChanges(of: [path] + (lab.map { [$0] } ?? []))
    var live: Live?
    repeat {
      do {
        try await look(&live)
      } catch {
        say("trestle: \(error)")
      }
    } while await changes.next(of: path, say)
    await live?.session.stop(removes: true)
  }

  /// Looks through the track as it is now and runs what is new in it.
  private func look(_ live: inout Live?) async throws {
    let track = try TrackLoader.load(path, lab: lab)
    let findings = TrackLoader.findings(of: track, at: path)
    if !findings.isEmpty { say(FindingReport.text(findings)) }
    if findings.contains(where: { $0.severity == .error }) { return }
    var plan = SessionPlan(
      track: track, variables: live?.plan.variables ?? .ofSession(slug: track.slug))
    plan.title = live?.plan.title ?? plan.title
    if let old = live, old.plan != plan {
      say("The lab's sites or hosts are others now: they start anew.")
      await old.session.stop(removes: true)
      live = nil
    }
    var now: Live
    if let live { now = live } else { now = try await start(plan) }
    let contents = track.steps.map { (id: $0.id, content: StepContent($0)) }
    let fresh = Set(contents.filter { !now.seen.contains($0.content) }.map(\.id))
    now.seen = Set(contents.map(\.content))
    live = now
    if fresh.isEmpty {
      say("No step has changed.")
      return
    }
    var report = RunReport(track: track.title, path: path, started: WallTime.now().rfc3339)
    let began = MonotonicTime.now()
    let text = TextReport()
    var options = try TrackRunner.Options(of: track, deadline: deadline)
    options.steps = fresh
    options.isWhole = false
    options.leaves = false
    await TrackRunner(track, now.session, options, steps: now.steps) { event in
      switch event {
      case .challengeStarted(let challenge): say("\n\(challenge.title)")
      case .stepFinished(let report): for line in text.lines(report) { say(line) }
      case .checkFinished(let report): for line in text.lines(report) { say(line) }
      default: break
      }
    }.run(&report)
    report.duration = MonotonicTime.now() - began
    say(text.summary(report))
  }

  private func start(_ plan: SessionPlan) async throws -> Live {
    let session = try await Session.start(
      plan, in: try SessionFolder.make(), .init(kind: .test, track: path, isPlain: true))
    let names = plan.sites.map(\.name).joined(separator: ", ")
    if !names.isEmpty { say("\(names) ready; \(session.folder.identifier) is the session.") }
    let steps = StepRunner(session, deadline: deadline, isInteractive: false) { _ in }
    return Live(plan: plan, session: session, steps: steps)
  }
}

/// What a step does and promises, wherever it stands in its file.
struct StepContent: Hashable {
  private let title: String
  private let host: String
  private let commands: [String]
  private let outputs: [String]
  private let actions: [String]
  private let settings: StepSettings

  init(_ step: Step) {
    title = step.title
    settings = step.settings
    switch step.kind {
    case .commands(let commands):
      host = commands.terminal.host
      self.commands = commands.commands.map(\.text)
      outputs = commands.outputs.map(\.text)
      actions = []
    case .manual(let manual):
      (host, commands, outputs) = ("", [], [])
      actions = manual.actions.map(\.summary)
    case .quiz(let quiz):
      (host, commands, outputs) = ("", [], [])
      actions = quiz.answers + quiz.solution.map(String.init)
    }
  }
}
