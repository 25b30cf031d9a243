import Platform
import Testing

extension EndToEnd {
  /// `trestle fault`: what learners of failures break, and how it comes back.
  @Suite(.serialized, .lane) struct FaultTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func a_link_that_is_cut_goes_down_and_comes_back_when_it_is_healed() async throws {
      let sites = try await LinkedSites(home)
      try await sites.expose()

      let cut = try await home.run("fault", "cut", "public", "--from", "private")
      #expect(cut.output == "public and private do not reach each other now.\n", "\(cut)")
      try await sites.expectStatus("private", "Link link1 not connected")
      #expect(try await home.shell("public", LinkedSites.question).status != 0)
      let list = try await home.run("fault", "list")
      #expect(list.output == "public and private do not reach each other.\n", "\(list)")
      let again = try await home.run("fault", "cut", "private")
      #expect(again.output == "They did not reach each other before.\n", "\(again)")

      // A learner heals it within the lab's own terminal.
      let healed = try await home.must("private", "trestle fault heal")
      #expect(healed == "All sites reach each other again.")
      try await sites.expectStatus("private", "Link link1 is connected")
      try await eventually("the public site reaches the database again") {
        try await home.shell("public", LinkedSites.question).status == 0
      }
      #expect(try await home.run("fault", "list").output == "All sites reach each other.\n")
      try await sites.end()
    }

    @Test func a_router_that_is_killed_comes_back_with_its_link() async throws {
      let sites = try await LinkedSites(home)
      let kill = try await home.run("fault", "kill", "private", "skupper-router")
      #expect(kill.output.hasPrefix("Killed what ran in skupper-router-"), "\(kill)")
      try await eventually("the pod tells that it has restarted") {
        try await home.must("private", "oc get pods").contains(
          /skupper-router-\S+ +2\/2 +Running +[1-9]/)
      }
      try await sites.expectStatus("private", "Link link1 is connected")

      let nobody = try await home.run("fault", "kill", "private", "frontend")
      #expect(nobody.status == 2)
      #expect(
        nobody.output.hasPrefix("trestle: The site private has no pod frontend; it has "),
        "\(nobody)")
      let nowhere = try await home.run("fault", "cut", "nowhere")
      #expect(nowhere.status == 2)
      #expect(
        nowhere.output
          == "trestle: No running session has a site nowhere; 'trestle ps' shows what runs, "
          + "'trestle up' starts sites.\n", "\(nowhere)")
      try await sites.end()
    }
  }
}
