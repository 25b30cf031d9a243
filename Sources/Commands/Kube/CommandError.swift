import Documents
import Kubernetes
import KubernetesClient

/// Why a command failed, in the words that it prints, and the code that it exits with.
package struct CommandError: Error, Hashable, Sendable {
  /// The text on standard error, complete with its `error: ` or `Error from server` in front.
  package let text: String
  package let exitCode: Int32

  /// An error of the command itself, printed behind `error: `.
  /// - Parameter usage: whether the hint at the command's help follows.
  package init(_ message: String, usage: Bool = false, exitCode: Int32 = 1) {
    text = "error: \(message)"
    wantsUsage = usage
    self.exitCode = exitCode
  }

  /// An error with a text of its own.
  package init(verbatim text: String, exitCode: Int32 = 1) {
    self.text = text
    wantsUsage = false
    self.exitCode = exitCode
  }

  /// An error of the API or of the way to it, as `kubectl` words it.
  package init(_ error: ClientError) {
    wantsUsage = false
    exitCode = 1
    guard let status = error.status else {
      text = error.code == .refused ? error.description : "error: \(error.description)"
      return
    }
    switch (status.code, status.reason) {
    case (401, _): text = "error: You must be logged in to the server (Unauthorized)"
    case (422, "Invalid"): text = CommandError.invalid(status)
    default: text = "Error from server (\(status.reason)): \(status.message)"
    }
  }

  /// Whether the hint at the command's help follows.
  package let wantsUsage: Bool

  /// `The Deployment "x" is invalid: …`, built from the causes as `kubectl` does.
  private static func invalid(_ status: StatusError) -> String {
    let details = status.details ?? .null
    let causes = details["causes"]?.array ?? []
    let head =
      "The \(details["kind"]?.string ?? "object") \"\(details["name"]?.string ?? "")\" is invalid"
    let sentences = causes.map {
      "\($0["field"]?.string ?? ""): \($0["message"]?.string ?? "")"
    }
    guard !sentences.isEmpty else { return "\(head): \(status.message)" }
    if sentences.count == 1 { return "\(head): \(sentences[0])" }
    return "\(head): \n" + sentences.map { "* \($0)" }.joined(separator: "\n")
  }
}

/// Runs a request and turns its failure into the command's own.
@discardableResult
func asking<Result>(
  _ body: () throws(ClientError) -> Result
) throws(CommandError) -> Result {
  do {
    return try body()
  } catch {
    throw CommandError(error)
  }
}
