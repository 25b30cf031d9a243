import Documents
import Platform
import Testing

extension EndToEnd {
  /// Any process may be killed at any moment: what was acknowledged stays, what runs goes on, and
  /// nothing is left behind.
  @Suite(.serialized, .lane) struct KillTests {
    let home: Home
    init() throws { home = try Home() }

    /// How many kills the loop makes in all.
    static let kills = Environment["TRESTLE_KILLS"].flatMap(Int.init) ?? 50
    /// The seed of the loop's decisions.
    static let seed =
      Environment["TRESTLE_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1..<1_000_000)

    /// Every fifth kill hits `trestle` itself, the others what runs below it, several to a run.
    @Test(
      .enabled(if: Trestle.hasSeed, "the shared tracks are not beside the project"),
      .timeLimit(.minutes(8)))
    func runs_outlive_the_kill_of_anything_but_themselves() async throws {
      var generator = SeededGenerator(state: KillTests.seed)
      var left = KillTests.kills
      while left > 0 {
        left -= try await runWithKills(min(left, 8), &generator)
        if left <= 0 { break }
        for _ in 0..<min(left, 2) { try await killItself(&generator) }
        left -= min(left, 2)
      }
      // After all that, a run as any other.
      let outcome = try await home.run("test", Trestle.seed, "--lab", Trestle.seedLab)
      #expect(outcome.status == 0, "seed \(KillTests.seed): \(outcome)")
      try await home.expectNothingLeft()
    }

    /// One run, in which workloads, routers and sites are killed at random moments; it has to pass.
    /// - Returns: the number of kills.
    private func runWithKills(
      _ most: Int, _ generator: inout SeededGenerator
    ) async throws -> Int {
      let run = try Run(home)
      var killed: [String] = []
      var listeners: [String: String] = [:]
      while killed.count < most, run.isRunning {
        try await pause(.milliseconds(Int.random(in: 100...1200, using: &generator)), run)
        listeners.merge(home.listeners) { $1 }
        // A workload that falls a second time waits in back-off longer than the lab's last check.
        let victims = home.processes.filter {
          ["site", "router"].contains($0.role)
            || ($0.role == "workload" && !killed.contains($0.work))
        }.sorted { $0.pid < $1.pid }
        guard run.isRunning, let victim = victims.randomElement(using: &generator) else { continue }
        if Signal.kill.send(to: victim.pid) {
          killed.append(victim.work)
        }
      }
      let outcome = try await run.end()
      // A write whose answer a dying process cut off may have been carried out, and a claim whose
      // grant was cut off is spent: that is told and not repeated. Whatever else falls, it passes.
      let isCutOff =
        outcome.status == 1
        && ["Unable to connect to the server:", "Failed to redeem claim: No such claim"].contains {
          outcome.output.contains($0)
        } && killed.contains { $0.hasPrefix("site ") || $0 == "workload service-controller" }
      #expect(
        outcome.status == 0 || isCutOff,
        "seed \(KillTests.seed), killed in this run: \(killed)\n\(outcome)")
      try await home.expectNothingLeft(listeners: listeners)
      return killed.count
    }

    /// A run whose own process is killed at a random moment.
    private func killItself(_ generator: inout SeededGenerator) async throws {
      let run = try Run(home)
      try await pause(.milliseconds(Int.random(in: 50...4500, using: &generator)), run)
      let listeners = home.listeners
      run.child.send(.kill)
      _ = try await run.end()
      try await home.expectNothingLeft(listeners: listeners)
    }

    /// Lets the run go on for a moment.
    private func pause(_ moment: Duration, _ run: Run) async throws {
      _ = await run.child.wait(timeout: moment)
    }

    @Test func a_learner_goes_on_at_the_same_step_with_the_same_objects() async throws {
      let lesson = try Lesson(home)
      try await lesson.waitFor("Step 1.1")
      try lesson.type("")
      try await lesson.waitFor("Enter goes on")
      try lesson.type("next")
      try await lesson.waitFor("(2 of ")
      try lesson.type("oc create configmap kept --from-literal=a=1")
      try await lesson.waitFor("configmap/kept created")
      let step = try #require(lesson.text.split(separator: "== Step ").last?.prefix { $0 != " " })
      let listeners = home.listeners
      lesson.child.send(.kill)
      _ = await lesson.child.wait()
      try await eventually("no process of the lesson is left") { home.processes.isEmpty }
      try await eventually("no port of the lesson is left") {
        let open = Listeners.all(inBlocks: Set(1...254))
        return !listeners.contains { open[$0.key] == $0.value }
      }

      let again = try Lesson(home)
      try await again.waitFor("Going on at step \(step).")
      try again.type("oc get configmap kept -o name")
      try await again.waitFor("\nconfigmap/kept")
      try again.type("quit")
      let end = await again.child.wait(timeout: .seconds(20))
      #expect(end == .exited(0), "\(again.text)")
      try await eventually("no process of the lesson is left") { home.processes.isEmpty }
    }

