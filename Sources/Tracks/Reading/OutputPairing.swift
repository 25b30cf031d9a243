/// Finds the commands of a step that print an output block.
struct OutputPairing {
  let file: String
  let block: Block
  let introduction: Introduction?

  /// Adds the block to the outputs of a step.
  func pair(with draft: inout StepDraft, _ decision: Decision) {
    guard var step = draft.commands else { return }
    let settings = block.directive?.settings
    if let settings { draft.settings = draft.settings.merged(with: settings) }
    let coverage = self.coverage(settings)
    let exchanges = Prompt.exchanges(in: block.text, info: block.info)
    let startsWithPrompt = Prompt.begins(block.text, info: block.info)
    if startsWithPrompt, let ranges = places(of: exchanges, among: step.commands) {
      for (exchange, index) in zip(exchanges, ranges) {
        step.outputs.append(
          ExpectedOutput(
            block: block.index, text: exchange.output,
            location: location(exchange.outputLine), commands: index..<index + 1,
            coverage: coverage,
            pairing: Decision("repeats", "it repeats the command in front of what it prints")))
      }
    } else {
      let (commands, pairing) = range(in: step, decision)
      step.outputs.append(
        ExpectedOutput(
          block: block.index, text: block.text, location: location(0), commands: commands,
          coverage: coverage, pairing: pairing))
    }
    draft.commands = step
  }

  private func coverage(_ settings: StepSettings?) -> ExpectedOutput.Coverage {
    switch settings?.match {
    case .exact: .exact
    case .contains: .contains
    default: introduction?.coverage ?? .similar
    }
  }

  /// The commands that each exchange repeats, where every one repeats a further one.
  private func places(of exchanges: [Prompt.Exchange], among commands: [Command]) -> [Int]? {
    var places: [Int] = []
    var next = 0
    for exchange in exchanges {
      guard
        let index = commands.indices.dropFirst(next).first(where: {
          commands[$0].text.trimmed == exchange.command
        })
      else { return nil }
      places.append(index)
      next = index + 1
    }
    return exchanges.isEmpty ? nil : places
  }

  /// All commands; or those that ran in the context that the block's title names.
  private func range(in step: CommandStep, _ decision: Decision) -> (Range<Int>, Decision) {
    let all = step.commands.indices
    let words = LooseText.words((block.info.title ?? "") + " " + (introduction?.text ?? ""))
    var contexts: [(name: String, start: Int)] = []
    for (index, command) in step.commands.enumerated() {
      if command.text.contains("use-context"),
        let match = command.text.firstMatch(of: /\buse-context\s+(\S+)/)
      {
        contexts.append((String(match.1), index))
      }
    }
    guard contexts.count > 1,
      let place = contexts.firstIndex(where: { words.contains($0.name.lowercased()) })
    else { return (all, decision) }
    let end = place + 1 < contexts.count ? contexts[place + 1].start : all.upperBound
    return (
      contexts[place].start..<end,
      Decision("context", "it names the context \(contexts[place].name)")
    )
  }

  private func location(_ line: Int) -> SourceLocation {
    SourceLocation(file: file, line: min(block.textLine + line, block.lastLine))
  }
}
