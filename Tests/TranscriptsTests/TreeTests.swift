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

  /// What an author leaves out, as a line or as a value.
  @Test(arguments: [
    ("kind: Secret\n...\nname: a", "kind: Secret\nx: y\nname: a"),
    ("kind: Secret\n...\nname: a", "name: a\nx: y\nz:\n  u: v\nkind: Secret"),
    ("a: 1\nspec:\n  b: 2\n  ...", "a: 1\nspec:\n  c:\n    d: 3\n  b: 2"),
    ("a: 1\nspec:\n  ...", "a: 1\nspec:\n  c:\n    d: 3\n  b: 2"),
    ("a: 1\nspec: ...", "a: 1\nspec:\n- c\n- d"),
    ("spec:\n  b: 2\n...\nstatus: ok", "spec:\n  b: 2\n  c: 3\nx: y\nstatus: ok"),
    ("items:\n- name: a\n- ...\n- name: z", "items:\n- name: a\n- name: m\n- name: z"),
    ("items:\n- name: a\n  ...\nkind: List", "items:\n- name: a\n  age: 3\nkind: List"),
    ("items:\n- name: a\n...\nkind: List", "items:\n- name: a\n- name: b\nkind: List"),
    ("{\n  \"a\": 1,\n  ...\n}", "{\"b\": [2, 3], \"a\": 1}"),
    ("{\n  ...\n  \"a\": 1\n}", "{\"b\": [2, 3], \"a\": 1}"),
    ("{\n  \"a\": 1\n  …\n  \"c\": 3\n}", "{\"c\": 3, \"b\": {}, \"a\": 1}"),
    ("{\"a\": ..., \"b\": 2}", "{\"a\": {\"x\": [1]}, \"b\": 2}"),
    ("{\"a\": {...}, \"b\": 2}", "{\"a\": {\"x\": [1]}, \"b\": 2}"),
    ("{\"a\": [...], \"b\": 2}", "{\"a\": [1, 2], \"b\": 2}"),
    ("{\"a\": \"...\", \"b\": 2}", "{\"a\": [1, 2], \"b\": 2}"),
    ("{\"a\": \"eyJ...\", \"b\": 2}", "{\"a\": \"eyJhbGci\", \"b\": 2}"),
    ("[\n  1,\n  ...,\n  9\n]", "[1, 2, 3, 9]"),
    ("[\n  1,\n  ...\n]", "[1]"),
    (
      "[...,\n  {\"name\": \"b\"}, ...]",
      "[{\"name\": \"a\"}, {\"name\": \"b\"}, {\"name\": \"c\"}]"
    ),
  ])
  func an_elision_stands_for_what_is_left_out(expected: String, actual: String) {
    let comparison = judge(expected, actual)
    #expect(comparison.verdict == .similar, "\(comparison.sentence ?? "")")
    #expect(!comparison.tolerated.isEmpty)
  }

  /// What is not left out is compared as ever, and no error hides behind an elision.
  @Test(arguments: [
    ("b: expected 2, got 3", "{\n  \"b\": 2,\n  ...\n}", "{\"a\": 1, \"b\": 3}"),
    ("b is missing", "{\n  \"b\": 2,\n  ...\n}", "{\"a\": 1}"),
    ("c is not expected", "{\"a\": {...}, \"b\": 2}", "{\"a\": {\"x\": 1}, \"b\": 2, \"c\": 3}"),
    ("a: expected a map, got a list", "{\"a\": {...}, \"b\": 2}", "{\"a\": [1], \"b\": 2}"),
    ("error is not expected", "{\n  \"b\": 2,\n  ...\n}", "{\"b\": 2, \"error\": \"no drawer\"}"),
    (
      "items[1].port: expected 80, got 81",
      "{\"items\": [..., {\"name\": \"b\", \"port\": 80}, ...]}",
      "{\"items\": [{\"name\": \"a\", \"port\": 80}, {\"name\": \"b\", \"port\": 81}]}"
    ),
    ("[2]: expected 9, got 8", "[1, ..., 9]", "[1, 2, 8]"),
    ("The document: expected at least 2 items, got 1", "[1, ..., 9]", "[1]"),
    ("spec.b: expected 2, got 3", "a: 1\nspec:\n  b: 2\n  ...", "a: 1\nspec:\n  c: 1\n  b: 3"),
    (
      "status.phase: expected Running, got Failed",
      "spec:\n  a: 1\n...\nstatus:\n  phase: Running",
      "spec:\n  a: 1\nx: y\nstatus:\n  phase: Failed"
    ),
  ])
  func what_is_not_left_out_is_compared(sentence: String, expected: String, actual: String) {
    let comparison = judge(expected, actual)
    #expect(comparison.verdict == .different)
    #expect(comparison.sentence == sentence)
  }

  @Test func prose_with_a_colon_is_no_document() {
    let text = "The console is at:  https://a.b\nThe credentials are in: 'x'"
    #expect(judge(text, text.replacing("'x'", with: "'y'")).verdict == .different)
  }
}
