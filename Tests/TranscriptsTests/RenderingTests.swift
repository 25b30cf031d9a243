import Testing
import Transcripts

@Suite struct RenderingTests {
  private func rendered(_ expected: String, _ actual: String, colour: Bool = false) -> String {
    ComparisonRenderer(usesColour: colour).text(judge(expected, actual, session))
  }

  @Test func shows_a_table_s_row_with_its_numbers_and_the_rule() {
    #expect(
      rendered(
        """
        NAME                  READY   STATUS    RESTARTS   AGE
        web-78f45d5fd-xtlhh   1/1     Running   0          10s
        db-0                  1/1     Running   0          12s
        """,
        """
        NAME                   READY   STATUS             RESTARTS   AGE
        web-5d9c6b8f7b-8kq2z   0/1     ImagePullBackOff   0          3m
        db-0                   1/1     Running            0          3m
        """) == """
          STATUS of web-*: expected Running, got ImagePullBackOff

            1 1 ~ NAME                   READY   STATUS             RESTARTS   AGE
            2   - web-78f45d5fd-xtlhh   1/1     Running   0          10s
              2 + web-5d9c6b8f7b-8kq2z   0/1     ImagePullBackOff   0          3m
            3 3 ~ db-0                   1/1     Running            0          3m

            tolerated: generated name web-78f45d5fd-xtlhh → web-5d9c6b8f7b-8kq2z, column AGE 10s → 3m
            rule: words are compared to the letter
          """)
  }

  @Test func shows_what_is_not_ready_yet() {
    #expect(
      rendered(
        "NAME   READY   AGE\ndb-0   1/1     10s\nweb    1/1     1s",
        "NAME   READY   AGE\ndb-0   0/1     2s\nweb    1/1     2s") == """
          Not ready yet: READY 0/1

            1 1   NAME   READY   AGE
            2   - db-0   1/1     10s
              2 + db-0   0/1     2s
            3 3 ~ web    1/1     2s

            tolerated: column AGE 10s → 2s and 1 more
          """)
  }

  @Test func names_the_closest_line_for_one_that_is_missing() {
    #expect(
      rendered("first\nthe link is made\nlast", "first\nlast") == """
        Expected line 2 is missing: "the link is made"

          1 1   first
          2   - the link is made
          3 2   last

          rule: every line counts
          to allow it: <!-- lab: optional="the link is made" -->
        """)
  }

  @Test func highlights_what_changed_within_a_line() {
    #expect(
      rendered("port 8080 open", "port 9090 open", colour: true) == """
        \u{1B}[1mLine 1: expected 8080, got 9090\u{1B}[0m

          1   \u{1B}[31m- \u{1B}[0m\u{1B}[31mport \u{1B}[0m\u{1B}[7m808\u{1B}[0m\u{1B}[31m0 open\u{1B}[0m
            1 \u{1B}[32m+ \u{1B}[0m\u{1B}[32mport \u{1B}[0m\u{1B}[7m909\u{1B}[0m\u{1B}[32m0 open\u{1B}[0m

          rule: bare numbers are strict
          to allow it: <!-- lab: number=±20% --> or a placeholder such as <count>
        """)
  }

  @Test func who_takes_a_lab_is_not_told_how_to_change_its_text() {
    let comparison = judge("port 8080 open", "port 9090 open")
    #expect(ComparisonRenderer().text(comparison).contains("to allow it:"))
    let text = ComparisonRenderer(advisesAuthor: false).text(comparison)
    #expect(!text.contains("to allow it:") && !text.contains("<!-- lab:"))
    #expect(text.contains("rule: bare numbers are strict"))
  }

  @Test func lists_what_was_tolerated_by_kind() {
    let comparison = judge("a 10s b 5m\nv1.2.3", "a 11s b 6m\nv1.3.0")
    #expect(
      ComparisonRenderer().tolerated(comparison) == [
        "age 10s → 11s and 1 more", "version v1.2.3 → v1.3.0 (drift)",
      ])
  }

  @Test func shows_blanks_where_they_are_the_difference() {
    #expect(
      ComparisonRenderer().text(judge("a b", "a  b", ComparisonOptions(mode: .exact))).contains(
        "+ a··b"))
  }

  /// What is missing on one side takes no room there, and the rest stands once.
  @Test(arguments: [
    ("token <token> saved", "token abc 123 saved"), ("token abc 123 saved", "token abc saved"),
    ("a b", "a b c"), ("b c", "a b c"), ("a c", "a b c d"),
    ("NAME   STATUS   AGE\nx               5s", "NAME   STATUS   AGE\nx      Active   5s"),
    ("NAME   STATUS   AGE\nx      Active   5s", "NAME   STATUS   AGE\nx               5s"),
    ("NAME   STATUS   NOTE\nx      Active   y", "NAME   STATUS   NOTE\nx      Active"),
  ])
  func a_hunk_shows_both_lines_as_they_are(expected: String, actual: String) throws {
    let text = rendered(expected, actual)
    let (left, right) = (
      try #require(expected.split(separator: "\n").last),
      try #require(actual.split(separator: "\n").last)
    )
    #expect(text.contains("- " + left + "\n"), "\(text)")
    #expect(text.contains("+ " + right + "\n"), "\(text)")
  }

  @Test func an_elision_that_stands_for_nothing_is_no_difference() {
    let text = rendered("a\n...\nb", "a\nc")
    #expect(text.contains("2   ~ ...\n"), "\(text)")
  }
}
