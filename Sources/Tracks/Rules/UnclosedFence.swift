/// Fences without an end.
import Markdown

enum UnclosedFence: Rule {
  static let id = "unclosed-fence"
  static let summary = "A fence is never closed, so that the rest of its part is inside."
  static let severity = Finding.Severity.warning
  static let guide = """
    Without its closing mark a fence goes on to the end of its list item or of the document, and
    everything in it is taken for code. Close it with as many marks as it began with.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge in
      unclosed(challenge.body.blocks).map { block in
        Finding(
          id, .warning,
          at: SourceLocation(
            file: challenge.file, line: block.lines.lowerBound, column: block.column),
          "This fence is never closed.", remedy: "Close it with the same marks behind its text.")
      }
    }
  }

  private static func unclosed(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
    blocks.flatMap { block -> [MarkdownBlock] in
      switch block.kind {
      case .code(let code): code.fence?.isClosed == false ? [block] : []
      case .quote(let inner): unclosed(inner)
      case .list(_, let items): items.flatMap { unclosed($0.blocks) }
      default: []
      }
    }
  }
}
