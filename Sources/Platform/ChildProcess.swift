import CPlatform
import Glibc
import Synchronization

/// How a process ended.
package enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
  /// It ended by itself with this code.
  case exited(Int32)
  /// A signal ended it.
  case signalled(Signal)

  /// The number that a shell shows in `$?`: the code, or 128 and the signal's number.
  package var shellCode: Int32 {
    switch self {
    case .exited(let code): code
    case .signalled(let signal): 128 + signal.number
    }
  }

  /// True for code 0.
  package var isSuccess: Bool { self == .exited(0) }

  package var description: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .signalled(let signal): "ended by \(signal)"
    }
  }
}

/// A process that this one started. It is always reaped, whether or not anybody waits, and its pid
/// is never signalled after that.
package final class ChildProcess: Sendable {
  private typealias Waiter = @Sendable (ExitStatus?) -> Void

  private struct State {
    var status: ExitStatus?
    var waiters: [UInt64: Waiter] = [:]
    var lastIdentifier: UInt64 = 0
  }

  /// Its process id.
  package let pid: Int32
  private let pidDescriptor: FileDescriptor
  private let state = Mutex(State())

  /// The loop that starts, reaps and times children; it runs as long as this process.
  static let loop: Result<EventLoop, SystemError> = {
    do throws(SystemError) {
      return .success(try EventLoop.start(name: "children"))
    } catch {
      return .failure(error)
    }
  }()

  private init(pid: Int32, pidDescriptor: FileDescriptor) {
    self.pid = pid
    self.pidDescriptor = pidDescriptor
  }

  static func start(_ launch: ProcessLaunch) throws(SystemError) -> ChildProcess {
    let loop = try loop.get()
    if loop.isCurrent { return try startHere(launch, loop) }
    let answer = Handoff<Result<ChildProcess, SystemError>>()
    loop.post {
      do throws(SystemError) {
        answer.give(.success(try startHere(launch, loop)))
      } catch {
        answer.give(.failure(error))
      }
    }
    return try answer.take().get()
  }

  private static func startHere(
    _ launch: ProcessLaunch, _ loop: EventLoop
  ) throws(SystemError) -> ChildProcess {
    let pid = try launch.spawn()
    do throws(SystemError) {
      let descriptor = try shimCall("watch process \(pid)") { trestle_pidfd_open(pid) }
      let child = ChildProcess(
        pid: pid, pidDescriptor: FileDescriptor(takingOwnership: descriptor))
      try loop.register(child.pidDescriptor, .read) { _ in child.reap(loop) }
      return child
    } catch {
      _ = kill(pid, SIGKILL)
      _ = waitpid(pid, nil, 0)
      throw error
    }
  }

  /// How it ended, nil while it runs.
  package var status: ExitStatus? { state.withLock { $0.status } }

  /// Waits for its end.
  package func wait() async -> ExitStatus {
    await withCheckedContinuation { continuation in
      _ = observe { if let status = $0 { continuation.resume(returning: status) } }
    }
  }

  /// Waits for its end at most so long; nil when it still runs then or the task is cancelled.
  package func wait(timeout: Duration) async -> ExitStatus? {
    guard case .success(let loop) = Self.loop else { return await wait() }
    let identifier = Mutex<UInt64?>(nil)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let own = observe { continuation.resume(returning: $0) }
        identifier.withLock { $0 = own }
        if Task.isCancelled { giveUp(own) }
        if status == nil {
          loop.post { _ = loop.schedule(after: timeout) { self.giveUp(own) } }
        }
      }
    } onCancel: {
      if let own = identifier.withLock({ $0 }) { giveUp(own) }
    }
  }

  /// Waits for its end on the calling thread.
  package func waitBlocking() -> ExitStatus {
    let answer = Handoff<ExitStatus>()
    _ = observe { if let status = $0 { answer.give(status) } }
    return answer.take()
  }

  /// Calls the handler on the loop's thread when it has ended, at once if it has already.
  package func onExit(on loop: EventLoop, _ handler: @escaping @Sendable (ExitStatus) -> Void) {
    _ = observe { status in if let status { loop.post { handler(status) } } }
  }

  /// Sends a signal to it; false when it has ended: `pidfd_send_signal(2)`.
  @discardableResult
  package func send(_ signal: Signal) -> Bool {
    state.withLock { state in
      state.status == nil
        && trestle_pidfd_send_signal(pidDescriptor.number, signal.number) == 0
    }
  }

  /// Sends a signal to its process group, when it leads one; false when it has ended.
  @discardableResult
  package func sendToGroup(_ signal: Signal) -> Bool {
    state.withLock { $0.status == nil && signal.send(toGroup: pid) }
  }

  /// Asks it to end (SIGTERM), and ends it (SIGKILL) when it still runs after the grace period.
  package func terminate(grace: Duration = .seconds(5)) async -> ExitStatus {
    send(.terminate)
    if let status = await wait(timeout: grace) { return status }
    send(.kill)
    return await wait()
  }

  private func observe(_ waiter: @escaping Waiter) -> UInt64 {
    let (identifier, status) = state.withLock { state in
      state.lastIdentifier += 1
      if state.status == nil { state.waiters[state.lastIdentifier] = waiter }
      return (state.lastIdentifier, state.status)
    }
    if let status { waiter(status) }
    return identifier
  }

  private func giveUp(_ identifier: UInt64) {
    state.withLock { $0.waiters.removeValue(forKey: identifier) }?(nil)
  }

  private func reap(_ loop: EventLoop) {
    var raw: Int32 = 0
    let waiters = state.withLock { state -> [Waiter] in
      guard unsafe waitpid(pid, &raw, WNOHANG) == pid else { return [] }
      state.status =
        trestle_wait_exited(raw) != 0
        ? .exited(trestle_wait_code(raw)) : .signalled(Signal(trestle_wait_signal(raw)))
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    guard status != nil else { return }
    loop.unregister(pidDescriptor)
    pidDescriptor.close()
    if let status { for waiter in waiters { waiter(status) } }
  }
}

/// Hands one value from one thread to another that waits for it: `sem_wait(3)`'s job.
final class Handoff<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let counter: FileDescriptor?

  init() {
    let number = trestle_event_counter()
    counter = number >= 0 ? FileDescriptor(takingOwnership: number) : nil
  }

  func give(_ given: Value) {
    value.withLock { $0 = given }
    var one: UInt64 = 1
    if let counter { _ = unsafe Glibc.write(counter.number, &one, 8) }
  }

  func take() -> Value {
    while true {
      if let value = value.withLock({ $0 }) { return value }
      if let counter { _ = try? counter.waitUntil(.read) } else { sched_yield() }
    }
  }
}
