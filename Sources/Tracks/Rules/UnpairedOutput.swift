/// Outputs without commands.
enum UnpairedOutput: Rule {
  static let id = "unpaired-output"
  static let summary = "An output block belongs to no command, so nothing is compared with it."
  static let severity = Finding.Severity.warning
  static let guide = """
    What should be printed is compared with what the commands before it print. With no commands
    before it, nothing is compared. Move it behind its command, or say that it is only to read.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge in
      let paired = Set(
        challenge.steps.compactMap(\.commandStep).flatMap { $0.outputs.map(\.block) })
      return challenge.blocks
        .filter { $0.role == .output && !paired.contains($0.index) }
        .map { block in
          Finding(
            id, .warning, at: block.location, "No command stands before this output.",
            remedy: "Move it behind its command, or say <!-- lab: role=content --> in front of it.")
        }
    }
  }
}
