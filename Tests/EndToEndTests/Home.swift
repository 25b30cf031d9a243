import Documents
import Platform
import Testing

/// A home of its own for one test: what it starts, what it leaves behind; removed at its end.
final class Home: Sendable {
  let path: String

  init() throws { path = try Files.makeTemporaryDirectory() }

  /// Ends what a failed test left running.
  deinit {
    for process in processes { _ = Signal.kill.send(to: process.pid) }
    try? Files.remove(path)
  }

  var environment: [String: String] {
    var environment = Environment.all
    environment["TRESTLE_HOME"] = path
    environment["HOME"] = path
    return environment
  }

  // Running.

  func launch(_ arguments: [String]) -> ProcessLaunch {
    var launch = ProcessLaunch(
      Trestle.executable, arguments, environment: environment, directory: Trestle.root)
    launch.grouping = .session
    return launch
  }

  /// Runs to the end.
  func run(_ arguments: String..., timeout: Duration = .seconds(120)) async throws
    -> Trestle.Outcome
  {
    try await run(launch(arguments), timeout: timeout)
  }

  func run(
    _ launch: ProcessLaunch, timeout: Duration = .seconds(120)
  ) async throws -> Trestle.Outcome {
    let complaints = "\(path)/complaints-\(UInt64.random(in: 0..<UInt64.max))"
    var launch = launch
    launch.error = .descriptor(try FileDescriptor.appending(complaints))
    let ready = launch
    let (status, bytes) = try await withThread {
      let result = try ready.run(timeout: timeout)
      return (result.status, result.output)
    }
    let complaint = (try? Files.readText(complaints)) ?? ""
    try? Files.removeFile(complaints)
    return Trestle.Outcome(
      status: status.shellCode, output: String(decoding: bytes, as: UTF8.self) + complaint)
  }

  /// Runs a command in a shell of a site.
  @discardableResult
  func shell(
    _ site: String, _ command: String, timeout: Duration = .seconds(60)
  ) async throws -> Trestle.Outcome {
    try await run("shell", site, "-c", "{ \(command)\n} 2>&1", timeout: timeout)
  }

  /// Runs a command in a shell of a site, which has to succeed.
  @discardableResult
  func must(
    _ site: String, _ command: String, location: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let outcome = try await shell(site, command)
    try #require(
      outcome.status == 0, "\(command) on \(site): \(outcome)", sourceLocation: location)
    return outcome.text
  }

  // What is there.

  /// The folders of sessions.
  var sessions: [String] { (try? Files.list("\(path)/sessions")) ?? [] }

  /// The paths of all files in it.
  var files: [String] {
    var files: [String] = []
    var left = [path]
    while let place = left.popLast() {
      if Files.isDirectory(place) {
        left += ((try? Files.list(place)) ?? []).map { "\(place)/\($0)" }
      } else {
        files.append(place)
      }
    }
    return files
  }

  /// Processes whose command or environment names this home: all that a session starts does.
  var processes: [HomeProcess] {
    ProcessTable.all().compactMap { entry -> HomeProcess? in
      guard entry.state != "Z", entry.pid != Executable.identifier else { return nil }
      let command = strings("/proc/\(entry.pid)/cmdline")
      guard
        command.contains(where: { $0.contains(path) })
          || strings("/proc/\(entry.pid)/environ").contains(where: { $0.contains(path) })
      else { return nil }
      return HomeProcess(pid: entry.pid, command: command)
    }
  }

  /// The blocks of addresses that its sites use now.
  var blocks: Set<Int> {
    var blocks: Set<Int> = []
    for session in sessions {
      let sites = "\(path)/sessions/\(session)/sites"
      for site in (try? Files.list(sites)) ?? [] {
        guard let bytes = try? Files.read("\(sites)/\(site)/site.json"),
          let block = (try? JSON.parse(bytes))?["block"]?.integer
        else { continue }
        blocks.insert(block)
      }
    }
    return blocks
  }

  /// The listening sockets in its blocks now, by their numbers in the system's table.
  var listeners: [String: String] { Listeners.all(inBlocks: blocks) }

  private func strings(_ file: String) -> [String] {
    ((try? Files.read(file)) ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Waits until nothing is left: no session, no process, none of the listening sockets that were
  /// seen.
  func expectNothingLeft(
    listeners seen: [String: String] = [:], within limit: Duration = .seconds(15),
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let deadline = MonotonicTime.now() + limit
    var left: [String] = []
    repeat {
      let open = Listeners.all(inBlocks: Set(1...254))
      left =
        sessions.map { "session \($0)" } + processes.map { "process \($0)" }
        + seen.filter { open[$0.key] == $0.value }.map { "listener \($0.value)" }
      if left.isEmpty { return }
      try await Task.sleep(for: .milliseconds(50))
    } while MonotonicTime.now() < deadline
    Issue.record("Left behind: \(left.joined(separator: ", "))", sourceLocation: location)
  }
}

/// A process of a home.
struct HomeProcess: Hashable, Sendable, CustomStringConvertible {
  let pid: Int32
  let command: [String]

  /// What it plays: `site`, `router`, `workload`, `test`, `keeper`, or a program's name.
  var role: String { command.count > 1 ? command[1] : command.first ?? "" }

  /// What it was told to do.
  var work: String { command.dropFirst().joined(separator: " ") }

  var description: String { "\(pid) (\(command.prefix(4).joined(separator: " ")))" }
}

/// The system's table of listening sockets.
enum Listeners {
  /// Socket number → address and port, of those in the blocks 127.B.0.0/16.
  static func all(inBlocks blocks: Set<Int>) -> [String: String] {
    var found: [String: String] = [:]
    let text = (try? Files.readText("/proc/net/tcp")) ?? ""
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: " ")
      guard fields.count > 9, fields[3] == "0A" else { continue }
      let place = fields[1].split(separator: ":")
      guard place.count == 2, let address = UInt32(place[0], radix: 16),
        let port = Int(place[1], radix: 16)
      else { continue }
      let bytes = (0..<4).map { Int(address >> (8 * UInt32($0)) & 0xFF) }
      guard bytes[0] == 127, blocks.contains(bytes[1]) else { continue }
      found[String(fields[9])] = bytes.map(String.init).joined(separator: ".") + ":\(port)"
    }
    return found
  }
}

/// Does blocking work on a thread of its own.
func withThread<Result: Sendable>(
  _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try SystemThread.start(name: "blocking") {
        continuation.resume(with: Swift.Result { try work() })
      }
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
