import Emulation
import Platform

/// Measures the terminal interface on a pseudoterminal: when the first frame is there, how long a key
/// takes through a terminal of the lab and back, what is written while nothing happens, and memory.
struct InterfaceBench {
  /// What was measured: seconds, bytes and bytes.
  struct Figures {
    var firstFrame: [Double] = []
    var echo: [Double] = []
    var idleBytes = 0
    var resident = 0
  }

  let trestle: String
  let track: String

  /// Runs the interface once and measures everything. It blocks.
  func run() throws -> Figures {
    var figures = Figures()
    let terminal = try Pseudoterminal(size: TerminalSize(columns: 120, rows: 40))
    var environment = Environment.all
    environment["TERM"] = "xterm-256color"
    // Without what an earlier run has left: the time that is shown would change while nothing does.
    let home = try Files.makeTemporaryDirectory(prefix: "bench")
    defer { try? Files.remove(home) }
    environment["TRESTLE_HOME"] = home
    let began = MonotonicTime.now()
    let process = try terminal.start(
      ProcessLaunch(trestle, ["run", track], environment: environment))
    var screen = Screen(columns: 120, rows: 40, scrollback: 0)
    try read(terminal, into: &screen, until: "the first frame") { $0.contains("Reading ") }
    figures.firstFrame.append((MonotonicTime.now() - began).seconds)
    try read(terminal, into: &screen, until: "the sites") { $0.contains("are up after") }
    try read(terminal, into: &screen, until: "a prompt") { $0.contains("]# ") || $0.contains("]#") }
    try drain(terminal, into: &screen, for: .seconds(8))
    try terminal.descriptor.writeAll("\t")
    try drain(terminal, into: &screen, for: .seconds(1))
    for number in 0..<60 {
      let before = screen.cursor
      let pressed = MonotonicTime.now()
      try terminal.descriptor.writeAll(number % 30 == 29 ? "\u{15}" : "x")
      while screen.cursor.column == before.column {
        guard try terminal.descriptor.waitUntil(.read, timeout: .seconds(5)),
          let bytes = try terminal.descriptor.read(), !bytes.isEmpty
        else { break }
        screen.feed(bytes)
      }
      figures.echo.append((MonotonicTime.now() - pressed).seconds)
      try drain(terminal, into: &screen, for: .milliseconds(40))
    }
    try drain(terminal, into: &screen, for: .seconds(7))
    figures.idleBytes = try drain(terminal, into: &screen, for: .seconds(10))
    figures.resident = ProcessTable.memory(of: process.pid)?.resident ?? 0
    process.send(.terminate)
    _ = try? drain(terminal, into: &screen, for: .seconds(3))
    return figures
  }

  /// Reads until the screen fulfils a condition.
  private func read(
    _ terminal: Pseudoterminal, into screen: inout Screen, until what: String,
    _ condition: (String) -> Bool
  ) throws {
    let deadline = MonotonicTime.now() + .seconds(30)
    while !condition(screen.lines.joined(separator: "\n")) {
      guard MonotonicTime.now() < deadline,
        try terminal.descriptor.waitUntil(.read, timeout: .seconds(30)),
        let bytes = try terminal.descriptor.read(), !bytes.isEmpty
      else {
        print("Never seen: \(what)\n\(screen.lines.joined(separator: "\n"))")
        Executable.end(1)
      }
      screen.feed(bytes)
    }
  }

  /// Reads for a while; how many bytes came.
  @discardableResult
  private func drain(
    _ terminal: Pseudoterminal, into screen: inout Screen, for time: Duration
  ) throws -> Int {
    let deadline = MonotonicTime.now() + time
    var count = 0
    while MonotonicTime.now() < deadline {
      let left = Duration.nanoseconds(deadline.nanosecondsFromNow)
      guard try terminal.descriptor.waitUntil(.read, timeout: left) else { break }
      guard let bytes = try terminal.descriptor.read(), !bytes.isEmpty else { break }
      count += bytes.count
      screen.feed(bytes)
    }
    return count
  }
}
