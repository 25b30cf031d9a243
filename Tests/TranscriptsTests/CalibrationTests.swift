import Testing

@testable import Transcripts

/// What is learnt from several runs of the same commands.
@Suite struct CalibrationTests {
  private func calibration(
    _ expected: String, _ outputs: [String], _ options: ComparisonOptions = ComparisonOptions()
  ) -> Calibration {
    Calibration(
      expected: expected,
      runs: outputs.map { .init(outputs: [CommandOutput(text: $0)], options: options) })
  }

  private func words(_ expected: String, _ outputs: String...) -> String {
    let calibration = calibration(expected, outputs)
    #expect(calibration.unsettled.isEmpty, "\(calibration.unsettled)")
    return Control.text(calibration.controls)
  }

  @Test func what_is_of_a_known_kind_needs_no_control() {
    #expect(words("web ready after 3s\n", "web ready after 4s\n", "web ready after 9s\n") == "")
  }

  @Test func a_word_that_varies_is_named_as_the_text_has_it() {
    #expect(
      words("ticket 17 for you\n", "ticket 21 for you\n", "ticket 34 for you\n")
        == "volatile=\"17\"")
    #expect(
      words("ticket 17 for red\n", "ticket 21 for blue\n", "ticket 17 for green\n")
        == "volatile=\"17,red\"")
  }

  @Test func of_a_word_the_part_that_varies_is_enough() {
    #expect(
      words("no=17/a is free\n", "no=21/a is free\n", "no=34/a is free\n") == "volatile=\"17\"")
  }

  @Test func a_column_is_named_by_its_header() {
    func table(_ queue: Int) -> String { "NAME   QUEUE   STATUS\nweb    \(queue)       Running\n" }
    #expect(words(table(3), table(5), table(8)) == "volatile=\"QUEUE\"")
  }

  @Test func members_of_a_document_are_named() {
    func document(_ count: Int, _ size: Int) -> String {
      "{\n  \"count\": \(count),\n  \"name\": \"web\",\n  \"size\": \(size)\n}\n"
    }
    #expect(words(document(3, 4), document(5, 4), document(8, 9)) == "volatile=\"count,size\"")
  }

  @Test func another_order_is_lines_in_any_order() {
    #expect(words("one\ntwo\nsix\n", "one\ntwo\nsix\n", "two\nsix\none\n") == "lines=any")
  }

  @Test func a_line_that_comes_and_goes_may_be_missing() {
    #expect(
      words("begin\nend\n", "begin\nend\n", "begin\ncold start\nend\n")
        == "optional=\"cold start\"")
    #expect(
      words("begin\ncold start\nend\n", "begin\nend\n", "begin\ncold start\nend\n")
        == "optional=\"cold start\"")
  }

  @Test func what_is_the_same_in_all_runs_is_a_text_out_of_date() {
    #expect(words("five things\n", "six things\n", "six things\n") == "")
    #expect(
      words("five things\nticket 17\n", "six things\nticket 2\n", "six things\nticket 9\n")
        == "volatile=\"17\"")
    // Of one line, too, what is always the same stays as it is.
    #expect(words("ticket 17 of 5\n", "ticket 2 of 6\n", "ticket 9 of 6\n") == "volatile=\"17\"")
  }

  @Test func what_no_control_describes_is_told() {
    let found = calibration(
      "it says hello\n", ["it says hello\n", "it says good day to you all\n"])
    #expect(found.controls.isEmpty)
    #expect(found.unsettled.map(\.line) == [1])
    #expect(
      found.unsettled.first?.texts == ["it says hello", "it says good day to you all"])
  }

  @Test func what_the_author_has_said_is_enough() {
    var options = ComparisonOptions()
    options.volatileColumns = ["17"]
    let found = calibration("ticket 17\n", ["ticket 2\n", "ticket 9\n"], options)
    #expect(found.controls.isEmpty)
    #expect(found.unsettled.isEmpty)
  }

  @Test(arguments: ["a\"b", "a\nb", "", "a-->b"])
  func a_value_that_cannot_stand_in_a_comment_is_no_control(value: String) {
    #expect(Control("optional", value) == nil)
  }
}
