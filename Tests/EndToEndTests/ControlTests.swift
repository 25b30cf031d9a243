import Documents
import Platform
import Testing

extension EndToEnd {
  /// What authors say about steps, obeyed in real terminals.
  struct ControlTests {
    /// Every control that does something while a track runs.
    static let page = #"""
      ---
      tabs:
      - {title: Here, type: terminal, hostname: here}
      - {title: There, type: terminal, hostname: there}
      ---
      # Values

      Make a number:

      ```bash {capture="NUMBER=/number (\d+)\./"}
      echo "number $((40 + 2))."
      ```

      In the **There** terminal, use it:

      ```bash
      echo "so {{NUMBER}} it is"
      ```

      ```text,nocopy
      so {{NUMBER}} it is
      ```

      In the **Here** terminal, make a secret:

      <!-- lab: secret capture KEY=/key: (\S+)/ -->
      ```bash
      echo "key: hush-$((1000 + 234))-$((5000 + 678))"
      ```

      Use the secret:

      ```bash
      echo "opened with {{KEY}}"
      ```

      ```text,nocopy
      opened with <key>
      ```

      # Waiting

      Write a file later:

      ```bash {await=file:late.txt}
      ( (sleep 0.3; echo late > late.txt) & )
      ```

      Now the file is there. Read it:

      ```bash {retry=off}
      cat late.txt
      ```

      ```text,nocopy
      late
      ```

      Start a server:

      <!-- lab: background await=port:8099 await=http://localhost:8099/late.txt -->
      ```bash
      python3 -m http.server 8099
      ```

      # Going on

      Count until it is enough:

      <!-- lab: until="/^five$/" -->
      ```bash
      for word in one two three four five; do echo $word; sleep 0.05; done; sleep 60
      ```

      Not here:

      <!-- lab: if="test -e nowhere" -->
      ```bash
      echo never; exit 3
      ```

      Here:

      <!-- lab: if="test -e late.txt" not=never count="late:=1" -->
      ```bash
      cat late.txt
      ```

      Write it with an editor:

      <!-- lab: auto="echo edited > edited.txt" -->
      ```bash
      vi edited.txt
      ```

      Fail:

      ```bash {retry=off}
      cat edited.txt; echo "{{KEY}}"
      ```

      ```text,nocopy
      edited
      and no key
      ```
      """#

    let home: Home
    let page: String

    init() throws {
      home = try Home()
      page = "\(home.path)/page.md"
      try Files.write(page, text: ControlTests.page)
    }

    @Test func every_control_is_obeyed_and_a_secret_is_nowhere() async throws {
      let outcome = try await home.run(
        "test", page, "--deadline", "5", "--evidence", "\(home.path)/kept", "--report",
        "json=\(home.path)/report.json", "--report", "markdown=\(home.path)/report.md", "--report",
        "junit=\(home.path)/report.xml", "--report", "tap=\(home.path)/report.tap")
      let report = try JSON.parse(Files.read("\(home.path)/report.json"))
      let steps = (report["challenges"]?.array ?? []).flatMap { $0["steps"]?.array ?? [] }
      #expect(
        steps.map { $0["verdict"]?.string } == [
          "unverified", "exact", "unverified", "similar",  // capture, secret
          "exact", "exact", "exact",  // await
          "exact", "skipped", "exact",  // until, if, count and not
          "unverified", "different",  // auto
        ], "\(outcome)")
      #expect(steps.first?["captures"]?["NUMBER"]?.string == "42")
      #expect(steps[1]["commands"]?.array?.first?.string == "echo \"so 42 it is\"")
      for words in [
        "captured NUMBER: 42\n", "{{NUMBER}} is 42 here\n", "captured KEY: (secret)\n",
        "only if 'test -e nowhere' succeeds, which ended with exit code 1 on here\n",
        "expected \"and no key\", got \"(secret)\"\n",
      ] {
        #expect(outcome.output.contains(words), "\(words) in \(outcome)")
      }
      #expect(!outcome.output.contains("hush-1234"), "\(outcome)")
      let kept = home.files.filter { $0.contains("/kept/") || $0.contains("/report.") }
      #expect(kept.contains { $0.hasSuffix("/terminals/here.cast") }, "\(kept)")
      for file in kept {
        let text = String(decoding: try Files.read(file), as: UTF8.self)
        #expect(!text.contains("hush-1234"), "\(file): \(text)")
      }
      // A command that goes on is ended where its section ends, and by its own words.
      let shown = try #require(kept.first { $0.hasSuffix("/terminals/here.txt") })
      #expect(try Files.readText(shown).contains("four\nfive\n"))
      try await home.expectNothingLeft()
    }

    @Test func what_does_not_come_is_named() async throws {
      for (control, sentence) in [
        ("await=port:8123", "nothing listens at port 8123 of local."),
        ("await=file:never.txt", "there is no file never.txt on local."),
        (
          "await=\"output:/^up$/\"", "Nothing that was printed has /^up$/, which the lab waits for."
        ),
        ("until=never", "'echo hello' has not printed \"never\", at which it would be ended."),
        ("capture A=/(b+)/", "Nothing that was printed is what 'capture A=/(b+)/' describes."),
      ] {
        try Files.write(
          page, text: "Say it:\n\n<!-- lab: \(control) -->\n```bash\necho hello\n```\n")
        let outcome = try await home.run("test", page, "--deadline", "0")
        #expect(outcome.status == 1, "\(control): \(outcome)")
        #expect(outcome.output.contains(sentence), "\(control): \(outcome)")
      }
    }

    @Test func a_check_asks_with_what_a_step_has_captured() async throws {
      try Files.write(
        page,
        text: "Make it:\n\n<!-- lab: capture NAME=/name (\\S+)/ -->\n"
          + "```bash\necho name it-$((40 + 2)) | tee note.txt\n```\n")
      let lab = "\(home.path)/lab.yml"
      for (name, status) in [("{{NAME}}", 0), ("<NAME>-b", 1)] {
        try Files.write(
          lab, text: "checks:\n  noted:\n    run: grep -w '\(name)' note.txt\n    within: 0s\n")
        let outcome = try await home.run("test", page, "--lab", lab)
        #expect(outcome.status == status, "\(name): \(outcome)")
        #expect(
          outcome.output.contains("grep -w 'it-42-b' note.txt") == (status == 1), "\(outcome)")
      }
    }
  }
}
