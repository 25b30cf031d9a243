import Platform
import Shells
import Synchronization
import Tracks

/// Tests tracks: for each one a session of its own, the run, the report, and nothing left behind.
package struct Tester: Sendable {
  package struct Options: Sendable {
    package var lab: String?
    package var scope: RunScope
    /// Whether the track's scripts are tested in place of its text.
    package var usesScripts: Bool
    package var deadline: Duration
    package var keepsRunning: Bool
    package var continuesAfterFailure: Bool
    package var skipsFailCheck: Bool
    /// Whether steps are told about as they end.
    package var isLive: Bool
    /// The folder in which each failed run leaves what it knows; nothing leaves nothing.
    package var evidence: String?

    package init(
      lab: String? = nil, scope: RunScope = RunScope(), usesScripts: Bool = false,
      deadline: Duration = .seconds(30), keepsRunning: Bool = false,
      continuesAfterFailure: Bool = false, skipsFailCheck: Bool = false, isLive: Bool = true,
      evidence: String? = nil
    ) {
      self.lab = lab
      self.scope = scope
      self.usesScripts = usesScripts
      self.deadline = deadline
      self.keepsRunning = keepsRunning
      self.continuesAfterFailure = continuesAfterFailure
      self.skipsFailCheck = skipsFailCheck
      self.isLive = isLive
      self.evidence = evidence
    }
  }

  private let options: Options
  private let say: @Sendable (String) -> Void
  private let live: LiveStep?

  /// - Parameters:
  ///   - say: takes a line of what is told while tests run.
  ///   - status: draws the one line about what runs now, or takes it away; nothing where nobody
  ///     watches.
  package init(
    options: Options, say: @escaping @Sendable (String) -> Void,
    status: (@Sendable (String?) -> Void)? = nil
  ) {
    self.options = options
    self.say = say
    live = status.map(LiveStep.init)
  }

  /// Tests each track so many times until a signal asks to end.
  /// - Parameter jobs: how many run at a time. With more than one, each is told about when it has
  ///   ended.
  package func run(paths: [String], times: Int, jobs: Int = 1) async throws -> [RunReport] {
    try await Interruptible.run { await all(paths, times, jobs) }
  }

  /// Tests each track, and again each time that one of their files has changed, until a signal asks
  /// to end.
  /// - Parameters:
  ///   - written: files and folders that the tests write, whose changes mean nothing.
  ///   - tell: takes the reports of each time.
  /// - Returns: the reports of the last time.
  package func watch(
    paths: [String], times: Int, jobs: Int, written: [String],
    tell: @escaping @Sendable ([RunReport]) throws -> Void
  ) async throws -> [RunReport] {
    try await Interruptible.run { () -> Result<[RunReport], any Error> in
      var changes = FileChanges(of: paths + (options.lab.map { [$0] } ?? []), except: written)
      var reports: [RunReport] = []
      repeat {
        reports = await all(paths, times, jobs)
        do {
          try tell(reports)
        } catch {
          return .failure(error)
        }
      } while await changes.next(of: paths.joined(separator: ", "), say)
      return .success(reports)
    }.get()
  }

  private func all(_ paths: [String], _ times: Int, _ jobs: Int) async -> [RunReport] {
    let all = paths.flatMap { path in Array(repeating: path, count: times) }
    return jobs > 1 ? await abreast(all, jobs) : await inTurn(all)
  }

  private func inTurn(_ paths: [String]) async -> [RunReport] {
    var reports: [RunReport] = []
    for path in paths where !Task.isCancelled { reports.append(await test(path)) }
    return reports
  }

  private func abreast(_ paths: [String], _ jobs: Int) async -> [RunReport] {
    await withTaskGroup(of: (Int, RunReport).self) { group in
      var reports: [Int: RunReport] = [:]
      for (index, path) in paths.enumerated() {
        if index >= jobs, let (done, report) = await group.next() { reports[done] = report }
        if Task.isCancelled { break }
        group.addTask {
          let lines = Mutex<[String]>([])
          let tester = Tester(options: options, say: { line in lines.withLock { $0.append(line) } })
          let report = await tester.test(path)
          say(lines.withLock { $0.joined(separator: "\n") } + "\n")
          return (index, report)
        }
      }
      for await (done, report) in group { reports[done] = report }
      return reports.sorted { $0.key < $1.key }.map(\.value)
    }
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
    live?.end()
    report.duration = MonotonicTime.now() - began
    report.isInterrupted = Task.isCancelled
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
    let runnerOptions = try TrackRunner.Options(
      of: track, scope: options.scope, deadline: options.deadline,
      continuesAfterFailure: options.continuesAfterFailure)
    let plan = SessionPlan(track: track, variables: .ofSession(slug: track.slug))
    let folder = try SessionFolder.make()
    let began = MonotonicTime.now()
    let columns = max(200, Tester.widest(track) + 1)
    live?.begin("starting \(plan.sites.map(\.name).joined(separator: ", "))")
    let session = try await Session.start(
      plan, in: folder, .init(kind: .test, track: path, columns: columns, isPlain: true))
    tell(.sessionStarted(sites: plan.sites.map(\.name), duration: MonotonicTime.now() - began))
    if options.usesScripts {
      await ScriptProtocol(
        track, session, skipsFailCheck: options.skipsFailCheck, tell: tell
      ).run(&report)
    } else {
      let runner = TrackRunner(track, session, runnerOptions, tell: tell)
      // A step is short and asks its shell several times; where the shells are it wakes no thread.
      let loop = LoopTasks(try Shell.sharedLoop.get())
      await withTaskExecutorPreference(loop) { await runner.run(&report) }
    }
    if report.totals.failures > 0, !Task.isCancelled { await keepEvidence(&report, session) }
    if options.keepsRunning, !Task.isCancelled { await keepRunning(session) }
    await session.stop(removes: true)
  }

  private func keepEvidence(_ report: inout RunReport, _ session: Session) async {
    guard let base = options.evidence else { return }
    let evidence = Evidence(
      folder: Evidence.folder(of: report, in: base, session: session.folder.identifier))
    do {
      try await evidence.keep(report, of: session)
      report.evidence = evidence.folder
    } catch {
      say("What is known of the failure can't be kept in \(evidence.folder): \(error)")
    }
  }

  /// Leaves the sites running until somebody asks to end.
  private func keepRunning(_ session: Session) async {
    live?.end()
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
      live?.end()
    case .challengeStarted(let challenge): say("\n\(challenge.title)")
    case .stepStarted(let step): live?.begin(step.title)
    case .commandStarted(let host, let command): live?.note("\(host)$ \(command)")
    case .waiting(let step, let reason): live?.note("\(step.title): \(reason)")
    case .stepFinished(let report):
      live?.end()
      for line in text.lines(report) { say(line) }
    case .checkFinished(let report): for line in text.lines(report) { say(line) }
    }
  }

  /// The widest line that the track expects, so that no terminal folds it.
  private static func widest(_ track: Track) -> Int {
    let lines = track.challenges.flatMap(\.blocks).filter { $0.role == .output }
      .flatMap { $0.text.split(separator: "\n") }
    return min(lines.map(\.count).max() ?? 0, 4000)
  }
}
