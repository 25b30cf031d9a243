/// Connections to the ports of a pod, carried by one connection to the API: the machines that read
/// and write its bytes. The machines decide; `ForwardSession` does.
import HTTP

/// What a conversation wants done. Connections have numbers that the conversation gives.
enum ForwardAction: Hashable, Sendable {
  /// Send these bytes to the client.
  case write([UInt8])
  /// Connect to a port of the pod.
  case connect(Int, port: Int)
  /// Send these bytes to the pod.
  case deliver(Int, [UInt8])
  /// The client sends nothing more to the pod.
  case finish(Int)
  /// The client wants no more of the connection at all.
  case drop(Int)
  /// Close the connection to the client.
  case close
}

/// What has become of a connection to the pod.
enum ForwardReply: Hashable, Sendable {
  case received(Int, [UInt8])
  /// The pod sends nothing more.
  case ended(Int)
  /// There is no connection, for that reason.
  case failed(Int, String)
}

/// A conversation in one of the forms that clients speak.
protocol ForwardConversation: Sendable {
  mutating func begin() -> [ForwardAction]
  mutating func receive(_ bytes: [UInt8]) -> [ForwardAction]
  mutating func send(_ reply: ForwardReply) -> [ForwardAction]
}

/// Ports over WebSocket: the request names them, the i-th has channel 2i for its bytes and 2i+1 for
/// what went wrong; on both comes first the port's number. A client that closes has said all and may
/// still read.
struct WebSocketForward: ForwardConversation {
  private let ports: [Int]
  private var reader = WebSocketReader(isServer: true)
  private var open: Set<Int>
  private var hasClosed = false
  private var clientHasClosed = false

  init(ports: [Int]) {
    self.ports = ports
    open = Set(ports.indices)
  }

  mutating func begin() -> [ForwardAction] {
    ports.enumerated().flatMap { index, port -> [ForwardAction] in
      let number = [UInt8(port & 0xFF), UInt8(port >> 8)]
      return [
        .write(WebSocket.frame(.binary, [UInt8(2 * index)] + number)),
        .write(WebSocket.frame(.binary, [UInt8(2 * index + 1)] + number)),
        .connect(index, port: port),
      ]
    }
  }

  mutating func receive(_ bytes: [UInt8]) -> [ForwardAction] {
    reader.feed(bytes)
    var actions: [ForwardAction] = []
    do {
      while let message = try reader.next() {
        switch message {
        case .data(let payload):
          guard let channel = payload.first, channel % 2 == 0, payload.count > 1 else { continue }
          if open.contains(Int(channel) / 2) {
            actions.append(.deliver(Int(channel) / 2, Array(payload.dropFirst())))
          }
        case .ping(let payload): actions.append(.write(WebSocket.frame(.pong, payload)))
        case .pong: break
        case .close:
          clientHasClosed = true
          return actions + open.sorted().map { .finish($0) } + closing()
        }
      }
    } catch {
      actions += [.write(WebSocket.frame(.close, WebSocket.closing(1002))), .close]
    }
    return actions
  }

  mutating func send(_ reply: ForwardReply) -> [ForwardAction] {
    switch reply {
    case .received(let index, let bytes):
      return [.write(WebSocket.frame(.binary, [UInt8(2 * index)] + bytes))]
    case .ended(let index):
      open.remove(index)
      return closing()
    case .failed(let index, let reason):
      open.remove(index)
      return [.write(WebSocket.frame(.binary, [UInt8(2 * index + 1)] + Array(reason.utf8)))]
        + closing()
    }
  }

  /// Says good-bye when every connection to the pod has ended, and closes when the client has too.
  private mutating func closing() -> [ForwardAction] {
    guard open.isEmpty else { return [] }
    defer { hasClosed = true }
    return (hasClosed ? [] : [.write(WebSocket.frame(.close, WebSocket.closing(1000)))])
      + (clientHasClosed ? [.close] : [])
  }
}
