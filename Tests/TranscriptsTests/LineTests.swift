import Testing
import Transcripts

/// Elisions, placeholders, optional lines and error lines.
@Suite struct LineTests {
  @Test(arguments: [
    // what the case shows, expected, actual
    ("an elision takes any lines", "first\n...\nlast", "first\na\nb\nlast"),
    ("an elision may take none", "first\n...\nlast", "first\nlast"),
    ("an elision may stand first", "...\nlast", "a\nb\nlast"),
    ("an elision may stand last", "first\n…", "first\na"),
    ("several elisions", "a\n...\nb\n[...]\nc\n<snip>", "a\n1\nb\n2\n3\nc\n4"),
    ("an elision takes tables too", "a\n...\nb", "a\nNAME   AGE\nx      1s\n\nb"),
    ("dots at the end take the rest", "Warning: would violate ...", "Warning: would violate x y z"),
    ("dots on a word take its end", "Loading...", "Loading bundle 7"),
    ("dots inside take few words", "from ... to here", "from a b to there to here"),
    ("a placeholder is a word", "token <name> made", "token abc-7 made"),
    ("a placeholder is part of a word", "https://<host>:8443/x", "https://a.b.c:8443/x"),
    ("a placeholder may have blanks", "Hello <your name>!", "Hello Ada!"),
    ("braces are a placeholder", "Hello {{name}}", "Hello Ada"),
    ("a run of x is any word", "pod web-xxxxx ready", "pod web-b7wqz ready"),
    ("stars are any word", "password: ***", "password: 12"),
    ("indent does not count", "a:\n  b", "a:\n      b"),
    ("blank lines do not count", "a\n\n\nb", "a\nb"),
    (
      "a server's remark may come", "x created",
      "Warning: would violate PodSecurity \"r\": y\nx created"
    ),
    (
      "a server's remark may be missing", "Warning: would violate PodSecurity \"r\": y\nx created",
      "x created"
    ),
    ("an expected error is no error", "error: it is broken", "error: it is broken"),
    ("error is a word like others", "0 errors found\n...", "0 errors found\nerrors_total 3"),
  ])
  func is_similar(what: String, expected: String, actual: String) {
    let comparison = judge(expected, actual)
    #expect(comparison.verdict.passes(strict: true), "\(comparison.sentence ?? "")")
  }

  @Test(arguments: [
    // sentence, expected, actual
    ("Line 2: expected b, got c", "a b\nx b", "a b\nx c"),
    ("Line 1: expected \"a b\", got \"c d\"", "a b", "c d"),
    ("Line 2 is not expected: \"extra\"", "a\nb", "a\nextra\nb"),
    ("Line 3 is not expected: \"tail\"", "a\nb", "a\nb\ntail"),
    ("Expected line 2 is missing: \"b\"", "a\nb\nc", "a\nc"),
    ("Nothing was printed; expected \"a\"", "a", " \n"),
    (
      "Line 2 is an error that is not expected: \"error: no route\"", "a\n...\nb",
      "a\nerror: no route\nb"
    ),
    (
      "Line 2 is an error that is not expected: \"Error from server: no\"", "a\n...",
      "a\nError from server: no"
    ),
    (
      "Line 1 is an error that is not expected: \"bash: oc: command not found\"", "...\nb",
      "bash: oc: command not found\nb"
    ),
    (
      "Line 2 is an error that is not expected: \"cat: x: No such file or directory\"", "a",
      "a\ncat: x: No such file or directory"
    ),
    ("Line 2 is an error that is not expected: \"panic: oh\"", "a\n...", "a\npanic: oh"),
    (
      "Line 2 is an error that is not expected: \"Traceback (most recent call last):\"", "a\n...",
      "a\nTraceback (most recent call last):"
    ),
    ("Expected line 3 is missing: \"b\"", "a\n...\nb", "a\nx\ny"),
    ("Line 1: expected yes, got no", "from ... says yes", "from a says no"),
    ("Line 1: expected <none>, got x", "ip <none>", "ip x"),
    ("Line 1: expected z, got y", "from ... to z", "from a b to y"),
    ("Line 1: \"nothing\" is missing in \"says\"", "says nothing", "says"),
    (
      "Line 1: \"cafe\u{301}\" differs only in how its letters are composed of characters",
      "the caf\u{e9} is open", "the cafe\u{301} is open"
    ),
    (
      "Line 1: \"cafe\u{301}\" differs only in how its letters are composed of characters",
      "caf\u{e9}", "cafe\u{301}"
    ),
  ])
  func the_first_difference_is_named(sentence: String, expected: String, actual: String) {
    let comparison = judge(expected, actual)
    #expect(comparison.verdict == .different)
    #expect(comparison.sentence == sentence)
  }

