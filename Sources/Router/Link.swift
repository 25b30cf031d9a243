import Platform
import Routing
import TLS

/// A connection to another router, with all the streams that cross it.
final class Link {
  /// What the owner of links is told, and asked.
  struct Events {
    var established: (Link, Hello) -> Void
    var learned: (Link, Advert) -> Void
    var opened: (Link, LinkEnd, StreamRequest) -> Void
    var closed: (Link, String) -> Void
  }

  /// How much may wait to be sent before streams are no longer read.
  private static let limit = 256 * 1024
  /// What a stream without bytes in the queue may send ahead of it.
  private static let urgentRead = 4096
  private static let record = 16_384

  let id: Int
  /// The connector or listener that the link belongs to.
  let name: String
  let role: RouterConfiguration.Role
  let isDialler: Bool
  let remote: SocketAddress
  /// How much the windows of the link's streams may still grow.
  var windowMemory = ReceiveWindow.linkMemory
  private(set) var peer: Hello?
  private(set) var peerCommonName: String?

  private let turns: Turns
  private let events: Events
  private var socket: FileDescriptor?
  private let session: TLSSession
  private var machine: LinkProtocol
  private var isConnected: Bool
  private var isSecure = false
  private var isReadable = false
  private var isWritable = false
  private var isFlushing = false
  private var isClosed = false

  private let urgent = ByteQueue(keeping: 65_536)
  private let bulk = ByteQueue(keeping: 512 * 1024)
  private let inbound = ByteQueue(keeping: 512 * 1024)
  private var bulkWritten = 0
  private var bulkSent = 0
  private var fragment: [UInt8] = []
  private var streams: [UInt32: LinkEnd] = [:]
  private var nextStream: UInt32
  private var waiting: [LinkEnd] = []

  init(
    id: Int, name: String, role: RouterConfiguration.Role, isDialler: Bool,
    socket: FileDescriptor, remote: SocketAddress, session: TLSSession, own: Hello, turns: Turns,
    events: Events
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.isDialler = isDialler
    self.remote = remote
    self.socket = socket
    self.session = session
    self.turns = turns
    self.events = events
    isConnected = !isDialler
    nextStream = isDialler ? 1 : 2
    machine = LinkProtocol(own: own, isDialler: isDialler, now: MonotonicTime.now().nanoseconds)
  }

  var roundTrip: Int64 { machine.roundTrip }
  var streamCount: Int { streams.count }
  var isUp: Bool { if case .up = machine.state { !isClosed } else { false } }
  var suite: String { session.suite }

  func start() {
    guard let socket else { return }
    do {
      try turns.loop.register(socket, [.read, .write, .edgeTriggered]) { [self] in ready($0) }
    } catch { close("\(error)") }
  }

  /// Time has passed.
  func tick(now: Int64) { perform(machine.tick(now: now)) }
}

extension Link {
  private func ready(_ readiness: Readiness) {
    if readiness.contains(.write) { isWritable = true }
    if readiness.contains(.read) { isReadable = true }
    guard let socket else { return }
    if !isConnected {
      guard readiness.contains(.write) || readiness.contains(.closed) else { return }
      if let code = socket.connectionError() {
        return close("\(remote) cannot be reached: \(code.sentence)")
      }
      isConnected = true
      socket.setNoDelay()
    }
    receive()
  }

  /// Reads, decrypts and handles what there is, a bounded amount per turn.
  private func receive() {
    if isClosed { return discard() }
    for _ in 0..<4 {
      if !isSecure, !secure() { break }
      if isReadable { read() }
      decrypt()
      if isClosed || !isReadable { break }
    }
    scheduleFlush()
    if isReadable, !isClosed { turns.again { [self] in receive() } }
  }

  private func read() {
    guard let socket else { return }
    do {
      var ended = false
      try session.receive(atMost: Self.limit) { span throws(SystemError) in
        switch try socket.read(into: &span) {
        case .bytes(let count): return count
        case .wouldBlock: isReadable = false
        case .end: ended = true
        }
        return 0
      }
      if ended {
        isReadable = false
        session.receiveEnd()
      }
      machine.heard(now: MonotonicTime.now().nanoseconds)
    } catch { close("the connection broke: \(error.code.sentence)") }
  }

  private func secure() -> Bool {
    if isReadable { read() }
    if isClosed { return false }
    switch session.handshake() {
    case .done:
      isSecure = true
      peerCommonName = session.peerCommonName
      perform(machine.start())
      return true
    case .wantsRead: return false
    case .failed(let error):
      close(error.description)
      return false
    }
  }

