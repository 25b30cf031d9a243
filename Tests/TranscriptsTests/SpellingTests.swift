import Testing
import Transcripts

/// What a parser would take for the same, and a person would not.
@Suite struct SpellingTests {
  @Test(arguments: [
    ("Title: Issue #3", "Title: Issue #4"),
    ("Status: Ready", "Status: Ready # Error: could not bind to port"),
    ("Status: Ready # as ever", "Status: Ready"),
    ("Version: 1.20", "Version: 1.2"), ("Enabled: no", "Enabled: false"),
    ("Enabled: yes", "Enabled: on"), ("Enabled: y", "Enabled: true"), ("Mode: 010", "Mode: 8"),
    ("Mode: 007", "Mode: 7"), ("Mode: 0644", "Mode: 420"), ("Mode: 0x1f", "Mode: 31"),
    ("Value: 1e3", "Value: 1000"), ("Value: !note x", "Value: x"), ("Value: &a x", "Value: x"),
    ("Value: ~", "Value: null"), ("Value: a  b # c", "Value: a b # d"),
  ])
  func a_document_s_scalars_are_what_is_written(expected: String, actual: String) {
    for line in ["second: line", "other:\n- list"] {
      let comparison = judge(expected + "\n" + line, actual + "\n" + line)
      #expect(comparison.verdict == .different, "\(comparison.tolerated)")
    }
  }

  @Test func a_comment_that_was_not_there_is_no_layout() {
    let comparison = judge("a: 1\nb:\n- 2", "a: 1\n# Error: connection refused\nb:\n- 2")
    #expect(comparison.verdict == .different)
    #expect(comparison.sentence?.contains("# Error: connection refused") == true)
    #expect(judge("a: 1\n...", "a: 1\n# Error: no route\nb: 2").verdict == .different)
    #expect(judge("a: 1\n...", "a: 1\n# a remark\nb: 2").verdict == .similar)
  }

  @Test func comments_that_agree_leave_the_trees_to_be_compared() {
    let expected = "# made 5s ago\na: 1 # one\nb:\n  - 2"
    #expect(judge(expected, "# made 9s ago\na:  1  # one\nb:\n- 2").verdict == .similar)
    #expect(judge("b:\n- 2\na: 1", "a: 1\nb:\n- 2").verdict == .similar)
  }

  @Test(arguments: [
    ("items[0]: expected y, got z", "items:\n- y", "items:\n- z"),
    ("a: expected 1e3, got 1000", "a: 1e3\nb: []", "a: 1000\nb: []"),
    ("a: expected null, got nothing", "{\"a\": null}", "{\"a\": \"\"}"),
    ("a: expected nothing, got text", "a:\nb: []", "a: \"\"\nb: []"),
    ("a: expected a number 1, got text", "{\"a\": 1}", "{\"a\": \"1\"}"),
    ("a: expected 1.20, got 1.2", "{\"a\": 1.20}", "{\"a\": 1.2}"),
    ("a: expected x  y, got x y", "{\"a\": \"x  y\"}", "{\"a\": \"x y\"}"),
    ("a: expected  x, got x", "{\"a\": \" x\"}", "{\"a\": \"x\"}"),
    (
      "Line 1: expected \"{\"a\": 1, \"a\": 2}\", got \"{\"a\": 2}\"", "{\"a\": 1, \"a\": 2}",
      "{\"a\": 2}"
    ),
  ])
  func the_words_that_differ_are_named_as_they_stand(
    sentence: String, expected: String, actual: String
  ) {
    let comparison = judge(expected, actual)
    #expect(comparison.verdict == .different)
    #expect(comparison.sentence == sentence)
  }

  @Test func times_within_a_document_s_text_may_take_more_words() {
    #expect(
      judge("{\"a\": \"made 5 minutes ago\"}", "{\"a\": \"made 3 hours ago\"}").verdict == .similar)
    #expect(judge("{\"a\": \"x ... z\"}", "{\"a\": \"x y z\"}").verdict == .similar)
  }

  @Test func a_member_may_be_anything_or_missing_where_the_author_says_so() {
    var options = ComparisonOptions()
    options.volatileColumns = ["b"]
    #expect(judge("{\"a\": 1, \"b\": [1]}", "{\"a\": 1, \"b\": {}}", options).verdict == .similar)
    options.volatileColumns = []
    options.optional = ["b"]
    #expect(judge("{\"a\": 1}", "{\"a\": 1, \"b\": {}}", options).verdict == .similar)
    #expect(judge("{\"a\": 1, \"b\": 2}", "{\"a\": 1}", options).verdict == .similar)
    #expect(judge("{\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": 3}", options).verdict == .different)
    #expect(judge("{\"a\": 1}", "{\"a\": 1, \"c\": 3}", options).verdict == .different)
  }
}
