import Documents
import FoundationEssentials
import Testing
import YAML

@testable import Tracks

/// Rules about commands, links, tabs and scripts, each with what it finds and what it leaves alone.
@Suite struct LintTests {
  private func track(_ texts: [String: String]) throws -> [String] {
    let files = TrackFiles(texts: texts)
    return Rules.check(try TrackReader.read(files: files), files: files).map {
      "\($0.location) \($0.id)"
    }
  }

  private static let assignment =
    "---\nslug: a\ntitle: A\ntype: challenge\ntabs:\n- {title: Shell, type: terminal, hostname: one}\n"
    + "---\n```sh\nls\n```\n"

  private func scripted(_ scripts: [String: String]) throws -> [String] {
    var texts = ["track.yml": "slug: t\ntitle: T\n", "01-a/assignment.md": Self.assignment]
    for (name, text) in scripts { texts["01-a/" + name] = text }
    return try track(texts)
  }

  @Test(
    arguments: [
      "vi a.txt", "less a", "kubectl get pods | less", "python3", "psql -U me", "ssh me@host",
      "kubectl edit pod a", "kubectl exec -it a -- bash", "oc rsh a", "docker run -it a sh",
    ])
  func a_command_that_waits_for_a_person_is_told(command: String) throws {
    try MarkedText("```bash\n1️⃣\(command)\n```\n").expect(["1 blocking-command"])
  }

  @Test(
    arguments: [
      "python3 a.py", "psql -c 'select 1'", "bash run.sh", "ssh me@host ls", "top -b -n 1",
      "kubectl exec a -- ls", "kubectl port-forward a 80:80", "tail -f a",
      "cat <<EOF | psql\nx\nEOF",
      "echo x | bash", "watch ls &", "kubectl logs -f a",
    ])
  func a_command_that_ends_or_stands_last_is_not(command: String) throws {
    try MarkedText("```bash\n\(command)\n```\n").expect([])
  }

  @Test func a_command_that_goes_on_must_stand_last() throws {
    try MarkedText("```bash\n1️⃣kubectl port-forward a 80:80\ncurl localhost\n```\n")
      .expect(["1 blocking-command"])
    try MarkedText("<!-- lab: background -->\n```bash\nkubectl proxy\nls\n```\n").expect([])
  }

  @Test func links_to_headings_that_are_not_there_are_told() throws {
    try MarkedText(
      """
      1️⃣[a](#first-stp) and [b](#first-step) and [c](#x-1) and [d](#own)

      # First: step
      ## X
      ## X
      <a id="own"></a>

      2️⃣See [this][nowhere] and [that][here].

      [here]: https://x.example

      ```sh
      ls
      ```
      """
    ).expect(["1 broken-link", "2 broken-link"])
  }

  @Test func tabs_that_are_not_there_are_told() throws {
    let head = """
      ---
      tabs:
      - {title: Shell one, type: terminal, hostname: one}
      - {title: Page, type: website, url: "https://x.example"}
      ---

      """
    try MarkedText(
      head + "1️⃣[button label=\"X\"](tab-2) [y](tab-1)\n\n2️⃣Use the **Shell on** tab.\n\n"
        + "In the **Page** tab a **b** table.\n\n```sh\nls\n```\n"
    ).expect(["1 unreachable-tab", "2 unreachable-tab"])
  }

  @Test func tabs_and_scripts_on_hosts_that_are_not_there_are_told() throws {
    let found = try track([
      "track.yml": "slug: t\ntitle: T\n",
      "config.yml": "version: \"3\"\nvirtualmachines: [{name: uno}]\n",
      "01-a/assignment.md": Self.assignment, "01-a/check-tow": "#!/bin/bash\nexit 1\n",
    ])
    #expect(found == ["01-a/assignment.md:6:3 unreachable-tab", "01-a/check-tow:1:1 script-host"])
  }

  @Test(
    arguments: [
      ("set -e\nfail-message x\nls\n", []),
      ("if ! ls; then\n  fail-message x\n  exit 1\nfi\nls\n", []),
      ("ls || { fail-message x; exit 1; }\nls\n", []),
      ("fail-message x && exit 1\nls\n", []),
      ("ls\nfail-message x\n", []),
      ("if ! ls; then\n  fail-message x\nfi\nexit 0\n", ["3:3"]),
      ("echo 'FAIL: x'\nls\n", ["2:1"]), ("exit 0\n", ["1:1"]), ("# nothing\n", ["1:1"]),
    ] as [(String, [String])])
  func checks_that_cannot_fail_are_told(text: String, places: [String]) throws {
    let found = try scripted(["check-one": "#!/bin/bash\n" + text])
    #expect(found == places.map { "01-a/check-one:\($0) toothless-check" })
  }

