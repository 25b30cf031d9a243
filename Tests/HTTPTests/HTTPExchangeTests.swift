import HTTP
import Platform
import Synchronization
import TLS
import Testing

/// A server in this process and a client of it.
@Suite struct HTTPExchangeTests {
  /// Runs a server on a free port while the body asks it things.
  private func withServer(
    _ handler: @escaping HTTPServer.Handler,
    _ body: @escaping @Sendable (Endpoint) async throws -> Void
  ) async throws {
    let (ports, ready) = AsyncStream<Int>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await HTTPServer.run(on: .tcp(host: "127.0.0.1", port: 0), handler: handler) {
          ready.yield($0)
        }
      }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      group.addTask { try await body(.tcp(host: "127.0.0.1", port: port)) }
      try await group.next()
      group.cancelAll()
    }
  }

  @Test func a_handler_sees_the_request_and_the_client_its_answer() async throws {
    try await withServer { request in
      HTTPResponse(
        status: 201, headers: ["X-Path": request.path],
        body: .bytes(request.body + Array((request.first("q") ?? "").utf8)))
    } _: { endpoint in
      let answers = try await apart {
        let client = HTTPClient(endpoint)
        return try (0..<3).map { _ in
          try client.send(HTTPRequest("POST", target: "/a%20b?q=1+2", body: Array("body ".utf8)))
        }
      }
      for answer in answers {
        #expect(answer.status == 201)
        #expect(answer.headers["x-path"] == "/a b")
        #expect(answer.text == "body 1 2")
      }
    }
  }

  @Test func a_write_whose_answer_is_cut_off_is_not_sent_again() throws {
    let server = try CuttingServer(answers: 1)
    let client = HTTPClient(.tcp(host: "127.0.0.1", port: server.port))
    #expect(try client.send(HTTPRequest("GET", "/first")).status == 200)
    #expect(throws: HTTPError.self) { try client.send(HTTPRequest("POST", "/second")) }
    #expect(server.requests == ["GET /first", "POST /second"])
  }

  @Test func a_reading_request_whose_answer_is_cut_off_is_sent_again() throws {
    let server = try CuttingServer(answers: 1)
    let client = HTTPClient(.tcp(host: "127.0.0.1", port: server.port))
    for path in ["/first", "/second"] {
      #expect(try client.send(HTTPRequest("GET", path)).status == 200)
    }
    #expect(server.requests == ["GET /first", "GET /second", "GET /second"])
  }

  @Test func a_write_after_the_server_has_closed_a_kept_connection_goes_on_a_new_one() throws {
    let server = try CuttingServer(answers: 1, takesMore: false)
    let client = HTTPClient(.tcp(host: "127.0.0.1", port: server.port))
    #expect(try client.send(HTTPRequest("GET", "/first")).status == 200)
    try server.waitUntilClosed()
    #expect(try client.send(HTTPRequest("POST", "/second")).status == 200)
    #expect(server.requests == ["GET /first", "POST /second"])
  }

  @Test func a_stream_arrives_piece_by_piece_and_ends_when_the_client_goes() async throws {
    let (ended, end) = AsyncStream<Void>.makeStream()
    try await withServer { _ in
      HTTPResponse(
        body: .stream { writer in
          await withTaskCancellationHandler {
            for number in 0..<1_000_000 {
              try? await writer.write("line \(number)\n")
              if Task.isCancelled { return }
              await Task.yield()
            }
          } onCancel: {
            end.finish()
          }
        })
    } _: { endpoint in
      let text = try await apart {
        var text = ""
        try HTTPClient(endpoint).stream(HTTPRequest("GET", "/")) { event in
          if case .body(let bytes) = event { text += String(decoding: bytes, as: UTF8.self) }
          return !text.contains("line 20\n")
        }
        return text
      }
      #expect(text.hasPrefix("line 0\nline 1\n"))
      for await _ in ended {}
    }
  }

  @Test func a_quiet_stream_ends_when_the_client_goes() async throws {
    let (ended, end) = AsyncStream<Void>.makeStream()
    try await withServer { _ in
      HTTPResponse(
        body: .stream { writer in
          try await writer.write("one\n")
          await withTaskCancellationHandler {
            try? await Task.sleep(for: .seconds(60))
          } onCancel: {
            end.finish()
          }
        })
    } _: { endpoint in
      try await apart {
        try HTTPClient(endpoint).stream(HTTPRequest("GET", "/")) { event in
          if case .body = event { false } else { true }
        }
      }
      for await _ in ended {}
    }
  }

  @Test func nobody_listening_is_a_sentence() throws {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
    let port = listener.address.port
    listener.close()
    let error = #expect(throws: HTTPError.self) {
      try HTTPClient(.tcp(host: "127.0.0.1", port: port)).send(HTTPRequest("GET", "/"))
    }
    #expect(error?.code == .cannotConnect)
    #expect(error?.description == "Cannot connect to 127.0.0.1:\(port): Connection refused.")
  }

  @Test func a_silent_server_times_out() throws {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
    let client = HTTPClient(
      .tcp(host: "127.0.0.1", port: listener.address.port), timeout: .milliseconds(50))
    let error = #expect(throws: HTTPError.self) { try client.send(HTTPRequest("GET", "/")) }
    #expect(error?.code == .timedOut)
  }
}

/// Runs what blocks on a thread of its own, so that it takes none from the server.
func apart<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try SystemThread.start(name: "apart") {
        continuation.resume(with: Swift.Result { try body() })
      }
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
