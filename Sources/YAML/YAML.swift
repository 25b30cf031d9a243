/// YAML texts (version 1.1, as Kubernetes and Instruqt use it) read into values and printed from
/// them. The only importer of libyaml.
import Documents

/// YAML texts, read and printed.
package enum YAML {
  /// The deepest nesting that is read; a document beyond it is refused, never a crash.
  package static let deepestNesting = 256

  /// The most nodes that aliases may add to one document.
  package static let mostAliasedNodes = 100_000

  /// What happens when a map has one key twice.
  package enum DuplicateKeys: Sendable {
    case refused
    /// The later value counts; `YAMLNode.duplicates` tells where that happened.
    case laterCounts
  }

  /// Reads the only document of a text; no document at all is `.null`.
  package static func parse(_ text: String, file: String? = nil) throws(YAMLError) -> Value {
    try parseLocated(text, file: file, duplicates: .refused).value
  }

  /// Reads every document of a text.
  package static func parseAll(_ text: String, file: String? = nil) throws(YAMLError) -> [Value] {
    try parseAllLocated(text, file: file).map(\.value)
  }

  /// Reads the only document of a text as a tree in which every node knows its place.
  package static func parseLocated(
    _ text: String, file: String? = nil, duplicates: DuplicateKeys = .laterCounts
  ) throws(YAMLError) -> YAMLNode {
    let documents = try parseAllLocated(text, file: file, duplicates: duplicates)
    if documents.count > 1 {
      throw YAMLError(
        file: file, line: documents[1].line, column: documents[1].column,
        reason: "a second document begins here, and one was expected")
    }
    return documents.first ?? YAMLNode(line: 1, column: 1, content: .scalar(.null, written: ""))
  }

  /// Reads every document of a text as a tree in which every node knows its place.
  package static func parseAllLocated(
    _ text: String, file: String? = nil, duplicates: DuplicateKeys = .refused
  ) throws(YAMLError) -> [YAMLNode] {
    var composer = YAMLComposer(
      events: YAMLEventReader(bytes: Array(text.utf8), file: file), file: file,
      duplicates: duplicates)
    return try composer.documents()
  }
}

/// Why a text is no YAML document, and where.
package struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String?
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in characters.
  package let column: Int
  package let reason: String

  package var description: String {
    let place = file.map { "\($0):\(line):\(column)" } ?? "line \(line), column \(column)"
    return "The text is not valid YAML at \(place): \(reason)."
  }
}
