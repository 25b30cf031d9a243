/// Router carries streams: it listens for addresses, crosses links, and connects to targets. What
/// to do is decided in Routing; here bytes move, on one event loop that owns everything.
import Platform
import TLS

/// One of the two ends of a flow: a local socket or a stream on a link. What comes in at one end
/// is taken by the other, which says how much it can take.
protocol StreamEnd: AnyObject {
  /// The flow that this is an end of. The flow is closed before it goes.
  var flow: Flow? { get set }

  /// How many bytes this end takes now. An end that takes none calls the peer's `resume` later.
  func room() -> Int

  /// Takes bytes that the source writes into the span; it says how many.
  func take(atMost limit: Int, _ source: (inout MutableRawSpan) -> Int) -> Int

  /// Takes bytes, all of them; who gave credit for them has room for them.
  func take(_ bytes: RawSpan)

  /// Takes the end of the bytes.
  func takeEnd()

  /// The peer has got rid of bytes that came in here.
  func passedOn(_ count: Int)

  /// The peer has room again.
  func resume()

  /// Nothing more comes in or goes out here.
  var isFinished: Bool { get }

  /// Ends at once, telling the outside why, if it can be told.
  func abort(_ reason: String)

  /// Lets go of everything; the flow is over.
  func dispose()
}

extension StreamEnd {
  /// The end at the other side of the flow.
  var peer: (any StreamEnd)? { flow?.other(than: self) }

  func passedOn(_ count: Int) {}
  func resume() {}
}

/// A client's connection on its way through this router.
final class Flow {
  /// What the flow looks like from outside.
  struct Facts {
    var address: String
    var direction: String
    var source: String
    /// The router whose consumer serves a client of this one; nothing for what comes from others.
    var router: String?
    var opened: WallTime
    var octetsIn = 0
    var octetsOut = 0
  }

  /// The end that the flow came from.
  let first: any StreamEnd
  /// The end that it goes to.
  let second: any StreamEnd
  var facts: Facts
  private let onClose: (Flow) -> Void
  private var isClosed = false

  init(
    from first: any StreamEnd, to second: any StreamEnd, facts: Facts,
    onClose: @escaping (Flow) -> Void
  ) {
    self.first = first
    self.second = second
    self.facts = facts
    self.onClose = onClose
    first.flow = self
    second.flow = self
  }

  func other(than end: any StreamEnd) -> any StreamEnd { end === first ? second : first }

  func count(_ bytes: Int, from end: any StreamEnd) {
    if end === first { facts.octetsIn += bytes } else { facts.octetsOut += bytes }
  }

  /// Closes the flow if both of its ends have finished.
  func closeIfFinished() {
    if first.isFinished && second.isFinished { close() }
  }

  /// One end failed: the other is told why, and the flow is over.
  func fail(_ reason: String, at end: (any StreamEnd)?) {
    guard !isClosed else { return }
    if first !== end { first.abort(reason) }
    if second !== end { second.abort(reason) }
    close()
  }

  private func close() {
    guard !isClosed else { return }
    isClosed = true
    first.dispose()
    second.dispose()
    onClose(self)
  }
}
