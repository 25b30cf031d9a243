/// Names a timer of an event loop, to cancel it.
package struct LoopTimer: Hashable, Sendable {
  let identifier: UInt64
}

/// The timers of a loop, the earliest first: a binary heap whose cancelled entries are skipped.
struct TimerQueue {
  private struct Entry {
    let deadline: MonotonicTime
    let identifier: UInt64
  }

  private struct Timer {
    let period: Duration?
    let handler: () -> Void
  }

  private var heap: [Entry] = []
  private var live: [UInt64: Timer] = [:]
  private var lastIdentifier: UInt64 = 0

  /// When the next timer is due.
  var nextDeadline: MonotonicTime? { heap.first?.deadline }

  mutating func add(
    at deadline: MonotonicTime, repeating period: Duration?, handler: @escaping () -> Void
  ) -> LoopTimer {
    lastIdentifier += 1
    live[lastIdentifier] = Timer(period: period, handler: handler)
    push(Entry(deadline: deadline, identifier: lastIdentifier))
    return LoopTimer(identifier: lastIdentifier)
  }

  mutating func remove(_ timer: LoopTimer) {
    guard live.removeValue(forKey: timer.identifier) != nil else { return }
    while let first = heap.first, live[first.identifier] == nil { pop() }
    if heap.count > 64, heap.count > live.count * 2 { rebuild() }
  }

  /// The handler of a timer that is due by then, if there is one; a repeating timer is set again.
  mutating func takeDue(_ now: MonotonicTime) -> (() -> Void)? {
    while let first = heap.first, first.deadline <= now {
      pop()
      guard let timer = live[first.identifier] else { continue }
      if let period = timer.period {
        let next = max(first.deadline + period, now + .nanoseconds(1))
        push(Entry(deadline: next, identifier: first.identifier))
      } else {
        live[first.identifier] = nil
      }
      return timer.handler
    }
    return nil
  }

  private mutating func push(_ entry: Entry) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0, before(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if before(child, least) { least = child }
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private mutating func rebuild() {
    let entries = heap.filter { live[$0.identifier] != nil }
    heap = []
    for entry in entries { push(entry) }
  }

  private func before(_ left: Int, _ right: Int) -> Bool {
    (heap[left].deadline, heap[left].identifier) < (heap[right].deadline, heap[right].identifier)
  }
}
