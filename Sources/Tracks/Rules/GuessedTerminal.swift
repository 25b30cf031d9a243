/// Commands whose terminal the text does not name.
enum GuessedTerminal: Rule {
  static let id = "guessed-terminal"
  static let summary = "The text names no terminal for a command, and there are several."
  static let severity = Finding.Severity.warning
  static let guide = """
    With several terminals, a command runs in the one that the text named last. Where none was
    named, learners look for the right tab, and the first or the last one used is taken. Name it
    in front of the block: "In the **Terminal-private** tab, run:".
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge -> [Finding] in
      guard challenge.terminals.count > 1 else { return [] }
      var section: [String]?
      return challenge.steps.compactMap { step in
        guard let commands = step.commandStep, step.settings.skip == nil else { return nil }
        defer { section = step.sectionPath }
        let severity: Finding.Severity
        switch commands.routing.rule {
        case "first-terminal": severity = .warning
        case "carry-on" where section != step.sectionPath: severity = .note
        default: return nil
        }
        return Finding(
          id, severity, at: step.location,
          "This runs in \(commands.terminal.name) by a guess: \(commands.routing.reason).",
          remedy: "Name the terminal in the sentence before, as in **\(commands.terminal.name)**.")
      }
    }
  }
}
