import Glibc
import Platform
import Testing

/// Waits until a named condition holds; on time-out the failure prints what was last seen.
func eventually<Seen: Sendable>(
  _ condition: String, within limit: Duration = .seconds(5),
  _ look: () async throws -> Seen, holds: (Seen) -> Bool
) async throws {
  let deadline = MonotonicTime.now() + limit
  var seen = try await look()
  while !holds(seen) {
    if MonotonicTime.now() > deadline {
      Issue.record("not within \(limit): \(condition); last seen: \(seen)")
      return
    }
    await Task.yield()
    seen = try await look()
  }
}

/// Calls with a folder that is removed afterwards.
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result
{
  let folder = try Files.makeTemporaryDirectory(prefix: "platform-tests")
  defer { try? Files.remove(folder) }
  return try await body(folder)
}

/// Runs the work on the loop's own thread and waits for it.
func on<Result: Sendable>(
  _ loop: EventLoop, _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    loop.post { continuation.resume(with: Swift.Result { try body() }) }
  }
}
