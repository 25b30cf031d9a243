import Testing

@testable import Tracks

/// What a block is for: its text and what stands around it, and the role with the rule.
@Suite struct ClassificationTests {
  @Test(arguments: [
    ("```bash\nfoo --bar\n```", "command language"),
    ("```\noc get pods\n```", "command first-word"),
    ("```\nNAME=1\n```", "command first-word"),
    ("```\n./run.sh\n```", "command first-word"),
    ("```\n# first\noc get pods\n```", "command first-word"),
    ("```bash,run\nfoo\n```", "command info-word"),
    ("```run\nfoo\n```", "command info-word"),
    ("```yaml,run\nfoo\n```", "command info-word"),
    ("``` bash {.run}\nfoo\n```", "command info-word"),
    ("```yaml\na: 1\n```", "content language"),
    ("```yaml,nocopy\na: 1\n```", "content language"),
    ("```text\nfoo\n```", "content language"),
    ("```\n$ ls\n$ oc get pods\n```", "command prompt"),
    ("```\n$ ls\na b\n```", "session prompt"),
    ("```console\n[me@host dir]$ ls\na b\n```", "session prompt"),
    ("```\n➜  ~ crc start\n```", "command prompt"),
    ("```\nlorem ipsum\n```", "display unknown"),
    ("```,nocopy\nlorem\n```", "content nocopy"),
    ("    oc get pods", "content indented"),
    ("<pre>\noc get pods\n</pre>", "content pre"),
    ("<!-- lab: role=output -->\n```bash\nls\n```", "output directive"),
    ("<!-- lab: role=command -->\n```\nlorem\n```", "command directive"),
    ("You should see:\n```\nlorem\n```", "output introduction"),
    ("Output\n```bash\nls\n```", "output introduction"),
    ("You should see the pods when you run:\n```bash\noc get pods\n```", "command language"),
    ("Use this command to see the result:\n```\noc get pods\n```", "command first-word"),
    ("The answer looks like this:\n```json\n{}\n```", "output introduction"),
  ])
  func a_block_alone(document: String, expected: String) throws {
    let block = try Fixtures.page(document).challenges.first?.blocks.first
    #expect(block.map { "\($0.role.rawValue) \($0.decision.rule)" } == expected)
  }

  @Test(arguments: [
    ("```,nocopy\nlorem\n```", "output nocopy"),
    ("```text,nocopy\nlorem\n```", "output nocopy"),
    ("```output\nlorem\n```", "output info-word"),
    ("```\nlorem\n```", "output follows"),
    ("Something else:\n```\nlorem\n```", "display unknown"),
    ("<pre class=\"file\">\nlorem\n</pre>", "output follows"),
    ("A file:\n<pre class=\"file\">\nlorem\n</pre>", "content pre"),
    ("And so:\n```bash\nNAME      PORT(S)   AGE\na         80/TCP    1s\n```", "output table"),
    ("The format is:\n```\noc delete <kind> <name>\n```", "content syntax"),
    ("It prints\n\n<pre class=\"file\">\na &lt;b&gt;\n</pre>", "output introduction"),
    ("<pre>\nlorem\n</pre>", "output follows"),
    ("_Sample output:_\n\n~~~ console\n$ ls\na b\n~~~", "output introduction"),
    ("And then\n~~~ console\n$ ls\na b\n~~~", "output repeats"),
    ("```\noc get svc\n```", "output follows"),
    ("Now the services:\n```\noc get svc\n```", "command first-word"),
    ("## Services\n```\noc get svc\n```", "command first-word"),
    ("## Output\n```\ngit version 2.39.2\n```", "output heading"),
    ("## Expected output\n```bash\nls\n```", "output heading"),
    ("## Words\n```\nlorem\n```", "output follows"),
    ("Among other lines, look for:\n```\nlorem\n```", "output introduction"),
    ("The command prints:\n```\ngit version 2.39.2\n```", "output introduction"),
    ("Use this to see the result:\n```\noc get svc\n```", "command first-word"),
    ("```console\ngit version 2.39.2\n```", "output follows"),
    ("```console title=\"Output\"\nls: no such file\n```", "output title"),
    ("Then:\n```bash title=\"Expected output\"\nls\n```", "output title"),
    ("```{{copy}}\nls\n```", "command first-word"),
    ("<!-- lab: capture v=/version (.+)/ -->\n```\ngit version 2.39.2\n```", "output follows"),
    ("All of it:\n<!-- lab: match=contains -->\n```\ngit version 2.39.2\n```", "output directive"),
    ("All of it:\n<!-- lab: match=json -->\n```json\n{}\n```", "output directive"),
    ("Run:\n<!-- lab: match=contains -->\n```\ngit --version\n```", "command first-word"),
    ("<!-- lab: match=contains -->\n```bash\ngit --version\n```", "command language"),
  ])
  func a_block_behind_a_command(document: String, expected: String) throws {
    let track = try Fixtures.page("```bash\nls\n```\n" + document)
    let block = track.challenges.first?.blocks.last
    #expect(block.map { "\($0.role.rawValue) \($0.decision.rule)" } == expected)
  }

