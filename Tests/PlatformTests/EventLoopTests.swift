import Platform
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EventLoopTests {
  @Test func posted_closures_run_in_order_on_the_loop_s_thread() async throws {
    let loop = try EventLoop.start(name: "test")
    defer { loop.stop() }
    #expect(!loop.isCurrent)
    let seen = Mutex<[Int]>([])
    for number in 0..<100 { loop.post { seen.withLock { $0.append(number) } } }
    #expect(try await on(loop) { loop.isCurrent })
    #expect(seen.withLock { $0 } == Array(0..<100))
  }

  @Test func a_handler_is_called_when_bytes_arrive_and_not_after_unregistering() async throws {
    let loop = try EventLoop.start(name: "test")
    defer { loop.stop() }
    let (reader, writer) = try FileDescriptor.pipe()
    let received = Mutex<[[UInt8]]>([])
    try await on(loop) {
      try loop.register(reader, .read) { _ in
        if let bytes = (try? reader.read()) ?? nil { received.withLock { $0.append(bytes) } }
        loop.unregister(reader)
      }
    }
    try writer.writeAll("one")
    try await eventually("the handler has read") {
      received.withLock { $0 }
    } holds: {
      !$0.isEmpty
    }
    try writer.writeAll("two")
    _ = try await on(loop) { true }
    #expect(received.withLock { $0 } == [Array("one".utf8)])
  }

  @Test func timers_fire_in_the_order_of_their_deadlines() async throws {
    let loop = try EventLoop.start(name: "test")
    defer { loop.stop() }
    let fired = Mutex<[String]>([])
    let begin = MonotonicTime.now()
    try await on(loop) {
      loop.schedule(after: .milliseconds(20)) { fired.withLock { $0.append("late") } }
      loop.schedule(after: .milliseconds(5)) { fired.withLock { $0.append("early") } }
      let never = loop.schedule(after: .milliseconds(10)) { fired.withLock { $0.append("never") } }
      loop.cancel(never)
    }
    try await eventually("two timers have fired") {
      fired.withLock { $0 }
    } holds: {
      $0.count == 2
    }
    #expect(fired.withLock { $0 } == ["early", "late"])
    #expect(MonotonicTime.now() - begin >= .milliseconds(20))
  }

  @Test func a_repeating_timer_fires_until_it_is_cancelled() async throws {
    let loop = try EventLoop.start(name: "test")
    defer { loop.stop() }
    let count = Mutex(0)
    try await on(loop) {
      let timer = Mutex<LoopTimer?>(nil)
      let made = loop.schedule(after: .milliseconds(1), repeating: .milliseconds(1)) {
        let now = count.withLock { count in
          count += 1
          return count
        }
        if now == 5, let own = timer.withLock({ $0 }) { loop.cancel(own) }
      }
      timer.withLock { $0 = made }
    }
    try await eventually("five beats") {
      count.withLock { $0 }
    } holds: {
      $0 >= 5
    }
    try await on(loop) {
      _ = loop.schedule(after: .milliseconds(5)) { count.withLock { $0 += 100 } }
    }
    try await eventually("the later timer") {
      count.withLock { $0 }
    } holds: {
      $0 >= 100
    }
    #expect(count.withLock { $0 } == 105)
  }

  @Test func a_closed_peer_is_told_and_a_stopped_loop_ends() async throws {
    let loop = try EventLoop()
    let (left, right) = try Socket.pair()
    let told = Mutex<Readiness?>(nil)
    try loop.register(left, .read) { readiness in
      told.withLock { $0 = readiness }
      loop.stop()
    }
    right.close()
    try SystemThread.start(name: "loop") { loop.run() }
    try await eventually("readiness") {
      told.withLock { $0 }
    } holds: {
      $0 != nil
    }
    #expect(told.withLock { $0 }?.contains([.read, .closed]) == true)
  }

  @Test func an_actor_can_live_on_the_loop() async throws {
    let resident = try Resident()
    #expect(await resident.isOnItsLoop)
    await resident.stop()
  }
}

private actor Resident {
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.unownedExecutor }

  init() throws { loop = try EventLoop.start(name: "resident") }

  var isOnItsLoop: Bool { loop.isCurrent }
  func stop() { loop.stop() }
}
