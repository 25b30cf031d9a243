import Platform
import Synchronization

/// One client's socket: bytes to messages, messages to the session, its actions back to bytes.
/// It lives on its own loop's thread.
final class PostgreSQLConnection {
  private let descriptor: FileDescriptor
  private let loop: EventLoop
  private let server: PostgreSQLServer
  private let process: Int32
  private var session: PostgreSQLSession<SQLiteEngine>
  private var input = FrameBuffer.server
  private var output: [UInt8] = []
  private var written = 0
  private var isClosing = false
  private var isClosed = false
  let mailbox: SessionMailbox

  /// Keeps the connection for as long as its loop runs; touched on the loop's thread alone.
  private final class Keeper: @unchecked Sendable {
    // Every access is in a closure that the connection's own loop runs.
    weak var connection: PostgreSQLConnection?
  }

  init(
    descriptor: FileDescriptor, loop: EventLoop, session: PostgreSQLSession<SQLiteEngine>,
    server: PostgreSQLServer, process: Int32
  ) {
    self.descriptor = descriptor
    self.loop = loop
    self.session = session
    self.server = server
    self.process = process
    let keeper = Keeper()
    mailbox = SessionMailbox { loop.post { keeper.connection?.readMail() } }
    keeper.connection = self
  }

  /// Begins to read. The loop's registration keeps the connection alive.
  func start() {
    do {
      try loop.register(descriptor, .read) { [self] readiness in
        if readiness.contains(.write) { flush() }
        if readiness.contains(.read) { readAll() }
      }
    } catch {
      server.log("LOG:  a connection cannot be read: \(error)")
      close()
    }
  }

  private func readAll() {
    do {
      while !isClosed, !isClosing, let bytes = try descriptor.read() {
        guard !bytes.isEmpty else {
          close()
          return
        }
        input.append(bytes)
        try takeMessages()
      }
    } catch let error as PostgreSQLError {
      perform(session.fail(error))
    } catch {
      close()
    }
    flush()
  }

  private func takeMessages() throws(PostgreSQLError) {
    while !isClosing, let message = try input.nextFrontend() { perform(session.receive(message)) }
  }

  private func readMail() {
    guard !isClosed else { return }
    for letter in mailbox.takeAll() {
      switch letter {
      case .notification(let notification): perform(session.receive(notification))
      case .end:
        perform(
          session.fail(
            .fatal("57P01", "terminating connection due to administrator command")))
      }
    }
    flush()
  }

  private func perform(_ actions: [SessionAction]) {
    for action in actions {
      switch action {
      case .send(let message):
        if case .errorResponse(let error) = message {
          server.log("\(error.severity):  \(error.message)")
        }
        output += message.bytes
      case .publish(let notification): server.publish(notification)
      case .cancel(let process, let key): server.cancel(process: process, key: key)
      case .close: isClosing = true
      }
    }
  }

  private func flush() {
    guard !isClosed else { return }
    do {
      while written < output.count {
        guard let count = try descriptor.write(output, from: written) else {
          try loop.modify(descriptor, [.read, .write])
          return
        }
        written += count
      }
      if written > 0 {
        output.removeAll(keepingCapacity: output.count < 1 << 20)
        written = 0
        try loop.modify(descriptor, .read)
      }
      if isClosing { close() }
    } catch {
      close()
    }
  }

  private func close() {
    guard !isClosed else { return }
    isClosed = true
    session.close()
    server.forget(process)
    loop.unregister(descriptor)
    descriptor.close()
    loop.stop()
  }
}
