/// Decides what a block is for. The first rule that applies wins.
struct Classifier {
  var text: String
  var info: FenceInfo
  /// The attributes of a `pre`; nothing for fences.
  var tag: String?
  /// The sentence in front, where there is one since the block before.
  var introduction: Introduction?
  /// The heading in front of it, where there is one since the block before.
  var heading: String?
  var directive: Directive?
  /// The block before it in the document.
  var previous: Block?
  /// Whether any command block stands before it.
  var followsCommands: Bool
  /// The command block before it, whatever stands between.
  var lastCommand: Block?

  typealias Verdict = (role: Block.Role, decision: Decision)

  func verdict() -> Verdict {
    byDirective ?? byInfoWord ?? byTitle ?? byTag ?? byNoCopy ?? byPrompt ?? byTable
      ?? byComparison ?? byDataLanguage ?? byIndent ?? bySyntax ?? byIntroduction
      ?? byMarkedCommands ?? byFirstWord ?? byPlace
      ?? (.display, Decision("unknown", "nothing tells what this block is for, so it is not run"))
  }

  private var byDirective: Verdict? {
    guard let name = directive?.settings.role, let role = Block.Role(rawValue: name) else {
      return nil
    }
    return (role, Decision("directive", "a comment in front of it says role=\(name)"))
  }

  private var byInfoWord: Verdict? {
    if info.words.contains("ctrl-seq") {
      return (.display, Decision("ctrl-seq", "it is a key that ends what runs in the terminal"))
    }
    if info.words.contains("output") || info.language == "output" {
      return (.output, Decision("info-word", "its mark says output"))
    }
    if let word = ["run", "execute", "exec"].first(where: info.words.contains) {
      return (.command, Decision("info-word", "its mark says \(word)"))
    }
    return nil
  }

  /// A fence that its own title calls an output.
  private var byTitle: Verdict? {
    guard let title = info.title, Introduction(title).isOutputLabel,
      followsCommands || !Prompt.begins(text, info: info)
    else { return nil }
    return (.output, Decision("title", "its title is \"\(title)\""))
  }

  private var byTag: Verdict? {
    guard tag != nil else { return nil }
    if introduction?.promisesOutput == true || introduction?.isOutputLabel == true {
      return (.output, introduced)
    }
    if followsDirectly { return (.output, directlyAfter) }
    return (.content, Decision("pre", "it is a pre that is not introduced as output"))
  }

  private var byNoCopy: Verdict? {
    guard info.words.contains("nocopy") else { return nil }
    if let language = info.language, !Self.plainLanguages.contains(language) {
      return introduction?.promisesOutput == true ? (.output, introduced) : nil
    }
    guard followsCommands else {
      return (.content, Decision("nocopy", "its mark says nocopy, and no command stands before it"))
    }
    return (.output, Decision("nocopy", "its mark says nocopy"))
  }

  private var byPrompt: Verdict? {
    guard tag == nil, info.language.map(Self.plainLanguages.contains) ?? true,
      Prompt.begins(text, info: info)
    else { return nil }
    let exchanges = Prompt.exchanges(in: text, info: info)
    guard !exchanges.isEmpty else { return nil }
    if introduction?.isOutputLabel == true || introduction?.promisesOutput == true,
      followsCommands
    {
      return (.output, introduced)
    }
    if let previous, previous.role == .command, repeats(exchanges, previous) {
      return (.output, Decision("repeats", "it repeats the commands of the block before it"))
    }
    if exchanges.allSatisfy({ $0.output.isEmpty }) {
      return (.command, Decision("prompt", "every command in it stands behind a prompt"))
    }
    return (.session, Decision("prompt", "its first line has a prompt, and outputs follow"))
  }

  private func repeats(_ exchanges: [Prompt.Exchange], _ block: Block) -> Bool {
    let text = Prompt.strippedLines(block.text, info: block.info)
    let commands = Set(ShellCommands.split(text).map(\.text.trimmed))
    return exchanges.allSatisfy { commands.contains($0.command) }
  }

  /// A table as `oc get` prints it is no command, whatever its fence says.
  private var byTable: Verdict? {
    guard followsCommands, tag == nil, info.isFence,
      info.language.map(Self.plainLanguages.contains) ?? true,
      let header = text.split(separator: "\n").first
    else { return nil }
    guard Self.isTableHeader(header) else { return nil }
    return (.output, Decision("table", "it begins as a printed table does"))
  }

