import Platform
import TLS

/// One connection through the relay: what the client sends goes to the target and back, each
/// direction ending on its own, with a bounded number of bytes in between.
final class RelayConnection {
  private enum Stage {
    /// The first bytes are awaited, to see where the connection belongs.
    case peeking
    /// TLS is being agreed on.
    case shakingHands
    /// The target has been dialled.
    case connecting
    /// Bytes are copied.
    case copying
    /// The relay's own answer is being sent.
    case responding
    case closed
  }

  /// One of the two sockets, with what the last calls on it said.
  private struct Side {
    var socket: FileDescriptor
    var isReadable = false
    var isWritable = false
    /// It will send nothing more.
    var hasEnded = false
    /// It was told that it will be sent nothing more.
    var isShut = false
  }

  private static let limit = 128 * 1024
  private static let setupTime = Duration.seconds(10)
  private static let lingerTime = Duration.seconds(2)

  private let service: RelayService
  private let listener: RelayListener
  private(set) var info: ConnectionInfo
  private var stage = Stage.peeking
  private var client: Side
  private var target: Side?
  private var session: TLSSession?
  private let upstream = ByteQueue()
  private let downstream = ByteQueue()
  private var timer: LoopTimer?
  private var isContinuing = false

  init(
    service: RelayService, listener: RelayListener, client: FileDescriptor, info: ConnectionInfo
  ) {
    self.service = service
    self.listener = listener
    self.client = Side(socket: client, isReadable: true, isWritable: true)
    self.info = info
  }

  /// Whether the listener would not let it in any more.
  var isRefused: Bool { listener.refuses(info.remote) }

  func start() {
    client.socket.setNoDelay()
    setTimer(Self.setupTime) { [self] in fail("nothing came in time") }
    if case .tls(let context) = listener.mode { beginTLS(context) }
    do {
      try service.loop.register(client.socket, [.read, .write, .edgeTriggered]) {
        [self] readiness in
        if readiness.contains(.read) { client.isReadable = true }
        if readiness.contains(.write) { client.isWritable = true }
        pump()
      }
    } catch { fail("\(error)") }
    if case .plain = listener.mode, stage == .peeking { route() }
    pump()
  }

  func close() {
    guard stage != .closed else { return }
    stage = .closed
    setTimer(nil)
    service.loop.unregister(client.socket)
    client.socket.close()
    if let socket = target?.socket {
      service.loop.unregister(socket)
      socket.close()
    }
    service.forget(self)
  }
}

extension RelayConnection {
  /// Moves bytes and makes decisions until nothing can go on.
  private func pump() {
    for _ in 0..<16 {
      var moved = false
      do {
        moved = try readClient() || moved
        moved = decrypt() || moved
        moved = decide() || moved
        moved = try writeTarget() || moved
        moved = try readTarget() || moved
        moved = encrypt() || moved
        moved = try writeClient() || moved
        try settle()
      } catch {
        close()
      }
      if !moved || stage == .closed { return }
    }
    // Others first, then on.
    guard !isContinuing else { return }
    isContinuing = true
    service.loop.schedule(after: .zero) { [self] in
      isContinuing = false
      if stage != .closed { pump() }
    }
  }

  private func readClient() throws(SystemError) -> Bool {
    guard client.isReadable, !client.hasEnded, upstream.count < Self.limit else { return false }
    let socket = client.socket
    var result = IOResult.wouldBlock
    let body: (inout MutableRawSpan) throws(SystemError) -> Int = { span throws(SystemError) in
      result = try socket.read(into: &span)
      if case .bytes(let count) = result { return count }
      return 0
    }
    if let session {
      try session.receive(atMost: 32_768, body)
    } else {
      try upstream.fill(atMost: 65_536, body)
    }
    switch result {
    case .bytes: return true
    case .wouldBlock: client.isReadable = false
    case .end:
      if let session { session.receiveEnd() } else { client.hasEnded = true }
      client.isReadable = false
      return true
    }
    return false
  }

