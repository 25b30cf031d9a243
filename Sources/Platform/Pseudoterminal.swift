import CPlatform
import Glibc

/// The size of a terminal in characters.
package struct TerminalSize: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  /// A size; what is not between 1 and 65,535 is brought there.
  package init(columns: Int, rows: Int) {
    self.columns = min(max(columns, 1), 65535)
    self.rows = min(max(rows, 1), 65535)
  }
}

/// A pseudoterminal: `pty(7)`. This process holds the controlling side; a child sees a terminal.
package final class Pseudoterminal: Sendable {
  /// The controlling side, non-blocking. Reading fails with EIO once no process has the terminal.
  package let descriptor: FileDescriptor
  /// The path of the terminal itself, as `/dev/pts/3`.
  package let path: String

  /// Opens a new one of this size: `posix_openpt(3)`, `ptsname_r(3)`.
  package init(size: TerminalSize) throws(SystemError) {
    var name = [CChar](repeating: 0, count: 128)
    let number = try shimCall("open a pseudoterminal") {
      unsafe trestle_open_terminal(
        UInt16(size.rows), UInt16(size.columns), &name, name.count)
    }
    descriptor = FileDescriptor(takingOwnership: number)
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try descriptor.setNonBlocking()
  }

  /// Starts a process as the leader of a new session whose controlling terminal this is.
  package func start(_ launch: ProcessLaunch) throws(SystemError) -> ChildProcess {
    var launch = launch
    launch.terminal = path
    launch.grouping = .session
    return try launch.start()
  }

  /// Changes the size; the foreground processes get SIGWINCH: `TIOCSWINSZ`.
  package func resize(_ size: TerminalSize) throws(SystemError) {
    try shimCall("resize \(path)") {
      trestle_set_terminal_size(descriptor.number, UInt16(size.rows), UInt16(size.columns))
    }
  }

  /// The process group in the foreground, nil when there is none: `tcgetpgrp(3)`.
  package var foregroundGroup: Int32? {
    let group = tcgetpgrp(descriptor.number)
    return group > 0 ? group : nil
  }

  /// The size of the terminal behind a descriptor, nil when it is none: `TIOCGWINSZ`.
  package static func size(of descriptor: FileDescriptor) -> TerminalSize? {
    var rows: UInt16 = 0
    var columns: UInt16 = 0
    let result = unsafe trestle_get_terminal_size(descriptor.number, &rows, &columns)
    guard result >= 0, rows > 0, columns > 0 else { return nil }
    return TerminalSize(columns: Int(columns), rows: Int(rows))
  }
}
