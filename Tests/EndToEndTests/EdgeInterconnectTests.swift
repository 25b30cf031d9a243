import Platform
import Testing

extension EndToEnd {
  /// An orchestrator, a hub and a spoke: a client reaches a server through two routers that nobody
  /// configured by hand.
  @Suite(.serialized, .lane) struct EdgeInterconnectTests {
    let home: Home
    init() throws { home = try Home() }

    private static let lab = "\(Trestle.root)/labs/edge-interconnect"

    @Test func the_lab_passes_as_a_document() async throws {
      let outcome = try await home.run("test", Self.lab)
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }

    @Test func the_network_api_answers_every_request_and_says_what_is_wrong() async throws {
      let fixtures = "\(Trestle.root)/Tests/Fixtures/labs"
      let outcome = try await home.run(
        "test", "\(fixtures)/network-api.md", "--lab", "\(fixtures)/network-api.yml")
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }

    @Test func programs_that_are_killed_come_back_and_what_is_undeployed_leaves_nothing()
      async throws
    {
      // The lab's sites without its checks, which ask for what is gone at the end.
      let lab = try Files.readText("\(Self.lab)/lab.yml")
      let sites = try #require(lab.firstRange(of: "\nsteps:\n")).lowerBound
      let file = "\(home.path)/sites.yml"
      try Files.write(file, text: String(lab[..<sites]))
      let outcome = try await home.run(
        "test", "\(Trestle.root)/Tests/Fixtures/labs/edge-lifecycle.md", "--lab", file)
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }

    @Test func its_checks_fail_untouched_and_pass_after_its_solutions() async throws {
      let outcome = try await home.run("test", Self.lab, "--protocol", "instruqt")
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }
  }
}
