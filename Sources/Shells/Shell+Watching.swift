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
  /// Tells that the screen has changed, once however often it did since the last time was taken.
  /// The stream ends when the shell is closed.
  package func changes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    lastListener += 1
    changeListeners[lastListener] = continuation
    continuation.yield()
    return stream
  }

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

  func tellChange() {
    for listener in changeListeners.values { listener.yield() }
  }

  func endListeners() {
    for listener in listeners.values { listener.finish() }
    for listener in changeListeners.values { listener.finish() }
    for listener in newsListeners.values { listener.finish() }
    (listeners, changeListeners, newsListeners) = ([:], [:], [:])
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

  // The record of the screen.

  /// Shows what an earlier shell of the same terminal had shown, above what comes now.
  func showRecord() {
    guard let record = settings.record else { return }
    var bytes: [UInt8] = []
    for path in ["\(record).old", record] { bytes += (try? Files.read(path)) ?? [] }
    guard !bytes.isEmpty else { return }
    screen.feed(bytes)
    // Whatever a program had set ends here, and what was on its screen is left.
    screen.feed(
      "\u{1B}[?1049l\u{1B}[!p\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?2004l\u{1B}[0m")
    if screen.cursor.column > 0 { screen.feed("\r\n") }
    _ = screen.takeReplies()
    _ = screen.takeEvents()
  }

  /// Keeps what is shown, so that a later shell can show it again.
  func keep(_ bytes: [UInt8]) {
    guard let record = settings.record else { return }
    if recording == nil {
      recording = try? FileDescriptor.appending(record)
      recorded = Files.size(record) ?? 0
    }
    guard let recording else { return }
    try? recording.writeAll(bytes)
    recorded += bytes.count
    guard recorded > Self.mostRecorded else { return }
    recording.close()
    self.recording = nil
    try? Files.move(record, to: "\(record).old")
  }

  /// How many bytes one of the record's two files has at most, and a little more.
  static let mostRecorded = 1 << 20
}
