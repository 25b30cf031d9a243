import Platform
import TLS

/// A blocking HTTP/1.1 client of one server. It keeps its connection for the next request and
/// opens a new one when the server has closed it in between. A request that may change something is
/// never sent twice (RFC 9110 §9.2.2). Used by one thread at a time.
package final class HTTPClient {
  package let endpoint: Endpoint
  private let tls: TLSContext?
  private let serverName: String?
  let timeout: Duration
  private var connection: HTTPConnection?

  /// A client; nothing is connected before the first request.
  /// - Parameters:
  ///   - tls: whom to trust; plain HTTP without it.
  ///   - serverName: the name that the server's certificate must bear and the `Host` that is
  ///     asked for; the endpoint's host without it.
  ///   - timeout: the longest wait for a connection and for each piece of an answer.
  package init(
    _ endpoint: Endpoint, tls: TLSContext? = nil, serverName: String? = nil,
    timeout: Duration = .seconds(30)
  ) {
    self.endpoint = endpoint
    self.tls = tls
    self.serverName = serverName
    self.timeout = timeout
  }

  /// Sends a request and reads the whole answer.
  package func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPClientResponse {
    var response = HTTPClientResponse(status: 0, headers: [:], body: [])
    try exchange(request, patience: timeout) { event in
      switch event {
      case .head(let status, let headers): (response.status, response.headers) = (status, headers)
      case .body(let piece): response.body += piece
      case .end: break
      }
      return true
    }
    return response
  }

  /// Sends a request and hands over the answer piece by piece, until it ends or `take` says that
  /// it is enough, which closes the connection.
  /// - Parameter patience: the longest wait for the next piece; without it there is no limit.
  package func stream(
    _ request: HTTPRequest, patience: Duration? = nil,
    _ take: (HTTPResponseParser.Event) -> Bool
  ) throws(HTTPError) {
    try exchange(request, patience: patience, take)
  }

  /// Ends the connection from another thread's point of view: a waiting `stream` returns.
  package func close() {
    connection?.close()
    connection = nil
  }

  private func exchange(
    _ request: HTTPRequest, patience: Duration?, _ take: (HTTPResponseParser.Event) -> Bool
  ) throws(HTTPError) {
    if connection?.hasNews == true { close() }
    let isFresh = connection == nil
    do throws(HTTPError) {
      try attempt(request, patience: patience, take)
    } catch {
      // A server may close a kept connection while it is idle; then nothing was answered on it.
      let onlyReads = ["GET", "HEAD"].contains(request.method)
      guard onlyReads, !isFresh, error.isBeforeAnswer else { throw error }
      try attempt(request, patience: patience, take)
    }
  }

  private func attempt(
    _ request: HTTPRequest, patience: Duration?, _ take: (HTTPResponseParser.Event) -> Bool
  ) throws(HTTPError) {
    let connection: HTTPConnection
    if let kept = self.connection { connection = kept } else { connection = try connect() }
    self.connection = connection
    var parser = HTTPResponseParser(requestMethod: request.method)
    var keep = false
    defer {
      if !keep {
        connection.close()
        self.connection = nil
      }
    }
    try connection.write(head(of: request) + request.body)
    var answered = false
    var closes = false
    while true {
      let bytes = try connection.read(patience: patience, answered: answered)
      if bytes.isEmpty {
        guard parser.close() else {
          throw HTTPError(
            .connectionLost, endpoint, reason: "it closed before its answer was complete",
            isBeforeAnswer: !answered)
        }
        _ = take(.end)
        return
      }
      answered = true
      parser.feed(bytes)
      while let event = try next(of: &parser) {
        if case .head(_, let headers) = event {
          closes = headers["Connection"]?.lowercased() == "close"
        }
        guard take(event) else { return }
        if case .end = event {
          keep = !closes
          return
        }
      }
    }
  }

  func next(
    of parser: inout HTTPResponseParser
  ) throws(HTTPError) -> HTTPResponseParser.Event? {
    do {
      return try parser.next()
    } catch {
      throw HTTPError(.malformed, endpoint, reason: error.reason)
    }
  }

  func connect() throws(HTTPError) -> HTTPConnection {
    let socket: FileDescriptor
    do {
      socket =
        switch endpoint {
        case .tcp(let host, let port):
          try TCPConnection.connect(address: host, port: port, timeout: timeout)
        case .unix(let path): try UnixSocket.connect(path)
        }
    } catch {
      throw HTTPError(.cannotConnect, endpoint, reason: error.code.sentence)
    }
    return try HTTPConnection(
      socket, endpoint: endpoint, tls: tls, serverName: serverName ?? host, timeout: timeout)
  }

  private var host: String {
    if case .tcp(let host, _) = endpoint { host } else { "localhost" }
  }

  func head(of request: HTTPRequest) -> [UInt8] {
    var text = "\(request.method) \(request.target) HTTP/1.1\r\n"
    if request.headers["Host"] == nil { text += "Host: \(hostField)\r\n" }
    for field in request.headers.fields { text += "\(field.name): \(field.value)\r\n" }
    if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
      text += "Content-Length: \(request.body.count)\r\n"
    }
    return Array((text + "\r\n").utf8)
  }

  private var hostField: String {
    guard case .tcp(let host, let port) = endpoint else { return serverName ?? "localhost" }
    let isDefault = port == (tls == nil ? 80 : 443)
    return (serverName ?? host) + (isDefault ? "" : ":\(port)")
  }
}

/// An answer as a client reads it.
package struct HTTPClientResponse: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The body as text, wrong UTF-8 replaced.
  package var text: String { String(decoding: body, as: UTF8.self) }
}
