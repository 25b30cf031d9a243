import Emulation
import Platform

/// What a command reads when it reads its standard input.
package enum CommandInput: Hashable, Sendable {
  /// The terminal, as when a person types the command.
  case terminal
  /// Nothing: reading ends at once.
  case empty
}

/// What came of a command in a shell.
package struct CommandResult: Sendable {
  /// How a command ended.
  package enum Outcome: Hashable, Sendable {
    /// By itself.
    case finished
    /// It did not end in time and was interrupted; what it had printed is there.
    case timedOut
    /// The shell ended while it ran, or had ended before.
    case shellDied
  }

  /// The command as it was given.
  package let command: String
  /// How it ended.
  package let outcome: Outcome
  /// The exit code; nil when the shell could not tell it.
  package let status: Int32?
  /// What a person saw of its output: no prompt, no echo, no colours, progress lines collapsed.
  package let text: String
  /// Its output as it came, at most `rawLimit` bytes of it.
  package let raw: [UInt8]
  /// Whether it took the whole screen for itself, as an editor does.
  package let isFullScreen: Bool
  /// How long it ran.
  package let duration: Duration

  /// How many bytes of a command's output are kept as they came.
  package static let rawLimit = 16 << 20
}

/// A command that has been given to the shell, and its output so far.
struct Run {
  let number: Int
  let command: String
  let began: MonotonicTime
  var hasBegun = false
  var timedOut = false
  var received = 0
  var isFullScreen = false
  var raw: [UInt8] = []
  var screen: Screen

  /// How much of the output is kept as it came.
  private let rawLimit: Int

  /// - Parameter lines: how many lines that have scrolled away are kept.
  init(number: Int, command: String, size: TerminalSize, lines: Int = 200_000) {
    self.number = number
    self.command = command
    began = .now()
    rawLimit = number > 0 ? CommandResult.rawLimit : 0
    screen = Screen(columns: size.columns, rows: size.rows, scrollback: lines)
  }

  /// How many lines of what a person's own command prints are kept for whoever watches.
  static let typedLines = 2000

  mutating func take(_ bytes: [UInt8]) {
    screen.feed(bytes)
    isFullScreen = isFullScreen || screen.isAlternate
    received += bytes.count
    if raw.count < rawLimit { raw += bytes.prefix(rawLimit - raw.count) }
  }

  func result(_ outcome: CommandResult.Outcome, _ status: Int32?) -> CommandResult {
    CommandResult(
      command: command, outcome: timedOut && outcome == .finished ? .timedOut : outcome,
      status: status, text: screen.text, raw: raw, isFullScreen: isFullScreen,
      duration: .now() - began)
  }
}

/// A shell that could not do what was asked of it.
package struct ShellError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  package enum Code: Hashable, Sendable {
    /// It ended before its first prompt.
    case endedAtStart
    /// Its first prompt did not come in time.
    case noPrompt
  }

  /// Which failure.
  package let code: Code
  /// What the shell had printed.
  package let output: String
  /// Where it was to run.
  package let directory: String

  package var description: String {
    let printed = output.isEmpty ? "It printed nothing." : "It printed: \(output)"
    return switch code {
    case .endedAtStart:
      "the shell in \(directory) ended before its first prompt. \(printed)"
    case .noPrompt:
      "the shell in \(directory) did not show its first prompt in time. \(printed)"
    }
  }
}
