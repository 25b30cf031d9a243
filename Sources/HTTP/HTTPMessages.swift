/// HTTP/1.1 for everything that a site serves and asks: messages as values, a server on
/// Hummingbird's core, and a blocking client on plain sockets or TLS. The only importer of
/// Hummingbird and NIO.

/// Where a server listens or a client connects.
package enum Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// An IPv4 address and a port (0 lets the system choose when listening).
  case tcp(host: String, port: Int)
  /// A Unix-domain socket's path, at most 107 bytes.
  case unix(path: String)

  package var description: String {
    switch self {
    case .tcp(let host, let port): "\(host):\(port)"
    case .unix(let path): path
    }
  }
}

/// Header fields in their order; names compare without case.
package struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  package private(set) var fields: [Field] = []

  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  package init() {}
  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value of that name; setting replaces all of that name.
  package subscript(name: String) -> String? {
    get { fields.first { HTTPHeaders.same($0.name, name) }?.value }
    set {
      fields.removeAll { HTTPHeaders.same($0.name, name) }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// All values of that name in their order.
  package func all(_ name: String) -> [String] {
    fields.filter { HTTPHeaders.same($0.name, name) }.map(\.value)
  }

  /// Adds a field without touching others of its name.
  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  private static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.lowercased() == right.lowercased()
  }
}

/// A request as a server sees it or a client sends it.
package struct HTTPRequest: Sendable {
  package var method: String
  /// The path, percent-decoded, without the query.
  package var path: String
  /// The query's names and values in their order, decoded.
  package var query: [QueryItem]
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// Who asks, as `127.0.0.1:40000`; known to a server that listens on TCP.
  package var remoteAddress: String?

  package struct QueryItem: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    _ method: String, _ path: String, query: [QueryItem] = [], headers: HTTPHeaders = [:],
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// A request from a target as it stands in a request line: `/path?name=value`.
  package init(
    _ method: String, target: String, headers: HTTPHeaders = [:], body: [UInt8] = []
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      method, PercentEncoding.decode(parts.first ?? ""),
      query: PercentEncoding.query(parts.count > 1 ? parts[1] : ""), headers: headers, body: body)
  }

  /// The first value of that query item.
  package func first(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// Whether a query item is present and not `false` or `0`, in any case, as the Kubernetes API
  /// reads truth values.
  package func isSet(_ name: String) -> Bool {
    guard let value = first(name)?.lowercased() else { return false }
    return value != "false" && value != "0"
  }

  /// Path and query as they stand in a request line.
  package var target: String {
    let path = PercentEncoding.encode(path, keeping: "/:")
    guard !query.isEmpty else { return path }
    return path + "?"
      + query.map {
        "\(PercentEncoding.encode($0.name, keeping: ""))=\(PercentEncoding.encode($0.value, keeping: ""))"
      }.joined(separator: "&")
  }
}

/// A response as a handler gives it.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: Body

  package enum Body: Sendable {
    case bytes([UInt8])
    /// A body of unknown length, sent as it is written. The task is cancelled when the client goes.
    case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
  }

  package init(status: Int = 200, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A response with a text body of that media type.
  package init(
    status: Int = 200, _ text: String, type: String = "text/plain; charset=utf-8"
  ) {
    self.init(status: status, headers: ["Content-Type": type], body: .bytes(Array(text.utf8)))
  }
}

/// Takes the pieces of a streamed body, which are sent in their order.
package struct HTTPBodyWriter: Sendable {
  let send: @Sendable ([UInt8]) async throws -> Void

  package init(send: @escaping @Sendable ([UInt8]) async throws -> Void) { self.send = send }

  package func write(_ bytes: [UInt8]) async throws { try await send(bytes) }
  package func write(_ text: String) async throws { try await send(Array(text.utf8)) }
}
