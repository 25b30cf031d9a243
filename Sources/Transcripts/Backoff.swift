/// How long to wait before a command is run again: short at first, then longer, then evenly.
package struct Backoff: Hashable, Sendable {
  /// The waits in their order; the last one repeats.
  package var delays: [Duration]

  package init(delays: [Duration]) { self.delays = delays }

  package static let standard = Backoff(delays: [
    .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2), .seconds(3), .seconds(5),
  ])

  /// The wait after that many attempts.
  package func delay(afterAttempts attempts: Int) -> Duration {
    guard let last = delays.last else { return .zero }
    let index = max(0, attempts - 1)
    return index < delays.count ? delays[index] : last
  }
}
