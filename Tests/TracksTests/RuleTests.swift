import Testing

@testable import Tracks

@Suite struct RuleTests {
  @Test func what_nothing_sees_of_a_learner_is_told() throws {
    let text = MarkedText(
      "```sh\nls a\n```\n\n- 1️⃣Paste the key, and save it.\n\n```sh\nls b\n```\n")
    try text.expect(["1 unseen-step"], lab: "steps: [{at: Paste the key, solve: {run: x}}]")
    try text.expect([], lab: "steps: [{at: Paste the key, solve: {http: 'http://a/x'}}]")
    try text.expect(
      [],
      lab: """
        steps: [{at: Paste the key, solve: {run: x}}]
        checks: {The key is there: {run: test -s x, after: Paste the key}}
        """)
  }

  @Test func points_that_nobody_can_earn_are_told() throws {
    let text = MarkedText(
      "1️⃣```sh\nls a\n```\n\n- 2️⃣Paste the key, and save it.\n\n```sh\nls b\n```\n")
    try text.expect(
      ["2 idle-points"], lab: "steps: [{at: Paste the key, points: 2, solve: {run: x}}]")
    try text.expect(["1 idle-points"], lab: "steps: [{at: ls a, points: 2}]")
    try text.expect([], lab: "steps: [{at: ls a, points: 0}]")
    try text.expect([], lab: "steps: [{at: ls a, points: 2, count: 'a:>=1'}]")
  }

  @Test func an_output_without_commands_is_told() throws {
    try MarkedText(
      """
      You should see this output:

      1️⃣```
      NAME   AGE
      ```

      ```bash
      oc get pods
      ```
      """
    ).expect(["1 unpaired-output"])
  }

  @Test func a_block_that_nothing_explains_is_told() throws {
    try MarkedText("Some words.\n\n1️⃣```\nlorem ipsum\n```\n\n```sh\nls\n```\n")
      .expect(["1 unknown-block"])
  }

  @Test func a_block_that_is_run_or_not_by_a_guess_is_told() throws {
    let marked = "```bash\nls\n```\n\n"
    try MarkedText(marked + "1️⃣```\ngit version 2.39.2\n```\n").expect(["1 guessed-block"])
    try MarkedText(marked + "Again:\n\n1️⃣```\noc get pods\n```\n").expect(["1 guessed-block"])
    try MarkedText(marked + "Now run:\n\n```\noc get pods\n```\n").expect([])
    try MarkedText(
      marked + "Now run:\n\n```\noc get pods\n```\n\nAgain:\n\n1️⃣```\noc is ready\n```\n"
    ).expect(["1 guessed-block"])
    try MarkedText("You should see Git:\n\n1️⃣```bash\ngit version 3\n```\n")
      .expect(["1 guessed-block"])
    try MarkedText("Until it shows two, run:\n\n```bash\ngit --version\n```\n").expect([])
    try MarkedText(marked + "```\nlorem\n```\n").expect([])
    try MarkedText("```\noc login\n```\n\nThe pods:\n\n```\noc get pods\n```\n").expect([])
    try MarkedText("```\ngit --version\n```\n\n1️⃣```\ngit version 2.39.2\n```\n")
      .expect(["1 guessed-block"])
    try MarkedText("1️⃣```\nPATH=/usr/bin:/bin\n```\n").expect(["1 guessed-block"])
    try MarkedText("See:\n\n1️⃣```\ntest passed in 3 s\n```\n").expect(["1 guessed-block"])
    try MarkedText("<!-- lab: role=command -->\n```\ntest -f x\n```\n").expect([])
  }

  @Test func a_terminal_that_is_guessed_is_told() throws {
    try MarkedText(
      """
      ---
      tabs:
      - {title: Left side, type: terminal, hostname: a}
      - {title: Right side, type: terminal, hostname: b}
      ---
      # One
      1️⃣```bash
      ls
      ```
      # Two
      2️⃣```bash
      ls
      ```
      On the **right side**:
      ```bash
      ls
      ```
      """
    ).expect(["1 guessed-terminal", "2 guessed-terminal"])
  }

  @Test func a_placeholder_is_told_where_it_stands_unless_it_was_captured() throws {
    try MarkedText(
      """
      ```bash
      oc delete pod 1️⃣<name>
      oc apply -f - <<X
      <b>
      X
      ```
      <!-- lab: capture pod=/pod-\\S+/ -->
      ```bash
      oc get pods
      ```
      ```bash
      oc logs <pod>
      ```
      """
    ).expect(["1 unfilled-placeholder"])
  }

  @Test func a_value_of_an_output_in_a_later_command_is_told() throws {
    try MarkedText(
      """
      ```bash
      oc get pods
      ```
      ```,nocopy
      NAME                       READY
      backend-79c4d4676f-dw99z   1/1
      ```
      ```bash
      1️⃣oc delete pod backend-79c4d4676f-dw99z
      ```
      """
    ).expect(["1 reused-value"])
  }

  @Test func a_fence_inside_of_a_paragraph_is_told() throws {
    try MarkedText("Run this\n    1️⃣```bash\n    ls\n    ```\n\n```sh\nls\n```\n")
      .expect(["1 swallowed-fence"])
    try MarkedText("Use the\n```oc``` command.\n\n```sh\nls\n```\n").expect([])
  }

