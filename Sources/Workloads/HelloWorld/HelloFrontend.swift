import Documents
import HTTP
import Platform
import Synchronization

/// The frontend of the hello-world example: a page with a button that greets the backend, and a
/// table of what was said since the process began.
struct HelloFrontend: Sendable {
  /// What a visitor said, and what came back.
  struct Record: Sendable {
    var request: Value
    var response: Value?
    var error: String?

    var value: Value {
      [
        "request": request, "response": response ?? .null,
        "error": error.map { Value($0) } ?? .null,
      ]
    }
  }

  /// The records, shared by all who look; they end with the process.
  final class Records: Sendable {
    private let records = Mutex<[Record]>([])
    let events = WebEvents()

    var all: [Record] { records.withLock { $0 } }

    func add(_ record: Record) {
      records.withLock { $0.append(record) }
      events.announce()
    }
  }

  let backend: Endpoint
  let records: Records
  let log: @Sendable (String) -> Void

  @Sendable static func run(_ arguments: [String]) async throws {
    let options = HelloOptions(arguments)
    let url = options["backend"] ?? "http://backend:8080"
    let frontend = HelloFrontend(
      backend: try endpoint(url), records: Records(), log: WebWorkload.print)
    try await WebWorkload.run(
      host: options["host"] ?? "0.0.0.0",
      port: WorkloadEnvironment.current.port ?? options.port, handler: frontend.respond)
  }

  /// Where a backend's address leads.
  static func endpoint(_ url: String) throws(HelloError) -> Endpoint {
    let place = url.hasPrefix("http://") ? url.dropFirst(7).prefix { $0 != "/" } : ""
    let parts = place.split(separator: ":").map(String.init)
    let port = parts.count > 1 ? Int(parts[1]) : 80
    guard let host = parts.first, parts.count <= 2, let port else {
      throw HelloError(description: "--backend \(url) is no address such as http://backend:8080.")
    }
    return .tcp(host: host, port: port)
  }

  /// Answers a request.
  @Sendable func respond(to request: HTTPRequest) async -> HTTPResponse {
    switch (request.path, request.method) {
    case ("/", "GET"), ("/", "HEAD"): return page(visitor())
    case ("/", "POST"):
      let name = WebText.form(request).first("name") ?? visitor()
      _ = await greet(name, "Hello! I am \(name).")
      return page(name)
    case ("/api/data", "GET"): return json(.array(records.all.map(\.value)))
    case ("/api/notifications", "GET"): return WebEvents.response(records.events.changes())
    case ("/api/generate-id", "POST"):
      let name = visitor()
      return json(["id": Value(HelloNames.identifier(name)), "name": Value(name)])
    case ("/api/hello", "POST"):
      guard let body = try? JSON.parse(request.body), let name = body["name"]?.string else {
        return HTTPResponse(status: 400, "The request says no name.\n")
      }
      let record = await greet(name, body["text"]?.string ?? "")
      return json(record.response ?? ["error": record.error.map { Value($0) } ?? .null])
    case ("/api/health", "GET"), ("/api/health", "HEAD"): return await health()
    case ("/static/hello.css", "GET"):
      return HTTPResponse(HelloPage.style, type: "text/css; charset=utf-8")
    case ("/static/hello.js", "GET"):
      return HTTPResponse(HelloPage.script, type: "text/javascript; charset=utf-8")
    case let (path, _) where Self.paths.contains(path):
      return HTTPResponse(status: 405, "Method Not Allowed")
    default: return HTTPResponse(status: 404, "Not Found")
    }
  }

  private static let paths = [
    "/", "/api/data", "/api/notifications", "/api/generate-id", "/api/hello", "/api/health",
  ]

  private func visitor() -> String {
    var generator = SystemRandomNumberGenerator()
    return HelloNames.visitor(using: &generator)
  }

  private func page(_ name: String) -> HTTPResponse {
    var response = HTTPResponse(
      HelloPage.document(name: name, records: records.all), type: "text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
  }

  private func json(_ value: Value) -> HTTPResponse {
    HTTPResponse(value.json(), type: "application/json")
  }

  /// Sends a greeting to the backend and keeps what came of it.
  private func greet(_ name: String, _ text: String) async -> Record {
    var record = Record(request: ["name": Value(name), "text": Value(text)])
    do {
      record.response = try await exchange(record.request)
    } catch {
      log("ERROR:    \(error)")
      record.error = Self.sentence(error)
    }
    records.add(record)
    return record
  }

  /// A greeting as a test of the way to the backend.
  private func health() async -> HTTPResponse {
    do {
      _ = try await exchange(["name": "Testy Tiger", "text": "Hello! I am Testy Tiger."])
      return HTTPResponse("OK\n")
    } catch {
      return HTTPResponse(status: 500, "\(Self.sentence(error))\n")
    }
  }

  private func exchange(_ greeting: Value) async throws -> Value {
    let backend = backend
    return try await blocking("hello") {
      if case .tcp(let host, let port) = backend,
        (try? SocketAddress.resolve(host, port: port)) == nil
      {
        throw HelloError(description: "[Errno -2] Name or service not known")
      }
      let response = try HTTPClient(backend, timeout: .seconds(5)).send(
        HTTPRequest(
          "POST", "/api/hello", headers: ["Content-Type": "application/json"],
          body: Array(greeting.json().utf8)))
      guard response.status == 200 else {
        throw HelloError(description: "The backend answered \(response.status)")
      }
      return try JSON.parse(response.body)
    }
  }

  /// Why a greeting failed, in the words of the library that the example is written with.
  private static func sentence(_ error: any Error) -> String {
    guard let error = error as? HTTPError else { return "\(error)" }
    switch error.code {
    case .cannotConnect: return "All connection attempts failed"
    case .connectionLost: return "Server disconnected without sending a response."
    case .timedOut: return "The backend did not answer in time"
    default: return error.reason
    }
  }
}

/// Why a hello-world program can't do something.
struct HelloError: Error, CustomStringConvertible {
  let description: String
}
