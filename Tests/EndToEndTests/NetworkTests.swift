import Platform
import Testing

extension EndToEnd {
  /// What can be reached from where, with and without Skupper.
  @Suite(.serialized, .lane) struct NetworkTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func the_database_is_reached_from_the_public_site_through_skupper_alone() async throws {
      let sites = try await LinkedSites(home)
      let before = try await home.shell("public", LinkedSites.question)
      #expect(before.status != 0, "before it is exposed: \(before)")

      try await sites.expose()
      let after = try await home.must("public", LinkedSites.question)
      #expect(after == "1")

      let pod = try await home.must(
        "private",
        "oc get pods -l deployment=patient-portal-database -o 'jsonpath={.items[0].status.podIP}'")
      let service = try await home.must(
        "private", "oc get service patient-portal-database -o 'jsonpath={.spec.clusterIP}'")
      for address in [pod, service] {
        for program in ways(to: address) {
          let inside = try await home.shell("private", program)
          #expect(inside.status == 0, "from its own site, \(program): \(inside)")
          let outside = try await home.shell("public", program)
          #expect(outside.status != 0, "from the other site, \(program): \(outside)")
          #expect(
            outside.output.contains("refused") || outside.output.contains("Couldn't connect"),
            "\(outside)")
        }
      }
      try await sites.end()
    }

    /// Programs that a curious person tries.
    private func ways(to address: String) -> [String] {
      [
        "timeout 5 bash -c 'exec 3<>/dev/tcp/\(address)/5432'",
        LinkedSites.question.replacing("host=database", with: "host=\(address)"),
        // A connection is all that is asked for: curl's own words follow from the protocol.
        "curl -sS --max-time 1 telnet://\(address):5432 </dev/null; s=$?; [ $s = 28 ] || exit $s",
      ]
    }

    @Test func an_exposure_that_is_taken_back_closes_the_way() async throws {
      let sites = try await LinkedSites(home)
      try await sites.expose()
      try await home.must(
        "private", "skupper unexpose deployment/patient-portal-database --address database")
      try await eventually("the public site no longer reaches the database") {
        try await home.shell("public", LinkedSites.question).status != 0
      }
      try await sites.end()
    }
  }
}
