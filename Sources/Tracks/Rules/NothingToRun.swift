/// Tracks without steps.
enum NothingToRun: Rule {
  static let id = "nothing-to-run"
  static let summary = "A track has no step, so that running it would prove nothing."
  static let severity = Finding.Severity.warning
  static let guide = """
    Running such a track proves nothing, so `trestle test` calls it a failure. Commands stand in
    fences with a shell's language or behind a prompt; other checks stand in the lab file.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    guard context.track.steps.isEmpty, context.track.isReadable else { return [] }
    return [
      Finding(
        id, .warning, at: SourceLocation(file: context.track.file, line: 1),
        "The track has nothing to run and nothing to check.",
        remedy: "Put commands in fences, or add steps to a lab file.")
    ]
  }
}
