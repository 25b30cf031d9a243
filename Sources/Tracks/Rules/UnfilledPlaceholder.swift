/// Placeholders that nothing fills.
enum UnfilledPlaceholder: Rule {
  static let id = "unfilled-placeholder"
  static let summary = "A command has a <placeholder> whose value is known only to the reader."
  static let severity = Finding.Severity.warning
  static let guide = """
    `<name>` in a command is for the reader to replace; a test has nothing to put there. Take the
    value from an output before it:

        <!-- lab: capture pod=/(backend-\\S+)/ -->
    """

  static func findings(in context: RuleContext) -> [Finding] {
    var captured: Set<String> = []
    return context.track.steps.flatMap { step -> [Finding] in
      defer { captured.formUnion(step.settings.captures.map(\.name)) }
      guard let commands = step.commandStep, step.settings.auto == nil else { return [] }
      return commands.placeholders.filter { !captured.contains($0.name) }.map {
        Finding(
          id, .warning, at: $0.location,
          "\"<\($0.name)>\" has to be filled in before this can run.",
          remedy: "Capture it from an output with <!-- lab: \(capture($0.name)) -->.")
      }
    }
  }

  /// A name of several words needs quotation marks around the whole value.
  private static func capture(_ name: String) -> String {
    name.contains(" ") ? "capture=\"\(name)=/…/\"" : "capture \(name)=/…/"
  }
}
