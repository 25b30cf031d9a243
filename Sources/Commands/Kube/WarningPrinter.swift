import Synchronization

/// Remembers which warnings a command has printed: each is printed once.
final class WarningPrinter: Sendable {
  private let seen = Mutex<Set<String>>([])

  func isNew(_ text: String) -> Bool { seen.withLock { $0.insert(text).inserted } }
}
