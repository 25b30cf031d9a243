/// A program's streams over WebSocket: each message begins with the number of its channel
/// (`v4.channel.k8s.io` and `v5.channel.k8s.io`).
import Documents
import HTTP

struct WebSocketExec: ExecConversation {
  private var reader = WebSocketReader(isServer: true)
  private var hasClosed = false

  private enum Channel {
    static let input: UInt8 = 0
    static let output: UInt8 = 1
    static let error: UInt8 = 2
    static let status: UInt8 = 3
    static let size: UInt8 = 4
    /// Version 5: the channel whose number follows has ended.
    static let end: UInt8 = 255
  }

  mutating func begin() -> [ExecAction] { [.start] }

  mutating func receive(_ bytes: [UInt8]) -> [ExecAction] {
    reader.feed(bytes)
    var actions: [ExecAction] = []
    do {
      while let message = try reader.next() {
        switch message {
        case .data(let payload):
          guard let channel = payload.first else { continue }
          if let event = WebSocketExec.event(channel, payload.dropFirst()) {
            actions.append(.tell(event))
          }
        case .ping(let payload): actions.append(.write(WebSocket.frame(.pong, payload)))
        case .pong: break
        case .close(let payload):
          if !hasClosed { actions.append(.write(WebSocket.frame(.close, payload.prefix(2)))) }
          hasClosed = true
          actions.append(.close)
          return actions
        }
      }
    } catch {
      actions += [.write(WebSocket.frame(.close, WebSocket.closing(1002))), .close]
    }
    return actions
  }

  mutating func send(_ reply: ExecReply) -> [ExecAction] {
    guard !hasClosed else { return [] }
    switch reply {
    case .output(let bytes): return [.write(WebSocket.frame(.binary, [Channel.output] + bytes))]
    case .error(let bytes): return [.write(WebSocket.frame(.binary, [Channel.error] + bytes))]
    case .ended(let status):
      // The client answers the close, and only then may the connection end: it has read the status.
      hasClosed = true
      return [
        .write(WebSocket.frame(.binary, [Channel.status] + Array(status.json().utf8))),
        .write(WebSocket.frame(.close, WebSocket.closing(1000))),
      ]
    }
  }

  private static func event(_ channel: UInt8, _ payload: ArraySlice<UInt8>) -> ExecEvent? {
    switch channel {
    case Channel.input: payload.isEmpty ? nil : .input(Array(payload))
    case Channel.size: TerminalSizeMessage.event(payload)
    case Channel.end: payload.first == Channel.input ? .endOfInput : nil
    default: nil
    }
  }
}
