import Documents
import HTTP

/// What the portal answers to each request: pages, the JSON interface, events.
struct PortalApplication: Sendable {
  let store: PortalStore
  let feed: ChangeFeed
  let processor: Endpoint
  let log: @Sendable (String) -> Void

  private static let pages = [
    "/", "/patient", "/doctor", "/bill/pay", "/appointment-request/create", "/appointment/create",
  ]

  /// Answers a request.
  @Sendable func respond(to request: HTTPRequest) async -> HTTPResponse {
    let isReading = request.method == "GET" || request.method == "HEAD"
    switch request.path {
    case "/static/portal.css" where isReading:
      return asset(PortalAssets.style, type: "text/css; charset=utf-8")
    case "/static/portal.js" where isReading:
      return asset(PortalAssets.script, type: "text/javascript; charset=utf-8")
    case "/static/icon.svg" where isReading: return asset(PortalHTML.icon, type: "image/svg+xml")
    case "/api/data" where isReading: return await data()
    case "/api/health" where isReading: return await health()
    case "/api/notifications" where isReading: return notifications()
    case "/api/bill/pay" where request.method == "POST",
      "/api/appointment-request/create" where request.method == "POST",
      "/api/appointment/create" where request.method == "POST":
      return await change(request)
    case let path where Self.pages.contains(path):
      if isReading { return await page(request) }
      return request.method == "POST" && path.count > 1 && path.dropFirst().contains("/")
        ? await submit(request) : HTTPResponse(status: 405, "Method Not Allowed")
    case let path where path.hasPrefix("/api/") && Self.interfaces.contains(path):
      return HTTPResponse(status: 405, "Method Not Allowed")
    default: return HTTPResponse(status: 404, "Not Found")
    }
  }

  private static let interfaces = [
    "/api/data", "/api/health", "/api/notifications", "/api/bill/pay",
    "/api/appointment-request/create", "/api/appointment/create",
  ]

  private func asset(_ text: String, type: String) -> HTTPResponse {
    var response = HTTPResponse(text, type: type)
    response.headers["Cache-Control"] = "no-cache"
    return response
  }

  private func page(_ request: HTTPRequest) async -> HTTPResponse {
    let pages = await self.pages()
    guard let page = pages.page(at: request.path, request.first) else {
      return HTTPResponse(status: 404, "Not Found")
    }
    var response = HTTPResponse(PortalHTML.document(page), type: "text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
  }

  private func pages() async -> PortalPages {
    do {
      return PortalPages(data: try await store.read())
    } catch {
      log("WARNING:  error connecting in 'pool-1': \(Self.reason(error))")
      return PortalPages(
        data: PortalData(), trouble: "No data to show: the database cannot be reached.")
    }
  }

  private func data() async -> HTTPResponse {
    do {
      let text = try await store.read().value.json(indent: 2)
      return HTTPResponse(text, type: "application/json")
    } catch {
      return failure(error)
    }
  }

  private func health() async -> HTTPResponse {
    do {
      try await store.check()
      return HTTPResponse("OK\n")
    } catch {
      return failure(error)
    }
  }

  private func failure(_ error: any Error) -> HTTPResponse {
    log("WARNING:  error connecting in 'pool-1': \(Self.reason(error))")
    return HTTPResponse(status: 500, "Internal Server Error: \(Self.reason(error))\n")
  }

  static func reason(_ error: any Error) -> String {
    (error as? PostgreSQLError)?.message ?? "\(error)"
  }

  private func notifications() -> HTTPResponse {
    let changes = feed.changes()
    return WebEvents.response(changes)
  }
}

extension PortalApplication {
  /// A change asked for as JSON.
  private func change(_ request: HTTPRequest) async -> HTTPResponse {
    guard let body = try? JSON.parse(request.body) else {
      return refusal(400, "The request's body is not JSON.")
    }
    let refused = await perform(request.path) { name in
      body[name]?.string ?? body[name]?.integer.map(String.init)
    }
    if let refused { return refusal(refused.status, refused.reason) }
    return HTTPResponse("{\"error\": null}", type: "application/json")
  }

  private func refusal(_ status: Int, _ reason: String) -> HTTPResponse {
    HTTPResponse(
      status: status, Value.object(["error": .string(reason)]).json(), type: "application/json")
  }

  /// A form sent by a browser without a script: done, then on to the next page.
  private func submit(_ request: HTTPRequest) async -> HTTPResponse {
    let form = WebText.form(request)
    let refused = await perform("/api" + request.path, form.first)
    var next = form.first("next") ?? "/"
    // Only a page of the portal itself is gone to.
    if !next.hasPrefix("/") || next.hasPrefix("//") { next = "/" }
    if let refused {
      let query = HTTPRequest(
        "GET", "/", query: [HTTPRequest.QueryItem("trouble", refused.reason)]
      ).target.dropFirst(2)
      next += (next.contains("?") ? "&" : "?") + query
    }
    return HTTPResponse(status: 303, headers: ["Location": next])
  }

  private struct Refusal {
    var status: Int
    var reason: String
  }

  /// Does what an interface's path says; nil when it is done.
  private func perform(
    _ path: String, _ field: (String) -> String?
  ) async -> Refusal? {
    func number(_ name: String) -> Int? { field(name).flatMap { Int($0) } }
    do {
      switch path {
      case "/api/bill/pay":
        guard let bill = number("bill") else { return Refusal(status: 400, reason: "Which bill?") }
        return try await pay(bill)
      case "/api/appointment-request/create":
        guard let patient = number("patient"), let date = field("date"), let time = field("time")
        else { return Refusal(status: 400, reason: "Patient, date and time are needed.") }
        try await store.request(patient: patient, date: date, time: time)
      default:
        guard let doctor = number("doctor"), let patient = number("patient"),
          let request = number("request"), let date = field("date"), let time = field("time")
        else {
          return Refusal(
            status: 400, reason: "Doctor, patient, request, date and time are needed.")
        }
        try await store.appoint(
          doctor: doctor, patient: patient, request: request, date: date, time: time)
      }
      return nil
    } catch {
      log("ERROR:    \(Self.reason(error))")
      return Refusal(status: 500, reason: Self.sentence(error))
    }
  }

  /// First the processor, then the database: a bill is paid only when the processor said so.
  private func pay(_ bill: Int) async throws -> Refusal? {
    guard try await store.read().bill(bill) != nil else {
      return Refusal(status: 404, reason: "There is no bill \(bill).")
    }
    let response: HTTPClientResponse
    do {
      response = try await blocking("portal-payment") { [processor] in
        try HTTPClient(processor, timeout: .seconds(5)).send(HTTPRequest("GET", "/api/pay"))
      }
    } catch {
      log("ERROR:    Payment processor: \(error)")
      return Refusal(
        status: 500, reason: "The bill is not paid: the payment processor cannot be reached.")
    }
    let words = response.text.split(separator: "\n").first ?? ""
    log("Payment processor response: <Response [\(response.status)]> \(words)")
    guard response.status == 200 else {
      return Refusal(
        status: response.status,
        reason: "The bill is not paid: the payment processor answered \(response.status).")
    }
    try await store.pay(bill: bill)
    return nil
  }

  private static func sentence(_ error: any Error) -> String {
    guard let error = error as? PostgreSQLError, !error.code.hasPrefix("08") else {
      return "The database cannot be reached."
    }
    return "The database refused: \(error.message)."
  }
}
