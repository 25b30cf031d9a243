import Platform
import Synchronization

/// Work that goes on for a while, once at a time for each key, on threads of its own.
final class Errands: Sendable {
  private let name: String
  private let doorbell: Doorbell
  private let underway = Mutex<Set<String>>([])

  /// - Parameter doorbell: rung whenever one of them has ended.
  init(_ name: String, ringing doorbell: Doorbell) {
    self.name = name
    self.doorbell = doorbell
  }

  /// Begins the work, unless what has that key is under way.
  func begin(_ key: String, _ work: @escaping @Sendable () -> Void) {
    guard underway.withLock({ $0.insert(key).inserted }) else { return }
    do {
      try SystemThread.start(name: name) {
        work()
        self.underway.withLock { _ = $0.remove(key) }
        self.doorbell.ring()
      }
    } catch {
      underway.withLock { _ = $0.remove(key) }
      SkupperPod.log("\(error)")
    }
  }

  /// How long to wait after an attempt, the first being 1: twice as long each time, at most 5 s.
  static func pause(after attempt: Int) -> Duration {
    .milliseconds(min(5000, 250 << min(attempt, 5)))
  }
}
