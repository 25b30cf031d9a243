import Platform
import Testing

extension EndToEnd {
  /// The lab that comes with Trestle passes as a document and by its scripts; `.ci/run` tries the
  /// others so.
  @Suite(.serialized, .lane) struct InstruqtTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func the_lab_passes_as_a_document() async throws {
      let outcome = try await home.run("test", Trestle.lab)
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }

    @Test func its_checks_fail_untouched_and_pass_after_its_solutions() async throws {
      let outcome = try await home.run("test", Trestle.lab, "--protocol", "instruqt")
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }

    @Test func a_check_that_always_passes_is_reported() async throws {
      let copy = "\(home.path)/lab"
      let launch = ProcessLaunch("/bin/cp", ["-r", Trestle.lab, copy])
      _ = try await home.run(launch)
      for host in ["cloud", "datacentre"] {
        let check = "\(copy)/01-deploy/check-\(host)"
        try Files.write(check, text: "#!/bin/bash\nexit 0\n", mode: 0o755)
      }
      let outcome = try await home.run("test", copy, "--protocol", "instruqt")
      #expect(outcome.status == 1, "\(outcome)")
      #expect(
        outcome.output.contains("The check passes although nothing was done yet"), "\(outcome)")
      try await home.expectNothingLeft()
    }

    @Test func what_scripts_and_the_sandbox_set_is_in_texts_and_terminals() async throws {
      let track = "\(home.path)/track"
      try Files.makeDirectory("\(track)/01-a", mode: 0o755)
      try Files.write("\(track)/track.yml", text: "slug: a\ntype: track\ntitle: A\n")
      try Files.write(
        "\(track)/config.yml",
        text: "containers:\n- name: web\n  image: bash\n  environment:\n    COLOUR: green\n")
      try Files.write(
        "\(track)/01-a/setup-web",
        text: "#!/bin/bash\nagent variable set NAME \"bob $COLOUR\"\n", mode: 0o755)
      try Files.write(
        "\(track)/01-a/assignment.md",
        text: """
          ---
          slug: one
          type: challenge
          title: One
          tabs:
          - {title: Shell, type: terminal, hostname: web}
          ---
          Greet:

          ```bash
          echo "I am [[ Instruqt-Var key="NAME" hostname="web" ]], $COLOUR"
          ```

          ```text,nocopy
          I am [[ Instruqt-Var key="NAME" hostname="web" ]], green
          ```
          """)
      let outcome = try await home.run("test", track)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output.contains("1 step: 1 exact"), "\(outcome)")
    }

    @Test func wrong_arguments_are_usage_errors_and_a_schema_needs_no_texts() async throws {
      for arguments in [["compare"], ["compare", "one"], ["test", "--nothing"], ["nothing"]] {
        let outcome = try await home.run(home.launch(arguments))
        #expect(outcome.status == 2, "\(arguments): \(outcome)")
      }
      let schema = try await home.run("compare", "--schema")
      #expect(schema.status == 0 && schema.output.hasPrefix("{"), "\(schema)")
      #expect(try await home.run("--version").status == 0)
    }
  }
}
