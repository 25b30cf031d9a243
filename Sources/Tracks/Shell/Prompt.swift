/// Prompts in front of commands, as authors paste them.
enum Prompt {
  /// What follows the prompt; nothing where the line has none.
  static func stripped(_ line: some StringProtocol) -> String? {
    let line = String(line.drop { $0 == " " || $0 == "\t" })
    if let rest = line.prefix("$ ") { return rest }
    if let rest = line.prefix("# "), KnownCommands.startsCommand(rest) { return rest }
    if let match = line.prefixMatch(of: /➜\s+\S+\s+(?:git:\(\S*\)\s+(?:✗\s+)?)?/) {
      return String(line[match.range.upperBound...])
    }
    if let match = line.prefixMatch(of: /\[[A-Za-z0-9._-]+@[A-Za-z0-9._-]+(?:\s[^\]]*)?\]\s?[$#]\s/)
    {
      return String(line[match.range.upperBound...])
    }
    if let match = line.prefixMatch(of: /[A-Za-z0-9._-]+@[A-Za-z0-9._-]+(?::?[^\s$#]*)?\s?[$#]\s/) {
      return String(line[match.range.upperBound...])
    }
    return nil
  }

  /// The text with prompts taken off, where every command line of it has one.
  static func strippedLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { stripped($0) ?? String($0) }.joined(separator: "\n")
  }

  /// A command and the lines that follow it up to the next prompt.
  struct Exchange: Hashable {
    var command: String
    /// The place of the command's first line in the text, counted from 0.
    var line: Int
    var output: String
    /// The place of the output's first line.
    var outputLine: Int
  }

  /// The exchanges of a session.
  static func exchanges(in text: String) -> [Exchange] {
    var exchanges: [Exchange] = []
    var output: [Substring] = []
    var lexer = ShellLexer()
    var isOpen = false
    func finish() {
      while output.last?.trimmed.isEmpty == true { output.removeLast() }
      guard !exchanges.isEmpty else { return }
      exchanges[exchanges.count - 1].output = output.map { $0 + "\n" }.joined()
      output = []
    }
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if isOpen, !exchanges.isEmpty {
        let more = line.hasPrefix("> ") ? line.dropFirst(2) : line
        exchanges[exchanges.count - 1].command += "\n" + more
        exchanges[exchanges.count - 1].outputLine = number + 1
        lexer.feed(more)
        isOpen = !lexer.isComplete
      } else if let command = stripped(line) {
        finish()
        exchanges.append(
          Exchange(command: command.trimmed, line: number, output: "", outputLine: number + 1))
        lexer = ShellLexer()
        lexer.feed(command[...])
        isOpen = !lexer.isComplete
      } else {
        output.append(line)
      }
    }
    finish()
    return exchanges.filter { !$0.command.isEmpty && !$0.command.hasPrefix("#") }
  }
}

extension String {
  /// What follows that beginning.
  fileprivate func prefix(_ beginning: String) -> String? {
    hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
  }
}
