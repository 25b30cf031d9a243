import Platform

/// How often a terminal's screen is shown: at once while it changes now and then, as it does when a
/// person types, and at most as often as a person can see while a program writes without end.
struct ScreenPacing {
  private static let longest = Duration.milliseconds(16)
  /// Changes that follow each other faster than this come from a program.
  private static let quick = Duration.milliseconds(2)

  private var pause = Duration.zero
  /// The next change is not to be taken before; nothing as long as none was.
  private(set) var earliest: MonotonicTime?

  /// How long to wait before the next change is taken.
  /// - Parameter now: when the present one was shown.
  @discardableResult
  mutating func pause(at now: MonotonicTime) -> Duration {
    let isQuick = earliest.map { now - $0 < Self.quick } ?? false
    pause = isQuick ? min(Self.longest, max(pause * 2, .milliseconds(1))) : .zero
    earliest = now + pause
    return pause
  }
}
