/// Points that nobody can earn.
enum IdlePoints: Rule {
  static let id = "idle-points"
  static let summary = "A step has points, and nothing can judge it."
  static let severity = Finding.Severity.warning
  static let guide = """
    Only what can be told from what was not done brings points: an output that the text promises, a
    condition of the author's, a quiz, or a check behind the step. The points of any other step
    count for nobody, neither as earned nor as missed. Add a check to the lab file:

        checks:
          The note is written:
            run: test -s home/note.txt
            after: Write a note
            points: 2
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.steps.filter { step in
      step.settings.points ?? 0 > 0 && !context.track.canJudge(step)
    }.map { step in
      Finding(
        id, .warning, at: step.location,
        "\"\(step.title)\" has points, and nobody can earn them: \(reason(step)).",
        remedy: remedy(step))
    }
  }

  private static func reason(_ step: Step) -> String {
    if step.reasonToLeaveOut(forLearner: true) != nil { return "no learner does it" }
    if step.settings.condition != nil { return "its `if` decides whether it is done at all" }
    return "nothing tells whether it was done"
  }

  private static func remedy(_ step: Step) -> String {
    if step.reasonToLeaveOut(forLearner: true) != nil || step.settings.condition != nil {
      return "Take `points:` away."
    }
    let check = "add a check to the lab file, with `after:` and words of the step"
    return step.commandStep == nil
      ? "Take `points:` away, or \(check)." : "Show what the commands print, or \(check)."
  }
}
