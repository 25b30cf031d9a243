/// Blocks that nothing says anything about.
enum UnknownBlock: Rule {
  static let id = "unknown-block"
  static let summary = "Nothing tells whether a block is commands or output, so it is not run."

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap(\.blocks).filter { $0.role == .display }.map { block in
      Finding(
        id, .warning, at: block.location, "Nothing tells what this block is for, so it is not run.",
        remedy: "Write a language or nocopy behind its mark, or a sentence in front of it.")
    }
  }
}
