/// Shells keeps one bash per terminal tab on a pseudoterminal of its own, gives it commands as their
/// author wrote them, and knows from marks in the output, never by guessing at prompts, where a
/// command's output begins, where it ends and what its exit code was.
import Platform

/// What a shell is started with.
package struct ShellSettings: Sendable {
  /// The program and its first arguments; bash's own options are added. A launcher that ends by
  /// executing its arguments may stand before bash.
  package var command: [String]
  /// The whole environment of the shell.
  package var environment: [String: String]
  /// Where it starts.
  package var directory: String
  /// The terminal's size.
  package var size: TerminalSize
  /// The prompt, as bash's PS1 is written; `folderInPrompt` stands for the working folder.
  package var prompt: String
  /// What the prompt calls folders, by their paths; others are called by their last names.
  package var folderNames: [String: String] = [:]
  /// A folder for this shell's own files: its start file, its history and the command to run.
  package var stateDirectory: String
  /// Pagers print through and language and time zone are fixed, so that output can be compared.
  package var plain: Bool
  /// How many lines that have scrolled away the live screen keeps.
  package var scrollback: Int
  /// A file that keeps what the terminal shows, for a later shell to show again; nothing without it.
  package var record: String?
  /// A file for a recording of what the terminal shows, as players read it; nothing without it.
  package var cast: String?
  /// How long an interrupted command may take to end before a harder signal comes.
  package var patience = Duration.seconds(2)

  /// A bash in a folder.
  package init(
    directory: String, stateDirectory: String, environment: [String: String] = Environment.all,
    prompt: String = "$ ", size: TerminalSize = TerminalSize(columns: 120, rows: 40),
    command: [String] = ["/bin/bash"], plain: Bool = false, scrollback: Int = 10_000
  ) {
    self.directory = directory
    self.stateDirectory = stateDirectory
    self.environment = environment
    self.prompt = prompt
    self.size = size
    self.command = command
    self.plain = plain
    self.scrollback = scrollback
  }

  /// The process to start; `identity` marks all that the shell will ever start.
  func launch(identity: String, startFile: String) -> ProcessLaunch {
    var environment = environment
    if environment["TERM"] == nil { environment["TERM"] = "xterm-256color" }
    environment[ShellSettings.mark] = identity
    environment["COLUMNS"] = nil
    environment["LINES"] = nil
    if plain {
      for name in ["PAGER", "GIT_PAGER", "MANPAGER", "SYSTEMD_PAGER"] { environment[name] = "cat" }
      environment["LC_ALL"] = "C.UTF-8"
      environment["TZ"] = "UTC"
    }
    return ProcessLaunch(
      command.first ?? "/bin/bash",
      command.dropFirst() + ["--noprofile", "--rcfile", startFile, "-i"],
      environment: environment, directory: directory)
  }

  /// What stands in a prompt for the name of the working folder.
  package static let folderInPrompt = "$__tw"

  /// Whether a command is nothing but a shell, for which ours stands.
  package static func isShell(_ command: String) -> Bool {
    let words = command.split(separator: " ")
    guard let name = words.first?.split(separator: "/").last else { return true }
    return ["bash", "sh", "zsh"].contains(name)
      && words.dropFirst().allSatisfy { $0.hasPrefix("-") }
  }

  /// The name in the environment by which a shell's processes are found when it is closed.
  static let mark = "TRESTLE_SHELL"
}