  @Test func a_fence_without_an_end_is_told() throws {
    try MarkedText("1️⃣```bash\nls\n").expect(["1 unclosed-fence"])
  }

  @Test func a_missing_image_is_told_and_a_present_one_is_not() throws {
    try MarkedText("![a](assets/a.png)\n\n1️⃣![b](assets/b.png)\n\n```sh\nls\n```\n")
      .expect(["1 missing-asset"], assets: ["assets/a.png"])
    try MarkedText(
      "1️⃣![a](x/a.png)\n\n![b](x/b.png) [c](#c) [d](https://x.example/d.html)\n\n# C\n\n```sh\nls\n```\n"
    )
    .expect(["1 missing-asset"])
    try MarkedText(
      "Text <img alt=\"\" src='a.png'>\n\n1️⃣<p><img src=\"b.png\" width=\"1\"/></p>\n\n```sh\nls\n```\n"
    ).expect(["1 missing-asset"], assets: ["a.png"])
  }

  @Test func an_unknown_tab_is_told() throws {
    try MarkedText(
      """
      ---
      tabs:
      - 1️⃣title: Shell
        type: terminl
        hostname: a
      - 2️⃣title: Other
        type: terminal
      ---
      ```sh
      ls
      ```
      """
    ).expect(["1 tab-type", "2 tab-host"])
  }

  @Test func misdecoded_words_are_told_with_what_was_meant() throws {
    let text = MarkedText("The 1️⃣cafâ\u{20AC}\u{2122}s CafÃ© 😀\n\n```sh\nls\n```\n")
    try text.expect(["1 misdecoded-text"])
    #expect(Mojibake.repaired("itâ\u{20AC}\u{2122}s") == "it’s")
    #expect(Mojibake.repaired("Ã¢\u{E2}\u{201A}\u{AC}\u{E2}\u{201E}\u{A2}s") == "’s")
    #expect(Mojibake.repaired("naïve café “quoted” – 10 €") == "naïve café “quoted” – 10 €")
  }

  @Test func work_by_hand_that_nothing_can_do_is_told() throws {
    let text = MarkedText(
      """
      ```sh
      ls
      ```
      - 1️⃣Paste the key and save the file.
      - Click on the tab.

      # Later
      2️⃣Open the page and refresh it.
      """)
    try text.expect(["1 manual-step", "2 manual-step"])
    try text.expect(
      ["1 unseen-step", "2 manual-step"],
      lab: "sites: {s: {hosts: [local]}}\nsteps:\n- at: Paste the key\n  solve: {run: touch key}\n")
  }

  @Test func front_matter_that_cannot_be_read_is_told_with_its_place() throws {
    let text = MarkedText("---\ntitle: a\ntabs: 1️⃣]\n---\n```sh\nls\n```\n")
    try text.expect(["1 front-matter"])
    let track = try Fixtures.page(text.text)
    #expect(!track.isReadable)
    #expect(track.steps.count == 1)
  }

  @Test func a_command_that_does_not_end_is_told() throws {
    try MarkedText("```sh\nls\n1️⃣cat <<EOF\nx\n```\n").expect(["1 unfinished-command"])
  }

  @Test func a_file_in_another_encoding_is_told() throws {
    let bytes = Array("# A\n\ncaf".utf8) + [0xE9] + Array(" b\n\n```sh\nls\n```\n".utf8)
    let files = TrackFiles(paths: ["page.md"]) { $0 == "page.md" ? bytes : nil }
    let found = Rules.check(try TrackReader.read(path: "page.md", files: files), files: files)
    #expect(found.map { "\($0.location) \($0.id)" } == ["page.md:3:4 not-utf8"])
    #expect(found.first?.message.contains("0xE9") == true)
  }

  @Test func a_path_with_signs_for_blanks_leads_to_its_file() throws {
    try MarkedText("[a](my%20file.md) 1️⃣\n\n```sh\nls\n```\n").expect([], assets: ["my file.md"])
    #expect(TrackPaths.resolved("a%2Gb%C3%A9%", from: "") == "a%2Gbé%")
  }

  @Test func a_document_with_nothing_to_run_is_told() throws {
    try MarkedText("1️⃣Words only.\n").expect(["1 nothing-to-run"])
    try MarkedText("").expect(["page.md:1:1 nothing-to-run"])
  }

  @Test func two_challenges_with_one_slug_are_told() throws {
    let body = "---\nslug: a\ntitle: A\ntype: challenge\n---\n```sh\nls\n```\n"
    let files = TrackFiles(texts: [
      "track.yml": "slug: t\ntitle: T\n", "01-a/assignment.md": body, "02-a/assignment.md": body,
    ])
    let found = Rules.check(try TrackReader.read(files: files), files: files)
    #expect(found.map(\.id) == ["duplicate-slug"])
    #expect(found.first?.location.file == "02-a/assignment.md")
  }

  @Test func every_rule_has_a_name_and_a_sentence() {
    let catalogue = Rules.catalogue
    #expect(Set(catalogue.map(\.id)).count == catalogue.count)
    #expect(catalogue.allSatisfy { $0.summary.hasSuffix(".") })
  }
}