  private func decrypt() {
    while !isClosed {
      var result = TLSSession.ReadResult.wantsRead
      inbound.fill(atMost: Self.record) { span in
        result = session.read(into: &span)
        if case .bytes(let count) = result { return count }
        return 0
      }
      switch result {
      case .bytes: if inbound.count >= Self.limit { handleFrames() }
      case .wantsRead: return handleFrames()
      case .closed:
        handleFrames()
        close("the other side ended the link")
      case .failed(let error):
        handleFrames()
        close(error.code == .closed ? "the connection was cut" : error.description)
      }
    }
  }

  private func handleFrames() {
    do {
      try inbound.drain { span throws(ProtocolError) in
        var offset = 0
        while span.byteCount - offset >= FrameHead.length {
          let head = try FrameHead(word: span.word(at: offset))
          let end = offset + FrameHead.length + head.bodyLength
          guard end <= span.byteCount else { break }
          try handle(head, span.extracting(offset + FrameHead.length..<end))
          if isClosed { return span.byteCount }
          offset = end
        }
        return offset
      }
    } catch { close(error.description) }
  }

  private func handle(_ head: FrameHead, _ body: RawSpan) throws(ProtocolError) {
    if head.kind == .data {
      // A stream that has ended here may still have bytes under way.
      try streams[head.stream]?.receive(body)
      return
    }
    fragment += body.copied
    if head.flags & FrameHead.more != 0 {
      guard fragment.count < 16 << 20 else { throw ProtocolError("it sent an endless message") }
      return
    }
    let message = try Message(head, body: fragment)
    fragment = []
    switch message {
    case .hello, .advert, .ping, .pong:
      perform(machine.receive(message, now: MonotonicTime.now().nanoseconds))
    case .open(let stream, let request): try open(stream, request)
    case .credit(let stream, let amount): streams[stream]?.receiveCredit(amount)
    case .blocked(let stream): streams[stream]?.receiveBlocked()
    case .end(let stream): streams[stream]?.receiveEnd()
    case .reset(let stream, let reason):
      if let end = streams[stream] { end.flow?.fail(reason, at: end) }
    }
  }

  private func open(_ stream: UInt32, _ request: StreamRequest) throws(ProtocolError) {
    guard isUp else { throw ProtocolError("it opened a stream before it introduced itself") }
    guard streams[stream] == nil, (stream & 1 == 1) != isDialler else {
      throw ProtocolError("it opened the stream \(stream) twice")
    }
    let end = LinkEnd(self, stream: stream)
    streams[stream] = end
    events.opened(self, end, request)
  }

  private func perform(_ actions: [LinkProtocol.Action]) {
    for action in actions {
      switch action {
      case .send(let message): send(message)
      case .established(let hello):
        peer = hello
        events.established(self, hello)
      case .learned(let advert): events.learned(self, advert)
      case .close(let reason): close(reason)
      }
    }
  }
}

extension Link {
  /// Sends a message ahead of the bytes of streams.
  func send(_ message: Message) {
    guard !isClosed else { return }
    urgent.append(message.frames)
    scheduleFlush()
  }

  /// Begins a new stream.
  func openStream(_ request: StreamRequest) -> LinkEnd {
    let end = LinkEnd(self, stream: nextStream)
    streams[nextStream] = end
    send(.open(stream: nextStream, request))
    nextStream &+= 2
    return end
  }

  /// Forgets a stream that is over.
  func forget(_ stream: UInt32) { streams[stream] = nil }

  /// How many bytes a stream may send now.
  func room(for end: LinkEnd) -> Int {
    if isClosed { return 0 }
    if mayOvertake(end) { return urgent.count < Self.limit ? Self.urgentRead : 0 }
    let backlog = bulk.count + session.pendingCiphertext
    return max(0, Self.limit - backlog)
  }

  /// Tells the stream when there is room again.
  func wait(_ end: LinkEnd) {
    waiting.append(end)
    scheduleFlush()
  }

  func sendData(
    of end: LinkEnd, atMost limit: Int, _ source: (inout MutableRawSpan) -> Int
  ) -> Int {
    let overtakes = mayOvertake(end)
    let limit = min(limit, overtakes ? Self.urgentRead : FrameHead.longestBody)
    let count = (overtakes ? urgent : bulk).fillFrame(
      atMost: limit,
      head: { FrameHead(.data, stream: end.stream, bodyLength: $0).word }, source)
    queued(count, of: end, overtakes: overtakes, limit: limit)
    return count
  }

  func sendData(of end: LinkEnd, _ bytes: RawSpan) -> Int {
    let overtakes = mayOvertake(end)
    let count = min(bytes.byteCount, overtakes ? Self.urgentRead : FrameHead.longestBody)
    let queue = overtakes ? urgent : bulk
    queue.append(FrameHead(.data, stream: end.stream, bodyLength: count).bytes)
    queue.append(bytes.extracting(0..<count))
    queued(count, of: end, overtakes: overtakes, limit: count)
    return count
  }

