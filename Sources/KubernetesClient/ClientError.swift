import HTTP
import Kubernetes

/// Why a request to an API did not succeed.
package struct ClientError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    /// The server answered with an error: see ``ClientError/status``.
    case status
    /// Nobody answered at the server's address.
    case refused
    /// The connection broke, timed out or could not be made secure.
    case connection
    /// The answer is no document.
    case malformed
    /// The client's configuration can't be used.
    case configuration
  }

  package let code: Code
  package let description: String
  /// The server's error, where it answered with one.
  package let status: StatusError?

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
    status = nil
  }

  init(status: StatusError) {
    code = .status
    description = status.message
    self.status = status
  }

  init(unreachable access: KubernetesClient.Access, _ error: HTTPError) {
    status = nil
    switch error.code {
    case .cannotConnect:
      code = .refused
      let host = access.server.split(separator: "/").last.map(String.init) ?? access.server
      description =
        "The connection to the server \(host) was refused - did you specify the right host or port?"
    default:
      code = .connection
      description = "Unable to connect to the server: \(error.reason)"
    }
  }

  /// Whether there is no such object.
  package var isNotFound: Bool { status?.code == 404 }
  /// Whether the object is there already.
  package var isAlreadyExists: Bool { status?.reason == "AlreadyExists" }
  /// Whether the object was changed by somebody else in between.
  package var isConflict: Bool { status?.reason == "Conflict" }
}
