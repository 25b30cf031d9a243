import Emulation
import Platform

/// One persistent bash on a pseudoterminal: what a terminal tab of a lab is.
///
/// Commands given by `run` and lines typed by a person go to the same shell, and each leaves behind
/// what it changes: folder, variables, functions, jobs. All of a shell's work is done on one event
/// loop's thread.
package actor Shell {
  /// What the shell is doing.
  package enum Activity: Hashable, Sendable {
    /// Not started, or closed.
    case stopped
    /// Reading its start file.
    case starting
    /// Waiting at its prompt.
    case idle
    /// Running a command that was given by `run` or `start`.
    case running
    /// Running what a person typed.
    case busy
    /// It has ended by itself.
    case ended(ExitStatus)
  }

  /// The loop that all shells share; it runs as long as this process. Who works closely with shells
  /// works on it too: nothing has to wake another thread then.
  package static let sharedLoop: Result<EventLoop, SystemError> = {
    do throws(SystemError) {
      return .success(try EventLoop.start(name: "shells"))
    } catch {
      return .failure(error)
    }
  }()

  /// This shell's loop.
  nonisolated let loop: EventLoop
  nonisolated package var unownedExecutor: UnownedSerialExecutor { loop.unownedExecutor }

  /// What it was made with; the size is the present one.
  package internal(set) var settings: ShellSettings
  /// What it is doing.
  package internal(set) var activity = Activity.stopped
  /// What a person who looks at the terminal sees.
  package internal(set) var screen: Screen

  var terminal: Pseudoterminal?
  var process: ChildProcess?
  var scanner = MarkScanner(key: "")
  /// Marks the processes of this shell, and not the output.
  let identity: String
  var unwritten: [UInt8] = []
  var current: Run?
  /// The results of the latest runs by number; at most sixteen.
  var results: [Int: CommandResult] = [:]
  var latestRun = 0
  var lastNumber = 0
  /// True between sending a driven line and its beginning: its echo is not shown.
  var hidesEcho = false
  var waiters: [Waiter] = []
  var listeners: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
  var changeListener: (@Sendable () -> Void)?
  var newsListeners: [Int: AsyncStream<ShellNews>.Continuation] = [:]
  var lastListener = 0
  /// Where the last prompt ends.
  var promptPlace: Place?
  /// The command that a person has typed and that runs now, while somebody wants to know.
  var typed: Run?
  var record: ScreenRecord?
  var cast: CastRecord?
  /// Whether what is shown now stays out of the recording.
  var isUnrecorded = false

  /// Somebody who waits for a condition of the shell.
  struct Waiter {
    let number: Int
    let condition: () -> Bool
    let resume: (Bool) -> Void
  }

  /// A shell that is not started yet.
  package init(_ settings: ShellSettings) throws {
    loop = try Self.sharedLoop.get()
    self.settings = settings
    identity = RandomText.hexadecimal(16)
    screen = Screen(
      columns: settings.size.columns, rows: settings.size.rows, scrollback: settings.scrollback)
    record = settings.record.map(ScreenRecord.init)
    cast = settings.cast.map { CastRecord(path: $0, size: settings.size) }
    if let bytes = record?.bytes, !bytes.isEmpty {
      // Who reads the record later has to see the same.
      record?.append(screen.feed(leftBehind: bytes))
    }
  }

  /// Starts bash and waits for its first prompt. A shell that has ended or was closed starts anew.
  package func start(timeout: Duration = .seconds(10)) async throws {
    guard process == nil else { return }
    let key = RandomText.hexadecimal(16)
    let folder = settings.stateDirectory
    try Files.makeDirectory(folder, mode: 0o700)
    let startFile = "\(folder)/bashrc"
    let content = StartFile(
      key: key, prompt: settings.prompt, folderNames: settings.folderNames,
      historyFile: "\(folder)/history", commandFile: commandFile)
    try Files.write(startFile, text: content.text, mode: 0o600)
    defer { try? Files.removeFile(startFile) }

    let terminal = try Pseudoterminal(size: settings.size)
    let process = try terminal.start(
      settings.launch(identity: identity, startFile: startFile))
    self.terminal = terminal
    self.process = process
    scanner = MarkScanner(key: key)
    activity = .starting
    try loop.register(terminal.descriptor, .read) { readiness in
      self.assumeIsolated { $0.terminalIsReady(readiness) }
    }
    process.onExit(on: loop) { status in
      self.assumeIsolated { $0.processEnded(process, status) }
    }
    let before = screen.text.utf8.count
    _ = await wait(timeout) { $0.activity != .starting }
    if activity == .idle { return }
    let output = String(decoding: screen.text.utf8.dropFirst(before), as: UTF8.self)
    let code: ShellError.Code = activity == .starting ? .noPrompt : .endedAtStart
    await close()
    throw ShellError(code: code, output: output, directory: settings.directory)
  }

  /// The shell's process id, nil when it does not run.
  package var pid: Int32? { process?.pid }

  /// Where the shell is now, nil when it does not run.
  package var currentDirectory: String? {
    process.flatMap { try? Files.linkTarget("/proc/\($0.pid)/cwd") }
  }

  /// Sends keys, as if a person pressed them. After a line end the shell counts as busy until its
  /// next prompt, so that no driven command can fall into what the line starts.
  package func type(_ bytes: [UInt8]) {
    guard process != nil else { return }
    if activity == .idle, bytes.contains(0x0D) || bytes.contains(0x0A) { activity = .busy }
    send(bytes)
  }

  /// Sends text, as if a person typed it.
  package func type(_ text: String) { type(Array(text.utf8)) }

  /// Changes the size; programs are told.
  package func resize(_ size: TerminalSize) {
    guard size != settings.size else { return }
    settings.size = size
    screen.resize(columns: size.columns, rows: size.rows)
    cast?.resize(size)
    current?.screen.resize(columns: size.columns, rows: size.rows)
    typed?.screen.resize(columns: size.columns, rows: size.rows)
    try? terminal?.resize(size)
    tellChange()
  }

  /// What the terminal shows from now on, as bytes for a terminal. Driven lines appear as the
  /// commands that they run. The stream ends when the shell is closed.
  package func output() -> AsyncStream<[UInt8]> {
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    lastListener += 1
    let number = lastListener
    listeners[number] = continuation
    continuation.onTermination = { _ in
      Task { await self.removeListener(number) }
    }
    return stream
  }

  private func removeListener(_ number: Int) { listeners[number] = nil }

  var commandFile: String { "\(settings.stateDirectory)/command" }

  func send(_ bytes: [UInt8]) {
    unwritten += bytes
    flush()
  }

  /// Writes what the terminal takes now; the rest when it is ready.
  func flush() {
    guard let terminal, !unwritten.isEmpty else { return }
    if let count = try? terminal.descriptor.write(unwritten) { unwritten.removeFirst(count) }
    try? loop.modify(terminal.descriptor, unwritten.isEmpty ? .read : [.read, .write])
  }
}

extension Screen {
  /// Shows what an earlier shell of the same terminal had shown, above what comes now: whatever a
  /// program had set ends, and what was on its screen is left.
  /// - Returns: what ends it, as bytes.
  fileprivate mutating func feed(leftBehind bytes: [UInt8]) -> [UInt8] {
    feed(bytes)
    var end =
      "\u{1B}[?1049l\u{1B}[!p\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?2004l\u{1B}[0m"
    feed(end)
    if cursor.column > 0 {
      feed("\r\n")
      end += "\r\n"
    }
    _ = takeReplies()
    _ = takeEvents()
    return Array(end.utf8)
  }
}

/// Text that cannot be guessed.
enum RandomText {
  static func hexadecimal(_ bytes: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef")
    return String((0..<bytes * 2).map { _ in digits[Int(generator.next(upperBound: UInt(16)))] })
  }
}
