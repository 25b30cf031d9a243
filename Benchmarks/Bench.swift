import Documents
import Platform
import Shells

/// Measures Trestle as a user meets it: whole processes of the release build, medians of several
/// runs, each beside something that everybody knows.
@main
enum Bench {
  static func main() async throws {
    guard let arguments = Arguments(CommandLine.arguments) else {
      print("usage: bench TRESTLE TRACK [--lab FILE] [--runs N] [--only \(Arguments.parts)]")
      Executable.end(2)
    }
    print("figure                                    median        min        max   beside it")
    let bash = try await repeated(20) { try await wall(["/bin/bash", "-c", "true"]) }
    row("bash -c true", bash, nil)
    if arguments.wants("sites") { try await sites(arguments, bash) }
    if arguments.wants("track") { try await track(arguments) }
    if arguments.wants("steps") { try await steps(arguments) }
    if arguments.wants("shell") { try await trivialCommands(bash) }
    if arguments.wants("commands") { try await runningLab(arguments, bash) }
    if arguments.wants("labs") { try await labs(arguments) }
    if arguments.wants("interface") { try await interface(arguments, bash) }
  }

  /// What to measure.
  struct Arguments {
    var trestle: String
    var track: String
    var lab: [String] = []
    var runs = 5
    /// The part to measure; everything without it.
    var only: String?

    static let parts = "sites|track|steps|shell|commands|labs|interface"

    func wants(_ part: String) -> Bool { only == nil || only == part }

    init?(_ words: [String]) {
      guard words.count >= 3 else { return nil }
      trestle = words[1]
      track = words[2]
      var index = 3
      while index + 1 < words.count {
        if words[index] == "--lab" { lab = ["--lab", words[index + 1]] }
        if words[index] == "--only" { only = words[index + 1] }
        if words[index] == "--runs" { runs = Int(words[index + 1]) ?? runs }
        index += 2
      }
    }
  }

  // What is measured.

  /// Bare sites, from the command to the moment all of them serve.
  private static func sites(_ arguments: Arguments, _ bash: [Double]) async throws {
    for (count, runs) in [(2, arguments.runs), (8, 3), (32, 1)] {
      let names = (1...count).map { "site\($0)" }
      var times: [Double] = []
      for _ in 0..<runs {
        times.append(try await wall([arguments.trestle, "up"] + names))
        _ = try await wall([arguments.trestle, "down"])
      }
      row("provision \(count) sites", times, ("bash", median(bash)))
    }
  }

  /// Each lab beside the track as a test: how long it takes, and the most memory that its processes
  /// have had together.
  private static func labs(_ arguments: Arguments) async throws {
    let folder = Path.parent(of: arguments.track)
    for name in try Files.list(folder).sorted() where Files.exists("\(folder)/\(name)/track.yml") {
      let (seconds, most) = try await watched([arguments.trestle, "test", "\(folder)/\(name)"])
      row("the lab \(name)", [seconds], nil)
      print("  at most \(most >> 20) MB")
    }
  }

  /// Seconds from start to end of a command, and the most memory in bytes that it and what it
  /// starts have had together.
  static func watched(_ command: [String]) async throws -> (seconds: Double, memory: Int) {
    var launch = ProcessLaunch(command[0], Array(command.dropFirst()))
    launch.output = .null
    launch.error = .null
    let began = MonotonicTime.now()
    let process = try launch.start()
    var most = 0
    while await process.wait(timeout: .milliseconds(250)) == nil {
      most = max(most, proportional(process))
    }
    let status = await process.wait()
    let seconds = (MonotonicTime.now() - began).seconds
    if !status.isSuccess { print("\(command.joined(separator: " ")) failed: \(status)") }
    return (seconds, most)
  }

  /// The memory of a process and all that it has started, shared pages divided among them.
  private static func proportional(_ process: ChildProcess) -> Int {
    ([process.pid] + ProcessTable.descendants(of: process.pid).map(\.pid))
      .compactMap { ProcessTable.memory(of: $0)?.proportional }.reduce(0, +)
  }

  /// The whole track as a test.
  private static func track(_ arguments: Arguments) async throws {
    let command = [arguments.trestle, "test", arguments.track] + arguments.lab
    row("the whole track", try await repeated(arguments.runs) { try await wall(command) }, nil)
  }

