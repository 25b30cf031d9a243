/// Steps that only install what a lab has already.
enum FetchingStep: Rule {
  static let id = "fetching-step"
  static let summary = "A step installs programs or manifests from the internet, and is left out."

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
