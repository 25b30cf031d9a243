/// The unmodified kubectl, run against a server over loopback with a home of its own.
import Documents
import HTTP
import Platform
import Testing

@testable import Sites

struct Kubectl: Sendable {
  let site: APITestServer
  private let port: Int
  private let home: String

  /// Where the client is; nothing where it is not installed.
  static let program: String? = (Environment.all["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/kubectl" }.first(where: Files.isExecutable)

  /// The client of that minor version, which sends other bodies than its predecessors; a folder
  /// of versions lies beside some installations.
  static func program(minor: Int) -> String? {
    guard let program, let target = try? Files.canonical(program) else { return nil }
    let candidate = "\(target).1.\(minor)"
    return Files.isExecutable(candidate) ? candidate : nil
  }

  struct Result: Sendable {
    let status: Int32
    let output: String
    let error: String

    var lines: [[String]] {
      output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }
  }

  /// Serves a site while the body runs.
  static func serving(
    openshift: String? = nil, _ body: @Sendable @escaping (Kubectl) async throws -> Void
  ) async throws {
    let site = try APITestServer(openshift: openshift)
    let home = try Files.makeTemporaryDirectory(prefix: "kubectl-home-")
    defer { try? Files.remove(home) }
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    // The server lives as long as the tests: clients may still be connected when the body ends.
    Task.detached {
      try await HTTPServer.run(
        on: .tcp(host: "127.0.0.1", port: 0), handler: { await site.server.handle($0) },
        onReady: { continuation.yield($0) })
    }
    var first = ports.makeAsyncIterator()
    let port = try #require(await first.next())
    try await body(Kubectl(site: site, port: port, home: home))
  }

  /// Starts the client with these words, separated by blanks, and waits for its end.
  func run(
    _ words: String, more: [String] = [], input: Value? = nil, minor: Int? = nil
  ) async throws -> Result {
    let child = try start(words, more: more, input: input, minor: minor)
    let status = try #require(
      await child.process.wait(timeout: .seconds(30)), "kubectl \(words) did not end")
    return try child.result(status.shellCode)
  }

  struct Running: Sendable {
    let process: ChildProcess
    fileprivate let folder: String

    /// What it has printed so far.
    var output: String { (try? Files.readText("\(folder)/out")) ?? "" }

    fileprivate func result(_ status: Int32) throws -> Result {
      Result(status: status, output: output, error: try Files.readText("\(folder)/err"))
    }

    /// Waits until its output holds a text.
    func prints(_ text: String) async throws {
      let deadline = ContinuousClock.now + .seconds(20)
      while !output.contains(text) {
        guard ContinuousClock.now < deadline else {
          Issue.record("kubectl did not print “\(text)”, but “\(output)”")
          return
        }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  func start(
    _ words: String, more: [String] = [], input: Value? = nil, minor: Int? = nil
  ) throws -> Running {
    let folder = try Files.makeTemporaryDirectory(prefix: "run-", in: home)
    let program = try #require(minor.map(Kubectl.program(minor:)) ?? Kubectl.program)
    var arguments = words.split(separator: " ").map(String.init) + more
    if let input {
      try Files.write("\(folder)/in.json", Array(input.json().utf8))
      arguments += ["-f", "\(folder)/in.json"]
    }
    var launch = ProcessLaunch(
      program,
      ["--server", "http://127.0.0.1:\(port)", "--namespace", "lab"] + arguments,
      environment: ["HOME": home, "PATH": Environment.all["PATH"] ?? ""])
    let out = try FileDescriptor.appending("\(folder)/out")
    let err = try FileDescriptor.appending("\(folder)/err")
    launch.output = .descriptor(out)
    launch.error = .descriptor(err)
    let process = try launch.start()
    out.close()
    err.close()
    return Running(process: process, folder: folder)
  }
}
