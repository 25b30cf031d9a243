/// Why a request to a site cannot be met, in the words that the command prints after `Error: `.
/// Learners' transcripts hold these texts, so they are part of the interface.
package struct SkupperError: Error, Equatable, CustomStringConvertible {
  package var text: String
  /// Whether the command was called wrongly, so that its usage follows the message.
  package var showsUsage: Bool

  package init(_ text: String, showsUsage: Bool = false) {
    self.text = text
    self.showsUsage = showsUsage
  }

  /// A wrong call of a command.
  package static func usage(_ text: String) -> SkupperError {
    SkupperError(text, showsUsage: true)
  }

  /// The same reason said about a larger undertaking.
  package func under(_ prefix: String) -> SkupperError {
    SkupperError(prefix + text, showsUsage: showsUsage)
  }

  package var description: String { text }
}
