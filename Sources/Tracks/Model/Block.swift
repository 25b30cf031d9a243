/// Fences and other preformatted texts of a document, and what they are for.

/// A fence or `pre` of the document.
package struct Block: Hashable, Sendable {
  package enum Role: String, Hashable, Sendable, CaseIterable {
    /// It is run.
    case command
    /// What a command should print; it is never run.
    case output
    /// A file or a listing to read.
    case content
    /// Commands behind prompts, and what they print.
    case session
    /// Nothing tells what it is for: it is shown and not run.
    case display
  }

  /// Its place among the challenge's blocks.
  package var index: Int
  package var role: Role
  /// The rule that decided the role.
  package var decision: Decision
  /// The text inside, as the author wrote it.
  package var text: String
  package var info: FenceInfo
  /// Where its opening mark stands.
  package var location: SourceLocation
  /// The line of the file on which the text inside begins.
  package var textLine: Int
  package var lastLine: Int
  /// The place of its section among the challenge's sections.
  package var section: Int?
  /// The sentence in front of it.
  package var introduction: String?
  /// The first line of the text that this sentence belongs to.
  package var introductionLine: Int?
  package var directive: Directive?
}

/// What stands behind a fence's opening mark.
package struct FenceInfo: Hashable, Sendable {
  /// The string as it was written.
  package var raw: String
  /// In lower case; nothing where none is given.
  package var language: String?
  /// Words such as `run`, `nocopy`, `wrap`, in lower case.
  package var words: Set<String>
  package var title: String?
  /// Whether it is a fence; else it is a `pre` or an indented text.
  package var isFence: Bool
}
