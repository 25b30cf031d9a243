/// Joins a client with ports of a pod: many connections over the one that the client made.
import HTTP
import Platform
import Synchronization

final class ForwardSession: Sendable {
  typealias Connect = @Sendable (_ port: Int) async throws(SystemError) -> AsyncDescriptor

  private let connection: UpgradedConnection
  private let conversation: Mutex<any ForwardConversation>
  private let connect: Connect
  private let targets = Mutex<[Int: ForwardTarget]>([:])
  private let (ends, over) = AsyncStream<Void>.makeStream()

  init(
    _ connection: UpgradedConnection, _ conversation: any ForwardConversation,
    connect: @escaping Connect
  ) {
    self.connection = connection
    self.conversation = Mutex(conversation)
    self.connect = connect
  }

  /// Runs until the client is gone or the pod is.
  /// - Parameter podEnds: waits for the pod's end.
  func run(until podEnds: @escaping @Sendable () async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [self] in try? await listen() }
      group.addTask { await podEnds() }
      group.addTask { [self] in for await _ in ends { break } }
      await group.next()
      for target in targets.withLock({ $0.values }) { target.close() }
      group.cancelAll()
    }
  }

  private func listen() async throws {
    try await withThrowingDiscardingTaskGroup { group in
      defer { group.cancelAll() }
      var actions = conversation.withLock { $0.begin() }
      guard try await perform(actions, &group) else { return }
      for try await bytes in connection.received {
        actions = conversation.withLock { $0.receive(bytes) }
        guard try await perform(actions, &group) else { return }
      }
    }
  }

  /// Does what the conversation wants; false when it is over.
  private func perform(
    _ actions: [ForwardAction], _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws -> Bool {
    for action in actions {
      switch action {
      case .write(let bytes): try await connection.write(bytes)
      case .connect(let number, let port):
        let target = ForwardTarget()
        targets.withLock { $0[number] = target }
        group.addTask { [self] in await serve(target, number, port) }
      case .deliver(let number, let bytes):
        await targets.withLock { $0[number] }?.deliver(bytes)
      case .finish(let number): targets.withLock { $0[number] }?.finish()
      case .drop(let number): targets.withLock { $0.removeValue(forKey: number) }?.close()
      case .close: return false
      }
    }
    return true
  }

  /// Connects to the pod and passes on what comes from there.
  private func serve(_ target: ForwardTarget, _ number: Int, _ port: Int) async {
    do throws(SystemError) {
      let socket = try await connect(port)
      target.open(socket)
      async let written: Void = target.write(to: socket)
      while true {
        let bytes = await socket.read()
        if bytes.isEmpty { break }
        await say(.received(number, bytes))
      }
      await say(.ended(number))
      target.close()
      await written
      socket.close()
    } catch {
      await say(
        .failed(
          number,
          "failed to connect to localhost:\(port) inside the pod: \(error.code.sentence)"))
      target.close()
    }
    targets.withLock { if $0[number] === target { $0[number] = nil } }
  }

  private func say(_ reply: ForwardReply) async {
    for action in conversation.withLock({ $0.send(reply) }) {
      switch action {
      case .write(let bytes): try? await connection.write(bytes)
      case .close: over.yield()
      // Only the client makes connections and sends to them.
      case .connect, .deliver, .finish, .drop: break
      }
    }
  }
}

/// The pod's end of one forwarded connection: what the client sends is kept until the pod takes it,
/// up to a limit, so that one slow connection does not hold up the others at once.
private final class ForwardTarget: Sendable {
  private struct State {
    var socket: AsyncDescriptor?
    var queued: [[UInt8]] = []
    var size = 0
    var isFinished = false
    var isClosed = false
    var writer: CheckedContinuation<Void, Never>?
    var sender: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())
  private static let limit = 1 << 20

  func open(_ socket: AsyncDescriptor) { state.withLock { $0.socket = socket } }

  /// Takes bytes for the pod, and waits when it is far behind.
  func deliver(_ bytes: [UInt8]) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let (writer, isFull) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
        guard !state.isClosed else { return (nil, false) }
        state.queued.append(bytes)
        state.size += bytes.count
        let isFull = state.size > Self.limit
        if isFull { state.sender = continuation }
        defer { state.writer = nil }
        return (state.writer, isFull)
      }
      writer?.resume()
      if !isFull { continuation.resume() }
    }
  }

  func finish() { wake { $0.isFinished = true } }

  func close() {
    let socket = state.withLock { $0.socket }
    wake {
      $0.isClosed = true
      $0.queued = []
      $0.size = 0
    }
    socket?.close()
  }

  /// Writes what was taken until nothing more comes.
  func write(to socket: AsyncDescriptor) async {
    while true {
      switch next() {
      case .bytes(let bytes, let sender):
        sender?.resume()
        guard (try? await socket.write(bytes)) != nil else { return close() }
      case .finished:
        socket.finishWriting()
        return
      case .closed: return
      case .nothing:
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
          let goOn = state.withLock { state in
            guard state.queued.isEmpty, !state.isFinished, !state.isClosed else { return true }
            state.writer = continuation
            return false
          }
          if goOn { continuation.resume() }
        }
      }
    }
  }

  private enum Next {
    case bytes([UInt8], CheckedContinuation<Void, Never>?)
    case finished
    case closed
    case nothing
  }

  private func next() -> Next {
    state.withLock { state in
      if state.isClosed { return .closed }
      guard !state.queued.isEmpty else { return state.isFinished ? .finished : .nothing }
      let bytes = state.queued.removeFirst()
      state.size -= bytes.count
      guard state.size <= Self.limit else { return .bytes(bytes, nil) }
      defer { state.sender = nil }
      return .bytes(bytes, state.sender)
    }
  }

  private func wake(_ change: (inout State) -> Void) {
    let waiting = state.withLock { state in
      change(&state)
      defer { (state.writer, state.sender) = (nil, nil) }
      return [state.writer, state.sender]
    }
    for continuation in waiting { continuation?.resume() }
  }
}
