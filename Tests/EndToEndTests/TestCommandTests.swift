import Documents
import Platform
import Testing

extension EndToEnd {
  /// What `trestle test` does besides judging: where it starts and stops, what it keeps, how many
  /// tracks it runs at a time.
  @Suite(.serialized, .lane) struct TestCommandTests {
    let home: Home
    let page: String

    init() throws {
      home = try Home()
      page = "\(home.path)/page.md"
      try Files.write(
        page,
        text: """
          ---
          tabs:
          - {title: Here, type: terminal, hostname: here}
          ---
          # Begin

          Make a file:

          ```bash
          echo kept > file.txt
          ```

          # Go on

          Make a pod:

          ```bash
          kubectl create deployment web --image quay.io/skupper/hello-world-backend
          ```

          Look into the file:

          ```bash
          cat file.txt
          ```

          ```text,nocopy
          lost
          ```

          # End

          Say the end:

          ```bash
          echo end
          ```
          """)
    }

    @Test func a_failed_run_leaves_what_every_terminal_and_site_knew() async throws {
      let outcome = try await home.run(
        "test", page, "--evidence", "\(home.path)/kept", "--report",
        "markdown=\(home.path)/summary.md", "--report", "json=\(home.path)/report.json",
        "--deadline", "1")
      #expect(outcome.status == 1, "\(outcome)")
      let report = try JSON.parse(Files.read("\(home.path)/report.json"))
      let folder = try #require(report["evidence"]?.string, "\(outcome)")
      #expect(outcome.output.contains("what every terminal and site knew: \(folder)\n"))
      #expect(try Files.readText("\(folder)/terminals/here.txt").contains("cat file.txt\nkept\n"))
      let cast = try Files.readText("\(folder)/terminals/here.cast")
      #expect(cast.hasPrefix("{\"version\":2,"))
      #expect(cast.contains("kept"))
      #expect(try Files.readText("\(folder)/sites/here/pods.txt").contains(/web-\S+ +[01]\/1/))
      #expect(try Files.readText("\(folder)/sites/here/events.txt").contains("ScalingReplicaSet"))
      #expect(Files.exists("\(folder)/report.json"))
      #expect(try Files.readText("\(home.path)/summary.md").contains("### different: "))
      try await home.expectNothingLeft()
    }

    @Test func a_run_starts_and_stops_where_it_is_told() async throws {
      let outcome = try await home.run(
        "test", page, "--start-at", "make a pod", "--stop-after", "make a pod", "--format", "json")
      #expect(outcome.status == 0, "\(outcome)")
      let report = try JSON.parse(outcome.output)
      let steps = (report["challenges"]?.array ?? []).flatMap { $0["steps"]?.array ?? [] }
      #expect(steps.map { $0["title"]?.string } == ["Make a pod"])
      let wrong = try await home.run("test", page, "--start-at", "nothing")
      #expect(wrong.status == 2)
      #expect(
        wrong.output.contains(
          "No step has the id or title \"nothing\"; 'trestle show' lists them."), "\(wrong)")
    }

    @Test func several_tracks_run_at_a_time_and_each_is_told_in_one_piece() async throws {
      let outcome = try await home.run(
        "test", page, page, "--stop-after", "make a pod", "--jobs", "2")
      #expect(outcome.status == 0, "\(outcome)")
      let parts = outcome.output.split(separator: "ready after").dropFirst()
      #expect(parts.count == 2)
      #expect(parts.allSatisfy { $0.contains("2 steps: 2 unverified\n+ passed after") })
      try await home.expectNothingLeft()
    }
  }
}

extension EndToEnd {
  /// What authors begin with.
  @Suite(.serialized, .lane) struct AuthoringTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func a_new_track_is_sound_and_passes_by_its_text_and_by_its_scripts() async throws {
      let folder = "\(home.path)/my-first-lab"
      let made = try await home.run("new", folder)
      #expect(made.status == 0, "\(made)")
      #expect(made.output.hasPrefix("\(folder)/track.yml\n"), "\(made)")
      let lint = try await home.run("lint", "--strict", folder)
      #expect(lint.status == 0, "\(lint)")
      for `protocol` in ["document", "instruqt"] {
        let test = try await home.run("test", folder, "--protocol", `protocol`)
        #expect(test.status == 0, "\(test)")
      }
      let again = try await home.run("new", folder)
      #expect(again.status == 2)
      #expect(again.output.contains("is there already, and nothing in it is touched"), "\(again)")
      try await home.expectNothingLeft()
    }

