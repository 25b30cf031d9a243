import TLS
import Testing

@Suite struct ByteQueues {
  @Test func bytes_leave_in_the_order_they_came() {
    let queue = ByteQueue()
    var expected: [UInt8] = []
    var seen: [UInt8] = []
    for round in 0..<500 {
      let part = (0..<(round % 97)).map { UInt8(truncatingIfNeeded: $0 &+ round) }
      queue.append(part)
      expected += part
      if round % 3 == 0 {
        let some = min(queue.count, round % 61)
        queue.drain { span in
          for index in 0..<some { seen.append(span.byte(at: index)) }
          return some
        }
      }
    }
    seen += queue.takeAll()
    #expect(seen == expected)
    #expect(queue.isEmpty)
  }

  @Test func an_empty_queue_shows_nothing() {
    #expect(ByteQueue().peek { $0.byteCount } == nil)
    #expect(ByteQueue().drain { _ in 1 } == 0)
  }
}
