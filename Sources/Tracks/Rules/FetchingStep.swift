/// Steps that only install what a lab has already.
enum FetchingStep: Rule {
  static let id = "fetching-step"
  static let summary = "A step installs programs or manifests from the internet, and is left out."
  static let severity = Finding.Severity.note
  static let guide = """
    A lab's programs are there already, and its sites reach no internet, so a step that only
    installs something could do nothing but harm or fail. It is skipped, and the report says so.
    Where it matters, put `<!-- lab: skip=off -->` in front of it, or `skip: off` at its words in
    the lab file.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.steps.compactMap { step in
      guard let reason = step.settings.skip, let commands = step.commandStep?.commands,
        reason == FetchingCommands.reason(for: commands)
      else { return nil }
      return Finding(
        id, .note, at: step.location, "This step is left out: \(reason).",
        remedy: "Nothing is needed; `skip: off` at this place of the lab file runs it all the same."
      )
    }
  }
}
