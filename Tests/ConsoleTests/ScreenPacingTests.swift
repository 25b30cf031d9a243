import Platform
import Testing

@testable import Console

@Suite struct ScreenPacingTests {
  /// The pauses, in milliseconds, after changes that come so long after the pause before.
  private func pauses(after gaps: [Int64]) -> [Duration] {
    var pacing = ScreenPacing()
    var now = MonotonicTime(nanoseconds: 1_000_000_000)
    return gaps.map { gap in
      now = now + .milliseconds(gap)
      let pause = pacing.pause(at: now)
      now = now + pause
      return pause
    }
  }

  @Test func keys_are_shown_at_once() {
    #expect(pauses(after: [0, 30, 5, 100]) == [.zero, .zero, .zero, .zero])
  }

  @Test func a_stream_is_shown_as_often_as_a_person_sees() {
    #expect(
      pauses(after: [0, 0, 0, 0, 1, 0, 1])
        == [.zero] + [1, 2, 4, 8, 16, 16].map(Duration.milliseconds))
  }

  @Test func what_comes_after_a_stream_is_shown_at_once_again() {
    #expect(
      pauses(after: [0, 0, 0, 10, 0]) == [
        .zero, .milliseconds(1), .milliseconds(2), .zero, .milliseconds(1),
      ])
  }
}
