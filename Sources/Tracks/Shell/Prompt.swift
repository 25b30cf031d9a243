/// Prompts in front of commands, as authors paste them.
struct Prompt {
  /// Whether `# ` is the prompt of root here; else it begins a comment.
  private let isRoot: Bool

  /// The prompts of a text. In a fence of shell commands `# ` always begins a comment; elsewhere
  /// it is a prompt where the text begins with it and every such line is plainly a command.
  init(of text: String, info: FenceInfo?) {
    let lines = text.split(separator: "\n").filter { !$0.trimmed.isEmpty }
    let marked = lines.filter { $0.trimmed.hasPrefix("# ") }
    isRoot =
      info?.isShell != true && lines.first?.trimmed.hasPrefix("# ") == true
      && marked.allSatisfy { KnownCommands.isUnmistakable($0.trimmed.dropFirst(2)) }
  }

  /// Whether a text begins with a prompt.
  static func begins(_ text: String, info: FenceInfo?) -> Bool {
    guard let first = text.split(separator: "\n").first(where: { !$0.trimmed.isEmpty }) else {
      return false
    }
    return Prompt(of: text, info: info).stripped(first) != nil
  }

  /// What follows the prompt; nothing where the line has none.
  func stripped(_ line: some StringProtocol) -> String? {
    let line = String(line.drop { $0 == " " || $0 == "\t" })
    if line.hasPrefix("$ ") || isRoot && line.hasPrefix("# ") { return String(line.dropFirst(2)) }
    // Looking first is cheaper: a pattern is made anew each time it is used.
    if line.hasPrefix("➜"),
      let match = line.prefixMatch(of: /➜\s+\S+\s+(?:git:\(\S*\)\s+(?:✗\s+)?)?/)
    {
      return String(line[match.range.upperBound...])
    }
    guard line.contains("@") else { return nil }
    if line.hasPrefix("["),
      let match = line.prefixMatch(
        of: /\[[A-Za-z0-9._-]+@[A-Za-z0-9._-]+(?:\s[^\]]*)?\]\s?[$#]\s/)
    {
      return String(line[match.range.upperBound...])
    }
    if let match = line.prefixMatch(of: /[A-Za-z0-9._-]+@[A-Za-z0-9._-]+(?::?[^\s$#]*)?\s?[$#]\s/) {
      return String(line[match.range.upperBound...])
    }
    return nil
  }

  /// The text with its prompts taken off; the same text where it does not begin with one.
  static func strippedLines(_ text: String, info: FenceInfo?) -> String {
    guard begins(text, info: info) else { return text }
    let prompt = Prompt(of: text, info: info)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { prompt.stripped($0) ?? String($0) }.joined(separator: "\n")
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
  static func exchanges(in text: String, info: FenceInfo?) -> [Exchange] {
    let prompt = Prompt(of: text, info: info)
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
      } else if let command = prompt.stripped(line) {
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
