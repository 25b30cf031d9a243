import Emulation
import Platform

extension Shell {
  /// Runs a command of one or many lines and waits for its end.
  ///
  /// The whole text is one unit to the shell, and one entry of its history. When the command has not
  /// ended after `timeout`, or has printed nothing for `silence`, it is interrupted, and what it had
  /// printed is in the result. A shell that is busy is waited for, within the same time.
  package func run(
    _ command: String, timeout: Duration = .seconds(120), silence: Duration? = nil,
    input: CommandInput = .terminal
  ) async -> CommandResult {
    let begin = MonotonicTime.now()
    guard let number = await give(command, timeout: timeout, input: input) else {
      return refused(command, begin)
    }
    let ended = await waitForEnd(of: number, until: begin + timeout, silence: silence)
    // A task of its own: a cancelled one would have no patience with the command's end.
    if !ended { await Task { await stop(number) }.value }
    return results[number] ?? refused(command, begin)
  }

  /// Gives the shell a command that does not end by itself and leaves it running in the terminal;
  /// false when the shell was not idle in time. `waitFor`, `waitForEnd`, `interrupt` and `type` go
  /// on with it.
  package func start(
    _ command: String, timeout: Duration = .seconds(30), input: CommandInput = .terminal
  ) async -> Bool {
    await give(command, timeout: timeout, input: input) != nil
  }

  /// Waits until the running command's text so far fulfils the predicate. False when the time is
  /// over or the command has ended without fulfilling it.
  package func waitFor(
    timeout: Duration, _ predicate: @escaping @Sendable (String) -> Bool
  ) async -> Bool {
    let number = current?.number
    _ = await wait(timeout) { shell in
      shell.current?.number != number || shell.current == nil || predicate(shell.latestText)
    }
    return predicate(latestText)
  }

  /// The text of the running command so far, or of the last one.
  private var latestText: String { current?.screen.text ?? results[latestRun]?.text ?? "" }

  /// Waits for the end of the command that runs; nil when it still runs then. When none runs, the
  /// result of the last one.
  package func waitForEnd(timeout: Duration) async -> CommandResult? {
    guard let number = current?.number else { return results[latestRun] }
    return await wait(timeout) { $0.current?.number != number } ? results[number] : nil
  }

  /// Waits until the live screen fulfils the predicate; false when the time is over before.
  package func waitForScreen(
    timeout: Duration, _ predicate: @escaping @Sendable (Screen) -> Bool
  ) async -> Bool {
    await wait(timeout) { predicate($0.screen) }
  }

  /// Waits until the shell is at its prompt; false when the time is over or it has ended.
  package func waitUntilIdle(timeout: Duration) async -> Bool {
    _ = await wait(timeout) { $0.activity == .idle || !$0.isAlive }
    return activity == .idle
  }

  /// True while bash runs.
  package var isAlive: Bool { process != nil }

  /// Interrupts the running command (SIGINT, then SIGTERM, then SIGKILL to its processes) and
  /// returns its result, nil when none runs.
  @discardableResult
  package func interrupt() async -> CommandResult? {
    guard let number = current?.number else {
      interruptForeground(.interrupt)
      return nil
    }
    await Task { await stop(number, marksTimeout: false) }.value
    return results[number]
  }

  /// What the running command has printed so far, as a person sees it.
  package var runningText: String? { current?.screen.text }

  private func give(
    _ command: String, timeout: Duration, input: CommandInput
  ) async -> Int? {
    let deadline = MonotonicTime.now() + timeout
    // Of several who wait, the first takes the prompt and the others wait for the next one.
    while activity != .idle {
      let left = Duration.nanoseconds(deadline.nanosecondsFromNow)
      let ready = await wait(left) { $0.activity == .idle || !$0.isAlive }
      guard ready, isAlive else { return nil }
    }
    let text = Self.cleaned(command)
    lastNumber += 1
    do {
      let file = try FileDescriptor.overwriting(commandFile, mode: 0o600)
      // What an earlier and longer command left behind the zero byte is not read.
      try file.writeAll("\(lastNumber) \(text)\0")
    } catch { return nil }
    current = Run(number: lastNumber, command: command, size: settings.size)
    latestRun = lastNumber
    activity = .running
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    display(Array((lines.joined(separator: "\r\n> ") + "\r\n").utf8))
    hidesEcho = true
    send(Array(StartFile.drivenLine(input: input).utf8))
    return lastNumber
  }

  private func waitForEnd(
    of number: Int, until deadline: MonotonicTime, silence: Duration?
  ) async -> Bool {
    while true {
      let left = Duration.nanoseconds(deadline.nanosecondsFromNow)
      guard let silence, silence < left else {
        return await wait(left) { $0.current?.number != number }
      }
      let seen = current?.received
      let moved = await wait(silence) {
        $0.current?.number != number || $0.current?.received != seen
      }
      if current?.number != number { return true }
      if !moved { return false }
    }
  }

  /// Ends a command from the outside, step by step harder; the shell itself at the very last.
  private func stop(_ number: Int, marksTimeout: Bool = true) async {
    if marksTimeout { current?.timedOut = true }
    for signal in [Signal.interrupt, .terminate, .kill] {
      guard current?.number == number else { return }
      interruptForeground(signal)
      if await wait(settings.patience, until: { $0.current?.number != number }) { return }
    }
    if current?.number == number { await close() }
  }

  /// Sends a signal to the processes in the foreground, to bash itself only an interrupt.
  private func interruptForeground(_ signal: Signal) {
    guard let terminal, let process, let group = terminal.foregroundGroup else { return }
    if group != process.pid || signal == .interrupt { signal.send(toGroup: group) }
  }

  private func refused(_ command: String, _ begin: MonotonicTime) -> CommandResult {
    CommandResult(
      command: command, outcome: isAlive ? .timedOut : .shellDied, status: nil, text: "", raw: [],
      isFullScreen: false, duration: .now() - begin)
  }

  /// The text without line ends at its end, and without zero bytes, which bash cannot hold.
  private static func cleaned(_ text: String) -> String {
    var view = text.filter { $0 != "\0" }[...]
    while view.utf8.last == 0x0A { view.unicodeScalars.removeLast() }
    return String(view)
  }
}
