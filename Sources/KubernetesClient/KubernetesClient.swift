import Documents
import Glibc
import HTTP
import Kubernetes
import Synchronization
import TLS
import YAML

/// A blocking client of one cluster's API. It keeps one connection; watches have their own.
package final class KubernetesClient: Sendable {
  /// Where the API is and as whom to ask.
  package struct Access: Sendable {
    package var endpoint: Endpoint
    /// The server's address as configuration files write it, as in `https://127.0.0.1:6443`.
    package var server: String
    package var serverName: String
    /// The authority that signed the server's certificate; plain HTTP without it.
    package var authority: String?
    package var token: String?
    package var certificate: String?
    package var key: String?
    /// Whether any server is taken for the right one, as somebody asked for.
    package var skipsVerification: Bool

    package init(
      endpoint: Endpoint, server: String, serverName: String, authority: String? = nil,
      token: String? = nil, certificate: String? = nil, key: String? = nil,
      skipsVerification: Bool = false
    ) {
      self.endpoint = endpoint
      self.server = server
      self.serverName = serverName
      self.authority = authority
      self.token = token
      self.certificate = certificate
      self.key = key
      self.skipsVerification = skipsVerification
    }
  }

  package let access: Access
  /// The namespace of requests that name none.
  package let namespace: String
  private let tls: TLSContext?
  private let warn: @Sendable (String) -> Void
  private let timeout: Duration
  private let restartPatience: Duration
  private let pool = Mutex<[Connection]>([])

  // Invariant: taken out of the pool while it is used, so one thread has it at a time.
  private final class Connection: @unchecked Sendable {
    let client: HTTPClient
    init(_ client: HTTPClient) { self.client = client }
  }

  /// A client; nothing is connected before the first request.
  /// - Parameters:
  ///   - restartPatience: how long a server that is being started again is waited for, where
  ///     somebody starts it again.
  ///   - warn: called with the text of each warning that the server sends.
  /// - Throws: ``ClientError`` when the certificates can't be used.
  package init(
    _ access: Access, namespace: String = "default", timeout: Duration = .seconds(30),
    restartPatience: Duration = .zero,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(ClientError) {
    self.access = access
    self.namespace = namespace
    self.warn = warn
    self.timeout = timeout
    self.restartPatience = restartPatience
    do {
      tls =
        access.skipsVerification
        ? try TLSContext.clientWithoutVerification()
        : try access.authority.map {
          try TLSContext.client(trust: $0, chain: access.certificate, key: access.key)
        }
    } catch {
      throw ClientError(
        .configuration, "The client cannot be set up for \(access.server): \(error)")
    }
  }

  /// Sends a request and gives the answer's document.
  /// - Throws: ``ClientError`` for an answer that is an error (`.status` holds it), or none at all.
  @discardableResult
  package func request(
    _ method: String, _ path: String, query: [HTTPRequest.QueryItem] = [], body: Value? = nil,
    contentType: String = "application/json", accept: String = "application/json"
  ) throws(ClientError) -> Value {
    let response = try raw(
      method, path, query: query, body: body.map { Array($0.json().utf8) } ?? [],
      contentType: body == nil ? nil : contentType, accept: accept)
    return try document(response)
  }

  /// Sends a request and gives the answer as it is; an error status is thrown.
  package func raw(
    _ method: String, _ path: String, query: [HTTPRequest.QueryItem] = [], body: [UInt8] = [],
    contentType: String? = nil, accept: String = "*/*"
  ) throws(ClientError) -> HTTPClientResponse {
    let request = self.request(method, path, query, body, contentType, accept)
    let connection = pool.withLock { $0.popLast() } ?? Connection(makeClient())
    let response: HTTPClientResponse
    do {
      response = try send(request, connection.client)
    } catch {
      throw ClientError(unreachable: access, error)
    }
    pool.withLock { if $0.count < 4 { $0.append(connection) } }
    for warning in response.headers.all("Warning") {
      if let text = KubernetesClient.warningText(warning) { warn(text) }
    }
    guard response.status < 400 else { throw ClientError(status: statusError(response)) }
    return response
  }

  /// Sends a request, again where that can do no harm: nobody took it, or it only reads. A write
  /// whose answer is cut off may have been carried out, and its caller is told.
  private func send(
    _ request: HTTPRequest, _ client: HTTPClient
  ) throws(HTTPError) -> HTTPClientResponse {
    let deadline = ContinuousClock.now + restartPatience
    while true {
      do {
        return try client.send(request)
      } catch {
        let isHarmless =
          error.code == .cannotConnect || (error.code == .connectionLost && request.method == "GET")
        guard isHarmless, ContinuousClock.now < deadline else { throw error }
        usleep(20_000)
      }
    }
  }

  /// Sends a request and hands over the body as it comes, until it ends or `take` says no.
  /// - Parameter onConnection: called with a closure that ends the stream from any thread.
  package func stream(
    _ path: String, query: [HTTPRequest.QueryItem] = [], accept: String = "application/json",
    patience: Duration? = nil, _ take: ([UInt8]) -> Bool
  ) throws(ClientError) {
    let request = self.request("GET", path, query, [], nil, accept)
    var status = 200
    var body: [UInt8] = []
    do {
      try makeClient().stream(request, patience: patience) { event in
        switch event {
        case .head(let code, _):
          status = code
          return true
        case .body(let bytes):
          if status >= 400 {
            body += bytes
            return true
          }
          return take(bytes)
        case .end: return false
        }
      }
    } catch {
      throw ClientError(unreachable: access, error)
    }
    if status >= 400 {
      throw ClientError(
        status: statusError(HTTPClientResponse(status: status, headers: [:], body: body)))
    }
  }

  func makeClient() -> HTTPClient {
    HTTPClient(access.endpoint, tls: tls, serverName: access.serverName, timeout: timeout)
  }

  func request(
    _ method: String, _ path: String, _ query: [HTTPRequest.QueryItem], _ body: [UInt8],
    _ contentType: String?, _ accept: String
  ) -> HTTPRequest {
    var headers: HTTPHeaders = ["Accept": accept, "User-Agent": "trestle"]
    if let contentType { headers.add("Content-Type", contentType) }
    if let token = access.token { headers.add("Authorization", "Bearer \(token)") }
    return HTTPRequest(method, path, query: query, headers: headers, body: body)
  }

  private func document(_ response: HTTPClientResponse) throws(ClientError) -> Value {
    if response.body.isEmpty { return .null }
    do {
      return try JSON.parse(response.body)
    } catch {
      throw ClientError(.malformed, "The answer of \(access.server) cannot be read: \(error)")
    }
  }

  func statusError(_ response: HTTPClientResponse) -> StatusError {
    if let document = try? JSON.parse(response.body), let error = StatusError(document: document) {
      return error
    }
    let text = response.text.prefix(300)
    return StatusError(
      code: response.status, reason: response.status == 503 ? "ServiceUnavailable" : "Unknown",
      message: text.isEmpty ? HTTPStatus.reason(response.status) : String(text))
  }

  /// The text of a `Warning: 299 - "text"` header field (RFC 7234 §5.5).
  static func warningText(_ field: String) -> String? {
    guard let start = field.firstIndex(of: "\""), field.last == "\"", field.last != field.first
    else { return nil }
    let quoted = field[field.index(after: start)...].dropLast()
    var text = ""
    var escaped = false
    for character in quoted {
      if !escaped, character == "\\" {
        escaped = true
      } else {
        text.append(character)
        escaped = false
      }
    }
    return text
  }
}
