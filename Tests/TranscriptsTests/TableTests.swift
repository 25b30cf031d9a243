import Testing
import Transcripts

@Suite struct TableTests {
  private static let pods = """
    NAME                     READY   STATUS    RESTARTS   AGE
    db-0                     1/1     Running   0          5m
    web-78f45d5fd-xtlhh      2/2     Running   0          10s
    web-78f45d5fd-b7wqz      2/2     Running   0          10s
    """

  private func pods(_ rows: String...) -> String {
    "NAME   READY   STATUS   RESTARTS   AGE\n" + rows.joined(separator: "\n")
  }

  @Test func rows_come_in_any_order() {
    let comparison = judge(
      Self.pods,
      pods(
        "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s", "db-0   1/1   Running   0   9s",
        "web-5d9c6b8f7b-zzzz2   2/2   Running   0   1s"))
    #expect(comparison.verdict == .similar)
    #expect(comparison.tolerated.map(\.kind).contains("row order"))
  }

  @Test(arguments: [
    // sentence, verdict, rows
    (
      "STATUS of web-*: expected Running, got CrashLoopBackOff", "different",
      [
        "db-0   1/1   Running   0   9s", "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s",
        "web-5d9c6b8f7b-zzzz2   0/2   CrashLoopBackOff   7 (35s ago)   1s",
      ]
    ),
    (
      "READY of db-0: expected 1/1, got 1/2", "different",
      [
        "db-0   1/2   Running   0   9s", "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s",
        "web-5d9c6b8f7b-zzzz2   2/2   Running   0   1s",
      ]
    ),
    (
      "Row db-0 is missing from the table", "different",
      [
        "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s",
        "web-5d9c6b8f7b-zzzz2   2/2   Running   0   1s",
      ]
    ),
    (
      "Row web-* is missing from the table", "different",
      ["db-0   1/1   Running   0   9s", "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s"]
    ),
    (
      "Row cache-0 is not expected in the table", "different",
      [
        "cache-0   1/1   Running   0   1s", "db-0   1/1   Running   0   9s",
        "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s",
        "web-5d9c6b8f7b-zzzz2   2/2   Running   0   1s",
      ]
    ),
    (
      "Not ready yet: READY 1/2", "not-ready",
      [
        "db-0   1/1   Running   0   9s", "web-5d9c6b8f7b-8kq2z   1/2   Running   0   1s",
        "web-5d9c6b8f7b-zzzz2   2/2   Running   0   1s",
      ]
    ),
    (
      "Not ready yet: READY 0/1", "not-ready",
      [
        "db-0   0/1   Init:0/1   0   9s", "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s",
        "web-5d9c6b8f7b-zzzz2   2/2   Running   0   1s",
      ]
    ),
    (
      "Not ready yet: STATUS Terminating", "not-ready",
      [
        "db-0   1/1   Running   0   9s", "old-5d9c6b8f7b-8kq2z   2/2   Terminating   0   1s",
        "web-5d9c6b8f7b-8kq2z   2/2   Running   0   1s",
        "web-5d9c6b8f7b-zzzz2   2/2   Running   0   1s",
      ]
    ),
  ])
  func names_the_cell_or_row_that_differs(sentence: String, verdict: String, rows: [String]) {
    let comparison = judge(
      Self.pods, "NAME   READY   STATUS   RESTARTS   AGE\n" + rows.joined(separator: "\n"))
    #expect(comparison.sentence == sentence)
    #expect(comparison.verdict.rawValue == verdict)
  }

  @Test func a_restart_is_drift() {
    let comparison = judge(
      "NAME   READY   RESTARTS\ndb-0   1/1     0",
      "NAME   READY   RESTARTS\ndb-0   1/1     2 (35s ago)")
    #expect(comparison.verdict == .drift)
  }

  @Test func an_image_is_drift_by_tag_but_not_by_name() {
    func images(_ image: String) -> String { "NAME   IMAGE\ndb     \(image)" }
    #expect(judge(images("quay.io/a/db:1"), images("ghcr.io/b/db:2")).verdict == .drift)
    #expect(judge(images("quay.io/a/db:1"), images("quay.io/a/web:1")).verdict == .different)
  }

  @Test func a_state_that_has_moved_on_since_is_drift() {
    let comparison = judge(
      pods("db-0   0/1   ContainerCreating   0   1s"), pods("db-0   1/1   Running   0   1s"))
    #expect(comparison.verdict == .drift)
    let failed = judge(
      pods("db-0   0/1   ContainerCreating   0   1s"), pods("db-0   0/1   ErrImagePull   0   1s"))
    #expect(failed.verdict == .different)
  }

  @Test func an_elided_row_stands_for_any_rows() {
    let expected = "NAME   READY\ndb-0   1/1\n..."
    #expect(judge(expected, "NAME   READY\na      1/1\ndb-0   1/1\nz      1/1").verdict == .similar)
    #expect(judge(expected, "NAME   READY\na      1/1").verdict == .different)
  }

