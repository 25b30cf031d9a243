import Labs
import Platform

/// Where people read.
enum Terminal {
  /// Prints a line.
  static let say: @Sendable (String) -> Void = { print($0 + "\n") }

  /// Prints text as it is.
  static func print(_ text: String) { try? StandardStream.output.writeAll(text) }

  /// Prints a line on standard error.
  static func complain(_ text: String) { try? StandardStream.error.writeAll(text + "\n") }

  /// Ends the program as an error says, which is told.
  static func end(because error: any Error) -> Never {
    complain("trestle: \(error)")
    Executable.end((error as? LabError)?.exitCode ?? 3)
  }
}
