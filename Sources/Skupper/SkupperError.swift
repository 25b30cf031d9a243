/// Why a request to a site cannot be met, in the words that the command prints after `Error: `.
/// Learners' transcripts hold these texts, so they are part of the interface.
package struct SkupperError: Error, Equatable, CustomStringConvertible {
  package var text: String
  /// Whether the command was called wrongly, so that its usage follows the message.
  package var showsUsage: Bool
  /// What the command ends with; version 2 tells wrong input from other failures by it.
  package var code: Int32

  package init(_ text: String, showsUsage: Bool = false, code: Int32 = 1) {
    self.text = text
    self.showsUsage = showsUsage
    self.code = code
  }

  /// Input that version 2 does not accept, each reason on a line of its own.
  package static func invalid(_ reasons: [String]) -> SkupperError {
    SkupperError(reasons.joined(separator: "\n"), code: 2)
  }

  /// A wrong call of a command.
  package static func usage(_ text: String) -> SkupperError {
    SkupperError(text, showsUsage: true)
  }

  /// The same reason said about a larger undertaking.
  package func under(_ prefix: String) -> SkupperError {
    SkupperError(prefix + text, showsUsage: showsUsage, code: code)
  }

  package var description: String { text }
}
