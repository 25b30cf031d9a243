import Platform
import Shells
import Tracks
import Transcripts

/// Commands that go on in their terminals.
extension StepRunner {
  /// Starts a command that goes on by itself and looks at what it prints until that is as expected.
  func runInBackground(
    _ command: String, _ step: Step, _ commands: CommandStep, _ shell: Shell, _ limit: Duration
  ) async -> CommandOutput {
    if await shell.runningText == nil, await !shell.start(command) {
      return CommandOutput(command: command, text: "", status: -1)
    }
    let settings = step.settings
    let expected = commands.outputs.last.map { self.expected($0, settings) }
    let options = options(commands.outputs.last?.coverage, settings)
    let tests = settings.promises
    _ = await shell.waitFor(timeout: patience(step, commands, limit)) { text in
      guard tests.allSatisfy({ $0.holds(in: text) }) else { return false }
      guard let expected else { return !text.isEmpty }
      return !Comparison.compare(expected: expected, actual: text, options: options).verdict
        .isFailure
    }
    if let result = await shell.waitForEnd(timeout: .zero) {
      return CommandOutput(command: command, text: result.text, status: result.status ?? -1)
    }
    let text = await shell.runningText ?? ""
    if settings.until != nil, !settings.isBackground { await shell.interrupt() }
    return CommandOutput(command: command, text: text)
  }

  /// How long a command that goes on is looked at. Where its author names nothing that it prints, a
  /// moment shows whether it fails at once.
  private func patience(_ step: Step, _ commands: CommandStep, _ limit: Duration) -> Duration {
    let settings = step.settings
    guard commands.outputs.isEmpty, settings.promises.isEmpty else { return limit }
    if !settings.awaited.isEmpty { return min(limit, .milliseconds(100)) }
    return settings.isBackground ? min(limit, .seconds(1)) : limit
  }

  /// A command that goes on in its terminal while later steps run.
  struct Background {
    /// The headings that its step stands under.
    var section: [String]
    var command: String
  }

  /// Ends what goes on in a terminal, which is needed for something else.
  func endBackground(in terminal: String) async {
    guard background.removeValue(forKey: terminal) != nil else { return }
    guard let shell = try? await session.shell(of: terminal), await shell.runningText != nil else {
      return
    }
    await shell.interrupt()
  }

  /// Ends what goes on in any terminal and was begun in a section that a step is no part of.
  package func endBackground(before step: Step) async {
    for (terminal, running) in background where !step.sectionPath.starts(with: running.section) {
      await endBackground(in: terminal)
    }
  }
}

extension StepSettings {
  /// What the commands have to print besides what the text shows.
  var promises: [TextTest] {
    let awaited = awaited.compactMap { condition -> TextTest? in
      if case .output(let test) = condition { test } else { nil }
    }
    return awaited + (until.map { [$0] } ?? [])
  }
}
