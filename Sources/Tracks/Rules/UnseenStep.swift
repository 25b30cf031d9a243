/// What a machine does in place of hands, and nothing sees when a learner does it.
enum UnseenStep: Rule {
  static let id = "unseen-step"
  static let summary = "Nothing sees whether a learner has done what a machine does in a test."
  static let severity = Finding.Severity.note
  static let guide = """
    A file that is carried across and a page that is read can be looked at, so a learner who goes
    on is told what is missing. What a command or a form has changed can't be seen without doing it
    again: the step counts as unverified, and brings no points. Say in the lab file what is true
    once it is done:

        steps:
          - at: Pay the bill
            solve: {http: {method: POST, tab: Portal, path: /api/pay, json: {bill: 1}}}
        checks:
          The bill is paid:
            sql: select date_paid from bills where id = 1
            in: private/database
            after: Pay the bill
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.steps.filter { step in
      step.manualStep?.actions.isEmpty == false && !context.track.canJudge(step)
        && step.reasonToLeaveOut(forLearner: true) == nil && step.settings.points ?? 0 <= 0
    }.map { step in
      Finding(
        id, .note, at: step.location,
        "Whether a learner has done \"\(step.title)\" can't be seen.",
        remedy: "Add a check to the lab file, with `after:` and words of the step.")
    }
  }
}
