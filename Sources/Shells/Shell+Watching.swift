import Emulation
import Platform

/// What a shell tells those who watch it.
package enum ShellNews: Sendable {
  /// A command that a person typed has ended.
  case typed(CommandResult)
  /// A program told the terminal something that does not show.
  case event(Event)
  /// The shell has ended by itself.
  case ended(ExitStatus)
}

extension Shell {
  /// Calls the listener on the loop's thread whenever the screen has changed, until the shell is
  /// closed. The listener only takes note; it must not call the shell.
  package func onChange(_ listener: @escaping @Sendable () -> Void) { changeListener = listener }

  /// What happens besides. The stream ends when the shell is closed.
  package func news() -> AsyncStream<ShellNews> {
    let (stream, continuation) = AsyncStream.makeStream(of: ShellNews.self)
    lastListener += 1
    newsListeners[lastListener] = continuation
    return stream
  }

  func tell(_ news: ShellNews) {
    for listener in newsListeners.values { listener.yield(news) }
  }

  func tellChange() { changeListener?() }

  /// Nobody is told of what the shell does from now on.
  package func endNews() {
    for listener in newsListeners.values { listener.finish() }
    newsListeners = [:]
  }

  func endListeners() {
    for listener in listeners.values { listener.finish() }
    (listeners, changeListener) = ([:], nil)
    endNews()
  }

  // What a person types.

  /// The prompt stands there: what a person types begins here.
  func notePrompt() { promptPlace = screen.place }

  /// A typed line begins to run; the screen has what was typed.
  func beginTyped() {
    guard !newsListeners.isEmpty else { return }
    let line = promptPlace.map { screen.text(from: $0) } ?? ""
    let command = line.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated().map { $0 > 0 && $1.hasPrefix("> ") ? $1.dropFirst(2) : $1 }
      .joined(separator: "\n")
    typed = Run(
      number: 0, command: String(Self.trimmed(command)), size: settings.size,
      lines: Run.typedLines)
  }

  func endTyped(_ status: Int32) {
    guard let run = typed else { return }
    typed = nil
    tell(.typed(run.result(.finished, status)))
  }

  private static func trimmed(_ text: String) -> Substring {
    var text = text[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return text.drop(while: \.isWhitespace)
  }
}

/// What a recording does not hold.
extension Shell {
  /// Leaves what is shown from now on out of the recording, which has a mark in its place.
  package func hideFromRecording(_ mark: String) {
    guard !isUnrecorded else { return }
    cast?.append(Array(mark.utf8))
    isUnrecorded = true
  }

  /// Records again what is shown.
  package func goOnRecording() { isUnrecorded = false }
}
