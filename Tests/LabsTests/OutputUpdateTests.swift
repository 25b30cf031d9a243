import Testing
import Tracks
import Transcripts

@testable import Labs

/// What `trestle test --update` makes of a document.
@Suite struct OutputUpdateTests {
  /// The document after its one output block, which begins on the given line, was judged.
  private func updated(
    _ document: String, line: Int, expected: String, actual: String
  ) -> (text: String, patch: String)? {
    var step = StepReport(id: "1", title: "One", verdict: .different)
    step.judged = [
      JudgedOutput(
        location: SourceLocation(file: "a.md", line: line, column: 1),
        comparison: Comparison.compare(expected: expected, actual: actual))
    ]
    var report = RunReport(track: "T", path: "a.md", started: "")
    report.challenges = [ChallengeReport(id: "c", title: "C", steps: [step])]
    let edits = OutputUpdate.edits(of: [report]) { $0 == "a.md" ? document : nil }
    return edits["a.md"].map { ($0.applied(to: document), $0.patch(of: document, path: "a.md")) }
  }

  @Test func a_word_that_differs_is_replaced_and_the_rest_of_its_line_stays() throws {
    let document =
      "# Pods\r\n\r\n\t```\r\n\tNAME   STATUS    AGE\r\n\tweb    Running   3s\r\n\t```\r\nEnd"
    let change = try #require(
      updated(
        document, line: 4, expected: "NAME   STATUS    AGE\nweb    Running   3s",
        actual: "NAME   STATUS    AGE\nweb    Failed    9s"))
    #expect(
      change.text
        == "# Pods\r\n\r\n\t```\r\n\tNAME   STATUS    AGE\r\n\tweb    Failed    3s\r\n\t```\r\nEnd")
  }

  @Test func patterns_are_kept_and_lines_come_and_go() throws {
    let document = """
      > ```
      > made <name>
      > one thing
      > old line
      > ...
      > the end
      > ```
      """
    let change = try #require(
      updated(
        document, line: 2, expected: "made <name>\none thing\nold line\n...\nthe end",
        actual: "made web-1\ntwo things\nx\ny\nthe end"))
    #expect(
      change.text == """
        > ```
        > made <name>
        > ...
        > the end
        > ```
        """)
  }

  /// They end no line of Markdown, though `Character.isNewline` takes them for one.
  @Test(arguments: ["\u{0C}", "\u{0B}", "\u{85}", "\u{2028}", "\u{2029}"])
  func a_page_break_within_a_block_does_not_shift_what_is_updated(_ mark: String) throws {
    let change = try #require(
      updated(
        "```\none\(mark)page\ntwo\nthree\n```\n", line: 2, expected: "one\(mark)page\ntwo\nthree",
        actual: "one\(mark)page\n2\nthree"))
    #expect(change.text == "```\none\(mark)page\n2\nthree\n```\n")
  }

  @Test(arguments: ["...", "…", "[...]", "[…]", "<snip>", "(...)", "# ..."])
  func every_form_of_an_elision_is_kept(_ elision: String) throws {
    let change = try #require(
      updated(
        "```\none\n\(elision)\nold\n```\n", line: 2, expected: "one\n\(elision)\nold",
        actual: "one\nnew"))
    #expect(change.text == "```\none\n\(elision)\n```\n")
  }

  @Test func what_agrees_needs_no_change() {
    #expect(
      updated("```\n3s\n```", line: 2, expected: "took 3s", actual: "took 9s") == nil)
  }

  /// After an update, a page has the same texts in the same places; they say what was printed.
  @Test(arguments: [
    // document, first line, expected, actual, updated
    (
      "```text\nold\n```\n", 2, "old", "new\n```\nend", "````text\nnew\n```\nend\n````\n"
    ),
    (
      "> ~~~\n> a\n> ~~~\n", 2, "a", "a\n~~~~ x", "> ~~~~~\n> a\n> ~~~~ x\n> ~~~~~\n"
    ),
    (
      "- ```\n  old\n  ```\n", 2, "old", "new\n```", "- ````\n  new\n  ```\n  ````\n"
    ),
    ("~~~\nold\n~~~\n", 2, "old", "new\n```", "~~~\nnew\n```\n~~~\n"),
    (
      "<pre>\nold one\n</pre>\n", 2, "old one", "<b>&amp; a < b\n</pre>",
      "<pre>\n&lt;b&gt;&amp;amp; a &lt; b\n&lt;/pre&gt;\n</pre>\n"
    ),
    ("<pre>\na &amp; b c\n</pre>\n", 2, "a & b c", "a & b d", "<pre>\na &amp; b d\n</pre>\n"),
  ])
  func the_page_stays_the_same_around_what_was_printed(
    document: String, line: Int, expected: String, actual: String, updated text: String
  ) throws {
    let change = try #require(
      updated(document, line: line, expected: expected, actual: actual))
    #expect(change.text == text)
  }

  private func made(
    _ document: String, _ outputs: [(line: Int, expected: String)], actual: [String]
  ) -> (text: String, refusals: [String]) {
    var step = StepReport(id: "1", title: "One", verdict: .different)
    let printed = actual.map { CommandOutput(command: "c", text: $0) }
    step.judged = outputs.map { output in
      JudgedOutput(
        location: SourceLocation(file: "a.md", line: output.line, column: 1),
        comparison: Comparison.compare(expected: output.expected, outputs: printed),
        expected: output.expected, outputs: printed)
    }
    var report = RunReport(track: "T", path: "a.md", started: "")
    report.challenges = [ChallengeReport(id: "c", title: "C", steps: [step])]
    let made = OutputUpdate.made(of: [report]) { $0 == "a.md" ? document : nil }
    return (made.edits["a.md"]?.applied(to: document) ?? document, made.refusals)
  }

  @Test func a_line_that_another_output_of_the_step_has_is_not_taken_twice() {
    let document = "```\np1\n```\n\n```\nold\n```\n"
    let change = made(document, [(2, "p1"), (6, "old")], actual: ["p1\n", "p2\n"])
    #expect(change.text == "```\np1\n```\n\n```\np2\n```\n")
    #expect(change.refusals == [])
  }

  @Test func what_cannot_be_told_apart_or_written_is_refused_in_a_sentence() {
    let document = "```\nold\n```\n\n```\nelder\n```\n"
    let both = made(document, [(2, "old"), (6, "elder")], actual: ["p1\n", "p2\n"])
    #expect(both.text == document)
    #expect(both.refusals.count == 2)
    #expect(both.refusals[0].hasPrefix("The output at a.md:2 stays as it is: another output"))

    let tagged = made("<pre>old one</pre>\n", [(1, "old one")], actual: ["new"])
    #expect(tagged.text == "<pre>old one</pre>\n")
    #expect(tagged.refusals.first?.contains("Give the tags lines of their own.") == true)

    let empty = made("```\nold\n```\n", [(2, "old")], actual: [""])
    #expect(empty.text == "```\nold\n```\n")
    #expect(empty.refusals.first?.contains("nothing would be left of it") == true)
  }

  @Test func a_patch_shows_three_lines_around_each_change() {
    var edits = LineEdits()
    edits.replace(5, with: ["FIVE"])
    edits.replace(20, with: [])
    edits.insert("new", before: 21)
    let text = (1...24).map { "line \($0)\n" }.joined()
    #expect(
      edits.patch(of: text, path: "a.md") == """
        --- a.md
        +++ a.md
        @@ -2,7 +2,7 @@
         line 2
         line 3
         line 4
        -line 5
        +FIVE
         line 6
         line 7
         line 8
        @@ -17,7 +17,7 @@
         line 17
         line 18
         line 19
        -line 20
        +new
         line 21
         line 22
         line 23

        """)
  }

  /// Any edit of lines leaves all others as they are, whatever their ends.
  @Test(arguments: 0..<200)
  func lines_that_are_not_touched_keep_every_byte(seed: Int) {
    var random = Seeded(state: UInt64(seed) &+ 1)
    let ends = ["\n", "\r\n", "\n\n"]
    let text = (0..<Int.random(in: 1...30, using: &random)).map { _ in
      String(repeating: "äb ", count: Int.random(in: 0...3, using: &random))
        + (ends.randomElement(using: &random) ?? "")
    }.joined()
    let count = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    let line = Int.random(in: 1...count, using: &random)
    var edits = LineEdits()
    edits.replace(line, with: ["#NEW#"])
    let result = edits.applied(to: text)
    let parts = result.split(separator: "#NEW#", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    #expect(text.utf8.starts(with: parts[0].utf8))
    #expect(text.utf8.reversed().starts(with: parts[1].utf8.reversed()))
    #expect(LineEdits().applied(to: text) == text)
  }

  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }
  }
}
