/// Commands that do not end by themselves.
enum BlockingCommand: Rule {
  static let id = "blocking-command"
  static let summary = "A command waits for somebody, or goes on until it is stopped."
  static let severity = Finding.Severity.warning
  static let guide = """
    An editor, a pager or a password prompt waits for a person, and a test has none: the step runs
    into its time limit. Write the file with `cat <<EOF`, give the password in a file, say `-y`.
    Commands that go on, as `kubectl port-forward`, stay in their terminal as long as it is not
    needed; they must stand last in their block, for nothing behind them is ever run.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.steps.flatMap { step -> [Finding] in
      let settings = step.settings
      guard let commands = step.commandStep?.commands, settings.skip == nil,
        settings.auto == nil, !settings.isBackground, settings.until == nil
      else { return [] }
      let isEnded = context.track.isEndedLater(step)
      return commands.enumerated().compactMap { index, command in
        switch BlockingPrograms.kind(of: command.text, limit: settings.timeout ?? timeLimit) {
        case .asks(let program):
          return Finding(
            id, .warning, at: command.location, "\"\(program)\" waits for a person here.",
            remedy: "Write it so that it needs nobody, or say <!-- lab: auto=\"…\" --> in front.")
        case .goesOn(let program) where index < commands.count - 1:
          return Finding(
            id, .warning, at: command.location,
            "\"\(program)\" goes on until it is stopped, so what stands behind it is never run.",
            remedy: "Put it last in its block, or & behind it.")
        case .outlasts(let program) where index < commands.count - 1 || !isEnded:
          return Finding(
            id, .warning, at: command.location,
            "\"\(program)\" outlasts the step's time limit, and nothing ends it.",
            remedy: "Say <!-- lab: background --> in front, or end it with {{exec interrupt}} "
              + "behind the next block.")
        default: return nil
        }
      }
    }
  }

  /// How long a step may take where its author says nothing, in seconds.
  private static let timeLimit = 120
}

/// Programs that wait for a person or go on, by their words.
enum BlockingPrograms {
  enum Kind: Hashable {
    case asks(String)
    case goesOn(String)
    /// It goes on for longer than it may, and does not look as if it should.
    case outlasts(String)
  }

  /// They always wait for a person.
  private static let interactive: Set<String> = [
    "vi", "vim", "nvim", "nano", "emacs", "less", "more", "man", "top", "htop", "k9s", "mc", "tmux",
    "screen", "passwd", "visudo", "crontab",
  ]

  /// They wait for a person when nothing but flags stands behind them.
  private static let shells: Set<String> = [
    "bash", "sh", "zsh", "python", "python3", "node", "irb", "ipython", "redis-cli",
  ]

  /// Clients of databases wait for a person unless one of these says what to ask.
  private static let clients: Set<String> = ["psql", "mysql", "mariadb", "mongosh", "sqlite3"]
  private static let questions = [
    "-c", "-f", "-e", "-l", "--command", "--file", "--execute", "--eval", "--list", "--version",
  ]

  /// What a command waits for, where a step may take so many seconds.
  static func kind(of command: String, limit: Int) -> Kind? {
    let line = command.split(separator: "\n").first ?? ""
    if reads(line) { return .asks("read") }
    if line.contains(/^\s*(?:while\s+(?:true|:)|until\s+false)\s*(?:;|$)/),
      !line.trimmed.hasSuffix("&"), !command.trimmed.hasSuffix("&"),
      !command.contains(/\b(?:break|exit|return)\b/)
    {
      return .outlasts(line.prefix { $0 != ";" }.trimmed)
    }
    let last = line.split(separator: "|").last ?? ""
    let isPiped = line.contains("|")
    if line.trimmed.hasSuffix("&") || command.contains("<<") { return nil }
    let all = last.split(whereSeparator: \.isWhitespace).map(String.init)
    let words = all.drop { word in
      word == "sudo" || word == "exec" || FetchingCommands.isAssignment(word)
    }
    guard let program = words.first else { return nil }
    let rest = words.dropFirst()
    func has(_ flags: String...) -> Bool { rest.contains(where: flags.contains) }
    let follows = has("-f", "--follow", "--follow=true")
    if interactive.contains(program) {
      let answers = program == "crontab" ? has("-l", "-") : program == "top" && has("-b", "-bn1")
      return answers ? nil : .asks(program)
    }
    if shells.contains(program), !isPiped, !line.contains("<") {
      let runs: Set<String> = ["-c", "-e", "-m", "--version", "-V"]
      let isBare = rest.allSatisfy { $0.hasPrefix("-") && !runs.contains($0) }
      if isBare { return .asks(program) }
    }
    if clients.contains(program), !isPiped, !line.contains("<") {
      let asks = rest.contains { word in
        questions.contains { word == $0 || word.hasPrefix($0 + "=") }
          || word.contains(where: \.isWhitespace)
      }
      return asks || program == "sqlite3" && rest.count > 1 ? nil : .asks(program)
    }
    switch program {
    case "watch": return .goesOn(program)
    case "tail", "journalctl": return follows || has("-F") ? .goesOn("\(program) -f") : nil
    case "ssh":
      let places = rest.count { !$0.hasPrefix("-") }
      return places == 1 && !isPiped ? .asks(program) : nil
    case "docker", "podman", "kubectl", "oc": return cluster(program, Array(rest), follows)
    case "sleep":
      let seconds = rest.first.flatMap { Duration.seconds(in: $0) } ?? 0
      if rest.first == "infinity" { return .goesOn("sleep infinity") }
      return seconds > limit ? .outlasts("sleep \(rest.first ?? "")") : nil
    case "yes": return isPiped ? nil : .outlasts(program)
    case "cat": return rest.isEmpty && !isPiped && !line.contains("<") ? .asks(program) : nil
    case "ping": return rest.contains { $0.hasPrefix("-c") } ? nil : .goesOn(program)
    case "nc", "ncat": return has("-l", "-lk", "-kl") ? .goesOn("\(program) -l") : nil
    default: return nil
    }
  }

  /// Whether one of the commands of a line is a `read` that somebody must answer.
  private static func reads(_ line: Substring) -> Bool {
    guard line.contains("read"), !line.contains("<"), !line.contains("|") else { return false }
    return line.split(whereSeparator: { $0 == ";" || $0 == "&" }).contains { part in
      let words = part.split(whereSeparator: \.isWhitespace)
      let inQuotes = line[..<part.startIndex].count { $0 == "\"" || $0 == "'" } % 2 == 1
      return words.first == "read" && !inQuotes && !words.contains { $0.hasPrefix("-t") }
    }
  }

  private static func cluster(_ program: String, _ rest: [String], _ follows: Bool) -> Kind? {
    let verb = rest.first { !$0.hasPrefix("-") } ?? ""
    let isTerminal =
      rest.contains { ["-it", "-ti", "--tty"].contains($0) }
      || rest.contains("-i") && rest.contains("-t")
    switch verb {
    case "edit": return .asks("\(program) edit")
    case "attach", "rsh", "exec", "run", "debug":
      let shell = rest.last.map { shells.contains(TrackPaths.name(of: $0)) } ?? false
      return isTerminal && shell || verb == "rsh" && rest.count < 3
        ? .asks("\(program) \(verb)") : nil
    case "port-forward", "proxy": return .goesOn("\(program) \(verb)")
    case "logs": return follows ? .goesOn("\(program) logs -f") : nil
    case "get":
      let watches = rest.contains { ["-w", "--watch", "--watch=true"].contains($0) }
      return watches ? .goesOn("\(program) get -w") : nil
    default: return nil
    }
  }
}
