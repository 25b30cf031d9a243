import Platform
import Tracks

/// Tests tracks: for each one a session of its own, the run, the report, and nothing left behind.
package struct Tester {
  package struct Options: Sendable {
    package var lab: String?
    package var only: String?
    /// Whether the track's scripts are tested in place of its text.
    package var usesScripts: Bool
    package var deadline: Duration
    package var keepsRunning: Bool
    package var continuesAfterFailure: Bool
    package var skipsFailCheck: Bool
    /// Whether steps are told about as they end.
    package var isLive: Bool

    package init(
      lab: String? = nil, only: String? = nil, usesScripts: Bool = false,
      deadline: Duration = .seconds(30), keepsRunning: Bool = false,
      continuesAfterFailure: Bool = false, skipsFailCheck: Bool = false, isLive: Bool = true
    ) {
      self.lab = lab
      self.only = only
      self.usesScripts = usesScripts
      self.deadline = deadline
      self.keepsRunning = keepsRunning
      self.continuesAfterFailure = continuesAfterFailure
      self.skipsFailCheck = skipsFailCheck
      self.isLive = isLive
    }
  }

  private let options: Options
  private let say: @Sendable (String) -> Void

  package init(options: Options, say: @escaping @Sendable (String) -> Void) {
    self.options = options
    self.say = say
  }

  /// Tests each track so many times, one after the other, until a signal asks to end.
  package func run(paths: [String], times: Int) async -> [RunReport] {
    let requests = try? Signals.stream(Signals.requestsToEnd)
    var reports: [RunReport] = []
    for path in paths {
      for _ in 0..<times {
        let work = Task { await test(path) }
        let watcher = Task {
          guard let requests else { return }
          for await _ in requests {
            work.cancel()
            return
          }
        }
        var report = await work.value
        watcher.cancel()
        report.isInterrupted = work.isCancelled
        reports.append(report)
        if work.isCancelled { return reports }
      }
    }
    return reports
  }

  private func test(_ path: String) async -> RunReport {
    let began = MonotonicTime.now()
    var report = RunReport(track: path, path: path, started: WallTime.now().rfc3339)
    do {
      let track = try TrackLoader.load(path, lab: options.lab)
      report.track = track.title
      try await test(track, path, &report)
    } catch {
      report.problem = "\(error)"
      report.isInputProblem = (error as? LabError)?.exitCode == 2
      if options.isLive { say("trestle: \(error)") }
    }
    report.duration = MonotonicTime.now() - began
    if options.isLive, report.problem == nil { say(TextReport().summary(report)) }
    return report
  }

  private func test(_ track: Track, _ path: String, _ report: inout RunReport) async throws {
    if let error = track.findings.first(where: { $0.severity == .error }) {
      throw LabError(.input, "\(error.location): \(error.message) \(error.remedy)")
    }
    let isEmpty =
      options.usesScripts
      ? track.challenges.allSatisfy { $0.scripts.isEmpty } : track.steps.isEmpty
    guard !isEmpty else {
      throw LabError(
        .nothingToRun,
        "\(path) has nothing to \(options.usesScripts ? "check or solve" : "run"): a track needs at "
          + "least one \(options.usesScripts ? "script" : "block of commands").")
    }
    var generator = SystemRandomNumberGenerator()
    let variables = Variables(
      sandboxID: Variables.sandboxID(using: &generator), slug: track.slug)
    let plan = SessionPlan(track: track, variables: variables)
    let folder = try SessionFolder.make()
    let began = MonotonicTime.now()
    let columns = max(200, Tester.widest(track) + 1)
    let session = try await Session.start(
      plan, in: folder, .init(kind: .test, track: path, columns: columns, isPlain: true))
    tell(.sessionStarted(sites: plan.sites.map(\.name), duration: MonotonicTime.now() - began))
    if options.usesScripts {
      await ScriptProtocol(
        track, session, skipsFailCheck: options.skipsFailCheck, tell: tell
      ).run(&report)
    } else {
      await TrackRunner(
        track, session,
        .init(
          deadline: options.deadline, only: options.only,
          continuesAfterFailure: options.continuesAfterFailure), tell: tell
      ).run(&report)
    }
    if options.keepsRunning, !Task.isCancelled { await keepRunning(session) }
    await session.stop(removes: true)
  }

  /// Leaves the sites running until somebody asks to end.
  private func keepRunning(_ session: Session) async {
    say("The sites of session \(session.folder.identifier) go on running; Ctrl-C ends them.")
    for site in session.plan.sites {
      say(
        "  trestle shell \(site.name)    KUBECONFIG=\(session.folder.kubeconfig(ofSite: site.name))"
      )
    }
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
  }

  private func tell(_ event: RunnerEvent) {
    guard options.isLive else { return }
    let text = TextReport()
    switch event {
    case .sessionStarted(let sites, let duration):
      let names = sites.isEmpty ? "" : sites.joined(separator: ", ") + " "
      say("\(names)ready after \(duration.seconds(decimals: 2)) s")
    case .challengeStarted(let challenge): say("\n\(challenge.title)")
    case .stepFinished(let report): for line in text.lines(report) { say(line) }
    case .checkFinished(let report): for line in text.lines(report) { say(line) }
    case .stepStarted, .commandStarted, .waiting: break
    }
  }

  /// The widest line that the track expects, so that no terminal folds it.
  private static func widest(_ track: Track) -> Int {
    let lines = track.challenges.flatMap(\.blocks).filter { $0.role == .output }
      .flatMap { $0.text.split(separator: "\n") }
    return min(lines.map(\.count).max() ?? 0, 4000)
  }
}