  @Test(arguments: [
    "git version 2.39.2", "curl 7.88.1 (x86_64-pc-linux-gnu)", "podman version 4.3.1",
    "test passed", "host is alpha", "kubectl is ready", "time=\"2024\" level=info",
    "PATH=/usr/bin:/bin",
  ])
  func what_stands_unmarked_behind_marked_commands_is_never_run(output: String) throws {
    for mark in ["bash", "run", "{{exec}}"] {
      let track = try Fixtures.page("```\(mark)\nls\n```\n\n```\n\(output)\n```\n")
      #expect(track.steps.compactMap(\.commandStep).flatMap(\.commands).map(\.text) == ["ls"])
      #expect(track.steps.first?.commandStep?.outputs.map(\.text) == [output + "\n"])
    }
  }

  @Test func unmarked_commands_go_on_to_be_run() throws {
    let track = try Fixtures.page(
      "```\noc login\n```\n\n<!-- lab: match=contains -->\n```\noc get pods\n```\n")
    #expect(
      track.steps.compactMap(\.commandStep).flatMap(\.commands).map(\.text) == [
        "oc login", "oc get pods",
      ])
  }

  @Test func an_output_is_never_run_whatever_stands_in_it() throws {
    let track = try Fixtures.page("```sh\nls\n```\nOutput:\n```bash\nrm -rf x\n```\n")
    #expect(track.steps.compactMap(\.commandStep).flatMap(\.commands).map(\.text) == ["ls"])
  }

  @Test func commands_in_comments_and_html_are_not_run() throws {
    let track = try Fixtures.page(
      "<!--\n```bash\nrm x\n```\n-->\n\n<pre>\n```bash\nrm y\n```\n</pre>\n")
    #expect(track.steps == [])
  }

  @Test func fences_in_lists_quotes_and_admonitions_are_found() throws {
    let track = try Fixtures.page(
      """
      1. one
         ```bash
         ls a
         ```
      > ```bash
      > ls b
      > ```

      !!! note

          ```bash
          ls c
          ```
      """)
    let commands = track.steps.compactMap(\.commandStep).flatMap(\.commands)
    #expect(commands.map(\.text) == ["ls a", "ls b", "ls c"])
    #expect(commands.map(\.location.line) == [3, 6, 12])
  }

  @Test func a_session_keeps_each_output_with_its_command() throws {
    let track = try Fixtures.page("```\n$ ls\na\nb\n$ cat <<X\n> y\n> X\ny\n```\n")
    let step = try #require(track.steps.first?.commandStep)
    #expect(step.commands.map(\.text) == ["ls", "cat <<X\ny\nX"])
    #expect(step.outputs.map(\.text) == ["a\nb\n", "y\n"])
    #expect(step.outputs.map(\.location.line) == [3, 8])
    #expect(step.outputs.map(\.commands) == [0..<1, 1..<2])
  }

  @Test(arguments: [
    ("It must be exactly", ExpectedOutput.Coverage.exact),
    ("You get output similar to, but not exactly like this", .similar),
    ("The output contains", .contains), ("Look for this in the output", .contains),
    ("You should see something like", .similar), ("Output", .similar),
  ])
  func the_sentence_says_how_much_is_promised(
    sentence: String, coverage: ExpectedOutput.Coverage
  ) throws {
    let track = try Fixtures.page("```sh\nls\n```\n\(sentence):\n```nocopy\na\n```\n")
    #expect(track.steps.first?.commandStep?.outputs.map(\.coverage) == [coverage])
  }

  @Test(
    arguments: [
      ("Wait for a minute", 60), ("After a few seconds", 10), ("This can take 5 minutes", 300),
      ("wait about thirty apples", nil), ("Wait 20 seconds", 20),
      ("It takes several minutes.", 600),
    ] as [(String, Int?)])
  func the_sentence_says_how_long_it_takes(sentence: String, seconds: Int?) throws {
    let track = try Fixtures.page("\(sentence)\n```sh\nls\n```\n")
    #expect(track.steps.first?.commandStep?.wait?.seconds == seconds)
  }

  @Test(
    arguments: [
      ("bash,run", "bash", ["run"], nil), (",nocopy", nil, ["nocopy"], nil), ("", nil, [], nil),
      ("run,bash", nil, ["run", "bash"], nil), ("bash title=\"a b\"", "bash", [], "a b"),
      ("title='x'", nil, [], "x"), (" Shell ", "shell", [], nil),
      ("yaml hl_lines=\"2 3\"", "yaml", [], nil), ("{.bash .run}", "bash", ["run"], nil),
    ] as [(String, String?, Set<String>, String?)])
  func reads_what_stands_behind_a_mark(
    raw: String, language: String?, words: Set<String>, title: String?
  ) {
    let info = FenceInfo(raw, isFence: true)
    #expect(info.language == language)
    #expect(info.words == words)
    #expect(info.title == title)
  }
}