  @Test func a_placeholder_is_captured_under_its_name() {
    let comparison = judge(
      "node <node> at https://<host>:443/{{path}}", "node crc-1 at https://a.b:443/x")
    #expect(comparison.captures == ["node": "crc-1", "host": "a.b", "path": "x"])
  }

  @Test func variables_are_filled_in_before_comparing() {
    var options = ComparisonOptions()
    options.variables = ["USER": "ada", "NS": "public"]
    #expect(
      judge("I am $USER in ${NS} and {{NS}}", "I am ada in public and public", options).verdict
        == .exact)
    #expect(judge("I am $USER", "I am bob", options).verdict == .different)
    #expect(judge("I am $NOBODY", "I am $NOBODY", options).verdict == .exact)
  }

  @Test func exact_mode_tolerates_nothing_but_the_author_s_marks() {
    let exact = ComparisonOptions(mode: .exact)
    #expect(judge("a 10s", "a 10s", exact).verdict == .exact)
    #expect(judge("a 10s", "a 11s", exact).verdict == .different)
    #expect(judge("a  b", "a b", exact).verdict == .different)
    #expect(judge("a\n\nb", "a\nb", exact).verdict == .different)
    #expect(judge("a <b>\n...", "a c\nd", exact).verdict == .similar)
  }

  @Test func contains_mode_finds_lines_among_others() {
    let contains = ComparisonOptions(mode: .contains)
    #expect(judge("b 1s\nd", "a\nb 2s\nc\nd\ne", contains).verdict == .similar)
    #expect(judge("d\nb", "a\nb\nc\nd", contains).verdict == .different)
    #expect(judge("b", "a\nb\nerror: no", contains).verdict == .different)
    #expect(judge("d", "a\nb", contains).sentence == "No line has \"d\"")
    #expect(
      judge("d\nb", "a\nb\nc\nd", contains).sentence
        == "Line 4 has \"d\", but not at its place among the expected lines")
  }

  @Test func lines_in_any_order_each_count_once() {
    var options = ComparisonOptions()
    options.order = .any
    #expect(judge("a\nb 1s\nb 2s", "b 3s\na\nb 4s", options).verdict == .similar)
    #expect(judge("a\nb\nb", "b\na", options).sentence == "Expected line 3 is missing: \"b\"")
    #expect(judge("a", "b\na", options).sentence == "Line 1 is not expected: \"b\"")
    #expect(judge("a\n...", "b\na", options).verdict == .similar)
  }

  @Test func optional_and_forbidden_texts() {
    var options = ComparisonOptions()
    options.optional = ["Waiting"]
    options.forbidden = ["deprecated"]
    #expect(judge("done", "Waiting 3\nWaiting 2\ndone", options).verdict == .similar)
    #expect(judge("Waiting 9\ndone", "done", options).verdict == .similar)
    #expect(
      judge("done\n...", "done\nx is deprecated", options).sentence
        == "Line 2 holds \"deprecated\", which must not appear")
  }

  @Test func numbers_may_differ_by_as_much_as_the_author_says() {
    var options = ComparisonOptions()
    options.numberTolerance = 10
    #expect(judge("about 100 requests", "about 109 requests", options).verdict == .similar)
    #expect(judge("about 100 requests", "about 111 requests", options).verdict == .different)
  }

  @Test func nothing_promised_is_nothing_verified() {
    #expect(judge("", "a").verdict == .unverified)
    #expect(judge("a", "b", ComparisonOptions(mode: .none)).verdict == .unverified)
    #expect(!Verdict.unverified.passes())
  }

  @Test func equal_texts_stand_for_equal_texts() {
    let expected =
      "site ba863cd9-f14a-11ed-ad52-42010a050005\nname ba863cd9-f14a-11ed-ad52-42010a050005"
    let (a, b) = ("7c5d4d6c-7d1f-11ee-8c99-0242ac120002", "8d5d4d6c-7d1f-11ee-8c99-0242ac120002")
    #expect(judge(expected, "site \(a)\nname \(a)").verdict == .similar)
    let comparison = judge(expected, "site \(a)\nname \(b)")
    #expect(comparison.verdict == .different)
    #expect(
      comparison.sentence
        == "ba863cd9-f14a-11ed-ad52-42010a050005 stands for \(a) in line 1 but for \(b) in line 2")
  }

  @Test func expressions_describe_whole_lines() {
    let regex = ComparisonOptions(mode: .regex)
    #expect(judge("id [0-9]+\n...\nNAME +AGE", "id 17\nx\n\nNAME   AGE", regex).verdict == .similar)
    #expect(judge("id [0-9]+", "id 17 and more", regex).verdict == .different)
    #expect(judge("id [0-9", "id 7", regex).verdict == .different)
    #expect(
      judge("a\n[a", "a\nb", regex).sentence
        == "Expected line 2 is no regular expression: \"[a\"")
  }

  @Test func documents_are_compared_when_asked_for() {
    let json = ComparisonOptions(mode: .json)
    #expect(judge("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", json).verdict == .similar)
    #expect(judge("{\"a\":1}", "nothing of the sort", json).verdict == .different)
  }

  @Test func lines_are_counted() throws {
    var options = ComparisonOptions(mode: .none)
    options.counts = [try #require(LineCount("200:>=2")), try #require(LineCount("500:0"))]
    #expect(judge("", "200\n200\n404", options).verdict == .exact)
    #expect(
      judge("", "200\n404", options).sentence == "\"200\" stands in 1 lines; expected >= 2")
    #expect(judge("", "200\n200\n500", options).verdict == .different)
    #expect(LineCount("200") == nil)
    #expect(LineCount("a:b") == nil)
  }

  @Test func an_author_s_own_kinds_words_and_values() {
    var options = ComparisonOptions()
    options.kinds = [Pattern(name: "ticket", expression: "T-[0-9]+")]
    options.volatileColumns = ["blue"]
    options.strictColumns = ["5s"]
    options.captures = [Pattern(name: "port", expression: "port ([0-9]+)")]
    #expect(
      judge("ticket T-1 is open", "ticket T-22 is open", options).tolerated.map(\.kind) == [
        "ticket"
      ])
    #expect(judge("the blue one", "the red one", options).verdict == .similar)
    #expect(judge("after 5s", "after 6s", options).verdict == .different)
    #expect(judge("on port 8080", "on port 8080", options).captures == ["port": "8080"])
    #expect(ComparisonOptions.percent("±10%") == 10)
  }

  @Test func a_wrong_port_is_explained_by_the_rule_of_ports() {
    #expect(
      judge("at http://a:80/ x", "at http://a:81/ x").difference?.rule.contains("port") == true)
    #expect(judge("at a:80 x", "at a:81 x").difference?.rule.contains("port") == true)
    #expect(judge("at a:80 x", "at b:80 x").difference?.rule.contains("port") == false)
  }

  @Test func a_placeholder_is_named_as_it_is_written() {
    #expect(
      judge("pod web/xxxxx ready", "pod web/shelf ready").tolerated.first?.expected == "xxxxx")
    #expect(judge("password: ***", "password: 12").tolerated.first?.expected == "***")
  }

  @Test func the_sum_above_a_list_of_files_is_of_the_day() {
    let (expected, actual) = (
      "total 8\n-rw-r--r-- 1 root root 12 Mar 14 09:12 a",
      "total 12\n-rw-r--r-- 1 root root 12 Nov 21 17:40 a"
    )
    #expect(judge(expected, actual).verdict == .similar)
    #expect(judge("total 8\nand more", "total 12\nand more").verdict == .different)
    #expect(judge("total 8\n----------", "total 12\n----------").verdict == .different)
  }

  @Test func a_clock_of_twelve_hours_is_part_of_a_date() {
    let expected = "Tue Jan  2 10:00:00 AM UTC 2024"
    #expect(judge(expected, "Sat Nov 21 05:40:03 PM UTC 2026").verdict == .similar)
    #expect(judge(expected, "Sat Nov 21 17:40:03 UTC 2026").verdict == .similar)
    #expect(judge(expected, "Sat Nov 21 17:40:03 UTC").verdict == .different)
  }
}
