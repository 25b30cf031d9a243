import Emulation
import Platform
import Shells
import Synchronization
import Tracks

/// Terminals of sites for somebody to work in, one at a time on the whole screen, and the page that
/// comes of it.
package struct TrackRecorder: Sendable {
  /// The key that is for the recorder and not for the terminal: Ctrl-].
  static let leader: UInt8 = 0x1D

  private let plan: SessionPlan
  private let input: FileDescriptor
  private let output: FileDescriptor

  /// Sites of these names with a terminal each.
  package init(
    title: String, sites names: [String], profiles: [String: String], isOpenShift: Bool,
    input: FileDescriptor, output: FileDescriptor
  ) {
    plan = SessionPlan(
      title: title, bareSites: names, isOpenShift: isOpenShift, profiles: profiles, slug: "record")
    self.input = input
    self.output = output
  }

  /// What keys come to.
  enum Request: Hashable, Sendable {
    case keys([UInt8])
    /// Another terminal: the next one, or that with a number from 1.
    case next
    case terminal(Int)
    case end
    case resize
    /// The shell of the terminal with this number has ended, counted from 1.
    case ended(Int)
  }

  /// Lets somebody work until they end it.
  /// - Parameter say: takes lines while no terminal is on the screen.
  package func run(say: (String) -> Void) async throws -> RecordedTrack {
    let session = try await Session.start(
      plan, in: try SessionFolder.make(), .init(kind: .test, isPlain: false))
    do {
      say("\(plan.hostNames.joined(separator: ", ")) ready. What you type becomes the track.")
      say("Ctrl-] and then: n the next terminal, 1 to 9 that terminal, q the end, Ctrl-] itself.")
      say("The end of the last shell is the end, too.")
      let track = try await record(session)
      await session.stop(removes: true)
      return track
    } catch {
      await session.stop(removes: true)
      throw error
    }
  }

  private func record(_ session: Session) async throws -> RecordedTrack {
    let desk = Desk(RecordedTrack(title: plan.title, hosts: plan.hostNames))
    let modes = try RawTerminal(input)
    defer { modes.restore() }
    let size = Pseudoterminal.size(of: output) ?? TerminalSize(columns: 80, rows: 24)
    let (requests, sender) = try requests()
    var shells: [Shell] = []
    var newsListeners: [Task<Void, Never>] = []
    var outputListeners: [Task<Void, Never>] = []
    for (index, host) in plan.hostNames.enumerated() {
      let shell = try await session.shell(of: host, size: size)
      shells.append(shell)
      let news = await shell.news()
      newsListeners.append(
        Task {
          for await event in news {
            if case .ended = event { sender.yield(.ended(index + 1)) }
            guard case .typed(let result) = event else { continue }
            desk.track.withLock {
              $0.add(
                .init(
                  host: host, command: result.command, output: result.text,
                  status: result.status ?? 0, isFullScreen: result.isFullScreen))
            }
          }
        })
      let bytes = await shell.output()
      outputListeners.append(
        Task {
          for await bytes in bytes where desk.shown.withLock({ $0 == index }) {
            try? output.writeAll(bytes)
          }
        })
    }
    // What was said stays above the first prompt.
    try? output.writeAll(await shells[0].screen.lines.prefix(1).joined())
    var live = Set(shells.indices)
    var current = 0
    for await request in requests {
      switch request {
      case .keys(let bytes): await shells[current].type(bytes)
      case .resize:
        if let size = Pseudoterminal.size(of: output) {
          for shell in shells { await shell.resize(size) }
        }
      case .next, .terminal, .ended:
        if case .ended(let number) = request { live.remove(number - 1) }
        guard let next = Self.place(request, after: current, live), next != current else { break }
        current = next
        desk.shown.withLock { $0 = next }
        await show(shells[current], named: plan.hostNames[current])
      case .end: break
      }
      if request == .end || live.isEmpty { break }
    }
    for shell in shells { await shell.endNews() }
    for listener in newsListeners { await listener.value }
    for listener in outputListeners { listener.cancel() }
    try? output.writeAll("\u{1B}[0m\u{1B}[2J\u{1B}[H")
    return desk.track.withLock { $0 }
  }

  /// What the terminals' listeners share.
  private final class Desk: Sendable {
    let track: Mutex<RecordedTrack>
    /// The number of the terminal that is on the screen.
    let shown = Mutex(0)

    init(_ track: RecordedTrack) { self.track = Mutex(track) }
  }

  /// The terminal that a request leads to; nothing where it has ended.
  private static func place(_ request: Request, after current: Int, _ live: Set<Int>) -> Int? {
    if case .terminal(let number) = request { return live.contains(number - 1) ? number - 1 : nil }
    if case .ended = request, live.contains(current) { return current }
    return live.filter { $0 > current }.min() ?? live.min()
  }

  /// Draws what a terminal shows now, and its name above in the window's title.
  private func show(_ shell: Shell, named name: String) async {
    let screen = await shell.screen
    var text = "\u{1B}]2;\(name)\u{07}\u{1B}[0m\u{1B}[2J\u{1B}[H"
    text += screen.lines.prefix(screen.cursor.row + 1).joined(separator: "\r\n")
    text += "\u{1B}[\(screen.cursor.row + 1);\(screen.cursor.column + 1)H"
    try? output.writeAll(text)
  }

  /// What is typed, and the changes of the window's size; others may add to it.
  private func requests() throws -> (AsyncStream<Request>, AsyncStream<Request>.Continuation) {
    let (requests, sender) = AsyncStream.makeStream(of: Request.self)
    let signals = try Signals.stream([.windowChange])
    Task { for await _ in signals { sender.yield(.resize) } }
    let ends = try Signals.stream(Signals.requestsToEnd)
    Task { for await _ in ends { sender.yield(.end) } }
    let input = input
    try SystemThread.start(name: "keys") {
      var parser = LeaderKeys()
      while let bytes = try? input.read(atMost: 4096), !bytes.isEmpty {
        for request in parser.take(bytes) { sender.yield(request) }
      }
      sender.yield(.end)
    }
    return (requests, sender)
  }
}

/// Divides keys into those for a terminal and those for the recorder.
struct LeaderKeys {
  private var isLed = false

  mutating func take(_ bytes: [UInt8]) -> [TrackRecorder.Request] {
    var requests: [TrackRecorder.Request] = []
    var keys: [UInt8] = []
    func flush() {
      if !keys.isEmpty { requests.append(.keys(keys)) }
      keys = []
    }
    for byte in bytes {
      guard isLed else {
        if byte == TrackRecorder.leader { isLed = true } else { keys.append(byte) }
        continue
      }
      isLed = false
      switch byte {
      case TrackRecorder.leader: keys.append(byte)
      case UInt8(ascii: "n"):
        flush()
        requests.append(.next)
      case UInt8(ascii: "q"):
        flush()
        requests.append(.end)
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        flush()
        requests.append(.terminal(Int(byte - UInt8(ascii: "0"))))
      default: break
      }
    }
    flush()
    return requests
  }
}
