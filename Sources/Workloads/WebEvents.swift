import HTTP
import Synchronization

/// Tells every open page that something changed.
final class WebEvents: Sendable {
  private struct Subscribers {
    var next = 0
    var open: [Int: AsyncStream<Void>.Continuation] = [:]
  }

  private let subscribers = Mutex(Subscribers())

  /// One element for each change from now on.
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

  func announce() {
    for continuation in subscribers.withLock({ Array($0.open.values) }) { continuation.yield() }
  }

  /// Ends all streams.
  func stop() {
    for continuation in subscribers.withLock({ Array($0.open.values) }) { continuation.finish() }
  }

  /// Changes as server-sent events, with a word now and then so that a lost page is noticed.
  static func response(_ changes: AsyncStream<Void>) -> HTTPResponse {
    HTTPResponse(
      headers: ["Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"],
      body: .stream { writer in
        try await writer.write(": listening\r\n\r\n")
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for await _ in changes { try await writer.write("data: 1\r\n\r\n") }
          }
          group.addTask {
            while true {
              try await Task.sleep(for: .seconds(15))
              try await writer.write(": ping\r\n\r\n")
            }
          }
          try await group.next()
          group.cancelAll()
        }
      })
  }
}