  @Test func cells_may_be_empty_or_hold_blanks() {
    let expected = """
      NAME   HOST/PORT                   PATH   SERVICES   PORT    TERMINATION     WILDCARD
      web    web-public.apps.lab.org            web        <all>   edge/Redirect   None
      """
    let actual = """
      NAME   HOST/PORT                        PATH   SERVICES   PORT    TERMINATION     WILDCARD
      web    web-public.apps.public.example          web        <all>   edge/Redirect   None
      """
    #expect(judge(expected, actual, session).verdict == .similar)
    #expect(
      judge(expected, actual.replacing("edge", with: "passthrough"), session).verdict == .different)
  }

  @Test func headers_one_blank_apart_are_columns_too() {
    let expected = """
        PID TTY          TIME CMD
       4711 pts/0    00:00:01 bash
       4800 pts/0    00:00:00 ps
      """
    let actual = """
          PID TTY          TIME CMD
         7 pts/0    00:00:00 bash
        12 pts/0    00:00:00 ps
      """
    #expect(judge(expected, actual).verdict == .similar)
    #expect(judge(expected, actual.replacing("bash", with: "zsh")).verdict == .different)
  }

  @Test func other_columns_are_another_table() {
    let comparison = judge("NAME   AGE\na      1s", "NAME   STATUS   AGE\na      Ready    1s")
    #expect(comparison.sentence == "The table's columns are NAME, STATUS, AGE; expected NAME, AGE")
  }

  @Test func several_tables_stand_below_each_other() {
    let expected = "NAME   AGE\npod/a  1s\n\nNAME      TYPE\nservice/a  ClusterIP"
    #expect(judge(expected, expected.replacing("1s", with: "9s")).verdict == .similar)
    #expect(
      judge(expected, expected.replacing("ClusterIP", with: "NodePort")).verdict == .different)
    #expect(judge(expected, "NAME   AGE\npod/a  1s").verdict == .different)
  }

  @Test func an_author_decides_about_columns() {
    var options = ComparisonOptions()
    let (expected, actual) = (
      "NAME   SIZE   DATA\na      10     3", "NAME   SIZE   DATA\na      11     4"
    )
    #expect(judge(expected, actual).verdict == .different)
    options.volatileColumns = ["DATA"]
    #expect(judge(expected, actual, options).verdict == .similar)
    options.strictColumns = ["SIZE"]
    #expect(judge(expected, actual, options).verdict == .different)
  }

  @Test func rows_may_be_a_subset_or_optional() {
    var options = ComparisonOptions()
    options.rows = .subset
    #expect(
      judge("NAME   AGE\na      1s", "NAME   AGE\na      1s\nb      2s", options).verdict
        == .similar)
    options = ComparisonOptions()
    options.optional = ["cache"]
    #expect(
      judge("NAME    AGE\na       1s\ncache   1s", "NAME   AGE\na      1s", options).verdict
        == .similar)
    #expect(
      judge("NAME   AGE\na      1s", "NAME    AGE\na       1s\ncache   1s", options).verdict
        == .similar)
  }

  @Test func a_row_may_be_named_by_a_placeholder() {
    let comparison = judge(
      "NAME                AGE\nweb-xxxxx-yyyyy     1s",
      "NAME                  AGE\nweb-78f45d5fd-xtlhh   3s")
    #expect(comparison.verdict == .different, "yyyyy is no placeholder")
    let named = judge(
      "NAME          AGE\n<pod name>    1s", "NAME                  AGE\nweb-78f45d5fd-xtlhh   3s")
    #expect(named.verdict == .similar)
    #expect(named.captures == ["pod name": "web-78f45d5fd-xtlhh"])
  }

  @Test(arguments: [
    ("AGE", "5s", "banana"), ("AGE", "5s", "<invalid>"), ("AGE", "5s", "<unknown>"),
    ("AGE", "5s", "<none>"), ("AGE", "<none>", "5s"), ("CREATED", "2 days ago", "Error"),
    ("CREATED", "2 days ago", "5 apples"), ("AGE", "5s", "7"), ("AGE", "5s", "nobody"),
    ("UPDATED", "2026-03-14 09:12:44.1 +0000 UTC", "unknown"),
  ])
  func what_is_no_time_is_none(column: String, expected: String, actual: String) {
    let comparison = judge(
      "NAME   \(column)\nweb    \(expected)", "NAME   \(column)\nweb    \(actual)")
    #expect(comparison.verdict == .different)
    #expect(comparison.sentence?.contains(actual) == true, "\(comparison.sentence ?? "")")
  }

  @Test(arguments: [
    ("AGE", "5s", "4y15d"), ("AGE", "<none>", "<none>"), ("AGE", "5s", "<1s"),
    ("CREATED", "2 days ago", "About a minute ago"),
    ("CREATED", "2 days ago", "Less than a second ago"),
    ("CREATED", "2 days ago", "2026-03-14T09:12:44Z"), ("START", "09:12", "Jan02"),
    ("START", "Mon10", "14Mar23"), ("TIME", "0:03", "1-02:03:04"), ("TIME", "12", "17"),
    ("UPDATED", "2026-03-14 09:12:44.123 +0000 UTC", "2026-03-15 10:12:44.1 +0100 CET"),
    ("UPDATED", "Tue Mar 14 09:12:44 2023", "Sat Nov 21 17:40:02 2026"),
    ("LAST SEEN", "3s (x12 over 4m)", "5m"),
  ])
  func a_time_stands_for_another_one(column: String, expected: String, actual: String) {
    let comparison = judge(
      "NAME   \(column)\nweb    \(expected)", "NAME   \(column)\nweb    \(actual)")
    #expect(comparison.verdict.passes(strict: true), "\(comparison.sentence ?? "")")
  }
}
