import Testing
import Tracks

@testable import Labs

@Suite struct RunScopeTests {
  private let track: Track

  init() throws {
    track = try TrackReader.read(
      path: "lab.md",
      files: TrackFiles(texts: [
        "lab.md": """
        # First

        Make one file:

        ```bash
        echo one
        ```

        Make two files:

        ```bash
        echo two
        ```

        # Second

        Make three files:

        ```bash
        echo three
        ```
        """
      ]))
  }

  @Test func a_whole_run_has_all_steps() throws {
    let (ids, unreported) = try RunScope().steps(of: track)
    #expect(ids == Set(track.steps.map(\.id)))
    #expect(ids.count == 3)
    #expect(unreported.isEmpty)
  }

  @Test func a_start_leaves_what_comes_before_unreported_and_a_stop_leaves_the_rest_out() throws {
    let scope = RunScope(start: "TWO files", stop: track.steps[1].id)
    let (ids, unreported) = try scope.steps(of: track)
    #expect(ids == Set(track.steps[...1].map(\.id)))
    #expect(unreported == [track.steps[0].id])
    #expect(!scope.isWhole)
  }

  @Test func only_leaves_out_what_comes_before() throws {
    let (ids, unreported) = try RunScope(only: "three").steps(of: track)
    #expect(ids == [track.steps[2].id])
    #expect(unreported.isEmpty)
  }

  @Test func a_name_of_no_step_is_said() {
    #expect(
      throws: LabError(
        .input, "No step has the id or title \"four\"; 'trestle show' lists them.")
    ) { try RunScope(stop: "four").steps(of: track) }
  }

  @Test func a_stop_before_the_start_is_said() {
    #expect(
      throws: LabError(
        .input, "The run would stop at \"Make one file\" before it starts at \"Make three files\".")
    ) { try RunScope(start: "three", stop: "one").steps(of: track) }
  }
}
