import Testing
import Transcripts

@testable import Labs

@Suite struct ReportsExitCodeTests {
  @Test(arguments: [
    (ReportsFixture.run(.exact, .similar), 0, 0),
    (ReportsFixture.run(.exact, .drift), 0, 4),
    (ReportsFixture.run(.exact, .unverified), 0, 4),
    (ReportsFixture.run(.exact, .different), 1, 1),
    (ReportsFixture.run(.exact, .notReady), 1, 1),
    (ReportsFixture.run(.exact, .error), 1, 1),
    (ReportsFixture.run(.exact, .error, isEnvironmental: true), 3, 3),
    (ReportsFixture.run(.exact, checks: [true, false]), 1, 1),
    (ReportsFixture.run(checks: [true]), 0, 0),
    (ReportsFixture.run(), 2, 2),
  ])
  func follows_from_the_worst_that_happened(report: RunReport, lenient: Int32, strict: Int32) {
    #expect(report.exitCode() == lenient)
    #expect(report.exitCode(strict: true) == strict)
  }

  @Test func skipping_everything_is_running_nothing() {
    var report = ReportsFixture.run(.exact)
    report.challenges[0].steps[0].skipReason = "not today"
    #expect(report.exitCode() == 2)
  }

  @Test func an_interruption_comes_first_and_a_problem_second() {
    var report = ReportsFixture.run(.different)
    report.problem = "no space left"
    #expect(report.exitCode() == 3)
    report.isInterrupted = true
    #expect(report.exitCode() == 130)
  }

  @Test func several_runs_end_as_the_worst_of_them() {
    let (good, bad) = (ReportsFixture.run(.exact), ReportsFixture.run(.different))
    #expect(RunReport.exitCode(of: [good, bad]) == 1)
    #expect(RunReport.exitCode(of: [good, ReportsFixture.run()]) == 2)
    #expect(RunReport.exitCode(of: []) == 2)
  }

  @Test func durations_are_rounded_to_their_decimals() {
    #expect(Duration.milliseconds(12_345).seconds(decimals: 1) == "12.3")
    #expect(Duration.milliseconds(999).seconds(decimals: 1) == "1.0")
    #expect(Duration.milliseconds(7).seconds(decimals: 3) == "0.007")
    #expect(Duration.seconds(61).seconds(decimals: 0) == "61")
  }
}
