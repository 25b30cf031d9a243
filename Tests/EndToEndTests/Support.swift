import Documents
import Platform
import Testing

/// Tests that run the built executable as people do, two suites at a time.
@Suite enum EndToEnd {}

/// The built executable, and what tests need around it.
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

  static let lab = "\(root)/labs/patient-portal"
  static let seed = "\(root)/../shared/tracks/seeds/patient-portal.md"
  static let seedLab = "\(root)/Tests/Fixtures/labs/patient-portal.yml"
  static var hasSeed: Bool { Files.exists(seed) }

  struct Outcome: Sendable, CustomStringConvertible {
    let status: Int32
    let output: String
    var description: String { "exit code \(status)\n\(output)" }
    /// The output without blanks at its end.
    var text: String { String(output.reversed().drop { $0.isWhitespace }.reversed()) }
  }
}

/// A copy of a text file in a home with one thing changed.
func changed(
  _ path: String, in home: Home, _ old: String, _ new: String
) throws -> String {
  let text = try Files.readText(path)
  try #require(text.contains(old), "\(path) contains \(old)")
  let copy = "\(home.path)/\(Path.name(of: path))"
  try Files.write(copy, text: text.replacing(old, with: new))
  return copy
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
