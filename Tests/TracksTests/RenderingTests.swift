import Documents
import FoundationEssentials
import Testing

@testable import Tracks

@Suite struct RenderingTests {
  @Test func the_outline_says_how_outputs_are_compared() throws {
    let track = try Fixtures.page(
      "<!-- lab: match=contains -->\n```sh\nls\n```\n\n```,nocopy\na\n```\n")
    #expect(TrackOutline.text(track).contains("prints 1 line as on line 7, contains: "))
    #expect(TrackOutline.json(track).contains("\"coverage\": \"contains\""))
  }

  private static let page = """
    ---
    title: A page
    tabs:
    - {title: Left side, type: terminal, hostname: a}
    - {title: Right side, type: terminal, hostname: b}
    ---
    # First
    In the **Right side**:
    ```bash
    ls a
    cat <<X
    b
    X
    ```
    The output contains:
    ```nocopy
    c
    ```
    Paste it.

    ```yaml
    a: 1
    ```
    """

  private static let lab = """
    sites: {a: {}, b: {platform: kubernetes}}
    steps:
    - at: Paste it
      solve: {copy: "a:x", to: "b:y"}
    checks:
      soon: {run: ls, within: 5s, after: Paste it}
      late: {run: ls}
    """

  @Test func an_outline_names_the_rule_behind_everything() throws {
    let track = try Fixtures.page(Self.page, lab: Self.lab)
    #expect(
      TrackOutline.text(track) == """
        A page
        1 challenge, 2 sites, 2 steps, 1 output, 2 checks

        site a: kubernetes, namespace default, hosts a
        site b: kubernetes, namespace default, hosts b

        1  A page

           First
           1.1  In the Right side  (line 9)
                in Right side: "Right side" is named on line 8
                $ ls a
                $ cat <<X …
                  prints 1 line as on line 17, contains: it follows the commands directly
           1.2  Paste it  (line 19)
                by hand: Paste it.
                by machine: copy a:x to b:y
           check  soon, within 5 s

           line 21: content, not run: yaml is text to read, not commands

           check  late

        """)
  }

  @Test func an_outline_is_a_document_for_programs_too() throws {
    let document = try JSON.parse(TrackOutline.json(try Fixtures.page(Self.page, lab: Self.lab)))
    #expect(document["challenges"]?[0]?["steps"]?[0]?["terminal"] == "Right side")
    #expect(document["challenges"]?[0]?["steps"]?[0]?["rule"] == "mention")
    #expect(document["challenges"]?[0]?["steps"]?[1]?["actions"] == ["copy a:x to b:y"])
    #expect(document["challenges"]?[0]?["blocks"]?[2]?["role"] == "content")
    #expect(document["checks"]?[0]?["after"] == "1.2")
  }

  @Test func findings_are_printed_with_place_remedy_and_sum() throws {
    let place = Tracks.SourceLocation(file: "a.md", line: 3, column: 7)
    let findings = [
      Finding("one", .warning, at: place, "It is so.", remedy: "Do this."),
      Finding("two", .note, at: place, "It is \"so\" too.", remedy: "Do that."),
    ]
    #expect(
      FindingReport.text(findings) == """
        a.md:3:7: warning: It is so. [one]
            Do this.
        a.md:3:7: note: It is "so" too. [two]
            Do that.
        1 warning, 1 note

        """)
    let document = try JSON.parse(FindingReport.json(findings))
    #expect(document["findings"]?[1]?["message"] == "It is \"so\" too.")
    #expect(document["findings"]?[0]?["line"] == 3)
    #expect(FindingReport.text([]) == "Nothing found.\n")
  }

  @Test(arguments: [
    "edge-interconnect", "failure-drills", "first-steps", "hybrid-cloud", "patient-portal",
  ])
  func the_projects_own_labs_have_nothing_to_warn_of(name: String) throws {
    let folder = Fixtures.project.appending(path: "labs").appending(path: name)
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
    let files = TrackFiles(
      paths: found.filter { Fixtures.bytes(folder.appending(path: $0)) != nil }
    ) { Fixtures.bytes(folder.appending(path: $0)) }
    let track = try TrackReader.read(files: files)
    let findings = Rules.check(track, files: files).filter { $0.severity != .note }
    #expect(findings == [], "\(FindingReport.text(findings))")
    #expect(track.challenges.count > 2)
    #expect(track.lab?.checks.allSatisfy { $0.afterStep != nil || $0.time == .end } == true)
  }
}
