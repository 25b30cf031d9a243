import Testing
import Transcripts

/// One expected text for the outputs of several commands.
@Suite struct SeveralCommandsTests {
  private func judge(
    _ expected: String, _ outputs: String..., alignment: ComparisonOptions.Alignment = .commands
  ) -> Comparison {
    var options = ComparisonOptions()
    options.alignment = alignment
    return Comparison.compare(
      expected: expected, outputs: outputs.map { CommandOutput(text: $0) }, options: options)
  }

  @Test func may_be_that_of_the_last_command_alone() {
    #expect(
      judge("Token written to x", "Switched to context \"aro\".\n", "Token written to x\n").verdict
        .passes())
  }

  @Test func may_be_that_of_the_first_or_of_some() {
    #expect(judge("a", "a\n", "b\n").verdict.passes())
    #expect(judge("a\nc", "a\n", "b\n", "c\n").verdict.passes())
    #expect(judge("a\nb\nc", "a\n", "b\n", "c\n").verdict == .exact)
  }

  @Test func a_matched_command_must_be_matched_whole() {
    let comparison = judge("b", "a\nb\n", "c\n")
    #expect(comparison.verdict == .different)
    #expect(comparison.sentence == "Line 1 is not expected: \"a\"")
  }

  @Test func the_tail_of_everything_may_be_enough() {
    #expect(judge("b\nc", "a\nb\n", "c\n", alignment: .tail).verdict.passes())
    #expect(!judge("b\nc", "a\nb\n", "c\nd\n", alignment: .tail).verdict.passes())
    #expect(!judge("c", "error: a\n", "c\n", alignment: .tail).verdict.passes())
  }

  @Test func a_command_that_nobody_asked_about_may_still_not_fail() {
    let comparison = judge("b", "Error: no such site\n", "b\n")
    #expect(
      comparison.sentence == "Line 1 is an error that is not expected: \"Error: no such site\"")
    #expect(comparison.errorClass == "Error: no such site")
  }

  @Test func lines_are_numbered_through_all_outputs() {
    let comparison = judge("first a\nsecond b", "first a\n", "second c\n")
    #expect(comparison.difference?.actualLine == 2)
    #expect(comparison.difference?.expectedLine == 2)
  }

  @Test func a_table_behind_a_message_is_found() {
    let table = "NAME                       READY\nbackend-79c4d4676f-dw99z   1/1"
    let comparison = judge(
      table, "pod \"backend-79c4d4676f-zzzz2\" deleted\n",
      table.replacing("dw99z", with: "zrfzc"))
    #expect(comparison.verdict == .similar)
    #expect(comparison.bindings == ["backend-79c4d4676f-dw99z": "backend-79c4d4676f-zrfzc"])
  }

  @Test func outputs_stand_in_one_text_with_a_blank_line_between() {
    let comparison = judge(
      """
      Site configured to link to https://h:443/d57e084e-7654-11ed-9e43-acde48001122 (name=link1)
      Check the status of the link using 'skupper link status'.

      Links created from this site:
      -------------------------------
      Link link1 is active
      """, "Switched to context \"local\".\n",
      """
      Site configured to link to https://h:443/0e1c2d3b-4a59-4687-9786-a5b4c3d2e1f0 (name=link1)
      Check the status of the link using 'skupper link status'.

      """,
      "\nLinks created from this site:\n-------------------------------\nLink link1 is active\n")
    #expect(comparison.verdict == .similar)
  }

  @Test func a_document_may_be_the_output_of_one_of_them() {
    #expect(judge("{\"a\": 1}", "made\n", "{\"a\":1}\n").verdict == .similar)
    #expect(!judge("{\"a\": 1}", "error: no\n", "{\"a\":1}\n").verdict.passes())
  }

  @Test func a_command_s_status_counts() {
    func judge(
      _ expected: String, _ statuses: Int32..., status: ComparisonOptions.Status = .zero
    ) -> Comparison {
      var options = ComparisonOptions()
      options.status = status
      return Comparison.compare(
        expected: expected,
        outputs: statuses.map { CommandOutput(command: "make x", text: "no rule\n", status: $0) },
        options: options)
    }
    #expect(judge("", 0).verdict == .unverified)
    #expect(judge("", 0, 2).sentence == "\"make x\" ended with status 2: no rule")
    #expect(judge("no rule", 2).verdict == .different)
    #expect(judge("no rule", 2, status: .nonzero).verdict == .exact)
    #expect(judge("no rule", 2, status: .exactly(2)).verdict == .exact)
    #expect(judge("no rule", 0, status: .nonzero).verdict == .different)
    #expect(judge("no rule", 1, 2, status: .nonzero).verdict == .different)
    #expect(judge("no rule", 1, status: .any).verdict == .exact)
  }

  @Test func a_promised_error_may_end_with_a_status() {
    let comparison = Comparison.compare(
      expected: "Error from server (NotFound): pods \"x\" not found",
      outputs: [
        CommandOutput(text: "Error from server (NotFound): pods \"x\" not found", status: 1)
      ])
    #expect(comparison.verdict == .exact)
  }
}
