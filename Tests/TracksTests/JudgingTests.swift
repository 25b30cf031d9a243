import Testing

@testable import Tracks

/// What can be judged, and when checks are asked.
@Suite struct JudgingTests {
  private static let page = """
    # First
    ```sh
    ls a
    ```
    - Paste the key, and save it.

    # Second
    ```sh
    ls b
    ```
    It prints:
    ```text
    b
    ```
    """

  @Test(
    arguments: [
      (nil, ["1.3"]),
      (#"steps: [{at: First, count: "a:>=1"}]"#, ["1.1", "1.3"]),
      (#"steps: [{at: Paste the key, solve: {copy: "a:x", to: "b:x"}}]"#, ["1.2", "1.3"]),
      ("steps: [{at: Paste the key, solve: {run: x}}]", ["1.3"]),
      ("steps: [{at: Paste the key, solve: {http: 'http://a/x'}}]", ["1.2", "1.3"]),
      ("steps: [{at: Paste the key, solve: {http: {url: 'http://a/x', json: 1}}}]", ["1.3"]),
      (
        "steps: [{at: Paste the key, solve: [{http: 'http://a/x'}, {copy: 'a:x', to: 'b:x'}]}]",
        ["1.2", "1.3"]
      ),
      (
        "steps: [{at: Paste the key, solve: [{http: 'http://a/x'}, {run: x}]}]", ["1.3"]
      ),
      ("checks: {pasted: {run: x, after: Paste the key}}", ["1.2", "1.3"]),
      ("checks: {pasted: {run: x, after: ls a}}", ["1.1", "1.3"]),
      ("steps: [{at: Second, match: none}]", []),
      ("steps: [{at: Second, if: test -e x}]", []),
      ("steps: [{at: Second, skip: not here}]", []),
    ] as [(String?, [String])])
  func a_step_is_judged_by_what_is_promised_or_looked_at(lab: String?, judged: [String]) throws {
    let track = try Fixtures.page(JudgingTests.page, lab: lab)
    #expect(track.steps.filter(track.canJudge).map(\.id) == judged)
  }

  @Test func checks_are_asked_as_far_as_the_learner_has_come() throws {
    let track = try Fixtures.page(
      JudgingTests.page,
      lab: """
        checks:
          pasted: {run: x, after: Paste the key}
          listed: {run: x, after: ls b}
          done: {run: x}
        """)
    #expect(track.checks(asFarAs: "1.1").isEmpty)
    #expect(track.checks(asFarAs: "1.2").map(\.name) == ["pasted"])
    #expect(track.checks(asFarAs: "1.3").map(\.name) == ["pasted", "listed", "done"])
  }
}
