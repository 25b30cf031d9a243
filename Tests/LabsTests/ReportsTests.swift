import Documents
import Testing
import Transcripts

@testable import Labs

@Suite struct ReportsTests {
  private let report = ReportsFixture.report

  @Test func text_shows_the_mismatch_under_the_step() {
    #expect(
      ReportFormat.text.text([report]) == """
        Portal (labs/portal)

        Deploy
          + exact Say <hello> (0.1 s)
          ~ drift Show the version (1.5 s)
            version v1.2.3 → v1.3.0 (drift)
          x different Wait for pods (3 attempts, 10.0 s)
            at deploy.md:15 on cloud
            $ kubectl get pods
            STATUS of web: expected Running, got Error

              1 1   NAME   STATUS    AGE
              2   - web    Running   3s
                2 + web    Error   3s

              rule: words are compared to the letter
          + passed check page opens
          x failed check bill paid: the bill is open, 100% of it

        Link
          ? unverified Restart #1 (0.7 s)
            backend-79c4d4676f-dw99z is backend-5d9c6b8f7b-8kq2z here
          x error Follow (120.0 s)
            at link.md:8 on edge
            $ follow
            The command has not ended after 120 s
            | so\u{1B}far
          > skipped Clean up
            an earlier step failed

        5 steps: 1 exact, 1 drift, 1 different, 1 error, 1 unverified, 1 skipped; 2 checks: 1 failed
        x failed after 12.3 s

        """)
  }

  @Test func text_says_the_same_without_colour() {
    let coloured = ReportFormat.text.text([report], usesColour: true)
    #expect(coloured.contains("\u{1B}[31mx different\u{1B}[0m Wait for pods"))
    let styles = ["0", "1", "2", "7", "31", "32", "33"]
    let plain = styles.reduce(coloured) { text, style in
      text.split(separator: "\u{1B}[\(style)m", omittingEmptySubsequences: false).joined()
    }
    #expect(plain == ReportFormat.text.text([report]))
  }

  @Test func junit_has_a_suite_for_every_section_and_a_case_for_every_step() {
    #expect(
      ReportFormat.junit.text([report]) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="Portal" tests="8" failures="2" errors="1" skipped="2" time="12.345">
          <testsuite name="Deploy" tests="1" failures="0" errors="0" skipped="0" time="0.050" timestamp="2026-01-02T03:04:05Z">
            <testcase name="Say &lt;hello&gt;" classname="deploy.cloud" file="deploy.md" line="3" time="0.050"/>
          </testsuite>
          <testsuite name="Deploy / Look" tests="2" failures="1" errors="0" skipped="0" time="11.500" timestamp="2026-01-02T03:04:05Z">
            <testcase name="Show the version" classname="deploy.cloud" file="deploy.md" line="9" time="1.500">
              <system-out>tolerated: version v1.2.3 → v1.3.0 (drift)</system-out>
            </testcase>
            <testcase name="Wait for pods" classname="deploy.cloud" file="deploy.md" line="15" time="10.000">
              <failure message="STATUS of web: expected Running, got Error" type="different">STATUS of web: expected Running, got Error

          1 1   NAME   STATUS    AGE
          2   - web    Running   3s
            2 + web    Error   3s

          rule: words are compared to the letter</failure>
            </testcase>
          </testsuite>
          <testsuite name="Deploy / checks" tests="2" failures="1" errors="0" skipped="0" time="0.020" timestamp="2026-01-02T03:04:05Z">
            <testcase name="page opens" classname="deploy.checks" time="0.020"/>
            <testcase name="bill paid" classname="deploy.checks" time="0.000">
              <failure message="the bill is open, 100% of it" type="check">the bill is open, 100% of it</failure>
            </testcase>
          </testsuite>
          <testsuite name="Link" tests="3" failures="0" errors="1" skipped="2" time="120.700" timestamp="2026-01-02T03:04:05Z">
            <testcase name="Restart #1" classname="link.edge" file="link.md" line="4" time="0.700">
              <skipped message="unverified: nothing is promised that could be compared"/>
            </testcase>
            <testcase name="Follow" classname="link.edge" file="link.md" line="8" time="120.000">
              <error message="The command has not ended after 120 s" type="error">sofar
        </error>
            </testcase>
            <testcase name="Clean up" classname="link.edge" file="link.md" line="12" time="0.000">
              <skipped message="an earlier step failed"/>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func junit_leaves_out_what_xml_cannot_hold() {
    #expect(
      JUnitReport.escaped("a\u{0}\u{1B}[31m\u{FFFE}\u{7}é🦀\t\n<&>\"")
        == "a[31mé🦀\t\n&lt;&amp;&gt;&quot;")
  }

  @Test func tap_has_a_point_for_every_step_and_check() {
    #expect(
      ReportFormat.tap.text([report]) == ##"""
        TAP version 14
        1..8
        ok 1 - Deploy: Say <hello>
        ok 2 - Deploy: Show the version
          ---
          message: "version v1.2.3 → v1.3.0 (drift)"
          severity: comment
          verdict: drift
          at:
            file: "deploy.md"
            line: 9
          host: "cloud"
          commands:
            - "app version"
          ...
        not ok 3 - Deploy: Wait for pods
          ---
          message: "STATUS of web: expected Running, got Error"
          severity: fail
          verdict: different
          at:
            file: "deploy.md"
            line: 15
          host: "cloud"
          commands:
            - "kubectl get pods"
          ...
        ok 4 - Deploy: check page opens
        not ok 5 - Deploy: check bill paid
          ---
          message: "the bill is open, 100% of it"
          severity: fail
          ...
        ok 6 - Link: Restart \#1 # SKIP unverified: nothing is promised that could be compared
        not ok 7 - Link: Follow
          ---
          message: "The command has not ended after 120 s"
          severity: fail
          verdict: error
          at:
            file: "link.md"
            line: 8
          host: "edge"
          commands:
            - "follow"
          ...
        ok 8 - Link: Clean up # SKIP an earlier step failed

        """##)
  }

  @Test func annotations_stand_at_the_document_s_lines() {
    #expect(
      ReportFormat.github.text([report]) == """
        ::warning file=deploy.md,line=9,title=Drift%3A Show the version::version v1.2.3 → v1.3.0 (drift)
        ::error file=deploy.md,line=15,title=Wait for pods%3A different::STATUS of web: expected Running, got Error
        ::error file=labs/portal,title=Check failed%3A bill paid::the bill is open, 100%25 of it
        ::notice file=link.md,line=4,title=Unverified%3A Restart #1::Nothing is promised that could be compared
        ::error file=link.md,line=8,title=Follow%3A error::The command has not ended after 120 s

        """)
  }

  @Test func json_is_the_full_record() throws {
    let value = try JSON.parse(ReportFormat.json.text([report]))
    #expect(
      value["totals"]?.json() == """
        {"exact":1,"similar":0,"drift":1,"not-ready":0,"different":1,"error":1,"unverified":1,\
        "skipped":1,"checksPassed":1,"checksFailed":1}
        """)
    #expect(value["exitCode"] == 1)
    let steps = value["challenges"]?[0]?["steps"]
    #expect(
      steps?[1]?.json() == """
        {"id":"s2","title":"Show the version","section":"Look","file":"deploy.md","line":9,\
        "host":"cloud","verdict":"drift","attempts":1,"duration":1.5,"commands":["app version"],\
        "outputs":[{"command":"app version","status":0,"text":"app v1.3.0\\n"}],\
        "expected":"app v1.2.3","tolerated":[{"kind":"version","expected":"v1.2.3",\
        "actual":"v1.3.0","line":1,"drift":true}]}
        """)
    #expect(
      steps?[2]?["difference"]?.json() == """
        {"expected":"Running","actual":"Error","rule":"words are compared to the letter",\
        "expectedLine":2,"actualLine":2}
        """)
    #expect(value["challenges"]?[1]?["steps"]?[2]?["verdict"] == "skipped")
  }

  @Test func a_problem_stops_the_run_in_every_form() {
    var report = ReportsFixture.run(.exact)
    report.problem = "The site cloud does not answer"
    #expect(
      ReportFormat.text.text([report]).hasSuffix(
        "x stopped after 0.0 s: The site cloud does not answer\n"))
    #expect(ReportFormat.tap.text([report]).hasSuffix("Bail out! The site cloud does not answer\n"))
    #expect(
      ReportFormat.junit.text([report]).contains(
        "<system-err>The site cloud does not answer</system-err>"))
    #expect(
      ReportFormat.github.text([report])
        == "::error file=t,title=The run has stopped::The site cloud does not answer\n")
  }

  @Test func markdown_has_the_counts_and_what_did_not_pass() {
    var report = report
    report.evidence = "kept/portal-x"
    #expect(
      ReportFormat.markdown.text([report]) == """
        ## Portal: failed

        `labs/portal` in 12.3 s

        | exact | drift | different | error | unverified | skipped | checks passed | checks failed |
        | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | 1 | 1 | 1 | 1 | 1 | 1 | 1 | 1 |

        ### drift: Show the version

        `deploy.md:9` on cloud

        ```text
        $ app version

        version v1.2.3 → v1.3.0 (drift)
        ```

        ### different: Wait for pods

        `deploy.md:15` on cloud

        STATUS of web: expected Running, got Error

        ```text
        $ kubectl get pods

        STATUS of web: expected Running, got Error

          1 1   NAME   STATUS    AGE
          2   - web    Running   3s
            2 + web    Error   3s

          rule: words are compared to the letter
        ```

        ### Check failed: bill paid

        the bill is open, 100% of it

        ### error: Follow

        `link.md:8` on edge

        The command has not ended after 120 s

        ```text
        $ follow
        so\u{1B}far
        ```

        What is known is in `kept/portal-x`.

        """)
  }

  @Test func several_runs_are_one_document() throws {
    let reports = [ReportsFixture.run(.exact), report]
    #expect(try JSON.parse(ReportFormat.json.text(reports)).array?.count == 2)
    let junit = ReportFormat.junit.text(reports)
    #expect(junit.split(separator: "<testsuites ").count == 2)
    #expect(junit.contains("name=\"Portal: Deploy\""))
    let tap = ReportFormat.tap.text(reports)
    #expect(tap.hasPrefix("TAP version 14\n1..9\nok 1 - "), "\(tap)")
  }

  @Test func repeated_runs_of_a_track_are_told_apart() {
    let other = RunReport(track: "Other", path: "labs/other", started: "")
    #expect(
      RunReport.names(of: [report, other, report])
        == ["Portal (run 1)", "Other", "Portal (run 2)"])
    let tap = ReportFormat.tap.text([report, report])
    #expect(tap.contains("ok 1 - Portal (run 1): Deploy: Say <hello>"), "\(tap)")
    #expect(ReportFormat.junit.text([report, report]).contains("name=\"Portal (run 2): Deploy\""))
  }
}
