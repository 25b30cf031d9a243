/// Platform is the only place that talks to the operating system: descriptors, sockets, processes,
/// pseudoterminals, files, signals and time, each as a safe operation named after what it does.
import CPlatform
import Glibc

/// An error number of the system: `errno(3)`.
package struct Errno: Hashable, Sendable {
  /// The number that the C library uses.
  package let rawValue: Int32

  /// The error with this number.
  package init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// The number that the last failed call of this thread left.
  static var current: Errno { Errno(errno) }

  package static let noEntry = Errno(ENOENT)
  package static let exists = Errno(EEXIST)
  package static let permission = Errno(EPERM)
  package static let access = Errno(EACCES)
  package static let interrupted = Errno(EINTR)
  package static let wouldBlock = Errno(EAGAIN)
  package static let inProgress = Errno(EINPROGRESS)
  package static let badDescriptor = Errno(EBADF)
  package static let invalid = Errno(EINVAL)
  package static let notDirectory = Errno(ENOTDIR)
  package static let isDirectory = Errno(EISDIR)
  package static let noProcess = Errno(ESRCH)
  package static let noChild = Errno(ECHILD)
  package static let inputOutput = Errno(EIO)
  package static let brokenPipe = Errno(EPIPE)
  package static let addressInUse = Errno(EADDRINUSE)
  package static let addressUnavailable = Errno(EADDRNOTAVAIL)
  package static let connectionRefused = Errno(ECONNREFUSED)
  package static let connectionReset = Errno(ECONNRESET)
  package static let connectionAborted = Errno(ECONNABORTED)
  package static let timedOut = Errno(ETIMEDOUT)
  package static let tooManyFiles = Errno(EMFILE)
  package static let nameTooLong = Errno(ENAMETOOLONG)
  package static let hostUnreachable = Errno(EHOSTUNREACH)

  /// The constant's name, as `ENOENT`: `strerrorname_np(3)`.
  package var name: String {
    unsafe trestle_errno_name(rawValue).map { unsafe String(cString: $0) } ?? "error \(rawValue)"
  }

  /// The system's own words for it: `strerrordesc_np(3)`.
  package var sentence: String {
    unsafe trestle_errno_sentence(rawValue).map { unsafe String(cString: $0) } ?? "Unknown error"
  }
}

/// What the system refused: which operation, on what, why, and what to do when that is known.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system's reason.
  package let code: Errno
  /// What was attempted, as words that follow "cannot": `open /etc/hosts`.
  package let attempt: String
  /// What the reader can do about it, a full sentence.
  package let remedy: String?

  /// An error with these parts.
  package init(_ code: Errno, attempt: String, remedy: String? = nil) {
    self.code = code
    self.attempt = attempt
    self.remedy = remedy
  }

  package var description: String {
    let sentence = "cannot \(attempt): \(code.sentence) (\(code.name))"
    return remedy.map { "\(sentence). \($0)" } ?? sentence
  }
}

/// Calls again while a signal interrupts it, and turns -1 into the error: the one such place.
@inline(__always)
func systemCall<Result: SignedInteger>(
  _ attempt: @autoclosure () -> String, _ call: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = Errno.current
    if code != .interrupted { throw SystemError(code, attempt: attempt()) }
  }
}

/// The same for our own C functions, which return the negated error number.
@inline(__always)
@discardableResult
func shimCall(
  _ attempt: @autoclosure () -> String, _ call: () -> Int32
) throws(SystemError) -> Int32 {
  while true {
    let result = call()
    if result >= 0 { return result }
    if result != -EINTR { throw SystemError(Errno(-result), attempt: attempt()) }
  }
}
