import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform

/// A conversation with a program in a container: what goes in, what comes out, how it ended.
///
/// `@unchecked Sendable`: the thread that made it also runs its loop, and nobody else touches it.
final class ProgramStream: @unchecked Sendable {
  /// What the program gets as its input.
  enum Input {
    case none
    /// A descriptor, as it has something.
    case descriptor(FileDescriptor)
    /// Pieces that are asked for one after the other; an empty one is the end.
    case pieces(() throws(CommandError) -> [UInt8])
  }

  private let connection: LoopConnection
  private let loop: EventLoop
  private let input: Input
  private let output: (_ isError: Bool, [UInt8]) throws(CommandError) -> Void
  private var channels = ProgramChannels()
  private var status: Value?
  private var failure: CommandError?
  private var isReading = false

  /// How much input may be on its way.
  private static let limit = 1 << 20

  /// Runs a program and comes back with its `Status` when it has ended.
  /// - Parameters:
  ///   - subresource: `exec` or `attach`.
  ///   - terminal: this process's terminal, when the program is to have one of the same size.
  static func run(
    _ call: Call, _ pod: Value, _ subresource: String, query: [HTTPRequest.QueryItem],
    input: Input, terminal: FileDescriptor? = nil,
    output: @escaping (_ isError: Bool, [UInt8]) throws(CommandError) -> Void
  ) throws(CommandError) -> Value {
    var query = query
    if case .none = input {} else { query.append(.init("stdin", "true")) }
    query.append(.init("stdout", "true"))
    query.append(terminal == nil ? .init("stderr", "true") : .init("tty", "true"))
    let client = try call.client()
    let asked = query
    let connection = try asking { () throws(ClientError) in
      try client.webSocket(
        client.path(.pods, pod.namespace, pod.name, subresource), query: asked,
        protocols: ProgramChannels.protocols)
    }
    do {
      return try ProgramStream(connection, EventLoop(), input, output).run(terminal)
    } catch let error as SystemError {
      throw CommandError(error.description)
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError("\(error)")
    }
  }

  private init(
    _ connection: LoopConnection, _ loop: EventLoop, _ input: Input,
    _ output: @escaping (_ isError: Bool, [UInt8]) throws(CommandError) -> Void
  ) {
    self.connection = connection
    self.loop = loop
    self.input = input
    self.output = output
  }

  private func run(_ terminal: FileDescriptor?) throws -> Value {
    let raw = try terminal.map { try RawTerminal($0) }
    defer { raw?.restore() }
    if let terminal {
      let size = { @Sendable [self] in
        if let size = Pseudoterminal.size(of: terminal) {
          connection.send(channels.resize(columns: size.columns, rows: size.rows))
        }
      }
      try Signals.observe([.windowChange], on: loop) { _ in size() }
      loop.post(size)
    }
    try connection.start(
      on: loop,
      .init(
        received: { [self] in received($0) }, drained: { [self] in readOn() },
        ended: { [self] error in
          if status == nil {
            fail(CommandError("lost connection to the site: \(error?.reason ?? "it was closed")"))
          }
          loop.stop()
        }))
    readOn()
    loop.run()
    connection.close()
    if let failure { throw failure }
    return status ?? [:]
  }

  private func received(_ bytes: [UInt8]) {
    do {
      for event in try channels.receive(bytes) {
        switch event {
        case .output(let bytes): try output(false, bytes)
        case .error(let bytes): try output(true, bytes)
        case .ended(let document): status = document
        case .answer(let bytes): connection.send(bytes)
        case .closed: loop.stop()
        }
      }
    } catch let error as CommandError {
      fail(error)
    } catch {
      fail(CommandError("the site's answer cannot be read: \(error)"))
    }
  }

  private func fail(_ error: CommandError) {
    failure = failure ?? error
    loop.stop()
  }

  /// Takes more input while there is room for it.
  private func readOn() {
    guard !isReading, status == nil else { return }
    switch input {
    case .none: break
    case .descriptor(let descriptor):
      do {
        try loop.register(descriptor, .read) { [self] _ in take(descriptor) }
        isReading = true
      } catch {
        // A plain file cannot be waited for; it always has something.
        pull { () throws(CommandError) in
          do { return try descriptor.read(atMost: 32_768) ?? [] } catch { return [] }
        }
      }
    case .pieces(let next): pull(next)
    }
  }

  private func take(_ descriptor: FileDescriptor) {
    let bytes = (try? descriptor.read(atMost: 32_768)) ?? []
    connection.send(bytes.isEmpty ? channels.endOfInput() : channels.input(bytes))
    if bytes.isEmpty || connection.waiting > Self.limit {
      loop.unregister(descriptor)
      // Nothing more is read after the end; otherwise it goes on when there is room.
      isReading = bytes.isEmpty
    }
  }

  private func pull(_ next: @escaping () throws(CommandError) -> [UInt8]) {
    isReading = true
    loop.schedule(after: .zero) { [self] in
      do throws(CommandError) {
        let bytes = try next()
        connection.send(bytes.isEmpty ? channels.endOfInput() : channels.input(bytes))
        guard !bytes.isEmpty else { return }
        if connection.waiting > Self.limit { isReading = false } else { pull(next) }
      } catch {
        fail(error)
      }
    }
  }
}

extension ProgramStream {
  /// Turns a `Status` that is a failure into the command's own.
  static func check(_ status: Value) throws(CommandError) {
    guard status["status"]?.string == "Failure" else { return }
    let causes = status["details", "causes"]?.array ?? []
    if status["reason"]?.string == "NonZeroExitCode",
      let code = causes.first(where: { $0["reason"]?.string == "ExitCode" })?["message"]?.string
    {
      throw CommandError(
        verbatim: "command terminated with exit code \(code)", exitCode: Int32(code) ?? 1)
    }
    throw CommandError(status["message"]?.string ?? "the program failed")
  }
}
