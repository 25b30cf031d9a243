import Documents
import HTTP

/// The backend of the hello-world example: it greets whoever asks, with its own name and its pod's.
enum HelloBackend {
  @Sendable static func run(_ arguments: [String]) async throws {
    let environment = WorkloadEnvironment.current
    let options = HelloOptions(arguments)
    var generator = SystemRandomNumberGenerator()
    let name = HelloNames.backend(using: &generator)
    try await WebWorkload.run(
      host: options["host"] ?? "0.0.0.0", port: environment.port ?? options.port,
      handler: handler(name: name, pod: environment["HOSTNAME"] ?? "backend"))
  }

  /// - Parameter name: what it calls itself for all of its life.
  static func handler(name: String, pod: String) -> HTTPServer.Handler {
    { request in
      switch (request.path, request.method) {
      case ("/api/hello", "GET"): return HTTPResponse("Hello, stranger.  I am \(name) (\(pod)).\n")
      case ("/api/hello", "POST"):
        guard let body = try? JSON.parse(request.body), let visitor = body["name"]?.string else {
          return HTTPResponse(status: 400, "The request says no name.\n")
        }
        let answer: Value = [
          "text": Value("Hi, \(visitor).  I am \(name) (\(pod))."), "name": Value(name),
        ]
        return HTTPResponse(answer.json(), type: "application/json")
      case ("/api/health", "GET"), ("/api/health", "HEAD"): return HTTPResponse("OK\n")
      case ("/api/hello", _), ("/api/health", _):
        return HTTPResponse(status: 405, "Method Not Allowed")
      default: return HTTPResponse(status: 404, "Not Found")
      }
    }
  }
}

/// The options of a hello-world program: `--name value` and `--name=value`.
struct HelloOptions {
  private var values: [String: String] = [:]

  init(_ arguments: [String]) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else { continue }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = parts.first else { continue }
      values[name] = parts.count > 1 ? parts[1] : rest.popFirst() ?? ""
    }
  }

  subscript(name: String) -> String? { values[name] }

  var port: Int { values["port"].flatMap { Int($0) } ?? 8080 }
}
