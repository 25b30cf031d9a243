import CPlatform
import Glibc
import Synchronization

/// What a handler waits for.
package struct Interest: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  /// There is something to read, or the other side has finished.
  package static let read = Interest(rawValue: 1)
  /// There is room to write, or the connection has been made or refused.
  package static let write = Interest(rawValue: 4)
  /// Tell once per change instead of as long as it is so.
  package static let edgeTriggered = Interest(rawValue: 1 << 31)
}

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  /// A read will not block.
  package static let read = Readiness(rawValue: 1)
  /// A write will not block.
  package static let write = Readiness(rawValue: 4)
  /// Both directions are gone or the descriptor has an error. It is told whatever the interest and
  /// for as long as the descriptor is registered, so the handler must unregister in the end.
  package static let closed = Readiness(rawValue: 8)
}

/// One thread that waits on many descriptors and timers with `epoll(7)` and calls their handlers.
///
/// Handlers, registrations and timers belong to the thread that runs the loop: register before it
/// runs, in a handler, or in a closure given to `post`. An actor may choose the loop as its executor
/// (`unownedExecutor`), and then all of its code runs there.
///
/// `@unchecked Sendable`: everything mutable is touched by the loop's thread alone (every entry
/// checks this), apart from `posted` and the state of running, which are behind a lock.
package final class EventLoop: @unchecked Sendable {
  /// A registration's handler.
  package typealias Handler = (Readiness) -> Void

  private struct Slot {
    let descriptor: FileDescriptor
    let generation: UInt32
    let handler: Handler
  }

  private struct Shared {
    var posted: [@Sendable () -> Void] = []
    var stopping = false
    var thread: pthread_t?

    /// True on the loop's thread.
    var isOwn: Bool { thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  private let poller: FileDescriptor
  private let wake: FileDescriptor
  private let shared = Mutex(Shared())
  private var slots: [Slot?] = []
  private var generation: UInt32 = 0
  private var timers = TimerQueue()

  /// A loop that is not running yet.
  package init() throws(SystemError) {
    ignoreBrokenPipes
    poller = FileDescriptor(takingOwnership: try shimCall("make an epoll") { trestle_poller() })
    wake = FileDescriptor(
      takingOwnership: try shimCall("make an eventfd") { trestle_event_counter() })
    try change(EPOLL_ADD, wake.number, [.read, .edgeTriggered], token: .max)
  }

  /// A loop that runs on a thread of its own until `stop()`.
  package static func start(name: String) throws(SystemError) -> EventLoop {
    let loop = try EventLoop()
    try SystemThread.start(name: name) { loop.run() }
    return loop
  }

  /// Runs handlers on the calling thread until `stop()`.
  package func run() {
    let first = shared.withLock { shared in
      defer { shared.thread = pthread_self() }
      return shared.thread == nil
    }
    precondition(first, "an event loop runs once")
    var ready = [trestle_ready](repeating: trestle_ready(), count: 256)
    while !shared.withLock({ $0.stopping }) {
      let hasMore = runPosted()
      let wait = hasMore ? 0 : timers.nextDeadline.map(\.nanosecondsFromNow) ?? -1
      let count = unsafe trestle_poller_wait(poller.number, &ready, Int32(ready.count), wait)
      precondition(count >= 0 || count == -EINTR, "epoll failed: \(Errno(-count).sentence)")
      for index in 0..<Int(max(0, count)) { dispatch(ready[index]) }
      if timers.nextDeadline != nil { runTimers() }
    }
    slots.removeAll()
    timers = TimerQueue()
    shared.withLock { $0.posted.removeAll() }
  }

  /// Ends the loop after the handler that is running now. From any thread.
  package func stop() {
    shared.withLock { $0.stopping = true }
    trigger()
  }

  /// Runs the closure on the loop's thread soon, in the order of posting. From any thread; on the
  /// loop's own it costs no system call. There, `schedule(after: .zero)` does the same with a
  /// closure that is not Sendable.
  package func post(_ body: @escaping @Sendable () -> Void) {
    let mustWake = shared.withLock { shared in
      shared.posted.append(body)
      return shared.posted.count == 1 && !shared.isOwn
    }
    if mustWake { trigger() }
  }

  /// True on the loop's thread.
  package var isCurrent: Bool { shared.withLock { $0.isOwn } }

  /// Calls the handler whenever the descriptor is ready, until it is unregistered. The loop keeps
  /// the descriptor open; unregister before closing it.
  package func register(
    _ descriptor: FileDescriptor, _ interest: Interest, handler: @escaping Handler
  ) throws(SystemError) {
    checkThread()
    let number = Int(descriptor.number)
    generation &+= 1
    if number >= slots.count {
      slots += Array(repeating: nil, count: number + 16 - slots.count)
    }
    precondition(slots[max(0, number)] == nil, "descriptor \(number) is already registered")
    try change(EPOLL_ADD, descriptor.number, interest, token: token(number, generation))
    slots[number] = Slot(descriptor: descriptor, generation: generation, handler: handler)
  }

  /// Changes what a registered descriptor's handler waits for.
  package func modify(_ descriptor: FileDescriptor, _ interest: Interest) throws(SystemError) {
    checkThread()
    let number = Int(descriptor.number)
    guard number >= 0, number < slots.count, let slot = slots[number] else {
      throw SystemError(.noEntry, attempt: "change the interest in descriptor \(number)")
    }
    try change(EPOLL_MODIFY, descriptor.number, interest, token: token(number, slot.generation))
  }

  /// Forgets a descriptor; its handler is not called again. Forgetting twice does nothing.
  package func unregister(_ descriptor: FileDescriptor) {
    checkThread()
    let number = Int(descriptor.number)
    guard number >= 0, number < slots.count, slots[number] != nil else { return }
    _ = trestle_poller_change(poller.number, EPOLL_DELETE, descriptor.number, 0, 0)
    slots[number] = nil
  }

  /// Calls the handler once after a delay, or again and again when `repeating` is given.
  @discardableResult
  package func schedule(
    after delay: Duration, repeating period: Duration? = nil, handler: @escaping () -> Void
  ) -> LoopTimer {
    checkThread()
    return timers.add(at: .now() + delay, repeating: period, handler: handler)
  }

  /// Forgets a timer. Forgetting one that has fired does nothing.
  package func cancel(_ timer: LoopTimer) {
    checkThread()
    timers.remove(timer)
  }

  /// Runs what was posted, and what that posts, at most so often that descriptors get their turn.
  /// - Returns: whether there is more.
  private func runPosted() -> Bool {
    for _ in 0..<64 {
      let bodies = shared.withLock { shared in
        defer { shared.posted = [] }
        return shared.stopping ? [] : shared.posted
      }
      if bodies.isEmpty { return false }
      for body in bodies { body() }
    }
    return true
  }

  private func dispatch(_ ready: trestle_ready) {
    // Somebody has posted: the next turn begins with that. The counter need not be read, for each
    // change of it is told once.
    if ready.token == .max { return }
    let number = Int(ready.token & 0xFFFF_FFFF)
    guard number < slots.count, let slot = slots[number],
      slot.generation == UInt32(ready.token >> 32)
    else { return }
    var readiness = Readiness(rawValue: ready.events & 5)
    if ready.events & 0x18 != 0 { readiness.formUnion([.read, .write, .closed]) }
    slot.handler(readiness)
  }

  private func runTimers() {
    let now = MonotonicTime.now()
    while let handler = timers.takeDue(now) { handler() }
  }

  private func trigger() {
    var one: UInt64 = 1
    _ = unsafe write(wake.number, &one, 8)
  }

  private func token(_ number: Int, _ generation: UInt32) -> UInt64 {
    UInt64(generation) << 32 | UInt64(number)
  }

  private func change(
    _ operation: Int32, _ number: Int32, _ interest: Interest, token: UInt64
  ) throws(SystemError) {
    try shimCall("watch descriptor \(number)") {
      trestle_poller_change(poller.number, operation, number, interest.rawValue, token)
    }
  }

  private func checkThread() {
    let allowed = shared.withLock {
      $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? true
    }
    precondition(allowed, "an event loop's registrations and timers belong to its own thread")
  }
}

extension EventLoop: SerialExecutor {
  /// Runs a job of an actor that chose this loop as its executor.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unownedExecutor
    post { unsafe job.runSynchronously(on: executor) }
  }

  /// What an actor that lives on this loop returns from its own `unownedExecutor`.
  @safe package var unownedExecutor: UnownedSerialExecutor { unsafe asUnownedSerialExecutor() }

  package func checkIsolated() {
    precondition(isCurrent, "this code belongs to the event loop's thread")
  }
}

/// The loop for tasks that prefer it: they can call its actors without a change of thread.
///
/// It is not the loop itself: a job that ran on the loop for its actor and as its task's preference
/// at once would give tasks without a preference the same, and some of those are never resumed then
/// (seen with Swift 6.3).
package final class LoopTasks: TaskExecutor {
  private let loop: EventLoop

  package init(_ loop: EventLoop) { self.loop = loop }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedTaskExecutor()
    loop.post { unsafe job.runSynchronously(on: executor) }
  }
}

private let EPOLL_ADD: Int32 = 1
private let EPOLL_DELETE: Int32 = 2
private let EPOLL_MODIFY: Int32 = 3
