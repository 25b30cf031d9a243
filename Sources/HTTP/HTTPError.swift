/// Why an HTTP exchange did not come about.
package struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    case cannotListen
    case cannotConnect
    case connectionLost
    case malformed
    case timedOut
    case tls
  }

  package let code: Code
  package let endpoint: Endpoint
  package let reason: String
  /// Whether nothing of an answer had come, so that asking again is safe to try.
  let isBeforeAnswer: Bool

  package init(
    _ code: Code, _ endpoint: Endpoint, reason: String, isBeforeAnswer: Bool = false
  ) {
    self.code = code
    self.endpoint = endpoint
    self.reason = reason
    self.isBeforeAnswer = isBeforeAnswer
  }

  static func cannotListen(_ endpoint: Endpoint, reason: String) -> HTTPError {
    HTTPError(.cannotListen, endpoint, reason: reason)
  }

  package var description: String {
    switch code {
    case .cannotListen: "Cannot listen on \(endpoint): \(reason)."
    case .cannotConnect: "Cannot connect to \(endpoint): \(reason)."
    case .connectionLost: "The connection to \(endpoint) was lost: \(reason)."
    case .malformed: "The answer of \(endpoint) is not HTTP: \(reason)."
    case .timedOut: "\(endpoint) did not answer in time: \(reason)."
    case .tls: "No secure connection to \(endpoint): \(reason)."
    }
  }
}
