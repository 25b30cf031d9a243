/// Blocks that nothing says anything about.
enum UnknownBlock: Rule {
  static let id = "unknown-block"
  static let summary = "Nothing tells whether a block is commands or output, so it is not run."
  static let severity = Finding.Severity.warning
  static let guide = """
    Neither its mark, nor its text, nor the sentence before it tells what the block is for, so it
    is only shown. Write `bash` for commands, `text,nocopy` for outputs, or a sentence such as
    "You should see:".
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap(\.blocks).filter {
      $0.role == .display && $0.decision.rule == "unknown"
    }.map { block in
      Finding(
        id, .warning, at: block.location, "Nothing tells what this block is for, so it is not run.",
        remedy: "Write a language or nocopy behind its mark, or a sentence in front of it.")
    }
  }
}
