/// What a site tells about itself: lines in `site.log`, for the person who looks for a reason.
import Platform
import Synchronization

package final class SiteLog: Sendable {
  /// How serious a line is.
  package enum Level: String, Sendable {
    case information = "info"
    case warning
    case failure = "error"
  }

  private let file: FileDescriptor?
  private let last = Mutex("")

  /// A log that adds to a file; without a path it is silent.
  package init(path: String?) {
    file = path.flatMap { try? FileDescriptor.appending($0, mode: 0o600) }
  }

  /// Adds a line. The same line again and again is written once.
  package func write(_ level: Level, _ message: String) {
    let isNew = last.withLock { last in
      defer { last = message }
      return last != message
    }
    guard isNew, let file else { return }
    try? file.writeAll("\(WallTime.now().rfc3339Nano) \(level.rawValue) \(message)\n")
  }
}