  private func decrypt() -> Bool {
    guard let session, session.isEstablished, !client.hasEnded else { return false }
    var moved = false
    while upstream.count < Self.limit {
      var result = TLSSession.ReadResult.wantsRead
      upstream.fill(atMost: 16_384) { span in
        result = session.read(into: &span)
        if case .bytes(let count) = result { return count }
        return 0
      }
      switch result {
      case .bytes: moved = true
      case .wantsRead: return moved
      case .closed:
        client.hasEnded = true
        return true
      case .failed(let error):
        // Many clients cut the connection when they have all they want.
        if error.code == .closed { client.hasEnded = true } else { fail("\(error)") }
        return true
      }
    }
    return moved
  }

  private func writeTarget() throws(SystemError) -> Bool {
    if stage == .responding { upstream.removeAll() }
    guard stage == .copying, let side = target, side.isWritable else { return false }
    var moved = false
    try upstream.drain { span throws(SystemError) in
      guard case .bytes(let count) = try side.socket.write(span) else {
        target?.isWritable = false
        return 0
      }
      moved = count > 0
      return count
    }
    return moved
  }

  private func readTarget() throws(SystemError) -> Bool {
    guard
      stage == .copying, let side = target, side.isReadable, !side.hasEnded,
      downstream.count < Self.limit
    else { return false }
    var result = IOResult.wouldBlock
    try downstream.fill(atMost: 65_536) { span throws(SystemError) in
      result = try side.socket.read(into: &span)
      if case .bytes(let count) = result { return count }
      return 0
    }
    switch result {
    case .bytes: return true
    case .wouldBlock: target?.isReadable = false
    case .end: target?.hasEnded = true
    }
    return result == .end
  }

  private func encrypt() -> Bool {
    guard let session, session.isEstablished else { return false }
    var moved = false
    while !downstream.isEmpty, session.pendingCiphertext < Self.limit {
      let count = downstream.drain(atMost: 16_384) { span in
        switch session.write(span) {
        case .bytes(let count): return count
        case .wantsRead: return 0
        case .failed(let error):
          fail("\(error)")
          return 0
        }
      }
      if count == 0 { return moved }
      moved = true
    }
    return moved
  }

  private func writeClient() throws(SystemError) -> Bool {
    guard client.isWritable, stage != .closed else { return false }
    let socket = client.socket
    var moved = false
    let body: (RawSpan) throws(SystemError) -> Int = { [self] span throws(SystemError) in
      guard case .bytes(let count) = try socket.write(span) else {
        client.isWritable = false
        return 0
      }
      moved = count > 0
      return count
    }
    if let session { try session.drainCiphertext(body) } else { try downstream.drain(body) }
    return moved
  }

  /// Passes on the ends of both directions when everything before them has gone.
  private func settle() throws(SystemError) {
    if stage == .copying, client.hasEnded, upstream.isEmpty, let side = target, !side.isShut {
      target?.isShut = true
      try? side.socket.shutdownWriting()
    }
    let isAnswered = stage == .responding || (stage == .copying && target?.hasEnded == true)
    if isAnswered, downstream.isEmpty, !client.isShut {
      if let session, session.isEstablished {
        session.close()
        _ = try writeClient()
      }
      if session == nil || session?.pendingCiphertext == 0 {
        client.isShut = true
        try? client.socket.shutdownWriting()
        if stage == .responding {
          setTimer(Self.lingerTime) { [self] in close() }
        }
      }
    }
    let isDone = client.isShut && (client.hasEnded || session?.hasFailed == true)
    if isDone, stage == .responding || target?.isShut == true { close() }
    if stage == .peeking || stage == .shakingHands, client.hasEnded, upstream.isEmpty { close() }
  }
}

