import Synchronization

/// A descriptor that tasks read and write: they wait for one loop that watches all such descriptors,
/// not on threads. One task reads and one writes at a time.
///
/// `@unchecked Sendable`: everything mutable is touched by the loop's thread alone.
package final class AsyncDescriptor: @unchecked Sendable {
  private let descriptor: FileDescriptor
  private let isSocket: Bool
  private let loop: EventLoop
  private var interest: Interest = []
  private var reading: CheckedContinuation<[UInt8], Never>?
  private var limit = 0
  private var writing: (bytes: [UInt8], offset: Int, CheckedContinuation<SystemError?, Never>)?

  /// The loop that watches; it runs as long as this process.
  private static let loop: Result<EventLoop, SystemError> = {
    do throws(SystemError) {
      return .success(try EventLoop.start(name: "streams"))
    } catch {
      return .failure(error)
    }
  }()

  /// Takes a pipe's end, a pseudoterminal or a socket, and closes it in the end.
  package init(_ descriptor: FileDescriptor, isSocket: Bool = false) throws(SystemError) {
    self.descriptor = descriptor
    self.isSocket = isSocket
    loop = try Self.loop.get()
    try descriptor.setNonBlocking()
  }

  /// Connects to an address.
  package static func connect(
    to address: SocketAddress, from source: SocketAddress? = nil
  ) async throws(SystemError) -> AsyncDescriptor {
    let socket = try Socket.startConnecting(to: address, from: source)
    let connection = try AsyncDescriptor(socket, isSocket: true)
    // An empty write waits until the connection has been made or refused.
    if let error = await connection.put([], waitFirst: true) { throw error }
    if let code = socket.connectionError() {
      throw SystemError(code, attempt: "connect to \(address)")
    }
    socket.setNoDelay()
    return connection
  }

  /// The next bytes; none at the end, and none any more when it has been closed or has failed.
  package func read(atMost limit: Int = 32_768) async -> [UInt8] {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.post { [self] in
          guard descriptor.isOpen, reading == nil else { return continuation.resume(returning: []) }
          reading = continuation
          self.limit = limit
          progress()
        }
      }
    } onCancel: {
      close()
    }
  }

  /// Writes all bytes, and waits while the other side takes none.
  package func write(_ bytes: [UInt8]) async throws(SystemError) {
    if let error = await put(bytes, waitFirst: false) { throw error }
  }

  /// Says that nothing more will be written.
  package func finishWriting() {
    loop.post { [self] in
      guard descriptor.isOpen else { return }
      if isSocket { try? descriptor.shutdownWriting() } else { shut() }
    }
  }

  /// Closes it: whoever waits for it goes on. Closing twice does nothing.
  package func close() { loop.post { [self] in shut() } }

  private func put(_ bytes: [UInt8], waitFirst: Bool) async -> SystemError? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.post { [self] in
          guard descriptor.isOpen, writing == nil else {
            return continuation.resume(returning: closed)
          }
          writing = (bytes, 0, continuation)
          if waitFirst { watch() } else { progress() }
        }
      }
    } onCancel: {
      close()
    }
  }

  private var closed: SystemError {
    SystemError(.badDescriptor, attempt: "write to a stream that has been closed")
  }

  /// Reads and writes what can be read and written now.
  private func progress() {
    if let continuation = reading {
      let bytes: [UInt8]?
      do {
        bytes = try descriptor.read(atMost: limit)
      } catch {
        // A terminal whose programs have gone fails to be read; that is its end.
        bytes = []
      }
      if let bytes {
        reading = nil
        continuation.resume(returning: bytes)
      }
    }
    if let (bytes, offset, continuation) = writing { write(bytes, offset, continuation) }
    watch()
  }

  private func write(
    _ bytes: [UInt8], _ start: Int, _ continuation: CheckedContinuation<SystemError?, Never>
  ) {
    var offset = start
    var failure: SystemError?
    do {
      while offset < bytes.count {
        guard let count = try descriptor.write(bytes, from: offset) else {
          writing = (bytes, offset, continuation)
          return
        }
        offset += count
      }
    } catch {
      failure = error
    }
    writing = nil
    continuation.resume(returning: failure)
  }

  /// Waits for what is still to be done.
  private func watch() {
    var wanted: Interest = []
    if reading != nil { wanted.insert(.read) }
    if writing != nil { wanted.insert(.write) }
    guard wanted != interest, descriptor.isOpen else { return }
    defer { interest = wanted }
    do throws(SystemError) {
      if wanted.isEmpty {
        loop.unregister(descriptor)
      } else if interest.isEmpty {
        try loop.register(descriptor, wanted) { [self] _ in progress() }
      } else {
        try loop.modify(descriptor, wanted)
      }
    } catch {
      shut()
    }
  }

  private func shut() {
    guard descriptor.isOpen else { return }
    if !interest.isEmpty { loop.unregister(descriptor) }
    descriptor.close()
    reading?.resume(returning: [])
    reading = nil
    writing?.2.resume(returning: closed)
    writing = nil
  }
}
