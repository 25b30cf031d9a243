/// What hands do, and nothing can do for them.
import Markdown

enum ManualWithoutMachine: Rule {
  static let id = "manual-step"
  static let summary = "The text asks for something by hand, and no lab file says how to do it."
  static let severity = Finding.Severity.warning
  static let guide = """
    A test has no hands. What the text asks for between commands (paste, save, submit) stays
    undone, and what follows may fail. Say in the lab file how a machine does it:

        steps:
          - at: Paste the token and save it
            solve: {copy: "public:root/secret.token", to: "private:home/secret.token"}
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge -> [Finding] in
      let manual = challenge.steps.filter { $0.manualStep != nil }
      let told = Set(manual.flatMap { $0.manualStep?.instructions ?? [] })
      let unverified = manual.filter { $0.manualStep?.actions.isEmpty == true }.map { step in
        Finding(
          id, .warning, at: step.location, "\"\(step.title)\" can be done only by hand.",
          remedy: "Add a step to the lab file: `at:` with these words, and `solve:`.")
      }
      return unverified + looks(challenge, told)
    }
  }

  /// Pages that a reader opens or refreshes are only looked at.
  private static func looks(_ challenge: Challenge, _ told: Set<String>) -> [Finding] {
    OutlineBuilder.items(of: challenge.body).compactMap { item in
      guard case .prose(let inlines) = item.kind, !item.isInQuote,
        let asked = ManualActions.find(in: inlines.plainText), asked.strength == .looks,
        let sentence = asked.sentences.first, !told.contains(sentence)
      else { return nil }
      return Finding(
        id, .note,
        at: SourceLocation(file: challenge.file, line: item.lines.lowerBound, column: item.column),
        "\"\(sentence)\" is only looked at, and not checked.",
        remedy: "Add a check to the lab file if it matters what is seen there.")
    }
  }
}
