import Glibc
import Platform
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SignalTests {
  @Test func signals_come_as_a_stream_and_on_a_loop() async throws {
    let loop = try EventLoop.start(name: "test")
    defer { loop.stop() }
    let seen = Mutex<[Signal]>([])
    try Signals.observe([.user2], on: loop) { signal in seen.withLock { $0.append(signal) } }
    let stream = try Signals.stream([.user1, .user2])
    Signal.user1.send(to: getpid())
    var iterator = stream.makeAsyncIterator()
    #expect(await iterator.next() == .user1)
    Signal.user2.send(to: getpid())
    #expect(await iterator.next() == .user2)
    try await eventually("the loop's observer") {
      seen.withLock { $0 }
    } holds: {
      $0 == [.user2]
    }
  }
}
