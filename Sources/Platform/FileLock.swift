import Glibc

/// A lock on a file, held while this object lives and freed by the system whatever happens to the
/// process: `flock(2)`. The holder's pid stands in the file.
package final class FileLock: Sendable {
  /// What trying to lock came to.
  package enum Attempt: Sendable {
    /// This process holds it now.
    case acquired(FileLock)
    /// Another process holds it; its pid when it could be read.
    case heldBy(Int32?)
  }

  private let descriptor: FileDescriptor

  private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// Tries to take the lock without waiting, making the file when it is not there.
  package static func acquire(_ path: String) throws(SystemError) -> Attempt {
    let file = try FileDescriptor.open(path, O_RDWR | O_CREAT, mode: 0o600)
    if flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      let code = Errno.current
      guard code == .wouldBlock else { throw SystemError(code, attempt: "lock \(path)") }
      let text = try file.read(atMost: 32).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return .heldBy(Int32(text.prefix { $0.isNumber }))
    }
    _ = try systemCall("empty \(path)") { ftruncate(file.number, 0) }
    try file.writeAll("\(getpid())\n")
    return .acquired(FileLock(file))
  }

  deinit { release() }

  /// Frees the lock now. Closing alone would not do while a child that is just being started still
  /// has a copy of the descriptor.
  package func release() {
    _ = flock(descriptor.number, LOCK_UN)
    descriptor.close()
  }
}
