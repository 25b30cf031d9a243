/// Joins a client with a program in a container until one of them has had enough.
import Documents
import HTTP
import Kubernetes
import Platform
import Synchronization

final class ExecSession: Sendable {
  typealias Start = @Sendable () async throws(StatusError) -> ContainerProgram

  private let connection: UpgradedConnection
  private let conversation: Mutex<any ExecConversation>
  private let start: Start
  private let program = Mutex<ContainerProgram?>(nil)
  private let isOver = Mutex(false)

  /// How long a client may take to say good-bye after it was told how the program ended.
  private static let patience = Duration.seconds(5)
  /// How long output is read that the program's children may still hold open after its end.
  private static let afterglow = Duration.seconds(1)

  init(
    _ connection: UpgradedConnection, _ conversation: any ExecConversation,
    start: @escaping Start
  ) {
    self.connection = connection
    self.conversation = Mutex(conversation)
    self.start = start
  }

  /// Runs until the client is gone or knows how the program ended.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      let (starts, started) = AsyncStream<ContainerProgram>.makeStream()
      group.addTask { [self] in
        try? await listen(started)
        started.finish()
      }
      group.addTask { [self] in
        for await program in starts {
          await follow(program)
          break
        }
        if !isOver.withLock({ $0 }) { try? await Task.sleep(for: Self.patience) }
      }
      await group.next()
      program.withLock { $0 }?.leave()
      group.cancelAll()
    }
  }

  private func listen(_ started: AsyncStream<ContainerProgram>.Continuation) async throws {
    var actions = conversation.withLock { $0.begin() }
    guard try await perform(actions, started) else { return }
    for try await bytes in connection.received {
      actions = conversation.withLock { $0.receive(bytes) }
      guard try await perform(actions, started) else { return }
    }
    isOver.withLock { $0 = true }
  }

  /// Does what the conversation wants; false when it is over.
  private func perform(
    _ actions: [ExecAction], _ started: AsyncStream<ContainerProgram>.Continuation? = nil
  ) async throws -> Bool {
    for action in actions {
      switch action {
      case .write(let bytes): try await connection.write(bytes)
      case .start:
        do throws(StatusError) {
          let made = try await start()
          program.withLock { $0 = made }
          started?.yield(made)
        } catch {
          try await say(.ended(ContainerProgram.failure(error.message)))
        }
      case .tell(let event): await tell(event)
      case .close:
        isOver.withLock { $0 = true }
        return false
      }
    }
    return true
  }

  private func tell(_ event: ExecEvent) async {
    guard let program = program.withLock({ $0 }) else { return }
    switch event {
    case .input(let bytes):
      // A program that takes no more input is no failure of its client.
      try? await program.input?.write(bytes)
    case .endOfInput:
      if program.hasTerminal {
        try? await program.input?.write([0x04])
      } else {
        program.input?.finishWriting()
      }
    case .resize(let columns, let rows):
      program.resize(TerminalSize(columns: columns, rows: rows))
    }
  }

  /// Passes on what the program prints, and how it ends.
  private func follow(_ program: ContainerProgram) async {
    await withTaskGroup(of: Void.self) { group in
      for output in program.outputs {
        group.addTask { [self] in
          for await bytes in output.bytes {
            try? await say(output.isError ? .error(bytes) : .output(bytes))
          }
        }
      }
      let status = await program.status()
      let timer = Task {
        try await Task.sleep(for: Self.afterglow)
        program.leave()
      }
      await group.waitForAll()
      timer.cancel()
      try? await say(.ended(status))
    }
  }

  private func say(_ reply: ExecReply) async throws {
    _ = try await perform(conversation.withLock { $0.send(reply) })
  }
}