  /// What a driven command costs over the same command in a bash that reads a pipe.
  private static func trivialCommands(_ bash: [Double]) async throws {
    let count = 200
    let folder = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(folder) }
    let script = "\(folder)/script"
    try Files.write(
      script, text: (0..<count).map { "true; echo \($0) $?\n" }.joined())
    var plain: [Double] = []
    var driven: [Double] = []
    for round in 0..<5 {
      plain.append(try await wall(["/bin/bash", script]) / Double(count))
      let shell = try Shell(
        ShellSettings(directory: folder, stateDirectory: "\(folder)/state\(round)", plain: true))
      try await shell.start()
      let began = MonotonicTime.now()
      for _ in 0..<count { _ = await shell.run("true") }
      driven.append((MonotonicTime.now() - began).seconds / Double(count))
      await shell.close()
    }
    row("a trivial command in a piped bash", plain, nil)
    row("a trivial command in a lab's terminal", driven, ("piped bash", median(plain)))
  }

  /// A lab that stands: how fast its commands answer and what it takes in memory.
  private static func runningLab(_ arguments: Arguments, _ bash: [Double]) async throws {
    var launch = ProcessLaunch(
      arguments.trestle, ["test", arguments.track] + arguments.lab + ["--keep-running"])
    let (read, write) = try FileDescriptor.pipe()
    launch.output = .descriptor(write)
    let lab = try launch.start()
    write.close()
    let text = try await apart { () throws -> String in
      var seen = ""
      while !seen.contains("go on running"), let bytes = try read.read(), !bytes.isEmpty {
        seen += String(decoding: bytes, as: UTF8.self)
      }
      return seen
    }
    guard
      let site = text.split(separator: "\n").last(where: { $0.contains("trestle shell") })
        ?? text.split(separator: "\n").last,
      text.contains("go on running")
    else {
      print("The track did not come to its end:\n\(text)")
      lab.send(.terminate)
      return
    }
    let name = site.split(separator: " ").dropFirst(2).first.map(String.init) ?? "public"
    let environment = try await environment(of: name, arguments)
    for command in [
      ["oc", "version", "--client"], ["oc", "get", "pods"], ["kubectl", "get", "service"],
      ["skupper", "status"], ["skupper", "link", "status"],
    ] {
      let times = try await repeated(20) { try await wall(command, environment) }
      row(command.joined(separator: " "), times, ("bash", median(bash)))
    }
    memory(lab)
    _ = await lab.terminate(grace: .seconds(10))
  }

  /// The terminal interface, three times.
  private static func interface(_ arguments: Arguments, _ bash: [Double]) async throws {
    let bench = InterfaceBench(trestle: arguments.trestle, track: arguments.track)
    var all: [InterfaceBench.Figures] = []
    for _ in 0..<3 { all.append(try await apart { try bench.run() }) }
    row("the interface's first frame", all.flatMap(\.firstFrame), ("bash", median(bash)))
    row("a key to its echo in a terminal", all.flatMap(\.echo), nil)
    print(
      "while idle for 10 s: \(all.map(\.idleBytes).max() ?? 0) bytes written; memory of the "
        + "interface: \((all.map(\.resident).max() ?? 0) >> 20) MB resident")
  }

  private static func environment(
    of site: String, _ arguments: Arguments
  ) async throws -> [String: String] {
    let launch = ProcessLaunch(arguments.trestle, ["shell", site, "-c", "env -0"])
    let bytes = try await apart { try launch.run(timeout: .seconds(20)).output }
    var environment: [String: String] = [:]
    for entry in bytes.split(separator: 0) {
      let parts = String(decoding: entry, as: UTF8.self).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
    }
    return environment
  }

  private static func memory(_ lab: ChildProcess) {
    let processes = [lab.pid] + ProcessTable.descendants(of: lab.pid).map(\.pid)
    let sizes = processes.compactMap { ProcessTable.memory(of: $0) }
    let proportional = sizes.map(\.proportional).reduce(0, +)
    let resident = sizes.map(\.resident).reduce(0, +)
    print(
      "memory of all \(processes.count) processes: \(proportional >> 20) MB proportional, "
        + "\(resident >> 20) MB resident")
  }

  // How it is measured.

  /// Seconds from start to end of a command.
  static func wall(
    _ command: [String], _ environment: [String: String] = Environment.all
  ) async throws -> Double {
    let launch = ProcessLaunch(command[0], Array(command.dropFirst()), environment: environment)
    let began = MonotonicTime.now()
    let (status, output) = try await apart { () throws -> (ExitStatus, [UInt8]) in
      let result = try launch.run(timeout: .seconds(300))
      return (result.status, result.output)
    }
    let seconds = (MonotonicTime.now() - began).seconds
    guard status.isSuccess else {
      print("\(command.joined(separator: " ")) failed: \(status)")
      print(String(decoding: output.suffix(2000), as: UTF8.self))
      return seconds
    }
    return seconds
  }

  /// Runs blocking work off the cooperative threads.
  private static func apart<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try SystemThread.start(name: "apart") {
          continuation.resume(with: Swift.Result { try work() })
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }

  static func repeated(
    _ count: Int, _ measure: @Sendable () async throws -> Double
  ) async throws -> [Double] {
    _ = try await measure()
    var times: [Double] = []
    for _ in 0..<count { times.append(try await measure()) }
    return times
  }

  static func median(_ times: [Double]) -> Double {
    times.isEmpty ? 0 : times.sorted()[times.count / 2]
  }

  static func row(_ name: String, _ times: [Double], _ beside: (String, Double)?) {
    func cell(_ seconds: Double) -> String {
      let microseconds = Int(seconds * 1_000_000)
      let text =
        microseconds < 10_000
        ? "\(microseconds) µs"
        : microseconds < 1_000_000
          ? "\(microseconds / 1000) ms" : "\(Double(microseconds / 10_000) / 100) s"
      return String(repeating: " ", count: max(1, 11 - text.count)) + text
    }
    let ratio = beside.map { "  \(Double(Int(median(times) / $0.1 * 10)) / 10) × \($0.0)" } ?? ""
    print(
      name + String(repeating: " ", count: max(1, 37 - name.count)) + cell(median(times))
        + cell(times.min() ?? 0) + cell(times.max() ?? 0) + ratio)
  }
}
