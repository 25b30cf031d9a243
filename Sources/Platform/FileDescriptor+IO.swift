import Glibc

/// What one read or write on a descriptor came to.
package enum IOResult: Equatable, Sendable {
  /// So many bytes went through; more may follow at once.
  case bytes(Int)
  /// Nothing can go through now; wait until the descriptor is ready.
  case wouldBlock
  /// The other side has finished (reads only).
  case end
}

extension FileDescriptor {
  /// Reads once into the buffer's free room: `read(2)`.
  package func read(into buffer: IOBuffer) throws(SystemError) -> IOResult {
    let count = unsafe Glibc.read(number, buffer.writePointer, buffer.writable)
    if count > 0 {
      buffer.commit(count)
      return .bytes(count)
    }
    return try outcome(count, "read from")
  }

  /// Writes once from the buffer and consumes what went through: `write(2)`.
  package func write(from buffer: IOBuffer) throws(SystemError) -> IOResult {
    ignoreBrokenPipes
    let count = unsafe Glibc.write(number, buffer.readPointer, buffer.readable)
    if count >= 0 {
      buffer.consume(count)
      return .bytes(count)
    }
    return try outcome(count, "write to")
  }

  /// Writes once from several buffers in order and consumes what went through: `writev(2)`.
  package func write(gathering buffers: [IOBuffer]) throws(SystemError) -> IOResult {
    ignoreBrokenPipes
    let used = min(buffers.count, 64)
    let count = unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: used) { vectors in
      for index in 0..<used {
        unsafe vectors.initializeElement(
          at: index,
          to: iovec(iov_base: buffers[index].readPointer, iov_len: buffers[index].readable))
      }
      return unsafe writev(number, vectors.baseAddress, Int32(used))
    }
    if count < 0 { return try outcome(count, "write to") }
    var rest = count
    for buffer in buffers where rest > 0 {
      let part = min(rest, buffer.readable)
      buffer.consume(part)
      rest -= part
    }
    return .bytes(count)
  }

  /// Reads at most so many bytes, waiting for the first when the descriptor blocks. Empty at the
  /// end; nil when a non-blocking descriptor has nothing.
  package func read(atMost limit: Int = 65536) throws(SystemError) -> [UInt8]? {
    var code: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { storage, count in
      while true {
        let result = unsafe Glibc.read(number, storage.baseAddress, limit)
        count = max(0, result)
        if result >= 0 { return }
        let error = Errno.current
        if error != .interrupted {
          code = error
          return
        }
      }
    }
    if code == .wouldBlock { return nil }
    if let code { throw SystemError(code, attempt: "read from descriptor \(number)") }
    return bytes
  }

  /// Reads until the end. The descriptor blocks.
  package func readToEnd() throws(SystemError) -> [UInt8] {
    var all: [UInt8] = []
    while let part = try read(), !part.isEmpty { all += part }
    return all
  }

  /// Writes what can be written now, from an offset: the count, or nil when nothing can.
  package func write(_ bytes: [UInt8], from offset: Int = 0) throws(SystemError) -> Int? {
    ignoreBrokenPipes
    while true {
      let count = unsafe bytes.withUnsafeBytes { all in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[offset...])
        return unsafe Glibc.write(number, rest.baseAddress, rest.count)
      }
      if count >= 0 { return count }
      let code = Errno.current
      if code == .wouldBlock { return nil }
      if code != .interrupted {
        throw SystemError(code, attempt: "write to descriptor \(number)")
      }
    }
  }

  /// Writes all bytes, waiting as long as it takes, also on a non-blocking descriptor.
  package func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    var offset = 0
    while offset < bytes.count {
      if let count = try write(bytes, from: offset) {
        offset += count
      } else {
        _ = try waitUntil(.write)
      }
    }
  }

  /// Writes all of the text as UTF-8.
  package func writeAll(_ text: String) throws(SystemError) { try writeAll([UInt8](text.utf8)) }

  /// Waits until it can be read or written, at most so long: `poll(2)`. False when time is up.
  package func waitUntil(
    _ interest: Interest, timeout: Duration? = nil
  ) throws(SystemError) -> Bool {
    let deadline = timeout.map { MonotonicTime.now() + $0 }
    while true {
      var entry = pollfd(fd: number, events: 0, revents: 0)
      if interest.contains(.read) { entry.events |= Int16(POLLIN) }
      if interest.contains(.write) { entry.events |= Int16(POLLOUT) }
      var milliseconds: Int32 = -1
      if let deadline {
        let left = deadline.nanosecondsFromNow
        milliseconds = Int32(clamping: (left + 999_999) / 1_000_000)
      }
      let count = unsafe Glibc.poll(&entry, 1, milliseconds)
      if count > 0 { return true }
      if count == 0 { return false }
      let code = Errno.current
      if code != .interrupted { throw SystemError(code, attempt: "poll descriptor \(number)") }
    }
  }

  private func outcome(_ count: Int, _ verb: String) throws(SystemError) -> IOResult {
    if count == 0 { return .end }
    let code = Errno.current
    switch code {
    case .wouldBlock, .interrupted: return .wouldBlock
    default: throw SystemError(code, attempt: "\(verb) descriptor \(number)")
    }
  }
}