    @Test(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
    func what_is_typed_in_terminals_becomes_a_track() async throws {
      let page = "\(home.path)/two.md"
      let terminal = try TmuxTerminal(
        home, rows: 24, columns: 100, ["record", page, "--site", "west", "--site", "east"])
      try await terminal.wait("Ctrl-] and then")
      try await terminal.wait("[root@west /]#")
      try terminal.type("echo on $((1 + 1)) sides")
      try terminal.press("Enter")
      try await terminal.wait("on 2 sides")
      try terminal.press("C-]", "n")
      try await terminal.wait("[root@east /]#")
      try terminal.type("hostname")
      try terminal.press("Enter")
      // Who leaves a terminal is in the one that is left, and then done.
      try terminal.type("exit")
      try terminal.press("Enter")
      try await terminal.wait("[root@west /]#")
      try terminal.type("exit")
      try terminal.press("Enter")
      try await terminal.wait("ended with 0")
      let text = try Files.readText(page)
      #expect(text.contains("```bash\necho on $((1 + 1)) sides\n```"), "\(text)")
      #expect(text.contains("```text,nocopy\non 2 sides\n```"), "\(text)")
      #expect(text.contains("In the **East** terminal:\n\n```bash\nhostname\n```"), "\(text)")
      terminal.end()
      try await home.expectNothingLeft()
    }

    @Test func the_example_of_the_readme_passes() async throws {
      let readme = try Files.readText("\(Trestle.root)/README.md")
      let section = try #require(readme.split(separator: "## Write a track").last)
      let example = try #require(section.firstMatch(of: /````markdown\n(?<page>(?s:.)*?)\n````/))
      let page = "\(home.path)/example.md"
      try Files.write(page, text: example.page + "\n")
      let lint = try await home.run("lint", page)
      #expect(lint.output == "Nothing found.\n")
      let outcome = try await home.run("test", page)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output.contains("2 steps: 1 similar, 1 unverified\n"), "\(outcome)")
    }

    @Test func a_saved_track_is_looked_through_and_what_changed_runs_again() async throws {
      let page = "\(home.path)/page.md"
      func write(_ word: String) throws {
        try Files.write(
          page,
          text: """
            ---
            tabs:
            - {title: Here, type: terminal, hostname: here}
            ---
            # Files

            Make a file:

            ```bash
            echo one >> file.txt
            ```

            Count the lines:

            ```bash
            wc -l < file.txt; echo \(word)
            ```

            ```text,nocopy
            1
            \(word)
            ```
            """)
      }
      try write("first")
      let output = "\(home.path)/watch.txt"
      var launch = home.launch(["watch", page, "--deadline", "1"])
      launch.output = .descriptor(try FileDescriptor.appending(output))
      launch.error = .descriptor(try FileDescriptor.appending(output))
      let watch = try launch.start()
      defer { _ = Signal.kill.send(to: watch.pid) }
      func wait(_ words: String) async throws {
        try await eventually("\(words) in \((try? Files.readText(output)) ?? "")") {
          ((try? Files.readText(output)) ?? "").contains(words)
        }
      }
      try await wait("2 steps: 1 exact, 1 unverified")
      try await wait("Save a file of")
      // Only the changed step runs: the file keeps its one line.
      try write("second")
      try await wait("page.md changed.")
      try await wait("1 step: 1 exact\n+ passed")
      _ = Signal.interrupt.send(to: watch.pid)
      _ = await watch.wait()
      try await home.expectNothingLeft()
    }

