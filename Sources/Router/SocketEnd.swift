import Platform
import Routing
import TLS

/// The end of a flow at a local socket: a client's that was accepted, or a target's that is being
/// dialled.
final class SocketEnd: StreamEnd {
  /// How many bytes may wait for a slow reader when no credit bounds them.
  private static let limit = 256 * 1024
  /// How much is read in one turn, so that others have theirs.
  private static let turn = 256 * 1024

  weak var flow: Flow?
  private let turns: Turns
  private var socket: FileDescriptor?
  private let queue = ByteQueue()
  private var isConnected = false
  private var isReadable = false
  private var isWritable = false
  private var hasEnded = false
  private var isEnding = false
  private var isShut = false
  private var isFlushing = false
  private var isPulling = false
  private var failure: String?
  private var onRefused: ((String) -> Void)?

  /// The end of a connection that was accepted.
  init(accepted socket: FileDescriptor, turns: Turns) {
    self.turns = turns
    self.socket = socket
    isConnected = true
    socket.setNoDelay()
  }

  /// An end that waits for its socket.
  init(turns: Turns) { self.turns = turns }

  /// Begins to read and write.
  func start() {
    guard let socket else { return }
    do {
      try turns.loop.register(socket, [.read, .write, .edgeTriggered]) { [self] readiness in
        ready(readiness)
      }
    } catch { flow?.fail("\(error)", at: nil) }
  }

  /// Uses a socket that is being connected. Bytes that wait are kept until it is, and if it is
  /// refused another may be used.
  func use(
    dialled socket: FileDescriptor, refused: @escaping (String) -> Void
  ) {
    self.socket = socket
    isWritable = false
    onRefused = refused
    start()
  }

  var isFinished: Bool { hasEnded && isShut }

  func dispose() {
    guard let socket else { return }
    turns.loop.unregister(socket)
    socket.close()
    self.socket = nil
  }

  func abort(_ reason: String) { socket?.resetOnClose() }
}

extension SocketEnd {
  private func ready(_ readiness: Readiness) {
    if readiness.contains(.write) { isWritable = true }
    if !isConnected {
      guard readiness.contains(.write) || readiness.contains(.closed) else { return }
      if !finishConnecting() { return }
    }
    if readiness.contains(.read) { isReadable = true }
    flush()
    pull()
  }

  private func finishConnecting() -> Bool {
    guard let socket else { return false }
    if let code = socket.connectionError() {
      dispose()
      onRefused?(code.sentence)
      return false
    }
    isConnected = true
    onRefused = nil
    socket.setNoDelay()
    return true
  }

  /// Reads for the peer as long as there are bytes, room and time in this turn.
  private func pull() {
    guard isConnected, let peer, !isPulling else { return }
    isPulling = true
    defer { isPulling = false }
    var left = Self.turn
    while isReadable, !hasEnded, left > 0 {
      let room = peer.room()
      if room == 0 { return }
      let count = peer.take(atMost: min(room, left)) { span in read(into: &span) }
      if count > 0 {
        left -= count
        flow?.count(count, from: self)
      }
      if let failure {
        flow?.fail(failure, at: nil)
        return
      }
    }
    if hasEnded {
      peer.takeEnd()
      flow?.closeIfFinished()
    } else if isReadable {
      turns.again { [weak self] in self?.pull() }
    }
  }

  private func read(into span: inout MutableRawSpan) -> Int {
    guard let socket else { return 0 }
    do {
      switch try socket.read(into: &span) {
      case .bytes(let count): return count
      case .wouldBlock: isReadable = false
      case .end: hasEnded = true
      }
    } catch { failure = "the connection broke: \(error.code.sentence)" }
    return 0
  }

  func resume() { pull() }
}

extension SocketEnd {
  func room() -> Int { max(0, Self.limit - queue.count) }

  func take(atMost limit: Int, _ source: (inout MutableRawSpan) -> Int) -> Int {
    let count = queue.fill(atMost: min(limit, 65_536), source)
    if count > 0 { scheduleFlush() }
    return count
  }

  func take(_ bytes: RawSpan) {
    queue.append(bytes)
    scheduleFlush()
  }

  func takeEnd() {
    isEnding = true
    scheduleFlush()
  }

  private func scheduleFlush() {
    guard !isFlushing else { return }
    isFlushing = true
    turns.atEnd { [weak self] in
      self?.isFlushing = false
      self?.flush()
    }
  }

  private func flush() {
    guard isConnected, let socket else { return }
    let wasFull = queue.count >= Self.limit
    var sent = 0
    while isWritable, !queue.isEmpty {
      do {
        sent += try queue.drain { span throws(SystemError) in
          guard case .bytes(let count) = try socket.write(span) else {
            isWritable = false
            return 0
          }
          return count
        }
      } catch {
        // The reader is gone. What it has sent before may still be on its way.
        isWritable = false
        flow?.fail("the connection broke: \(error.code.sentence)", at: self)
        return
      }
    }
    if sent > 0 {
      peer?.passedOn(sent)
      if wasFull { peer?.resume() }
    }
    if isEnding, queue.isEmpty, !isShut {
      isShut = true
      try? socket.shutdownWriting()
      flow?.closeIfFinished()
    }
  }
}
