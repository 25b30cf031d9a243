import Platform
import Synchronization

/// The step that runs now and since when, for the last line of a terminal.
final class LiveStep: Sendable {
  private let state = Mutex<(words: String, began: MonotonicTime)?>(nil)
  private let show: @Sendable (String?) -> Void
  private let ticker = Mutex<Task<Void, Never>?>(nil)

  /// - Parameter show: draws the line, or takes it away.
  init(_ show: @escaping @Sendable (String?) -> Void) { self.show = show }

  /// Something runs from now on.
  func begin(_ words: String) {
    state.withLock { $0 = (words, MonotonicTime.now()) }
    draw()
    ticker.withLock { ticker in
      if ticker != nil { return }
      ticker = Task { [weak self] in
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(1))
          self?.draw()
        }
      }
    }
  }

  /// What runs is at this point.
  func note(_ words: String) {
    state.withLock { if let began = $0?.began { $0 = (words, began) } }
    draw()
  }

  /// Nothing runs any more.
  func end() {
    state.withLock { $0 = nil }
    ticker.withLock { ticker in
      ticker?.cancel()
      ticker = nil
    }
    show(nil)
  }

  private func draw() {
    guard let (words, began) = state.withLock({ $0 }) else { return }
    let seconds = (MonotonicTime.now() - began).seconds(decimals: 0)
    show("  . \(words) (\(seconds) s)")
  }
}
