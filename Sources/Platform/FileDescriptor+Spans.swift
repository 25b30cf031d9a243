import Glibc

extension FileDescriptor {
  /// Reads once into the span: `read(2)`.
  package func read(into span: inout MutableRawSpan) throws(SystemError) -> IOResult {
    let count = unsafe span.withUnsafeMutableBytes { room in
      unsafe Glibc.read(number, room.baseAddress, room.count)
    }
    return count > 0 ? .bytes(count) : try outcome(count, "read from")
  }

  /// Writes once from the span: `send(2)`, or `write(2)` for what is not a socket.
  package func write(_ span: RawSpan) throws(SystemError) -> IOResult {
    Signals.ignoreBrokenPipes()
    let count = unsafe span.withUnsafeBytes { bytes in
      unsafe Glibc.write(number, bytes.baseAddress, bytes.count)
    }
    return count >= 0 ? .bytes(count) : try outcome(count, "write to")
  }

  private func outcome(_ count: Int, _ verb: String) throws(SystemError) -> IOResult {
    if count == 0 { return .end }
    switch Errno.current {
    case .wouldBlock, .interrupted: return .wouldBlock
    case let code: throw SystemError(code, attempt: "\(verb) descriptor \(number)")
    }
  }
}
