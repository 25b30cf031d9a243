/// Connections to ports over SPDY/3.1: for each, the client opens one stream for what goes wrong and
/// one for the bytes. A connection has the number of the latter.
import HTTP

struct SPDYForward: ForwardConversation {
  private var reader = SPDYReader()
  private var hasReplied = false
  /// The streams for errors, by their request's name, until the streams for bytes come.
  private var requests: [String: Int] = [:]
  /// The stream for errors of each open connection.
  private var errors: [Int: Int] = [:]

  mutating func begin() -> [ForwardAction] { [] }

  mutating func receive(_ bytes: [UInt8]) -> [ForwardAction] {
    reader.feed(bytes)
    var actions: [ForwardAction] = []
    do {
      while let frame = try reader.next() {
        switch frame {
        case .open(let stream, let headers, _): actions += open(stream, headers)
        case .data(let stream, let bytes, let isFinal):
          guard errors[stream] != nil else { continue }
          if !bytes.isEmpty { actions.append(.deliver(stream, bytes)) }
          if isFinal { actions.append(.finish(stream)) }
        case .reset(let stream):
          if errors.removeValue(forKey: stream) != nil { actions.append(.drop(stream)) }
        case .ping(let bytes): actions.append(.write(SPDY.ping(bytes)))
        case .goAway: return actions + [.close]
        }
      }
    } catch {
      actions.append(.close)
    }
    return actions
  }

  mutating func send(_ reply: ForwardReply) -> [ForwardAction] {
    switch reply {
    case .received(let stream, let bytes):
      return errors[stream] == nil ? [] : [.write(SPDY.data(stream, bytes))]
    case .ended(let stream): return end(stream, "")
    case .failed(let stream, let reason): return end(stream, reason)
    }
  }

  private mutating func open(_ stream: Int, _ headers: [String: String]) -> [ForwardAction] {
    let reply = ForwardAction.write(SPDY.reply(stream, isFirst: !hasReplied))
    hasReplied = true
    // Old clients do not name their requests; the port stands for the name then.
    let name = headers["requestid"] ?? headers["port"] ?? ""
    if headers["streamtype"] == "error" {
      requests[name] = stream
      return [reply]
    }
    guard let error = requests.removeValue(forKey: name) else {
      return [reply, .write(SPDY.data(stream, [], isFinal: true))]
    }
    errors[stream] = error
    guard let port = headers["port"].flatMap({ Int($0) }), (1...65_535).contains(port) else {
      return [reply] + end(stream, "\"\(headers["port"] ?? "")\" is no port")
    }
    return [reply, .connect(stream, port: port)]
  }

  private mutating func end(_ stream: Int, _ reason: String) -> [ForwardAction] {
    guard let error = errors.removeValue(forKey: stream) else { return [] }
    return [
      .write(SPDY.data(error, Array(reason.utf8), isFinal: true)),
      .write(SPDY.data(stream, [], isFinal: true)),
    ]
  }
}

/// A conversation whose bytes travel in the messages of a WebSocket, as kubectl from 1.31 on sends
/// SPDY (`SPDY/3.1+portforward.k8s.io`).
struct TunnelledForward: ForwardConversation {
  private var reader = WebSocketReader(isServer: true)
  private var inner: any ForwardConversation

  init(_ inner: any ForwardConversation) { self.inner = inner }

  mutating func begin() -> [ForwardAction] { wrapped(inner.begin()) }

  mutating func receive(_ bytes: [UInt8]) -> [ForwardAction] {
    reader.feed(bytes)
    var actions: [ForwardAction] = []
    do {
      while let message = try reader.next() {
        switch message {
        case .data(let payload): actions += wrapped(inner.receive(payload))
        case .ping(let payload): actions.append(.write(WebSocket.frame(.pong, payload)))
        case .pong: break
        case .close(let payload):
          return actions + [.write(WebSocket.frame(.close, payload.prefix(2))), .close]
        }
      }
    } catch {
      actions += [.write(WebSocket.frame(.close, WebSocket.closing(1002))), .close]
    }
    return actions
  }

  mutating func send(_ reply: ForwardReply) -> [ForwardAction] { wrapped(inner.send(reply)) }

  private func wrapped(_ actions: [ForwardAction]) -> [ForwardAction] {
    actions.map { action in
      guard case .write(let bytes) = action else { return action }
      return .write(WebSocket.frame(.binary, bytes))
    }
  }
}
