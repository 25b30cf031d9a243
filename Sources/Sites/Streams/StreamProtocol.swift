/// Which protocol a client's stream is carried by: chosen from what it offers.
import HTTP

/// A protocol that was chosen: what is answered, and who speaks it.
struct StreamProtocol<Wanted, Conversation>: Sendable {
  let headers: HTTPHeaders
  let conversation: @Sendable (Wanted) -> Conversation
}

extension StreamProtocol<Never, Never> {
  /// The sub-protocols that are spoken.
  static var names: [String] {
    channels + [portForward, tunnel]
  }

  private static var channels: [String] { ["v5.channel.k8s.io", "v4.channel.k8s.io"] }
  private static var portForward: String { "portforward.k8s.io" }
  private static var tunnel: String { "SPDY/3.1+portforward.k8s.io" }

  /// For a program's streams; nothing when none of the offers is spoken.
  static func forProgram(
    _ request: HTTPRequest
  ) -> StreamProtocol<ExecStreams, any ExecConversation>? {
    if let (headers, _) = webSocket(request, channels) {
      return .init(headers: headers) { _ in WebSocketExec() }
    }
    return spdy(request, "v4.channel.k8s.io").map { .init(headers: $0) { SPDYExec($0) } }
  }

  /// For connections to ports; nothing when none of the offers is spoken.
  static func forPorts(
    _ request: HTTPRequest, _ ports: [Int]
  ) -> StreamProtocol<[Int], any ForwardConversation>? {
    if let (headers, chosen) = webSocket(request, [tunnel, "v4.channel.k8s.io"]) {
      if chosen == tunnel {
        return .init(headers: headers) { _ in TunnelledForward(SPDYForward()) }
      }
      return ports.isEmpty ? nil : .init(headers: headers) { WebSocketForward(ports: $0) }
    }
    return spdy(request, portForward).map { .init(headers: $0) { _ in SPDYForward() } }
  }

  /// The answer to an offer of WebSocket: the first sub-protocol of ours that was offered, or none
  /// where none was; nothing when only others were.
  private static func webSocket(
    _ request: HTTPRequest, _ spoken: [String]
  ) -> (headers: HTTPHeaders, chosen: String?)? {
    guard request.headers["Upgrade"]?.lowercased() == "websocket",
      let key = request.headers["Sec-WebSocket-Key"]
    else { return nil }
    var headers: HTTPHeaders = ["Sec-WebSocket-Accept": WebSocket.accept(key: key)]
    let offers = list(request, "Sec-WebSocket-Protocol")
    let chosen = spoken.first(where: offers.contains)
    guard chosen != nil || offers.isEmpty else { return nil }
    if let chosen { headers.add("Sec-WebSocket-Protocol", chosen) }
    return (headers, chosen)
  }

  /// The answer to an offer of SPDY with that version of what it carries.
  private static func spdy(_ request: HTTPRequest, _ spoken: String) -> HTTPHeaders? {
    guard request.headers["Upgrade"]?.lowercased() == "spdy/3.1",
      list(request, "X-Stream-Protocol-Version").contains(spoken)
    else { return nil }
    return ["X-Stream-Protocol-Version": spoken]
  }

  private static func list(_ request: HTTPRequest, _ name: String) -> [String] {
    request.headers.all(name).flatMap { $0.split(separator: ",") }
      .map { String($0.filter { $0 != " " }) }
  }
}
