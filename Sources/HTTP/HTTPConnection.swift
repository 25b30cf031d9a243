import Platform
import TLS

/// A client's connected socket, with TLS or without.
final class HTTPConnection {
  private let socket: FileDescriptor
  private let endpoint: Endpoint
  private let session: TLSSession?

  /// Takes a connected socket and, with a context, makes it secure.
  init(
    _ socket: FileDescriptor, endpoint: Endpoint, tls: TLSContext?, serverName: String,
    timeout: Duration
  ) throws(HTTPError) {
    self.socket = socket
    self.endpoint = endpoint
    do {
      session = try tls?.makeSession(serverName: serverName)
    } catch {
      throw HTTPError(.tls, endpoint, reason: error.cause)
    }
    guard let session else { return }
    while true {
      let result = session.handshake()
      try send(session.takeCiphertext())
      switch result {
      case .done: return
      case .wantsRead: try receive(into: session, patience: timeout, answered: false)
      case .failed(let error):
        // A server that goes away in the middle says nothing about whether it can be trusted.
        throw HTTPError(
          error.code == .closed ? .connectionLost : .tls, endpoint, reason: error.cause)
      }
    }
  }

  func write(_ bytes: [UInt8]) throws(HTTPError) {
    guard let session else {
      try send(bytes)
      return
    }
    var rest = bytes
    while !rest.isEmpty {
      switch session.write(rest) {
      case .bytes(let count): rest.removeFirst(count)
      case .wantsRead: try receive(into: session, patience: nil, answered: false)
      case .failed(let error): throw HTTPError(.tls, endpoint, reason: error.cause)
      }
      try send(session.takeCiphertext())
    }
  }

  /// The next bytes; none at the end.
  func read(patience: Duration?, answered: Bool) throws(HTTPError) -> [UInt8] {
    guard let session else { return try receive(patience: patience, answered: answered) }
    var bytes = [UInt8](repeating: 0, count: 16_384)
    while true {
      switch session.read(into: &bytes) {
      case .bytes(let count):
        bytes.removeLast(bytes.count - count)
        return bytes
      case .wantsRead: try receive(into: session, patience: patience, answered: answered)
      case .closed: return []
      case .failed(let error):
        throw HTTPError(.tls, endpoint, reason: error.cause, isBeforeAnswer: !answered)
      }
    }
  }

  /// Whether something came, or the other side has closed, while nothing was asked.
  var hasNews: Bool { (try? socket.waitUntil(.read, timeout: .zero)) ?? true }

  func close() { socket.shutdownBoth() }

  /// The same connection for an event loop, to be used in this one's place.
  func handOver(early: [UInt8]) -> LoopConnection {
    LoopConnection(socket, endpoint: endpoint, session: session, early: early)
  }

  private func receive(
    into session: TLSSession, patience: Duration?, answered: Bool
  ) throws(HTTPError) {
    let bytes = try receive(patience: patience, answered: answered)
    if bytes.isEmpty { session.receiveEnd() } else { session.receive(bytes) }
  }

  private func receive(patience: Duration?, answered: Bool) throws(HTTPError) -> [UInt8] {
    do {
      guard try socket.waitUntil(.read, timeout: patience) else {
        throw HTTPError(
          .timedOut, endpoint, reason: "nothing came for \((patience ?? .zero).seconds) seconds")
      }
      return try socket.read() ?? []
    } catch let error as SystemError {
      throw lost(error, answered: answered)
    } catch let error as HTTPError {
      throw error
    } catch {
      throw HTTPError(.connectionLost, endpoint, reason: "\(error)")
    }
  }

  private func send(_ bytes: [UInt8]) throws(HTTPError) {
    do {
      try socket.writeAll(bytes)
    } catch {
      throw lost(error, answered: false)
    }
  }

  private func lost(_ error: SystemError, answered: Bool) -> HTTPError {
    HTTPError(
      .connectionLost, endpoint, reason: error.code.sentence, isBeforeAnswer: !answered)
  }
}
