import Documents
import HTTP
import Kubernetes
import Platform
import Skupper

/// Runs `flow-collector`: a page that shows the network, and the console's REST interface.
func runFlowCollector(_ pod: SkupperPod) async throws {
  let doorbell = try Doorbell()
  let podsChanged = try Doorbell()
  let pods = try ObjectWatch(pod.client, .pods, ringing: podsChanged)
  let console = Console(
    router: try RouterWatch(pods: pods, podsChanged: podsChanged, ringing: doorbell),
    pods: pods, users: try ObjectWatch(pod.client, .secrets, ringing: doorbell),
    authentication: pod.environment["FLOW_USERS"] ?? "internal",
    started: Int(WallTime.now().seconds))
  let server = Task {
    try await HTTPServer.run(
      on: .tcp(host: pod.address, port: SitePort.console), handler: { console.answer($0) },
      onReady: { port in SkupperPod.log("serving the console on \(pod.address):\(port)") })
  }
  defer { server.cancel() }
  try await untilAskedToEnd()
}

/// Answers what people and programs ask of the console.
struct Console: Sendable {
  let router: RouterWatch
  let pods: ObjectWatch
  let users: ObjectWatch
  let authentication: String
  /// When the collector began, in seconds.
  let started: Int

  static let base = "/api/v1alpha1"

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    if let refusal = refusal(of: request) { return refusal }
    guard request.method == "GET" || request.method == "HEAD" else {
      return HTTPResponse(status: 405, "Only GET is supported\n")
    }
    switch request.path {
    case "/", "/index.html":
      return HTTPResponse(ConsolePage.text(records), type: "text/html; charset=utf-8")
    case "/healthz": return HTTPResponse("OK\n")
    case "\(Self.base)/user":
      return HTTPResponse(
        (["username": "", "authType": Value(authentication)] as Value).json(),
        type: "application/json")
    default: break
    }
    guard request.path.hasPrefix("\(Self.base)/") else {
      return HTTPResponse(status: 404, "There is nothing at \(request.path)\n")
    }
    let parts = request.path.dropFirst(Self.base.count + 1).split(separator: "/").map(String.init)
    guard let answer = records.answer(parts) else {
      return HTTPResponse(
        status: 404, ["message": Value("There is no \(request.path)")] as Value)
    }
    let query = Dictionary(
      request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    return HTTPResponse(status: 200, ConsoleQuery(query).answer(answer))
  }

  private var records: ConsoleRecords {
    ConsoleRecords(
      status: router.status ?? RouterStatus(siteID: ""), pods: pods.objects, started: started)
  }

  /// What somebody without the right name and password is told.
  private func refusal(of request: HTTPRequest) -> HTTPResponse? {
    guard authentication == "internal", request.path != "/healthz" else { return nil }
    let known = users.object(ObjectName.consoleUsers)
    let header = request.headers["Authorization"] ?? ""
    if header.hasPrefix("Basic "), let known,
      let text = (["data": ["k": Value(String(header.dropFirst(6)))]] as Value).secretText("k")
    {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, known.secretText(String(parts[0])) == String(parts[1]) { return nil }
    }
    var response = HTTPResponse(status: 401, "Unauthorized\n")
    response.headers["WWW-Authenticate"] = "Basic realm=\"skupper\""
    return response
  }
}

extension HTTPResponse {
  /// A response with a document as its body.
  init(status: Int, _ document: Value) {
    self.init(status: status, document.json(), type: "application/json")
  }
}
