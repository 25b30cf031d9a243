/// Commands that end in the middle.
enum UnfinishedCommand: Rule {
  static let id = "unfinished-command"
  static let summary = "A block ends inside of a quote, a here-document or a compound command."
  static let severity = Finding.Severity.warning
  static let guide = """
    The shell would wait for the end of a quote, a here-document or a loop, and so would the
    learner. Often a closing quote is missing, or the word that ends a here-document is indented.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge in
      challenge.blocks.filter { $0.role == .command }.flatMap { block in
        ShellCommands.split(Prompt.strippedLines(block.text, info: block.info)).filter {
          !$0.isComplete
        }.map {
          piece in
          Finding(
            id, .warning,
            at: SourceLocation(file: challenge.file, line: block.textLine + piece.line),
            "This command does not end in its block; a shell would wait for more.",
            remedy: "Close the quote, the here-document or the compound command.")
        }
      }
    }
  }
}
