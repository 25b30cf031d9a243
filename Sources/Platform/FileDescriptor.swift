import CPlatform
import Glibc
import Synchronization

/// An open descriptor that this object owns: it is closed when the object goes, or by `close()`.
package final class FileDescriptor: Sendable {
  private let storage: Atomic<Int32>

  /// Takes ownership of an open descriptor.
  package init(takingOwnership number: Int32) { storage = Atomic(number) }

  deinit { close() }

  /// The descriptor's number, or -1 when it has been closed.
  package var number: Int32 { storage.load(ordering: .relaxed) }

  /// True until it is closed.
  package var isOpen: Bool { number >= 0 }

  /// Closes it now: `close(2)`. Closing twice does nothing. No other thread may be using it.
  package func close() {
    let number = storage.exchange(-1, ordering: .acquiringAndReleasing)
    if number >= 0 { _ = Glibc.close(number) }
  }

  /// Gives up ownership: the caller closes the number that is returned.
  package func release() -> Int32 { storage.exchange(-1, ordering: .acquiringAndReleasing) }

  /// Opens a file with raw `O_…` flags, close-on-exec: `open(2)`.
  package static func open(
    _ path: String, _ flags: Int32, mode: UInt32 = 0o666
  ) throws(SystemError) -> FileDescriptor {
    FileDescriptor(
      takingOwnership: try shimCall("open \(path)") {
        unsafe trestle_open(path, flags, mode)
      })
  }

  /// Opens an existing file for reading.
  package static func reading(_ path: String) throws(SystemError) -> FileDescriptor {
    try open(path, O_RDONLY)
  }

  /// Opens a file for writing at its end, making it when it is not there.
  package static func appending(
    _ path: String, mode: UInt32 = 0o644
  ) throws(SystemError) -> FileDescriptor {
    try open(path, O_WRONLY | O_CREAT | O_APPEND, mode: mode)
  }

  /// Opens a file for writing from its beginning, making it or emptying it.
  package static func writing(
    _ path: String, mode: UInt32 = 0o644
  ) throws(SystemError) -> FileDescriptor {
    try open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
  }

  /// Opens a file for writing over what it has, making it when it is not there. Nothing is cut off,
  /// so that a file system has no reason to write the file out, as it has when one is emptied or
  /// replaced.
  package static func overwriting(
    _ path: String, mode: UInt32 = 0o644
  ) throws(SystemError) -> FileDescriptor {
    try open(path, O_WRONLY | O_CREAT, mode: mode)
  }

  /// A pipe whose ends are close-on-exec: `pipe2(2)`.
  package static func pipe() throws(SystemError) -> (read: FileDescriptor, write: FileDescriptor) {
    var ends: (Int32, Int32) = (-1, -1)
    try shimCall("make a pipe") {
      unsafe withUnsafeMutableBytes(of: &ends) {
        unsafe trestle_pipe($0.assumingMemoryBound(to: Int32.self).baseAddress)
      }
    }
    return (FileDescriptor(takingOwnership: ends.0), FileDescriptor(takingOwnership: ends.1))
  }

  /// Another descriptor for the same open file, close-on-exec: `dup(2)`.
  package func duplicate() throws(SystemError) -> FileDescriptor {
    FileDescriptor(
      takingOwnership: try systemCall("duplicate descriptor \(number)") {
        fcntl(number, F_DUPFD_CLOEXEC, 3)
      })
  }

  /// Whether reads and writes return at once when they cannot go on: `O_NONBLOCK`.
  package func setNonBlocking(_ on: Bool = true) throws(SystemError) {
    try shimCall("change the mode of descriptor \(number)") {
      trestle_set_nonblocking(number, on ? 1 : 0)
    }
  }

  /// Whether it is a terminal: `isatty(3)`.
  package var isTerminal: Bool { isatty(number) == 1 }
}

/// The standard streams of this process. They are never closed.
package enum StandardStream {
  private static let streams = (0...2).map { FileDescriptor(takingOwnership: Int32($0)) }
  /// Descriptor 0.
  package static var input: FileDescriptor { streams[0] }
  /// Descriptor 1.
  package static var output: FileDescriptor { streams[1] }
  /// Descriptor 2.
  package static var error: FileDescriptor { streams[2] }
}
