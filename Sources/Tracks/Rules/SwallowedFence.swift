/// Fences that are part of a paragraph.
import Markdown

enum SwallowedFence: Rule {
  static let id = "swallowed-fence"
  static let summary = "A fence is indented so far that it is text of the paragraph before it."
  static let severity = Finding.Severity.warning
  static let guide = """
    Behind a line of a paragraph, four blanks do not begin anything new: the fence is more words
    of that paragraph. It is neither shown as code nor run. Put an empty line before it and
    indent it as far as the text of its list item.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge -> [Finding] in
      let lines = challenge.text.split(separator: "\n", omittingEmptySubsequences: false)
      return OutlineBuilder.items(of: challenge.body).compactMap { item in
        guard case .prose = item.kind else { return nil }
        let inside = item.lines.filter { lines.indices.contains($0 - 1) }
        guard
          let number = inside.first(where: {
            opensFence(lines[$0 - 1], isLast: $0 == item.lines.upperBound)
          })
        else { return nil }
        let column = lines[number - 1].prefix { $0 == " " || $0 == "\t" }.count + 1
        return Finding(
          id, .warning, at: SourceLocation(file: challenge.file, line: number, column: column),
          "This fence is part of the paragraph before it, and is neither shown nor run.",
          remedy: "Put an empty line before it, or indent it less.")
      }
    }
  }

  private static func opensFence(_ line: Substring, isLast: Bool) -> Bool {
    let text = line.trimmed
    guard text.hasPrefix("```") || text.hasPrefix("~~~") else { return false }
    return !text.dropFirst(3).contains("```") && (text.count > 3 || !isLast)
  }
}
