/// A program in a container with somebody at its streams.
import Documents
import Kubernetes
import Platform

struct ContainerProgram: Sendable {
  /// Where its input is written; nothing where it takes none.
  var input: AsyncDescriptor?
  /// Whether it has a terminal, on which the end of input is a character.
  var hasTerminal = false
  /// What it prints.
  var outputs: [Output]
  /// Tells it the size of its terminal.
  var resize: @Sendable (TerminalSize) -> Void = { _ in }
  /// Waits for its end, and says how it ended as a `Status` document.
  var status: @Sendable () async -> Value
  /// Lets go of its streams, and ends it where it was started for its client.
  var leave: @Sendable () -> Void

  /// One of the streams that it prints to.
  struct Output: Sendable {
    var isError: Bool
    var bytes: any AsyncSequence<[UInt8], Never> & Sendable
  }

  /// The `Status` of a program that has ended.
  static func status(_ status: ExitStatus) -> Value {
    if status.isSuccess { return success }
    let code = String(status.shellCode)
    return [
      "metadata": [:], "status": "Failure", "reason": "NonZeroExitCode",
      "message": Value("command terminated with non-zero exit code: exit code \(code)"),
      "details": ["causes": [["reason": "ExitCode", "message": Value(code)]]],
    ]
  }

  static let success: Value = ["metadata": [:], "status": "Success"]

  /// The `Status` of a program that could not be started.
  static func failure(_ message: String) -> Value {
    [
      "metadata": [:], "status": "Failure", "reason": "InternalError",
      "message": Value("Internal error occurred: \(message)"), "code": 500,
    ]
  }
}

extension AsyncDescriptor {
  /// What can be read, piece by piece until the end.
  var pieces: AsyncStream<[UInt8]> {
    AsyncStream {
      let bytes = await self.read()
      return bytes.isEmpty ? nil : bytes
    }
  }
}
