import Glibc
import Platform
import Synchronization

/// Tells every open page that the database changed: listens on the channel `changes`, and tries
/// again each second while there is no database.
final class ChangeFeed: Sendable {
  private struct Subscribers {
    var next = 0
    var open: [Int: AsyncStream<Void>.Continuation] = [:]
    var isStopped = false
  }

  private let target: PostgreSQLClient.Target
  private let subscribers = Mutex(Subscribers())
  private let pause = Duration.seconds(1)

  init(target: PostgreSQLClient.Target) { self.target = target }

  /// One element for each change from now on, and one when the database comes back.
  func changes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = subscribers.withLock { subscribers in
      subscribers.next += 1
      subscribers.open[subscribers.next] = continuation
      return subscribers.next
    }
    continuation.onTermination = { [weak self] _ in
      self?.subscribers.withLock { _ = $0.open.removeValue(forKey: number) }
    }
    return stream
  }

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
    let open = subscribers.withLock { subscribers in
      subscribers.isStopped = true
      return Array(subscribers.open.values)
    }
    for continuation in open { continuation.finish() }
  }

  private var isStopped: Bool { subscribers.withLock { $0.isStopped } }

  private func listen(announcing: Bool) throws {
    let client = try PostgreSQLClient(target)
    _ = try client.query("listen changes")
    if announcing { announce() }
    while !isStopped {
      guard try client.nextNotification(within: pause) != nil else { continue }
      announce()
    }
  }

  private func announce() {
    for continuation in subscribers.withLock({ Array($0.open.values) }) { continuation.yield() }
  }

  /// A second's rest that ends at once when the feed is stopped is not worth a lock: the process
  /// ends anyway.
  private func wait() {
    let end = MonotonicTime.now() + pause
    while !isStopped, end.nanosecondsFromNow > 0 { usleep(50_000) }
  }
}
