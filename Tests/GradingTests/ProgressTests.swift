import Documents
import Testing

@testable import Grading

@Suite struct ProgressTests {
  private func progress(_ events: Progress.Event...) -> Progress {
    events.reduce(Progress()) { $0.after($1) }
  }

  @Test func counts_attempts_until_the_step_passes() {
    let progress = progress(
      .stepFailed("a", verdict: "different"), .stepFailed("a", verdict: "not-ready"),
      .stepPassed("a", verdict: "similar"))
    #expect(
      progress.steps["a"] == StepProgress(state: .passed, attempts: 3, verdict: "similar"))
  }

  @Test func what_has_passed_stays_passed_until_it_is_reset() {
    let passed = progress(
      .stepPassed("a", verdict: "exact"), .stepFailed("a", verdict: "different"),
      .stepSkipped("a"), .hintTaken("a"))
    #expect(passed.steps["a"]?.state == .passed)
    #expect(passed.steps["a"]?.hints == 0)
    #expect(passed.after(.stepReset("a")).steps["a"] == StepProgress(attempts: 2))
  }

  @Test func a_skipped_step_can_still_be_done() {
    let skipped = progress(.stepSkipped("a"))
    #expect(skipped.steps["a"]?.state == .skipped)
    #expect(skipped.after(.stepPassed("a", verdict: "exact")).steps["a"]?.state == .passed)
  }

  @Test func a_check_says_how_things_are_now() {
    let progress = progress(.checkPassed("link"), .checkFailed("link", message: "it is down"))
    #expect(progress.checks["link"] == CheckProgress(hasPassed: false, message: "it is down"))
  }

  @Test func a_reset_begins_anew() {
    #expect(
      progress(.stepPassed("a", verdict: "exact"), .checkPassed("c"), .reset) == Progress())
  }

  @Test func time_is_added_up_over_all_sittings_until_a_reset() throws {
    let first = progress(.timeSpent(seconds: 70), .timeSpent(seconds: -5))
    let second = try Progress(first.value).after(.timeSpent(seconds: 5))
    #expect(second.seconds == 75)
    #expect(second.value.json() == #"{"version":1,"steps":{},"checks":{},"seconds":75}"#)
    #expect(second.after(.reset).seconds == 0)
    #expect(try Progress(["version": 1, "seconds": -3]).seconds == 0)
  }

  @Test func is_stored_and_read_again() throws {
    let progress = progress(
      .hintTaken("b"), .stepPassed("a", verdict: "drift"), .stepFailed("b", verdict: "error"),
      .stepUnverified("c"), .checkFailed("link", message: "down"), .checkPassed("sql"))
    let text = progress.value.json()
    #expect(
      text == #"{"version":1,"steps":{"#
        + #""a":{"state":"passed","attempts":1,"hints":0,"verdict":"drift"},"#
        + #""b":{"state":"failed","attempts":1,"hints":1,"verdict":"error"},"#
        + #""c":{"state":"unverified","attempts":1,"hints":0,"verdict":"unverified"}},"#
        + #""checks":{"link":{"passed":false,"message":"down"},"sql":{"passed":true}}}"#)
    #expect(try Progress(JSON.parse(text)) == progress)
  }

  @Test func keeps_what_it_can_read_of_a_damaged_document() throws {
    let damaged: Value = [
      "version": 1, "steps": ["a": ["state": "passed"], "b": ["state": "flying"], "c": 7],
      "checks": 3,
    ]
    #expect(try Progress(damaged) == Progress(steps: ["a": StepProgress(state: .passed)]))
  }

  @Test func refuses_what_is_not_progress() {
    let error = #expect(throws: ProgressError.self) { try Progress("hello") }
    #expect(
      error?.description
        == "The stored progress cannot be read because it is text without a version."
        + " Start the track anew with a reset.")
    #expect(throws: ProgressError.self) { try Progress(["version": 2]) }
  }
}
