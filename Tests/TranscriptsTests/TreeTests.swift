import Testing
import Transcripts

@Suite struct TreeTests {
  @Test(arguments: [
    ("exact", "kind: Secret\nname: a", "kind: Secret\nname: a"),
    ("similar", "kind: Secret\nname: a", "name: a\nkind: Secret"),
    ("similar", "a:\n\tb: 1\n\tc: 2", "a:\n  b: 1\n  c: 2"),
    ("similar", "items:\n  - a\n  - b", "items:\n- a\n- b"),
    ("similar", "{\"a\": [1, 2], \"b\": null}", "{\n  \"b\": null,\n  \"a\": [1,2]\n}"),
    ("similar", "age: 10s\nip: 10.1.2.3", "age: 12s\nip: 10.9.9.9"),
    ("drift", "a: x\nversion: 1.3.0", "a: x\nversion: 1.4.0"),
    ("similar", "a: <value>\nb: c", "a: anything\nb: c"),
    ("similar", "a: |\n  one\n  took 1s\nb: c", "a: |\n  one\n  took 2s\nb: c"),
  ])
  func agrees(verdict: String, expected: String, actual: String) {
    let comparison = judge(expected, actual)
    #expect(comparison.verdict.rawValue == verdict, "\(comparison.sentence ?? "")")
  }

  @Test(arguments: [
    (
      "metadata.labels[\"skupper.io/type\"]: expected token-claim, got token",
      "kind: Secret\nmetadata:\n  labels:\n    skupper.io/type: token-claim",
      "kind: Secret\nmetadata:\n  labels:\n    skupper.io/type: token"
    ),
    (
      "spec.replicas: expected 1, got 2", "spec:\n  replicas: 1\n  x: y",
      "spec:\n  replicas: 2\n  x: y"
    ),
    ("b is missing", "a: 1\nb: 2", "a: 1\nc: 2"),
    ("c is not expected", "a: 1\nb: 2", "a: 1\nb: 2\nc: 3"),
    ("items: expected 2 items, got 1", "items:\n- a\n- b", "items:\n- a"),
    (
      "items[1].name: expected b, got c", "{\"items\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
      "{\"items\":[{\"name\":\"a\"},{\"name\":\"c\"}]}"
    ),
    ("a: expected a list, got text", "{\"a\":[1]}", "{\"a\":\"x\"}"),
    ("password: expected abc, got nothing", "password: abc\nx: y", "password:\nx: y"),
  ])
  func names_the_place_that_differs(sentence: String, expected: String, actual: String) {
    let comparison = judge(expected, actual)
    #expect(comparison.verdict == .different)
    #expect(comparison.sentence == sentence)
  }

  @Test func points_at_the_lines_of_both_texts() {
    let comparison = judge("a: 1\nb:\n  c: 2", "b:\n  c: 3\na: 1")
    #expect(comparison.difference?.expectedLine == 3)
    #expect(comparison.difference?.actualLine == 2)
  }

  @Test func an_elision_makes_it_a_text_of_lines() {
    #expect(judge("kind: Secret\n...\nname: a", "kind: Secret\nx: y\nname: a").verdict == .similar)
  }

  @Test func prose_with_a_colon_is_no_document() {
    let text = "The console is at:  https://a.b\nThe credentials are in: 'x'"
    #expect(judge(text, text.replacing("'x'", with: "'y'")).verdict == .different)
  }
}
