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
  }
}
