/// Turns the text of a block into the commands of a step.
struct CommandReader {
  let file: String
  let block: Block
  let source: [Substring]

  /// Puts the block's commands, what a session prints, and what is to be filled in into a step.
  func fill(_ draft: inout StepDraft) {
    guard var step = draft.commands else { return }
    if block.role == .session {
      for exchange in Prompt.exchanges(in: block.text, info: block.info) {
        add(exchange.command, line: exchange.line, to: &step)
        guard !exchange.output.isEmpty else { continue }
        let last = step.commands.count - 1
        step.outputs.append(
          ExpectedOutput(
            block: block.index, text: exchange.output, location: location(exchange.outputLine, ""),
            commands: last..<last + 1, coverage: .similar,
            pairing: Decision("session", "it stands behind its command in the same block")))
      }
    } else {
      let text = Prompt.strippedLines(block.text, info: block.info)
      for piece in ShellCommands.split(text) { add(piece.text, line: piece.line, to: &step) }
    }
    draft.commands = step
  }

  private func add(_ command: String, line: Int, to step: inout CommandStep) {
    let first = command.split(separator: "\n").first ?? ""
    let place = location(line, String(first))
    // A placeholder alone stands for a command of the reader's.
    if Placeholders.isStandIn(command) {
      step.placeholders.append(
        Placeholder(
          name: String(command.trimmed.dropFirst().dropLast()), command: step.commands.count,
          location: place))
      return
    }
    for found in Placeholders.find(in: command) {
      let column = found.line == 0 ? place.column + found.column : found.column + 1
      step.placeholders.append(
        Placeholder(
          name: found.name, command: step.commands.count,
          location: SourceLocation(file: file, line: place.line + found.line, column: column)))
    }
    step.commands.append(Command(text: command, location: place))
  }

  /// The place of a text on a line of the block.
  private func location(_ line: Int, _ text: String) -> SourceLocation {
    let number = min(block.textLine + line, max(1, source.count))
    let written = source.indices.contains(number - 1) ? source[number - 1] : ""
    var column = 1
    if !text.isEmpty, let range = written.firstRange(of: text) {
      column = written.distance(from: written.startIndex, to: range.lowerBound) + 1
    }
    return SourceLocation(file: file, line: number, column: column)
  }
}
