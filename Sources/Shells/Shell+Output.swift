import Emulation
import Platform

extension Shell {
  /// The terminal can be read, written, or has no process any more.
  func terminalIsReady(_ readiness: Readiness) {
    guard let terminal else { return }
    if readiness.contains(.write) { flush() }
    guard readiness.contains(.read) else { return }
    do {
      guard let bytes = try terminal.descriptor.read() else { return }
      if !bytes.isEmpty { return take(bytes) }
    } catch {}
    // EIO: the last process that had the terminal open is gone.
    loop.unregister(terminal.descriptor)
  }

  /// The shell's process has ended: its last words are read, then who waits is told.
  func processEnded(_ ended: ChildProcess, _ status: ExitStatus) {
    guard let process, process === ended else { return }
    if let terminal {
      while let bytes = (try? terminal.descriptor.read()) ?? nil, !bytes.isEmpty { take(bytes) }
      show(scanner.flush())
      loop.unregister(terminal.descriptor)
    }
    finish(.shellDied, status.shellCode)
    endProcesses(of: ended.pid, hangUp: true)
    activity = .ended(status)
    terminal = nil
    self.process = nil
    unwritten = []
    hidesEcho = false
    typed = nil
    tell(.ended(status))
    checkWaiters()
  }

  /// Applies output: what the terminal shows, and what the marks in it say.
  func take(_ bytes: [UInt8]) {
    for piece in scanner.scan(bytes) {
      switch piece {
      case .bytes(let bytes): show(bytes)
      case .mark(let mark): take(mark)
      }
    }
    checkWaiters()
  }

  private func take(_ mark: MarkScanner.Mark) {
    switch mark {
    case .prompt:
      if current == nil || activity == .starting { activity = .idle }
      notePrompt()
    case .begin(let number):
      guard let number else {
        if current == nil {
          activity = .busy
          beginTyped()
        }
        return
      }
      guard number == current?.number else { return }
      hidesEcho = false
      current?.hasBegun = true
    case .end(let status, let number):
      guard let number else { return endTyped(status) }
      guard number == current?.number else { return }
      finish(.finished, status)
    }
  }

  /// Shows bytes on the live screen and to whoever listens, and keeps them for the command.
  func show(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, !hidesEcho else { return }
    if current?.hasBegun == true { current?.take(bytes) }
    typed?.take(bytes)
    display(bytes)
    let replies = screen.takeReplies()
    if !replies.isEmpty { send(replies) }
  }

  /// Shows bytes that did not come from the shell, such as the command that is about to run.
  func display(_ bytes: [UInt8]) {
    screen.feed(bytes)
    let events = screen.takeEvents()
    if !newsListeners.isEmpty { for event in events { tell(.event(event)) } }
    for listener in listeners.values { listener.yield(bytes) }
    record?.append(bytes)
    if !isUnrecorded { cast?.append(bytes) }
    tellChange()
  }

  func finish(_ outcome: CommandResult.Outcome, _ status: Int32?) {
    guard let run = current else { return }
    results[run.number] = run.result(outcome, status)
    if results.count > 16, let oldest = results.keys.min() { results[oldest] = nil }
    current = nil
    // The prompt's own mark says when the next command can be given.
    activity = .busy
  }

  /// Waits until the condition holds; false when the time was over before or the task was cancelled.
  func wait(
    _ timeout: Duration?, until condition: @escaping @Sendable (isolated Shell) -> Bool
  ) async -> Bool {
    if condition(self) { return true }
    lastNumber += 1
    let number = lastNumber
    let timer = timeout.map { limit in
      loop.schedule(after: limit) { self.assumeIsolated { $0.giveUp(number) } }
    }
    let held = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiters.append(
          Waiter(
            number: number,
            condition: { self.assumeIsolated { condition($0) } },
            resume: { continuation.resume(returning: $0) }))
        if Task.isCancelled { giveUp(number) }
      }
    } onCancel: {
      loop.post { self.assumeIsolated { $0.giveUp(number) } }
    }
    if let timer { loop.cancel(timer) }
    return held
  }

  func checkWaiters() {
    guard !waiters.isEmpty else { return }
    let ready = waiters.filter { $0.condition() }
    guard !ready.isEmpty else { return }
    let numbers = Set(ready.map(\.number))
    waiters.removeAll { numbers.contains($0.number) }
    for waiter in ready { waiter.resume(true) }
  }

  private func giveUp(_ number: Int) {
    guard let index = waiters.firstIndex(where: { $0.number == number }) else { return }
    waiters.remove(at: index).resume(false)
  }
}
