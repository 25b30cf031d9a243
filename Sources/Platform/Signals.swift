import CPlatform
import Glibc
import Synchronization

/// A signal: `signal(7)`.
package struct Signal: Hashable, Sendable, CustomStringConvertible {
  /// The system's number.
  package let number: Int32

  /// The signal with this number.
  package init(_ number: Int32) { self.number = number }

  package static let terminate = Signal(SIGTERM)
  package static let interrupt = Signal(SIGINT)
  package static let hangUp = Signal(SIGHUP)
  package static let kill = Signal(SIGKILL)
  package static let quit = Signal(SIGQUIT)
  package static let user1 = Signal(SIGUSR1)
  package static let user2 = Signal(SIGUSR2)
  package static let continueAgain = Signal(SIGCONT)
  package static let windowChange = Signal(SIGWINCH)

  /// `SIGTERM` and so on; `signal 42` for one that has no name here.
  package var description: String {
    let names: [Int32: String] = [
      SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGHUP: "SIGHUP", SIGKILL: "SIGKILL",
      SIGQUIT: "SIGQUIT", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2", SIGCONT: "SIGCONT",
      SIGWINCH: "SIGWINCH", SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGPIPE: "SIGPIPE",
      SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGBUS: "SIGBUS", SIGALRM: "SIGALRM",
    ]
    return names[number] ?? "signal \(number)"
  }

  /// Sends it to one process: `kill(2)`. False when there is no such process.
  @discardableResult
  package func send(to pid: Int32) -> Bool { pid > 0 && Glibc.kill(pid, number) == 0 }

  /// Sends it to every process of a group. False when there is none.
  @discardableResult
  package func send(toGroup group: Int32) -> Bool { group > 1 && Glibc.kill(-group, number) == 0 }
}

/// Signals sent to this process, as streams and as events of a loop.
package enum Signals {
  private struct Observer {
    let signals: Set<Signal>
    let deliver: @Sendable (Signal) -> Void
  }

  private struct State {
    var input: FileDescriptor?
    var observers: [UInt64: Observer] = [:]
    var lastIdentifier: UInt64 = 0
  }

  private static let state = Mutex(State())

  /// What asks a program to end: SIGTERM, SIGINT and SIGHUP.
  package static let requestsToEnd: Set<Signal> = [.terminate, .interrupt, .hangUp]

  /// These signals as they come, from now on. They no longer do what they do by default, also
  /// after the stream has ended.
  package static func stream(_ signals: Set<Signal>) throws(SystemError) -> AsyncStream<Signal> {
    let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
    let identifier = try observe(signals) { continuation.yield($0) }
    continuation.onTermination = { _ in forget(identifier) }
    return stream
  }

  /// Calls the handler on the loop's thread for each of these signals, from now on.
  package static func observe(
    _ signals: Set<Signal>, on loop: EventLoop, handler: @escaping @Sendable (Signal) -> Void
  ) throws(SystemError) {
    _ = try observe(signals) { signal in loop.post { handler(signal) } }
  }

  /// Makes writing to a closed pipe or connection an error instead of the end of the process. It
  /// is done by itself before this module's first write; children get the default back.
  package static func ignoreBrokenPipes() { Platform.ignoreBrokenPipes }

  private static func observe(
    _ signals: Set<Signal>, deliver: @escaping @Sendable (Signal) -> Void
  ) throws(SystemError) -> UInt64 {
    let output = try forwarding()
    let identifier = state.withLock { state in
      state.lastIdentifier += 1
      state.observers[state.lastIdentifier] = Observer(signals: signals, deliver: deliver)
      return state.lastIdentifier
    }
    for signal in signals {
      try shimCall("handle \(signal)") { trestle_forward_signal(signal.number, output) }
    }
    return identifier
  }

  private static func forget(_ identifier: UInt64) {
    state.withLock { $0.observers[identifier] = nil }
  }

  /// The pipe into which the handler writes, made once and never closed.
  private static let pipe: Result<Int32, SystemError> = {
    do {
      let (input, output) = try FileDescriptor.pipe()
      try input.setNonBlocking()
      try output.setNonBlocking()
      let loop = try ChildProcess.loop.get()
      loop.post {
        try? loop.register(input, .read) { _ in
          guard let bytes = (try? input.read()) ?? nil else { return }
          for byte in bytes { deliver(Signal(Int32(byte))) }
        }
      }
      return .success(output.release())
    } catch let error as SystemError {
      return .failure(error)
    } catch {
      return .failure(SystemError(.invalid, attempt: "forward signals"))
    }
  }()

  private static func forwarding() throws(SystemError) -> Int32 { try pipe.get() }

  private static func deliver(_ signal: Signal) {
    let observers = state.withLock { $0.observers.values.filter { $0.signals.contains(signal) } }
    for observer in observers { observer.deliver(signal) }
  }
}

/// Touching it ignores SIGPIPE, once for the process.
let ignoreBrokenPipes: Void = trestle_ignore_signal(SIGPIPE)
