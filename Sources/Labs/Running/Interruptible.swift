import Platform

/// Work that ends early when somebody asks the program to end.
enum Interruptible {
  /// Does the work; a request to end cancels it, and it ends in its own good order.
  static func run<Result: Sendable>(
    _ work: @escaping @Sendable () async -> Result
  ) async throws(SystemError) -> Result {
    let requests = try Signals.stream(Signals.requestsToEnd)
    let task = Task { await work() }
    let watcher = Task {
      for await _ in requests {
        task.cancel()
        return
      }
    }
    defer { watcher.cancel() }
    return await task.value
  }
}