extension RelayConnection {
  /// Goes from one stage to the next when what it waits for is there.
  private func decide() -> Bool {
    switch stage {
    case .peeking: return peek()
    case .shakingHands:
      guard let session else { return false }
      switch session.handshake() {
      case .done:
        info.serverName = session.requestedServerName
        info.clientCommonName = session.peerCommonName
        route()
        return true
      case .wantsRead: return false
      case .failed(let error):
        _ = try? writeClient()
        fail("\(error)")
        return true
      }
    case .connecting:
      guard let side = target, side.isWritable else { return false }
      if let code = side.socket.connectionError() {
        unavailable("the target cannot be reached: \(code.sentence)")
      } else {
        setTimer(nil)
        side.socket.setNoDelay()
        target?.isReadable = true
        stage = .copying
      }
      return true
    case .copying, .responding, .closed: return false
    }
  }

  private func peek() -> Bool {
    let bytes = upstream.peek { $0.copied } ?? []
    guard !bytes.isEmpty else { return false }
    switch listener.mode {
    case .plain, .tls: return false
    case .http:
      switch RequestHead.parse(bytes) {
      case .incomplete:
        if bytes.count < 32_768 { return false }
        fail("the head of the request is too long")
      case .other: fail("the client does not speak HTTP")
      case .found(let head):
        info.httpHost = head.host
        info.httpPath = head.path
        route()
      }
    case .serverName(let choose):
      switch ClientHello.serverName(in: bytes) {
      case .incomplete:
        if bytes.count < 70_000 { return false }
        fail("the client's greeting is too long")
      case .other: fail("the client does not speak TLS")
      case .found(let name):
        info.serverName = name
        switch choose(name) {
        case .passThrough: route()
        case .terminate(let context): beginTLS(context)
        case .refuse: fail("nothing is served under the name '\(name ?? "")'")
        }
      }
    }
    return true
  }

  private func beginTLS(_ context: TLSContext) {
    do {
      let session = try context.makeSession()
      session.receive(upstream.takeAll())
      self.session = session
      stage = .shakingHands
    } catch { fail("\(error)") }
  }

  private func route() {
    switch listener.target(info) {
    case .tcp(let host, let port, let from):
      connect {
        () throws(SystemError) in
        let source: SocketAddress? = if let from { try SocketAddress(from, port: 0) } else { nil }
        return try Socket.startConnecting(to: SocketAddress(host, port: port), from: source)
      }
    case .unix(let path):
      connect { () throws(SystemError) in try Socket.startConnecting(to: .unix(path)) }
    case .respond(let bytes): respond(bytes)
    case .refuse, nil: fail("no target is there for it")
    }
  }

  private func connect(_ dial: () throws(SystemError) -> FileDescriptor) {
    do throws(SystemError) {
      let socket = try dial()
      target = Side(socket: socket)
      stage = .connecting
      setTimer(Self.setupTime) { [self] in unavailable("the target does not answer") }
      try service.loop.register(socket, [.read, .write, .edgeTriggered]) { [self] readiness in
        if readiness.contains(.read), stage == .copying { target?.isReadable = true }
        if readiness.contains(.write) { target?.isWritable = true }
        pump()
      }
    } catch { unavailable("the target cannot be reached: \(error)") }
  }

  private func unavailable(_ reason: String) {
    service.onFailure(info, reason)
    if let socket = target?.socket {
      service.loop.unregister(socket)
      socket.close()
      target = nil
    }
    guard let response = listener.unavailableResponse, !passesThrough else { return close() }
    respond(response)
  }

  /// Whether the client speaks TLS with the target itself, so that no word of ours can reach it.
  private var passesThrough: Bool {
    if case .serverName = listener.mode { session == nil } else { false }
  }

  private func respond(_ bytes: [UInt8]) {
    stage = .responding
    downstream.append(bytes)
    setTimer(Self.setupTime) { [self] in close() }
    service.loop.schedule(after: .zero) { [self] in if stage != .closed { pump() } }
  }

  private func fail(_ reason: String) {
    guard stage != .closed else { return }
    service.onFailure(info, reason)
    close()
  }

  private func setTimer(_ delay: Duration?, _ action: (() -> Void)? = nil) {
    if let timer { service.loop.cancel(timer) }
    timer = nil
    if let delay, let action { timer = service.loop.schedule(after: delay, handler: action) }
  }
}
