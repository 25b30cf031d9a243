import Platform

/// Where people read.
enum Terminal {
  /// Prints a line.
  static let say: @Sendable (String) -> Void = { print($0 + "\n") }

  /// Prints text as it is.
  static func print(_ text: String) { try? StandardStream.output.writeAll(text) }

  /// Prints a line on standard error.
  static func complain(_ text: String) { try? StandardStream.error.writeAll(text + "\n") }
}
