/// Texts that are made from files that are no Markdown, and where their lines come from.
import YAML

/// Where the lines of a made text come from.
package struct TextOrigin: Hashable, Sendable {
  package let file: String
  /// For every line of the text the line of the file.
  package let lines: [Int]

  /// The place in the file for a place in the text.
  package func place(of location: SourceLocation) -> SourceLocation {
    let index = location.line - 1
    let line = lines.indices.contains(index) ? lines[index] : lines.last ?? 1
    return SourceLocation(file: file, line: line)
  }
}

/// A Markdown text under construction; every line remembers the line that it is made from.
struct MadeText {
  private var lines: [String] = []
  private var origins: [Int] = []
  /// The lines of the file that the text is made from.
  let source: [Substring]

  init(source: [Substring]) { self.source = source }

  var text: String { lines.map { $0 + "\n" }.joined() }

  func origin(file: String) -> TextOrigin { TextOrigin(file: file, lines: origins) }

  /// Adds text that comes from one line.
  mutating func add(_ text: String, from line: Int) {
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(String(part))
      origins.append(line)
    }
  }

  /// Adds a paragraph, with an empty line behind it.
  mutating func add(paragraph text: String, from line: Int) {
    add(text, from: line)
    add("", from: line)
  }

  /// Adds what a scalar says; a literal block keeps the lines it stands on.
  /// - Parameter fixed: the line that all of it comes from; nothing for the scalar's own.
  mutating func add(
    _ node: YAMLNode, fixed: Int? = nil, replacing substitute: (String) -> String = { $0 }
  ) {
    let isLiteral = fixed == nil && Self.isLiteral(node, in: source)
    var parts = (node.text ?? "").split(separator: "\n", omittingEmptySubsequences: false)[...]
    while parts.last?.trimmed.isEmpty == true { parts.removeLast() }
    for index in parts.indices {
      add(substitute(String(parts[index])), from: fixed ?? node.line + (isLiteral ? index + 1 : 0))
    }
  }

  /// Whether a scalar is a literal block, `|`, whose lines are lines of the file.
  private static func isLiteral(_ node: YAMLNode, in source: [Substring]) -> Bool {
    guard source.indices.contains(node.line - 1) else { return false }
    return source[node.line - 1].dropFirst(node.column - 1).hasPrefix("|")
  }
}

extension Challenge {
  /// Where the author wrote what stands at a place of the text.
  package func source(of location: SourceLocation) -> SourceLocation {
    guard let textOrigin, location.file == file else { return location }
    return textOrigin.place(of: location)
  }
}