    @Test func nothing_acknowledged_is_lost_with_a_database_or_a_site() async throws {
      let up = try await home.run("up", "private")
      try #require(up.status == 0, "\(up)")
      try await home.must(
        "private",
        """
        oc new-app quay.io/redhatintegration/patient-portal-database
        oc rollout status deployment/patient-portal-database --timeout=30s
        """)
      let database =
        "psql 'host=patient-portal-database user=patient_portal password=secret "
        + "dbname=patient_portal connect_timeout=5' -At -v ON_ERROR_STOP=1 -c"
      try await home.must(
        "private", "\(database) 'create table kept (n integer primary key, t text)'")
      var generator = SeededGenerator(state: KillTests.seed)
      var rows: [Int] = []
      var objects: [String] = []
      var databaseFalls = 0
      for round in 1...8 {
        // A container that falls a fourth time waits in back-off for more than a minute.
        let hitsSite = databaseFalls == 3 || Bool.random(using: &generator)
        if !hitsSite { databaseFalls += 1 }
        let moment = Int.random(in: 0...60, using: &generator)
        let victim = try #require(
          home.processes.first {
            hitsSite
              ? $0.role == "site" : $0.command.contains("patient-portal-database")
          }, "round \(round), seed \(KillTests.seed): \(home.processes)")
        // Writes go on while the victim falls; those that were answered count.
        async let fall: Void = kill(victim, after: moment)
        for number in 0..<4 {
          let row = round * 100 + number
          let name = "kept-\(row)"
          async let insert = home.shell(
            "private", "\(database) \"insert into kept values (\(row), 'x')\"")
          async let create = home.shell("private", "oc create configmap \(name)")
          if try await insert.status == 0 { rows.append(row) }
          if try await create.status == 0 { objects.append(name) }
        }
        await fall
        try await eventually("the database answers again", within: .seconds(60)) {
          try await home.shell("private", "\(database) 'select 1'").status == 0
        }
      }
      let foundRows = try await home.must("private", "\(database) 'select n from kept'")
        .split(separator: "\n").compactMap { Int($0) }
      #expect(Set(rows).subtracting(foundRows).isEmpty, "seed \(KillTests.seed)")
      let foundObjects = try await home.must("private", "oc get configmaps -o name")
        .split(separator: "\n").map { String($0.dropFirst("configmap/".count)) }
      #expect(Set(objects).subtracting(foundObjects).isEmpty, "seed \(KillTests.seed)")
      #expect(!rows.isEmpty && !objects.isEmpty)
      let listeners = home.listeners
      _ = try await home.run("down")
      try await home.expectNothingLeft(listeners: listeners)
    }

    private func kill(_ victim: HomeProcess, after milliseconds: Int) async {
      let deadline = MonotonicTime.now() + .milliseconds(milliseconds)
      while MonotonicTime.now() < deadline { await Task.yield() }
      _ = Signal.kill.send(to: victim.pid)
    }
  }
}

/// A run of the seed that goes on by itself.
final class Run: Sendable {
  let child: ChildProcess
  private let output: String

  init(_ home: Home) throws {
    output = "\(home.path)/run-\(UInt64.random(in: 0..<UInt64.max))"
    var launch = home.launch(["test", Trestle.seed, "--lab", Trestle.seedLab])
    launch.output = .descriptor(try FileDescriptor.appending(output))
    launch.error = launch.output
    child = try launch.start()
  }

  var isRunning: Bool { child.status == nil }

  /// Waits for its end.
  func end() async throws -> Trestle.Outcome {
    guard let status = await child.wait(timeout: .seconds(180)) else {
      child.send(.kill)
      return Trestle.Outcome(status: -1, output: "It did not end. " + text)
    }
    return Trestle.Outcome(status: status.shellCode, output: text)
  }

  private var text: String { (try? Files.readText(output)) ?? "" }
}

/// A learner at `trestle run --plain`.
final class Lesson: Sendable {
  let child: ChildProcess
  private let input: FileDescriptor
  private let output: String

  init(_ home: Home) throws {
    output = "\(home.path)/lesson-\(UInt64.random(in: 0..<UInt64.max))"
    let pipe = try FileDescriptor.pipe()
    var launch = home.launch(["run", Trestle.lab, "--plain"])
    launch.input = .descriptor(pipe.read)
    launch.output = .descriptor(try FileDescriptor.appending(output))
    launch.error = launch.output
    child = try launch.start()
    pipe.read.close()
    input = pipe.write
  }

  var text: String { (try? Files.readText(output)) ?? "" }

  func type(_ line: String) throws { try input.writeAll(line + "\n") }

  func waitFor(_ words: String, location: SourceLocation = #_sourceLocation) async throws {
    let deadline = MonotonicTime.now() + .seconds(30)
    while MonotonicTime.now() < deadline {
      if text.contains(words) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    try #require(Bool(false), "\"\(words)\" was never said: \(text)", sourceLocation: location)
  }
}

/// Random decisions that can be made again: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
