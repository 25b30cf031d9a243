import HTTP
import Platform

/// Serves a workload's pages until the process is asked to end, and logs as uvicorn does.
enum WebWorkload {
  static func run(
    host: String, port: Int, handler: @escaping HTTPServer.Handler
  ) async throws {
    enum Ending: Sendable {
      case asked
      case failed(any Error)
    }
    let (endings, continuation) = AsyncStream.makeStream(of: Ending.self)
    print("INFO:     Started server process [1]")
    print("INFO:     Waiting for application startup.")
    let server = Task {
      do {
        try await HTTPServer.run(on: .tcp(host: host, port: port), handler: logging(handler)) {
          port in
          print("INFO:     Application startup complete.")
          print("INFO:     Uvicorn running on http://\(host):\(port) (Press CTRL+C to quit)")
        }
      } catch {
        continuation.yield(.failed(error))
      }
    }
    let signals = Task {
      for await _ in try Signals.stream(Signals.requestsToEnd) { continuation.yield(.asked) }
    }
    defer {
      server.cancel()
      signals.cancel()
    }
    for await ending in endings {
      if case .failed(let error) = ending { throw error }
      break
    }
    print("INFO:     Shutting down")
    print("INFO:     Finished server process [1]")
  }

  /// Writes a line to the workload's log.
  @Sendable static func print(_ line: String) {
    try? StandardStream.output.writeAll(line + "\n")
  }

  private static func logging(_ handler: @escaping HTTPServer.Handler) -> HTTPServer.Handler {
    { request in
      let response = await handler(request)
      let who = request.remoteAddress ?? "-"
      print(
        "INFO:     \(who) - \"\(request.method) \(request.target) HTTP/1.1\" "
          + "\(response.status) \(HTTPStatus.reason(response.status))")
      return response
    }
  }
}
