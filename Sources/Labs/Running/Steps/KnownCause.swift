import Tracks
import Transcripts

/// Why a learner's step was not done, where the cause is one that many run into.
package enum KnownCause: Hashable, Sendable {
  /// There is no such program; perhaps another one was meant.
  case unknownProgram(String, meant: String?)
  /// A word that is nearly the one of the step.
  case misspelt(String, meant: String)
  /// The step's command was run in another terminal than its own.
  case otherTerminal(String, meant: String)
  /// All would be well but for a state that passes by itself.
  case notReady

  /// What a learner is told about it.
  package var hint: String {
    switch self {
    case .unknownProgram(let name, let meant?):
      "There is no program \(name) here; \(meant) is probably meant."
    case .unknownProgram(let name, nil): "There is no program \(name) on this host."
    case .misspelt(let word, let meant): "You have typed \(word), and the step has \(meant)."
    case .otherTerminal(let name, let meant):
      "This was run in the terminal \(name), and the step belongs in \(meant)."
    case .notReady: "It only takes some time: run it again in a moment."
    }
  }

  /// Programs that labs are about.
  private static let programs = ["oc", "kubectl", "skupper", "crc", "curl", "podman", "docker"]

  /// The cause that shows in what commands have printed.
  /// - Parameter wanted: the commands of the step.
  package static func of(
    _ outputs: [CommandOutput], wanted: [String], verdict: Verdict
  ) -> KnownCause? {
    guard verdict.isFailure else { return nil }
    let wantedWords = wanted.map { words($0) }
    for output in outputs.reversed() {
      if let match = output.text.firstMatch(of: /([^\s:'"]+): command not found/) {
        let name = String(match.1)
        let known = wantedWords.compactMap(\.first) + programs
        let meant = known.contains(name) ? nil : Spelling.nearest(to: name, in: known)
        return .unknownProgram(name, meant: meant)
      }
    }
    if let typed = outputs.last.map({ words($0.command) }), !wantedWords.contains(typed) {
      for words in wantedWords where words.count == typed.count {
        let differing = zip(typed, words).filter { $0 != $1 }
        if differing.count == 1, let (word, meant) = differing.first,
          Spelling.nearest(to: word, in: [meant]) != nil
        {
          return .misspelt(word, meant: meant)
        }
      }
    }
    return verdict == .notReady ? .notReady : nil
  }

  /// The cause where a command was run elsewhere than in the step's terminal.
  package static func of(
    _ command: String, in terminal: String, wanted: [String], meant: String
  ) -> KnownCause? {
    guard terminal != meant, wanted.contains(where: { words($0) == words(command) }) else {
      return nil
    }
    return .otherTerminal(terminal, meant: meant)
  }

  private static func words(_ command: String) -> [String] {
    command.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
