import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Orchestrator
import Platform
import Skupper

/// Answers the network API over HTTP; the site's ingress puts TLS in front of it.
struct NetworkGateway: Sendable {
  /// Serves until the program is asked to end.
  @Sendable static func run(_ arguments: [String]) async throws {
    let pod = try SkupperPod(Environment.all)
    let gateway = NetworkGateway(pod: pod)
    try await WebWorkload.run(host: pod.address, port: 8080) { await gateway.answer($0) }
  }

  private let pod: SkupperPod

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    if request.path == "/healthz" { return HTTPResponse("ok", type: "text/plain") }
    return await onOwnThread(
      "network api", failing: Self.response(500, "The gateway is out of threads")
    ) {
      do {
        return Self.response(try reply(to: request))
      } catch let error as ClientError {
        guard let status = error.status else { return Self.response(503, error.description) }
        return Self.response(status.code, status.message)
      } catch {
        return Self.response(500, "\(error)")
      }
    }
  }

  private func reply(to request: HTTPRequest) throws -> NetworkAPI.Reply {
    let client = pod.client
    let secret = try client.get(
      .secrets, OrchestratorName.signingKey, namespace: OrchestratorName.namespace)
    var query: [String: String] = [:]
    for item in request.query { query[item.name] = item.value }
    let reply = NetworkAPI.answer(
      NetworkAPI.Request(
        method: request.method, path: request.path, query: query,
        authorization: request.headers["Authorization"], body: request.body),
      networks: try client.list(Kinds.tenancyNetworks),
      projects: try client.list(Kinds.projects).map(\.name),
      keeper: WebTokens(key: secret.secretText("key") ?? ""),
      now: Timestamp(seconds: Int(WallTime.now().seconds)))
    switch reply.change {
    case .create(let object)?: try client.create(Kinds.tenancyNetworks, object)
    case .update(let object)?: try client.update(Kinds.tenancyNetworks, object)
    case .delete(let reference)?: try client.delete(Kinds.tenancyNetworks, reference.name)
    default: break
    }
    return reply
  }

  private static func response(_ reply: NetworkAPI.Reply) -> HTTPResponse {
    guard let body = reply.body else { return HTTPResponse(status: reply.status) }
    return document(reply.status, body)
  }

  private static func response(_ status: Int, _ sentence: String) -> HTTPResponse {
    document(status, ["message": Value(sentence)])
  }

  private static func document(_ status: Int, _ body: Value) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "application/json"],
      body: .bytes(Array((body.json() + "\n").utf8)))
  }
}