  /// Capital words, with a tab or two blanks between at least two of them.
  private static func isTableHeader(_ line: Substring) -> Bool {
    var columns = 0
    var blanks = 2
    for byte in line.utf8 {
      switch byte {
      case 0x20, 0x0D: blanks += 1
      case 0x09: blanks = 2
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if blanks > 1 { columns += 1 }
        blanks = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"),
        UInt8(ascii: "-"):
        // A column begins with a letter.
        if blanks > 1 { return false }
        blanks = 0
      default: return false
      }
    }
    return columns > 1
  }

  /// A comment that says how an output is compared makes a text of no shell one.
  private var byComparison: Verdict? {
    guard let directive, directive.settings.speaksOfOutputs, followsCommands, !isShell,
      commandsAreMarked || !KnownCommands.startsText(text), introduction?.ordersToRun != true
    else { return nil }
    return (.output, Decision("directive", "a comment in front of it says how it is compared"))
  }

  /// A line that only shows how a command is written.
  private var bySyntax: Verdict? {
    guard introduction?.explainsSyntax == true, !Placeholders.find(in: text).isEmpty else {
      return nil
    }
    return (.content, Decision("syntax", "it shows how a command is written"))
  }

  private var byDataLanguage: Verdict? {
    guard let language = info.language, !Self.plainLanguages.contains(language) else { return nil }
    if introduction?.promisesOutput == true || introduction?.isOutputLabel == true {
      return (.output, introduced)
    }
    return (.content, Decision("language", "\(language) is text to read, not commands"))
  }

  private var byIndent: Verdict? {
    guard !info.isFence, tag == nil else { return nil }
    return (.content, Decision("indented", "indented text without a fence is shown, not run"))
  }

  private var byIntroduction: Verdict? {
    guard let introduction else { return byHeading }
    if introduction.isOutputLabel { return (.output, introduced) }
    guard introduction.promisesOutput else { return nil }
    guard KnownCommands.startsText(text) else { return (.output, introduced) }
    let asksToRun = commandsAreMarked ? introduction.ordersToRun : introduction.asksToRun
    return isShell || asksToRun ? nil : (.output, introduced)
  }

  private var byHeading: Verdict? {
    guard let heading, followsCommands, Introduction(heading).isOutputLabel else { return nil }
    return (.output, Decision("heading", "it stands under the heading \"\(heading)\""))
  }

  /// Where commands are marked as such, what stands without a mark directly behind them is what
  /// they print, however it begins.
  private var byMarkedCommands: Verdict? {
    guard followsDirectly, heading == nil, tag == nil, info.isFence, commandsAreMarked,
      !info.words.contains("copy")
    else { return nil }
    let isTranscript =
      info.language == "console" && lastCommand?.info.isShell == true
    return info.language == nil || isTranscript ? (.output, directlyAfter) : nil
  }

  private var byFirstWord: Verdict? {
    if isShell { return (.command, Decision("language", "its language is a shell's")) }
    guard info.language == nil, KnownCommands.startsText(text) else { return nil }
    return (.command, Decision("first-word", "its first word is a command"))
  }

  private var byPlace: Verdict? {
    if followsDirectly { return (.output, directlyAfter) }
    if let language = info.language, Self.plainLanguages.contains(language) {
      return (.content, Decision("language", "\(language) is text to read, not commands"))
    }
    return nil
  }

  private var followsDirectly: Bool {
    introduction == nil
      && (previous?.role == .command || previous?.role == .output || previous?.role == .session)
  }

  /// Whether more than its first word told what the command block before it is for.
  private var commandsAreMarked: Bool {
    lastCommand.map { $0.decision.rule != "first-word" } ?? false
  }

  private var isShell: Bool { info.language.map(Self.shells.contains) ?? false }

  private var introduced: Decision {
    Decision("introduction", "\"\(introduction?.text.trimmed ?? "")\" introduces it as output")
  }

  private var directlyAfter: Decision {
    Decision("follows", "it stands directly behind a command")
  }

  static let shells: Set<String> = ["bash", "sh", "shell", "zsh", "ksh", "console", "curl"]

  /// Languages that say nothing about whether a block is run.
  static let plainLanguages: Set<String> = shells.union([
    "text", "txt", "plain", "plaintext", "log", "none", "terminal", "shell-session", "shellsession",
    "sh-session", "bash-session", "term", "cmd", "",
  ])
}
