import Glibc
import Platform
import Synchronization

/// Tells every open page that the database changed: listens on the channel `changes`, and tries
/// again each second while there is no database.
final class ChangeFeed: Sendable {
  private let target: PostgreSQLClient.Target
  private let events = WebEvents()
  private let hasStopped = Mutex(false)
  private let pause = Duration.seconds(1)

  init(target: PostgreSQLClient.Target) { self.target = target }

  /// One element for each change from now on, and one when the database comes back.
  func changes() -> AsyncStream<Void> { events.changes() }

  /// Begins to listen, on a thread of its own.
  func start() throws {
    try SystemThread.start(name: "portal-changes") { [self] in
      var wasDown = false
      while !isStopped {
        do {
          try listen(announcing: wasDown)
        } catch {
          wasDown = true
          wait()
        }
      }
    }
  }

  /// Ends the listening and all streams.
  func stop() {
    hasStopped.withLock { $0 = true }
    events.stop()
  }

  private var isStopped: Bool { hasStopped.withLock { $0 } }

  private func listen(announcing: Bool) throws {
    let client = try PostgreSQLClient(target)
    _ = try client.query("listen changes")
    if announcing { events.announce() }
    while !isStopped {
      guard try client.nextNotification(within: pause) != nil else { continue }
      events.announce()
    }
  }

  /// A second's rest that ends at once when the feed is stopped is not worth a lock: the process
  /// ends anyway.
  private func wait() {
    let end = MonotonicTime.now() + pause
    while !isStopped, end.nanosecondsFromNow > 0 { usleep(50_000) }
  }
}
