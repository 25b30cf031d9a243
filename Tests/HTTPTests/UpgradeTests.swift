import HTTP
import Platform
import Testing

/// A server that changes protocols, and clients that ask for it.
@Suite(.timeLimit(.minutes(1))) struct UpgradeTests {
  /// Runs a server whose connections echo in capitals once they have changed.
  private func withServer(
    _ body: @escaping @Sendable (Endpoint) throws -> Void
  ) async throws {
    let (ports, ready) = AsyncStream<Int>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await HTTPServer.run(on: .tcp(host: "127.0.0.1", port: 0)) { request in
          HTTPResponse(status: 418, "\(request.method) \(request.path)")
        } onReady: {
          ready.yield($0)
        } upgrade: { request in
          guard request.path == "/echo" else { return nil }
          return HTTPUpgrade(headers: ["X-Query": request.first("q") ?? ""]) { connection in
            do {
              for try await bytes in connection.received {
                try await connection.write(
                  Array(
                    String(decoding: bytes, as: UTF8.self)
                      .uppercased().utf8))
                if bytes.last == UInt8(ascii: ".") { return }
              }
            } catch {
              Issue.record("\(error)")
            }
          }
        }
      }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      group.addTask {
        try await apart { try body(.tcp(host: "127.0.0.1", port: port)) }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  private static let asking: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": "websocket"]

  /// Sends words over a changed connection and collects what comes back until it ends.
  private static func talk(_ connection: LoopConnection, _ words: [String]) throws -> String {
    let loop = try EventLoop()
    let heard = Heard()
    try connection.start(
      on: loop,
      .init(
        received: { heard.text += String(decoding: $0, as: UTF8.self) },
        ended: { _ in loop.stop() }))
    for word in words { connection.send(Array(word.utf8)) }
    loop.schedule(after: .seconds(10)) { loop.stop() }
    loop.run()
    connection.close()
    return heard.text
  }

  private final class Heard { var text = "" }

  @Test func a_granted_connection_speaks_something_else_until_it_ends() async throws {
    try await withServer { endpoint in
      let answer = try HTTPClient(endpoint).upgrade(
        HTTPRequest("GET", target: "/echo?q=yes", headers: Self.asking))
      guard case .upgraded(let headers, let connection) = answer else {
        Issue.record("\(answer)")
        return
      }
      #expect(headers["X-Query"] == "yes")
      #expect(headers["upgrade"]?.lowercased() == "websocket")
      let long = String(repeating: "much ", count: 100_000)
      #expect(
        try Self.talk(connection, ["hello ", long, "end."])
          == "HELLO \(long.uppercased())END.")
    }
  }

  @Test(arguments: [("GET", "/other"), ("POST", "/other")])
  func what_is_not_granted_is_answered_as_any_request(method: String, path: String) async throws {
    try await withServer { endpoint in
      let answer = try HTTPClient(endpoint).upgrade(
        HTTPRequest(method, path, headers: Self.asking))
      guard case .refused(let response) = answer else {
        Issue.record("\(answer)")
        return
      }
      #expect(response.status == 418 && response.text == "\(method) \(path)")
    }
  }

  @Test func requests_without_a_wish_and_with_an_unknown_one_are_ordinary() async throws {
    try await withServer { endpoint in
      let client = HTTPClient(endpoint)
      for _ in 0..<3 {
        let plain = try client.send(HTTPRequest("GET", "/echo"))
        #expect(plain.status == 418)
      }
      let other: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": "h2c"]
      let unknown = try client.send(HTTPRequest("GET", "/echo", headers: other))
      #expect(unknown.status == 418)
    }
  }
}
