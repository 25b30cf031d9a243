import HTTP

/// The patient portal's payment processor: it takes every payment, and tells who took it.
enum PatientPortalPaymentProcessor {
  @Sendable static func run(_ arguments: [String]) async throws {
    let environment = WorkloadEnvironment.current
    try await WebWorkload.run(
      host: environment["HTTP_HOST"] ?? "0.0.0.0",
      port: environment.port ?? environment.number("HTTP_PORT") ?? 8080,
      handler: handler(hostName: environment.hostName))
  }

  /// Old frontends ask with GET and read a text, new ones with POST and read JSON.
  static func handler(hostName: String) -> HTTPServer.Handler {
    { request in
      switch (request.path, request.method) {
      case ("/api/pay", "GET"): HTTPResponse(hostName)
      case ("/api/pay", "POST"): HTTPResponse("{\"error\": null}", type: "application/json")
      case ("/api/health", "GET"), ("/api/health", "HEAD"): HTTPResponse("OK\n")
      case ("/api/pay", _), ("/api/health", _): HTTPResponse(status: 405, "Method Not Allowed")
      default: HTTPResponse(status: 404, "Not Found")
      }
    }
  }
}
