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
    ["v5.channel.k8s.io", "v4.channel.k8s.io"]
  }

  /// For a program's streams; nothing when none of the offers is spoken.
  static func forProgram(
    _ request: HTTPRequest
  ) -> StreamProtocol<ExecStreams, any ExecConversation>? {
    guard let headers = webSocket(request, ["v5.channel.k8s.io", "v4.channel.k8s.io"]) else {
      return nil
    }
    return .init(headers: headers) { _ in WebSocketExec() }
  }

  /// For connections to ports; nothing when none of the offers is spoken.
  static func forPorts(
    _ request: HTTPRequest, _ ports: [Int]
  ) -> StreamProtocol<[Int], any ForwardConversation>? {
    guard !ports.isEmpty, let headers = webSocket(request, ["v4.channel.k8s.io"]) else {
      return nil
    }
    return .init(headers: headers) { WebSocketForward(ports: $0) }
  }

  /// The answer to an offer of WebSocket: the first sub-protocol of ours that was offered, or none
  /// where none was; nothing when only others were.
  private static func webSocket(_ request: HTTPRequest, _ spoken: [String]) -> HTTPHeaders? {
    guard request.headers["Upgrade"]?.lowercased() == "websocket",
      let key = request.headers["Sec-WebSocket-Key"]
    else { return nil }
    var headers: HTTPHeaders = ["Sec-WebSocket-Accept": WebSocket.accept(key: key)]
    let offers = list(request, "Sec-WebSocket-Protocol")
    if let chosen = spoken.first(where: offers.contains) {
      headers.add("Sec-WebSocket-Protocol", chosen)
    } else if !offers.isEmpty {
      return nil
    }
    return headers
  }

  private static func list(_ request: HTTPRequest, _ name: String) -> [String] {
    request.headers.all(name).flatMap { $0.split(separator: ",") }
      .map { String($0.filter { $0 != " " }) }
  }
}
