import Platform
import TLS

/// A connected socket on an event loop, with TLS or without. What is sent is kept until the other
/// side takes it; what is received can be held back.
///
/// `@unchecked Sendable`: made on one thread and handed to the loop's, which alone uses it from
/// `start` on.
package final class LoopConnection: @unchecked Sendable {
  /// What happens on the connection.
  package struct Handlers {
    package var received: ([UInt8]) -> Void
    /// All that was sent has been taken.
    package var drained: () -> Void
    /// Nothing more will be received: the other side has ended, or the connection has failed.
    package var ended: (HTTPError?) -> Void

    package init(
      received: @escaping ([UInt8]) -> Void, drained: @escaping () -> Void = {},
      ended: @escaping (HTTPError?) -> Void
    ) {
      self.received = received
      self.drained = drained
      self.ended = ended
    }
  }

  private let socket: FileDescriptor
  private let endpoint: Endpoint
  private let session: TLSSession?
  private var early: [UInt8]
  private var outgoing: [UInt8] = []
  private var offset = 0
  private var loop: EventLoop?
  private var handlers: Handlers?
  private var interest: Interest = .read
  private var isPaused = false
  private var isFinishing = false
  private var hasEnded = false

  /// Takes a connected socket.
  /// - Parameters:
  ///   - session: TLS whose handshake is done.
  ///   - early: what has been received already.
  package init(
    _ socket: FileDescriptor, endpoint: Endpoint, session: TLSSession? = nil, early: [UInt8] = []
  ) {
    self.socket = socket
    self.endpoint = endpoint
    self.session = session
    self.early = early
  }

  /// How many bytes wait to be taken by the other side.
  package var waiting: Int { outgoing.count - offset }

  /// Begins to receive and send. On the loop's thread, as everything from here on.
  package func start(on loop: EventLoop, _ handlers: Handlers) throws(SystemError) {
    self.loop = loop
    self.handlers = handlers
    try socket.setNonBlocking()
    try loop.register(socket, interest) { [self] in ready($0) }
    let first = early
    early = []
    if !first.isEmpty { handlers.received(first) }
    if session != nil { receivePlain() }
    flush()
  }

  /// Sends bytes as the other side takes them.
  package func send(_ bytes: [UInt8]) {
    guard handlers != nil, !isFinishing else { return }
    if let session {
      var rest = bytes[...]
      while !rest.isEmpty {
        guard case .bytes(let count) = session.write(Array(rest)) else {
          return fail("it cannot be encrypted any more")
        }
        rest.removeFirst(count)
      }
      outgoing += session.takeCiphertext()
    } else {
      outgoing += bytes
    }
    flush()
  }

  /// Stops receiving until `resume()`, so that the other side has to wait.
  package func pause() {
    isPaused = true
    update()
  }

  /// Receives again.
  package func resume() {
    guard isPaused else { return }
    isPaused = false
    update()
  }

  /// Says that nothing more will be sent, once all of it has gone.
  package func finish() {
    isFinishing = true
    flush()
  }

  /// Ends the connection; no handler is called any more. Closing twice does nothing.
  package func close() {
    guard handlers != nil else { return }
    handlers = nil
    loop?.unregister(socket)
    socket.close()
  }

  private func ready(_ readiness: Readiness) {
    if readiness.contains(.write) { flush() }
    // A connection that is gone on both sides is told of again and again: it is read to its end.
    if readiness.contains(.closed) || (readiness.contains(.read) && !isPaused) { receive() }
  }

  private func receive() {
    guard handlers != nil, !hasEnded else { return }
    do {
      guard let bytes = try socket.read() else { return }
      if let session {
        if bytes.isEmpty { session.receiveEnd() } else { session.receive(bytes) }
        receivePlain()
      } else if bytes.isEmpty {
        end(nil)
      } else {
        handlers?.received(bytes)
      }
    } catch {
      fail(error.code.sentence)
    }
  }

  private func receivePlain() {
    var plain = [UInt8](repeating: 0, count: 16_384)
    while handlers != nil, !hasEnded {
      switch session?.read(into: &plain) {
      case .bytes(let count): handlers?.received(Array(plain[..<count]))
      case .wantsRead, nil: return
      case .closed: end(nil)
      case .failed(let error): fail(error.cause)
      }
    }
  }

  private func flush() {
    guard handlers != nil else { return }
    do {
      while offset < outgoing.count {
        guard let count = try socket.write(outgoing, from: offset) else { break }
        offset += count
      }
    } catch {
      return fail(error.code.sentence)
    }
    if offset == outgoing.count {
      let wasWaiting = offset > 0
      outgoing.removeAll(keepingCapacity: true)
      offset = 0
      if isFinishing { try? socket.shutdownWriting() }
      update()
      if wasWaiting { handlers?.drained() }
    } else {
      if offset > 1 << 20 {
        outgoing.removeFirst(offset)
        offset = 0
      }
      update()
    }
  }

  private func fail(_ reason: String) {
    end(HTTPError(.connectionLost, endpoint, reason: reason))
  }

  private func end(_ error: HTTPError?) {
    guard let handlers, !hasEnded else { return }
    hasEnded = true
    if error != nil {
      outgoing.removeAll()
      offset = 0
    }
    update()
    handlers.ended(error)
  }

  private func update() {
    guard handlers != nil, let loop else { return }
    var wanted: Interest = []
    if !isPaused, !hasEnded { wanted.insert(.read) }
    if offset < outgoing.count { wanted.insert(.write) }
    guard wanted != interest else { return }
    interest = wanted
    try? loop.modify(socket, wanted)
  }
}