  @Test func scripts_without_a_first_line_that_counts_are_told() throws {
    let found = try scripted([
      "setup-one": "ls\n", "solve-one": "!#/bin/bash\nls\n", "cleanup-one": "#!/bin/sh\nls\n",
    ])
    #expect(
      found == ["01-a/setup-one:1:1 script-shebang", "01-a/solve-one:1:1 script-shebang"])
  }

  @Test func folders_and_files_that_do_not_belong_are_told() throws {
    let found = try track([
      "track.yml": "slug: t\ntitle: T\n", "01-b/assignment.md": Self.assignment,
      "01-b/picture.png": "", "track.yml.remote": "",
    ])
    #expect(
      found == [
        "01-b/assignment.md:1:1 slug-folder", "01-b/picture.png:1:1 left-over-file",
        "track.yml.remote:1:1 left-over-file",
      ])
  }

  @Test func keys_and_tokens_are_told_and_made_up_ones_are_not() throws {
    let body = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"
    try MarkedText("Use 1️⃣ghp_\(body).\n\n```sh\noc login --token=2️⃣sha256~\(body)zz\n```\n")
      .expect(["1 secret", "2 secret"])
    try MarkedText("Use ghp_\(String(repeating: "x", count: 40)).\n\n```sh\nls\n```\n").expect([])
    try MarkedText("-----BEGIN RSA 1️⃣PRIVATE KEY-----\n\n```sh\nls\n```\n").expect(["1 secret"])
  }

  @Test func questions_without_a_right_answer_are_told() throws {
    let quiz =
      "---\nslug: a\ntitle: A\ntype: quiz\nanswers: [x, y]\nsolution: [SOLUTION]\n---\nQ?\n"
    for (solution, ids) in [("1", []), ("2", ["quiz-solution"]), ("", ["quiz-solution"])] {
      let found = Rules.check(try Fixtures.page(quiz.replacing("SOLUTION", with: solution)))
      #expect(found.map(\.id) == ids)
    }
  }
}

/// Repairs: the edits that findings carry.
@Suite struct FixTests {
  @Test func fixes_change_what_is_wrong_and_no_other_byte() throws {
    let page =
      "\u{FEFF}---\r\ntitle: T\r\ntimelimt: 5 \r\n---\r\n\r\nIt isnâ\u{20AC}\u{2122}t  so.\t\r\n```sh\r\nls\r\n```"
    let files = TrackFiles(root: "x", texts: ["page.md": page])
    let track = try TrackReader.read(path: "page.md", files: files)
    let fixed = TextFixes.applied(Rules.check(track, files: files), to: files)
    let expected = page.replacing("timelimt", with: "timelimit")
      .replacing("isnâ\u{20AC}\u{2122}t", with: "isn’t")
    #expect(fixed.keys.sorted() == ["page.md"])
    #expect(fixed["page.md"].map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  @Test func scripts_are_mended() throws {
    let texts = [
      "track.yml": "slug: t\ntitle: T\n",
      "01-a/assignment.md":
        "---\nslug: a\ntitle: A\ntype: challenge\ntabs:\n"
        + "- {title: S, type: terminal, hostname: h}\n---\n```sh\nls\n```\n",
      "01-a/check-h": "#!/bin/bash\nif ! ls; then\n\tfail-message \"no\"\nfi\nexit 0\n",
      "01-a/setup-h": "!#/bin/bash\nls\n", "01-a/solve-h": "ls\n",
    ]
    let files = TrackFiles(texts: texts)
    let fixed = TextFixes.applied(
      Rules.check(try TrackReader.read(files: files), files: files), to: files)
    let again = texts.merging(fixed.mapValues { String(decoding: $0, as: UTF8.self) }) { $1 }
    #expect(
      again["01-a/check-h"]
        == "#!/bin/bash\nif ! ls; then\n\tfail-message \"no\"\n\texit 1\nfi\nexit 0\n")
    #expect(again["01-a/setup-h"] == "#!/bin/bash\nls\n")
    #expect(again["01-a/solve-h"] == "#!/bin/bash\nls\n")
    let mended = TrackFiles(texts: again)
    #expect(Rules.check(try TrackReader.read(files: mended), files: mended) == [])
  }

  @Test func keys_of_the_lab_file_are_mended() throws {
    let lab = "sites:\n  a:\n    namespce: x  # kept\n    'host': [b]\nprofile: {}\nprofiles: {}\n"
    let files = TrackFiles(texts: ["page.md": "```sh\nls\n```\n", "lab.yml": lab])
    let track = try TrackReader.read(path: "page.md", files: files)
    let fixed = TextFixes.applied(Rules.check(track, files: files), to: files)
    // A quoted key stands behind its quote, and a key that is there already is not written again.
    #expect(
      fixed.mapValues { String(decoding: $0, as: UTF8.self) } == [
        "lab.yml": lab.replacing("namespce", with: "namespace")
      ])
  }

  @Test func a_key_that_may_mean_two_others_is_left_to_its_author() throws {
    let page = "One.\n\n```sh\nls\n```\n"
    func mended(_ key: String) throws -> (text: String?, remedies: [String]) {
      let lab = "steps:\n- at: One\n  \(key): 2\n"
      let files = TrackFiles(texts: ["page.md": page, "lab.yml": lab])
      let found = Rules.check(try TrackReader.read(path: "page.md", files: files), files: files)
      let fixed = TextFixes.applied(found, to: files)["lab.yml"]
      return (fixed.map { String(decoding: $0, as: UTF8.self) }, found.map(\.remedy))
    }
    let swapped = try mended("pionts")
    #expect(swapped.text == "steps:\n- at: One\n  points: 2\n")
    #expect(
      Spelling.candidates(for: "ints", in: ["hints", "pints", "points"]) == ["hints", "pints"])
    #expect(Spelling.question(["hints", "pints"]) == "Did you mean hints or pints?")
    let tie = UnknownKeys.findings(
      in: try YAML.parseLocated("ints: 1\n"), known: ["hints", "pints"], owner: "It", file: "a")
    #expect(tie.map(\.remedy) == ["Did you mean hints or pints?"])
    #expect(tie.map(\.fix) == [nil])
  }

  @Test func a_fix_whose_words_have_moved_changes_nothing() {
    let fix = TextFix(
      at: SourceLocation(file: "a", line: 1, column: 3), removes: "cd", inserts: "x")
    #expect(TextFixes.applied([fix], to: Array("abcd".utf8)) == Array("abx".utf8))
    #expect(TextFixes.applied([fix], to: Array("abce".utf8)) == Array("abce".utf8))
    #expect(TextFixes.applied([fix], to: Array("ab".utf8)) == Array("ab".utf8))
    #expect(TextFixes.applied([fix, fix], to: Array("abcd".utf8)) == Array("abx".utf8))
    #expect(TextFixes.applied([fix], to: [0xFF, 0xFE]) == [0xFF, 0xFE])
  }
}

