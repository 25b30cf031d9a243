import Platform

/// The order of work within one turn of the event loop: events first, then what they left to be
/// sent, all of it together; then what must wait for the next turn.
final class Turns {
  let loop: EventLoop
  private var ending: [() -> Void] = []
  private var next: [() -> Void] = []
  private var isScheduled = false

  init(_ loop: EventLoop) { self.loop = loop }

  /// Does it when the events of this turn have been handled.
  func atEnd(_ work: @escaping () -> Void) {
    ending.append(work)
    schedule()
  }

  /// Does it in the next turn, after others had theirs.
  func again(_ work: @escaping () -> Void) {
    next.append(work)
    schedule()
  }

  private func schedule() {
    guard !isScheduled else { return }
    isScheduled = true
    loop.schedule(after: .zero) { [self] in run() }
  }

  private func run() {
    isScheduled = false
    let again = next
    next = []
    for work in again { work() }
    // What ending work leaves to be sent still belongs to this turn.
    var rounds = 0
    while !ending.isEmpty, rounds < 8 {
      let works = ending
      ending = []
      for work in works { work() }
      rounds += 1
    }
    if !ending.isEmpty || !next.isEmpty { schedule() }
  }
}
