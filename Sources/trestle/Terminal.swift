import Labs
import Platform

/// Where people read.
enum Terminal {
  /// Prints a line.
  static let say: @Sendable (String) -> Void = { print($0 + "\n") }

  /// Draws the one line about what goes on now in place of the last one, or takes it away: nobody
  /// reads it in a file. The line must be taken away before anything else is printed.
  static var status: (@Sendable (String?) -> Void)? {
    guard StandardStream.output.isTerminal else { return nil }
    let width = Pseudoterminal.size(of: StandardStream.output)?.columns ?? 80
    return { line in
      let text = line.map { $0.split(separator: "\n").joined(separator: " ").prefix(width - 1) }
      print("\r\u{1B}[K" + (text ?? ""))
    }
  }

  /// Prints text as it is.
  static func print(_ text: String) { try? StandardStream.output.writeAll(text) }

  /// Prints a line on standard error.
  static let complain: @Sendable (String) -> Void = {
    try? StandardStream.error.writeAll($0 + "\n")
  }

  /// Ends the program as an error says, which is told.
  static func end(because error: any Error) -> Never {
    complain("trestle: \(error)")
    Executable.end((error as? LabError)?.exitCode ?? 3)
  }
}
