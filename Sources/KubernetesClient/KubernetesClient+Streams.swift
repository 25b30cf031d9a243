import Documents
import HTTP
import Kubernetes

/// Connections to pods that no longer speak HTTP.
extension KubernetesClient {
  /// Asks for a WebSocket, on a connection of its own.
  /// - Parameter protocols: the sub-protocols that the caller speaks.
  package func webSocket(
    _ path: String, query: [HTTPRequest.QueryItem], protocols: [String]
  ) throws(ClientError) -> LoopConnection {
    var request = self.request("GET", path, query, [], nil, "*/*")
    let key = WebSocket.key()
    request.headers.add("Connection", "Upgrade")
    request.headers.add("Upgrade", "websocket")
    request.headers.add("Sec-WebSocket-Version", "13")
    request.headers.add("Sec-WebSocket-Key", key)
    request.headers.add("Sec-WebSocket-Protocol", protocols.joined(separator: ", "))
    let answer: HTTPClient.UpgradeAnswer
    do {
      answer = try makeClient().upgrade(request)
    } catch {
      throw ClientError(unreachable: access, error)
    }
    switch answer {
    case .refused(let response): throw ClientError(status: statusError(response))
    case .upgraded(let headers, let connection):
      guard headers["Sec-WebSocket-Accept"] == WebSocket.accept(key: key) else {
        throw ClientError(.malformed, "The answer of \(access.server) is no WebSocket's.")
      }
      return connection
    }
  }
}

/// A program's streams as its client has them, over WebSocket: bytes in, events out.
package struct ProgramChannels: Sendable {
  /// What the program or its site says.
  package enum Event: Hashable, Sendable {
    case output([UInt8])
    case error([UInt8])
    /// How it ended, as a `Status` document.
    case ended(Value)
    /// Send these bytes to the site.
    case answer([UInt8])
    /// The conversation is over.
    case closed
  }

  /// The sub-protocols, the best first.
  package static let protocols = ["v5.channel.k8s.io"]

  private var reader = WebSocketReader(isServer: false)
  private let mask: @Sendable () -> [UInt8]

  /// Channels whose frames are masked with what the closure gives.
  package init(mask: @escaping @Sendable () -> [UInt8] = WebSocket.randomMask) {
    self.mask = mask
  }

  /// Takes bytes from the connection.
  package mutating func receive(_ bytes: [UInt8]) throws(WebSocketError) -> [Event] {
    reader.feed(bytes)
    var events: [Event] = []
    while let message = try reader.next() {
      switch message {
      case .data(let payload):
        let rest = Array(payload.dropFirst())
        switch payload.first {
        case 1 where !rest.isEmpty: events.append(.output(rest))
        case 2 where !rest.isEmpty: events.append(.error(rest))
        case 3:
          if let status = try? JSON.parse(rest) { events.append(.ended(status)) }
        default: break
        }
      case .ping(let payload):
        events.append(.answer(WebSocket.frame(.pong, payload, mask: mask())))
      case .pong: break
      case .close(let payload):
        events.append(.answer(WebSocket.frame(.close, payload.prefix(2), mask: mask())))
        events.append(.closed)
      }
    }
    return events
  }

  /// The bytes that bring input to the program.
  package func input(_ bytes: [UInt8]) -> [UInt8] { frame(0, bytes) }

  /// The bytes that say that no more input comes.
  package func endOfInput() -> [UInt8] { frame(255, [0]) }

  /// The bytes that tell the size of the client's terminal.
  package func resize(columns: Int, rows: Int) -> [UInt8] {
    let size: Value = ["Width": Value(columns), "Height": Value(rows)]
    return frame(4, Array(size.json().utf8))
  }

  private func frame(_ channel: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    WebSocket.frame(.binary, [channel] + bytes, mask: mask())
  }
}

/// One connection to one port of a pod, as its client has it, over WebSocket: bytes in, events out.
package struct PortChannels: Sendable {
  /// What the pod or its site says.
  package enum Event: Hashable, Sendable {
    case received([UInt8])
    /// There is no connection to the port, for that reason.
    case failed(String)
    /// Send these bytes to the site.
    case answer([UInt8])
    /// The pod sends nothing more.
    case closed
  }

  /// The sub-protocols, the best first.
  package static let protocols = ["v4.channel.k8s.io"]

  private var reader = WebSocketReader(isServer: false)
  private var isGreeted: Set<UInt8> = []
  private let mask: @Sendable () -> [UInt8]

  /// Channels whose frames are masked with what the closure gives.
  package init(mask: @escaping @Sendable () -> [UInt8] = WebSocket.randomMask) {
    self.mask = mask
  }

  /// Takes bytes from the connection.
  package mutating func receive(_ bytes: [UInt8]) throws(WebSocketError) -> [Event] {
    reader.feed(bytes)
    var events: [Event] = []
    while let message = try reader.next() {
      switch message {
      case .data(let payload):
        // The first message of each channel repeats the port's number.
        guard let channel = payload.first, !isGreeted.insert(channel).inserted else { continue }
        let rest = payload.dropFirst()
        if channel == 0, !rest.isEmpty { events.append(.received(Array(rest))) }
        if channel == 1 { events.append(.failed(String(decoding: rest, as: UTF8.self))) }
      case .ping(let payload):
        events.append(.answer(WebSocket.frame(.pong, payload, mask: mask())))
      case .pong: break
      case .close: events.append(.closed)
      }
    }
    return events
  }

  /// The bytes that bring data to the pod.
  package func data(_ bytes: [UInt8]) -> [UInt8] {
    WebSocket.frame(.binary, [0] + bytes, mask: mask())
  }

  /// The bytes that say that nothing more is sent.
  package func end() -> [UInt8] {
    WebSocket.frame(.close, WebSocket.closing(1000), mask: mask())
  }
}