  /// Ends a stream's bytes, behind those that are on their way.
  func sendEnd(of end: LinkEnd) {
    (end.bulkMark > bulkSent ? bulk : urgent).append(Message.end(stream: end.stream).frames)
    if end.bulkMark > bulkSent { bulkWritten += FrameHead.length }
    scheduleFlush()
  }

  /// Whether a stream may go ahead of the bulk: none of its own bytes are there.
  private func mayOvertake(_ end: LinkEnd) -> Bool { end.bulkMark <= bulkSent }

  private func queued(_ count: Int, of end: LinkEnd, overtakes: Bool, limit: Int) {
    guard count > 0 else { return }
    if !overtakes {
      bulkWritten += FrameHead.length + count
      end.bulkMark = bulkWritten
    } else if count == limit {
      // It has more than a little: the rest of this turn goes behind.
      end.bulkMark = bulkSent + 1
      bulkWritten = max(bulkWritten, end.bulkMark)
    }
    scheduleFlush()
  }

  private func scheduleFlush() {
    guard !isFlushing else { return }
    isFlushing = true
    turns.atEnd { [self] in
      isFlushing = false
      flush()
    }
  }

  private func flush() {
    guard isConnected, !isClosed else { return }
    for _ in 0..<8 {
      let moved = encrypt()
      let sent = transmit()
      if isClosed { return }
      if !moved && !sent { break }
      wakeWaiting()
    }
    wakeWaiting()
  }

  private func encrypt() -> Bool {
    guard isSecure else { return false }
    var moved = false
    while session.pendingCiphertext < Self.limit {
      if let count = encryptRecord(from: urgent) {
        moved = moved || count > 0
      } else if let count = encryptRecord(from: bulk) {
        moved = moved || count > 0
        bulkSent += count
        if bulk.isEmpty { bulkSent = bulkWritten }
      } else {
        if bulk.isEmpty { bulkSent = bulkWritten }
        break
      }
      if isClosed { break }
    }
    return moved
  }

  /// Encrypts as many whole frames as fit in one record; nothing if there are none.
  private func encryptRecord(from queue: ByteQueue) -> Int? {
    guard !queue.isEmpty else { return nil }
    return queue.drain { span in
      var length = 0
      while span.byteCount - length >= FrameHead.length {
        let body = Int(UInt16(truncatingIfNeeded: span.word(at: length) >> 32))
        let next = length + FrameHead.length + body
        if next > Self.record { break }
        length = next
      }
      switch session.write(span.extracting(0..<length)) {
      case .bytes(let count): return count
      case .wantsRead: return 0
      case .failed(let error):
        close(error.description)
        return 0
      }
    }
  }

  private func transmit() -> Bool {
    guard isWritable, let socket, session.pendingCiphertext > 0 else { return false }
    do {
      return try session.drainCiphertext { span throws(SystemError) in
        guard case .bytes(let count) = try socket.write(span) else {
          isWritable = false
          return 0
        }
        return count
      } > 0
    } catch {
      // The other side may have said why before it hung up.
      isWritable = false
      if isReadable || !isSecure { receive() }
      close("the connection broke: \(error.code.sentence)")
      return false
    }
  }

  /// Gives streams that wait their turn, in the order in which they came.
  private func wakeWaiting() {
    guard !waiting.isEmpty, bulk.count + session.pendingCiphertext < Self.limit / 2 else { return }
    let woken = waiting
    waiting = []
    for end in woken { end.linkHasRoom() }
  }
}

extension Link {
  /// Ends the link and, with it, all its streams.
  func close(_ reason: String) {
    guard !isClosed else { return }
    isClosed = true
    machine.ended(reason)
    session.close()
    if let socket, isConnected {
      _ = try? session.drainCiphertext { span throws(SystemError) in
        if case .bytes(let count) = try socket.write(span) { return count }
        return 0
      }
      try? socket.shutdownWriting()
    }
    let ends = streams.values
    streams = [:]
    waiting = []
    for end in ends { end.flow?.fail(reason, at: end) }
    // An alert on its way would be lost if unread bytes turned the end into a reset.
    turns.loop.schedule(after: isSecure ? .zero : .milliseconds(300)) { [self] in release() }
    events.closed(self, reason)
  }

  private func release() {
    guard let socket else { return }
    turns.loop.unregister(socket)
    socket.close()
    self.socket = nil
  }

  private func discard() {
    guard let socket else { return }
    while let bytes = (try? socket.read(atMost: 65_536)) ?? nil, !bytes.isEmpty { continue }
  }
}
