import Grading
import Testing

@testable import Interface

/// The time that a lab may take.
@Suite struct TimeTests {
  private static let files = Stage.files.merging([
    "track.yml": "{slug: greet, type: track, title: Greetings, timelimit: 600}"
  ]) { $1 }

  private func bar(_ stage: Stage) -> String { stage.lines[39] }

  @Test func goes_on_after_a_resume_where_it_was_left() throws {
    var stage = try Stage(rows: 40, columns: 120, files: Self.files)
    #expect(bar(stage).contains("10 min left"))
    stage.lab(.started("up"))
    stage.handle(.timer(.flash))
    for _ in 0..<25 { stage.lab(.timePassed(seconds: 5)) }
    #expect(bar(stage).contains("8 min left"))
    let kept = try Progress(stage.interface.progress.value)
    let again = try Stage(rows: 40, columns: 120, files: Self.files, progress: kept)
    #expect(bar(again).contains("8 min left"))
  }

  @Test func is_kept_with_each_minute_and_draws_nothing_in_between() throws {
    var stage = try Stage.started(rows: 40, columns: 120, files: Self.files)
    var kept = 0
    var drawn = 0
    for _ in 0..<48 {
      stage.lab(.timePassed(seconds: 5))
      kept += stage.takeActions().count { $0 == .keep }
      if stage.interface.change != .nothing { drawn += 1 }
    }
    #expect(kept == 4)
    #expect(drawn == 4)
  }

  @Test func begins_anew_with_the_lab() throws {
    var stage = try Stage.started(rows: 40, columns: 120, files: Self.files)
    stage.lab(.timePassed(seconds: 200))
    stage.press("R Enter")
    #expect(stage.interface.progress.seconds == 0)
  }

  @Test func comes_first_in_a_narrow_bar_when_it_is_short() throws {
    var stage = try Stage.started(files: Self.files)
    stage.lab(.timePassed(seconds: 400))
    #expect(stage.lines[23].contains("Step 1.1 ○ open │ 4 min left"), "\(stage.lines[23])")
    stage.lab(.timePassed(seconds: 400))
    #expect(stage.lines[23].contains("time is up"))
  }
}
