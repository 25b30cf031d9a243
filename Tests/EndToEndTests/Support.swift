import Documents
import Platform
import Testing

/// The built executable, and what tests need around it. These tests run real processes from end to
/// end: they need a built `trestle` beside the test bundle.
enum Trestle {
  /// The folder of the build's products.
  static let products = Path.parent(of: Executable.path)

  static var executable: String {
    let candidates = [
      "\(products)/trestle", "\(root)/.build/debug/trestle", "\(root)/.build/release/trestle",
    ]
    return Environment["TRESTLE_EXECUTABLE"] ?? candidates.first(where: Files.isExecutable)
      ?? candidates[0]
  }

  /// The project's folder.
  static let root: String = {
    var folder = Path.parent(of: #filePath)
    while !Files.exists("\(folder)/Package.swift"), folder.count > 1 {
      folder = Path.parent(of: folder)
    }
    return folder
  }()

  static let seed = "\(root)/../shared/tracks/seeds/patient-portal.md"
  static let seedLab = "\(root)/Tests/Fixtures/labs/patient-portal.yml"
  static var hasSeed: Bool { Files.exists(seed) }

  struct Outcome: Sendable, CustomStringConvertible {
    let status: Int32
    let output: String
    var description: String { "exit code \(status)\n\(output)" }
  }

  /// A home of its own for one test, removed at its end.
  final class Home: Sendable {
    let path: String

    init() throws { path = try Files.makeTemporaryDirectory() }
    deinit { try? Files.remove(path) }

    var environment: [String: String] {
      var environment = Environment.all
      environment["TRESTLE_HOME"] = path
      environment["HOME"] = path
      return environment
    }

    /// Sessions that are left in it.
    var sessions: [String] { (try? Files.list("\(path)/sessions")) ?? [] }

    /// Processes that belong to a session in it.
    var processes: [ProcessTable.Entry] {
      ProcessTable.find(environment: "TRESTLE_HOME=\(path)")
    }

    func launch(_ arguments: [String]) -> ProcessLaunch {
      var launch = ProcessLaunch(
        Trestle.executable, arguments, environment: environment, directory: Trestle.root)
      launch.grouping = .session
      return launch
    }

    /// Runs to the end.
    func run(_ arguments: String..., timeout: Duration = .seconds(120)) async throws -> Outcome {
      var launch = launch(arguments)
      let errors = "\(path)/errors"
      launch.error = .descriptor(try FileDescriptor.appending(errors))
      let ready = launch
      let (status, bytes) = try await Task.detached {
        let result = try ready.run(timeout: timeout)
        return (result.status, result.output)
      }.value
      let complaint = (try? Files.readText(errors)) ?? ""
      return Outcome(
        status: status.shellCode, output: String(decoding: bytes, as: UTF8.self) + complaint)
    }
  }
}

/// Waits for a named condition.
func eventually(
  _ description: String, within limit: Duration = .seconds(20),
  _ condition: () async throws -> Bool
) async throws {
  let deadline = MonotonicTime.now() + limit
  while MonotonicTime.now() < deadline {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(20))
  }
  Issue.record("It did not come about in \(limit.seconds) s that \(description).")
}
