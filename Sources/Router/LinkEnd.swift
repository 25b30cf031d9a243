import Platform
import Routing
import TLS

/// The end of a flow at a link: a stream among others, with credit in both directions.
final class LinkEnd: StreamEnd {
  weak var flow: Flow?
  let link: Link
  let stream: UInt32
  /// Up to where the link's bulk queue holds bytes of this stream.
  var bulkMark = 0
  private var credit = SendCredit()
  private var window = ReceiveWindow()
  private let queue = ByteQueue()
  private var isEnding = false
  private var hasSentEnd = false
  private var hasEnded = false
  private var isWaiting = false

  init(_ link: Link, stream: UInt32) {
    self.link = link
    self.stream = stream
  }

  var isFinished: Bool { hasSentEnd && hasEnded }

  func abort(_ reason: String) {
    if !isFinished { link.send(.reset(stream: stream, reason: reason)) }
  }

  func dispose() {
    link.windowMemory += window.size - ReceiveWindow.initial
    link.forget(stream)
  }
}

extension LinkEnd {
  func room() -> Int {
    if credit.available <= 0 {
      if credit.ranOut() { link.send(.blocked(stream: stream)) }
      return 0
    }
    let room = link.room(for: self)
    if room == 0 { wait() }
    return min(room, credit.available)
  }

  func take(atMost limit: Int, _ source: (inout MutableRawSpan) -> Int) -> Int {
    let count = link.sendData(of: self, atMost: limit, source)
    credit.sent(count)
    return count
  }

  func take(_ bytes: RawSpan) {
    queue.append(bytes)
    sendQueue()
  }

  func takeEnd() {
    isEnding = true
    sendQueue()
  }

  /// The link has room again.
  func linkHasRoom() {
    isWaiting = false
    sendQueue()
    if queue.isEmpty { peer?.resume() }
  }

  /// Sends what waits: bytes of another link, which come in whether this one has room or not.
  private func sendQueue() {
    while !queue.isEmpty {
      let room = room()
      if room == 0 { return }
      var sent = 0
      queue.drain(atMost: min(room, FrameHead.longestBody)) { span in
        sent = link.sendData(of: self, span)
        return sent
      }
      credit.sent(sent)
      peer?.passedOn(sent)
    }
    if isEnding, !hasSentEnd {
      hasSentEnd = true
      link.sendEnd(of: self)
      flow?.closeIfFinished()
    }
  }

  private func wait() {
    guard !isWaiting else { return }
    isWaiting = true
    link.wait(self)
  }
}

extension LinkEnd {
  /// Bytes arrived.
  func receive(_ bytes: RawSpan) throws(ProtocolError) {
    guard window.received(bytes.byteCount), !hasEnded else {
      throw ProtocolError("it sent more than it had credit for")
    }
    flow?.count(bytes.byteCount, from: self)
    peer?.take(bytes)
  }

  /// The other side has sent all its bytes.
  func receiveEnd() {
    hasEnded = true
    peer?.takeEnd()
    flow?.closeIfFinished()
  }

  /// The other side gave credit.
  func receiveCredit(_ amount: Int) {
    credit.granted(amount)
    sendQueue()
    if queue.isEmpty { peer?.resume() }
  }

  /// The other side has bytes and no credit.
  func receiveBlocked() {
    let before = window.size
    let amount = window.blocked(
      now: MonotonicTime.now().nanoseconds, roundTrip: link.roundTrip,
      memoryLeft: link.windowMemory)
    link.windowMemory -= window.size - before
    grant(amount)
  }

  func passedOn(_ count: Int) { grant(window.drained(count)) }

  private func grant(_ amount: Int) {
    if amount > 0 { link.send(.credit(stream: stream, amount)) }
  }

}
