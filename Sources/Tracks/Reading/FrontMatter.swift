/// The YAML in front of a Markdown text.
import Documents
import YAML

/// A file cut into front matter and body.
struct FrontMatter {
  /// The map between the two lines of dashes, with the lines of the file.
  var node: YAMLNode?
  var body: String
  /// The line of the file on which the body begins.
  var bodyLine: Int

  /// Cuts a file; front matter that cannot be read is an error among the findings.
  init(_ source: SourceFile, findings: inout [Finding]) {
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    body = source.text
    bodyLine = 1
    guard let first = lines.first, Self.isMark(first),
      let end = lines.dropFirst().firstIndex(where: Self.isMark)
    else { return }
    let matter = lines[1..<end].joined(separator: "\n")
    do {
      // The empty line in front keeps the lines of the file.
      let node = try YAML.parseLocated("\n" + matter)
      guard !node.members.isEmpty || node.value == .null else { return }
      self.node = node
      for member in node.duplicates {
        findings.append(
          Finding(
            "duplicate-key", .warning,
            at: SourceLocation(file: source.path, line: member.line, column: member.column),
            "The key \"\(member.key)\" is written twice in the front matter.",
            remedy: "Remove one of the two."))
      }
    } catch {
      let isBeyond = error.line >= end + 1
      findings.append(
        Finding(
          "front-matter", .error,
          at: SourceLocation(
            file: source.path, line: isBeyond ? end + 1 : error.line,
            column: isBeyond ? 1 : error.column),
          "The front matter cannot be read: \(error.reason).",
          remedy: "Correct the YAML between the two lines of dashes."))
    }
    body = lines[(end + 1)...].joined(separator: "\n")
    bodyLine = end + 2
  }

  private static func isMark(_ line: Substring) -> Bool {
    line.hasPrefix("---") && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
  }
}
