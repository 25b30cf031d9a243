/// Blocks that are run, or not run, by a guess.
enum GuessedBlock: Rule {
  static let id = "guessed-block"
  static let summary = "Whether a block is commands or what they print is a guess."
  static let severity = Finding.Severity.warning
  static let guide = """
    A fence without a language is run where its first word is a command. Where other commands of the
    text have a language, or its first words could be what something prints, it is as well an output,
    and an output that is run does what nobody wants. Write `bash` behind the mark of commands, and
    `text,nocopy` behind that of outputs, or `<!-- lab: role=output -->` in front.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.challenges.flatMap { challenge -> [Finding] in
      var before = Before()
      return challenge.blocks.compactMap { block in
        defer { before.add(block) }
        return finding(block, before)
      }
    }
  }

  /// The command blocks in front of a block.
  private struct Before {
    var last: Block?
    var isAnyMarked = false

    mutating func add(_ block: Block) {
      guard block.role == .command || block.role == .session else { return }
      last = block
      if block.decision.rule != "first-word" { isAnyMarked = true }
    }
  }

  private static func finding(_ block: Block, _ before: Before) -> Finding? {
    let introduction = block.introduction.map(Introduction.init)
    let asksToRun = introduction?.asksToRun == true
    switch (block.role, block.decision.rule) {
    case (.command, "first-word") where !asksToRun:
      if before.isAnyMarked {
        return run(block, "it begins with a command, but other commands are marked as such")
      }
      if KnownCommands.isDoubtful(block.text, isIntroduced: introduction != nil) {
        return run(block, "its first word is a command and could be something else")
      }
      let isAlone = introduction == nil && before.last?.index == block.index - 1
      return isAlone ? run(block, "nothing parts it from the commands before it") : nil
    case (.command, "language") where introduction?.showsOutput == true && !asksToRun:
      return Finding(
        id, .note, at: block.location,
        "This is run as its language is a shell's, though the sentence before speaks of an output.",
        remedy: "Write text,nocopy behind its mark if it is what a command prints.")
    case (.output, "follows") where block.info.isFence && KnownCommands.startsText(block.text):
      return Finding(
        id, .note, at: block.location,
        "This begins as a command does and is not run, as it stands directly behind commands.",
        remedy: "Write bash behind its mark if it should be run, and text,nocopy if not.")
    default: return nil
    }
  }

  private static func run(_ block: Block, _ reason: String) -> Finding {
    Finding(
      id, .warning, at: block.location, "This is run by a guess: \(reason).",
      remedy: "Write bash behind its mark, or text,nocopy if it is what a command prints.")
  }
}
