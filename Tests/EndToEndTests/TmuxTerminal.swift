import Platform
import Testing

/// A terminal of a size in tmux, in which a program runs and keys are pressed.
final class TmuxTerminal: Sendable {
  private let socket: String
  private let home: Home

  static let isThere = (try? ProcessLaunch("tmux", ["-V"]).run())?.status.isSuccess == true

  /// - Parameters:
  ///   - variables: what the program finds in its environment besides.
  ///   - underShell: whether a shell with job control starts it, which takes over when it is stopped.
  init(
    _ home: Home, rows: Int, columns: Int, _ arguments: [String],
    variables: [String: String] = [:], underShell: Bool = false
  ) throws {
    self.home = home
    socket = "\(home.path)/tmux-\(UInt64.random(in: 0..<UInt64.max))"
    let words =
      ["env"] + variables.map { "\($0.key)=\($0.value)" } + [Trestle.executable] + arguments
    let command = words.map { "'\($0)'" }.joined(separator: " ")
    try tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", String(columns), "-y", String(rows),
      underShell
        ? "exec bash --norc --noprofile" : "\(command); echo \"ended with $?\"; exec sleep 600")
    try tmux("set-option", "-g", "status", "off")
    try tmux("resize-window", "-x", String(columns), "-y", String(rows))
    if underShell {
      try type(command)
      try press("Enter")
    }
  }

  deinit { end() }

  func end() { _ = try? tmux("kill-server") }

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String {
    var launch = ProcessLaunch(
      "tmux", ["-S", socket, "-u"] + arguments, environment: home.environment,
      directory: Trestle.root)
    launch.error = .null
    let result = try launch.run(timeout: .seconds(10))
    return String(decoding: result.output, as: UTF8.self)
  }

  /// What the terminal shows.
  var screen: [String] {
    let text = (try? tmux("capture-pane", "-p")) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// Presses keys, by tmux's names for them.
  func press(_ keys: String...) throws {
    for key in keys { try tmux("send-keys", key) }
  }

  /// Types text as it is.
  func type(_ text: String) throws { try tmux("send-keys", "-l", text) }

  func resize(rows: Int, columns: Int) throws {
    try tmux("resize-window", "-x", String(columns), "-y", String(rows))
  }

  /// Waits until the screen fulfils a condition; what it shows then.
  @discardableResult
  func wait(
    for what: String, within limit: Duration = .seconds(40),
    location: SourceLocation = #_sourceLocation, _ condition: (String) -> Bool
  ) async throws -> [String] {
    let deadline = MonotonicTime.now() + limit
    var seen: [String] = []
    repeat {
      seen = screen
      if condition(seen.joined(separator: "\n")) { return seen }
      try await Task.sleep(for: .milliseconds(50))
    } while MonotonicTime.now() < deadline
    let shown = seen.joined(separator: "\n")
    try #require(Bool(false), "never seen: \(what)\n\(shown)", sourceLocation: location)
    return seen
  }

  /// Waits until the screen has a text.
  @discardableResult
  func wait(
    _ text: String, within limit: Duration = .seconds(40),
    location: SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    try await wait(for: text, within: limit, location: location) { $0.contains(text) }
  }
}