    @Test func outputs_are_brought_up_to_date_and_nothing_else() async throws {
      let page = "\(home.path)/page.md"
      let text = """
        # Say it\r
        \r
        ```bash\r
        echo hello world; date +%s | head -c 3; echo\r
        ```\r
        \r
        Output:\r
        \r
        ```text,nocopy\r
        hello moon\r
        ...\r
        ```\r
        Ünd so weiter \r

        """
      try Files.write(page, text: text)
      let shown = try await home.run("test", page, "--update", "--deadline", "0")
      #expect(shown.output.contains("-hello moon\n+hello world\n"), "\(shown)")
      #expect(try Files.readText(page) == text)
      let changed = try await home.run("test", page, "--update", "--yes", "--deadline", "0")
      #expect(changed.output.contains("\(page) is changed.\n"), "\(changed)")
      #expect(
        try Files.readText(page)
          == text.split(separator: "moon", omittingEmptySubsequences: false).joined(
            separator: "world"))
      #expect(try await home.run("test", page).status == 0)
    }

    @Test func what_varies_from_run_to_run_is_learnt_and_written_when_wished() async throws {
      let page = "\(home.path)/page.md"
      let count = "\(home.path)/count"
      let text = """
        # Take a ticket

        ```bash
        n=$(cat \(count)); echo $((n + 1)) > \(count)
        ```

        Look at it:

        ```bash
        echo "ticket $n of $(date +%Y) for you"
        ```

        ```text,nocopy
        ticket 99 of 2020 for you
        ```

        """
      try Files.write(page, text: text)
      try Files.write(count, text: "1\n")
      let shown = try await home.run("calibrate", page, "--runs", "2", "--deadline", "0")
      #expect(shown.output.contains("page.md:13:1: what this prints varies, and "), "\(shown)")
      #expect(shown.output.contains("+<!-- lab: volatile=\"99\" -->\n"), "\(shown)")
      #expect(try Files.readText(page) == text)
      let written = try await home.run(
        "calibrate", page, "--runs", "2", "--deadline", "0", "--yes")
      #expect(written.status == 0, "\(written)")
      let new = text.replacing(
        "```text", with: "<!-- lab: volatile=\"99\" -->\n```text")
      #expect(try Files.readText(page) == new)
      // The year is the same in all runs: the text is out of date there.
      let updated = try await home.run("test", page, "--update", "--yes", "--deadline", "0")
      #expect(updated.output.contains("\(page) is changed.\n"), "\(updated)")
      let passed = try await home.run("test", page, "--deadline", "0")
      #expect(passed.status == 0, "\(passed)")
      let again = try await home.run("calibrate", page, "--runs", "2", "--deadline", "0")
      #expect(
        again.output.contains("In 2 runs nothing varied beyond what may vary anyway."), "\(again)")
      try await home.expectNothingLeft()
    }

    @Test func a_track_is_tested_again_when_it_is_saved() async throws {
      let page = "\(home.path)/page.md"
      func write(_ word: String) throws {
        try Files.write(
          page, text: "Say it:\n\n```bash\necho hello\n```\n\n```text,nocopy\n\(word)\n```\n")
      }
      try write("hullo")
      let output = "\(home.path)/test.txt"
      var launch = home.launch([
        "test", page, "--watch", "--deadline", "0", "--report", "json=\(home.path)/report.json",
      ])
      launch.output = .descriptor(try FileDescriptor.appending(output))
      launch.error = .descriptor(try FileDescriptor.appending(output))
      let test = try launch.start()
      defer { _ = Signal.kill.send(to: test.pid) }
      func wait(_ words: String) async throws {
        try await eventually("\(words) in \((try? Files.readText(output)) ?? "")") {
          ((try? Files.readText(output)) ?? "").contains(words)
        }
      }
      try await wait("1 step: 1 different\nx failed")
      try await wait("Save a file of \(page) to go on; Ctrl-C ends this.")
      try write("hello")
      try await wait("\(page) changed.")
      try await wait("1 step: 1 exact\n+ passed")
      // A report that is written is no change of the track's.
      #expect(Files.exists("\(home.path)/report.json"))
      _ = Signal.interrupt.send(to: test.pid)
      #expect(await test.wait().shellCode == 0)
      try await home.expectNothingLeft()
    }

    @Test func schemas_are_printed_by_name() async throws {
      for name in ["lab", "track", "assignment", "report"] {
        let outcome = try await home.run("schema", name)
        #expect(try JSON.parse(outcome.output)["$schema"] != nil)
      }
      let wrong = try await home.run("schema", "labs")
      #expect(wrong.status != 0)
      #expect(wrong.output.contains("there are lab, track, assignment, report."), "\(wrong)")
    }
  }
}