/// What lint prints for other programs and about itself.
@Suite struct LintFormatTests {
  private static let findings = [
    Finding(
      "secret", .warning, at: SourceLocation(file: "a b/c.md", line: 3, column: 5), "One, 100 %.",
      remedy: "Two:\nthree."),
    Finding("own", .note, at: SourceLocation(file: "d.md", line: 1), "Four.", remedy: "Five."),
  ]

  @Test func sarif_names_rules_places_and_levels() throws {
    let log = try JSON.parse(FindingReport.sarif(Self.findings, version: "1.2.3"))
    #expect(log["version"] == "2.1.0")
    let run = try #require(log["runs"]?[0])
    #expect(run["tool", "driver", "version"] == "1.2.3")
    #expect(run["tool", "driver", "rules"]?[0]?["id"] == "secret")
    #expect(run["tool", "driver", "rules"]?[1]?["id"] == "own")
    let first = try #require(run["results"]?[0])
    #expect(first["ruleIndex"] == 0)
    #expect(first["level"] == "warning")
    let place = try #require(first["locations"]?[0]?["physicalLocation"])
    #expect(place["artifactLocation", "uri"] == "a%20b/c.md")
    #expect(place["region", "startLine"] == 3)
    #expect(place["region", "startColumn"] == 5)
    #expect(run["results"]?[1]?["ruleIndex"] == 1)
  }

  @Test func github_gets_one_line_for_each() {
    #expect(
      FindingReport.github(Self.findings) == """
        ::warning file=a b/c.md,line=3,col=5,title=secret::One, 100 %25. Two:%0Athree.
        ::notice file=d.md,line=1,col=1,title=own::Four. Five.

        """)
  }

  @Test func every_rule_has_a_page() {
    for page in Rules.pages {
      #expect(page.guide.count > 60 && page.guide.hasSuffix(".") || page.guide.contains("    "))
      #expect(page.summary.hasSuffix("."), "\(page.id)")
      #expect(page.text.hasPrefix("\(page.id) ("))
    }
    #expect(Rules.page("secret").page?.severity == .warning)
    #expect(Rules.page("secrt").near == "secret")
  }

  @Test func every_finding_of_the_rules_belongs_to_a_page() throws {
    let ids = Set(Rules.pages.map(\.id))
    #expect(ids.count == Rules.pages.count)
    for rule in Rules.all { #expect(ids.contains(rule.id)) }
  }

  @Test func the_readme_lists_every_rule() throws {
    let bytes = try #require(Fixtures.bytes(Fixtures.project.appending(path: "README.md")))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(Rules.table), "The README lacks this table:\n\(Rules.table)")
  }
}
