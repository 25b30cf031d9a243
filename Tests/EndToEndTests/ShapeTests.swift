import Platform
import Testing

extension EndToEnd {
  /// Networks of other shapes than a pair: a service at one end reaches a client at the other.
  @Suite(.serialized, .lane, .timeLimit(.minutes(4))) struct ShapeTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func a_chain_of_three_sites_carries_a_service_to_its_other_end() async throws {
      try await up(["first", "middle", "last"])
      try await home.must("first", "skupper init")
      try await home.must("middle", "skupper init")
      try await home.must("last", "skupper init --ingress none")
      try await link("middle", to: "first")
      try await link("last", to: "middle")
      try await offer(on: "last")
      try await expectAnswer(on: "first")
      // In the middle the line breaks, and both ends know.
      try await home.must("middle", "skupper delete")
      try await eventually("the service is gone from the first site") {
        try await home.shell("first", Self.question).status != 0
      }
      try await down()
    }

    @Test func eight_sites_round_a_hub_reach_each_other() async throws {
      let spokes = (1...8).map { "spoke\($0)" }
      try await up(["hub"] + spokes)
      try await home.must("hub", "skupper init")
      for spoke in spokes {
        try await home.must(spoke, "skupper init --ingress none --router-mode edge")
        try await link(spoke, to: "hub")
      }
      try await offer(on: "spoke1")
      for site in ["hub", "spoke2", "spoke8"] { try await expectAnswer(on: site) }
      let status = try await home.must("hub", "skupper status")
      #expect(status.contains("It is connected to 8 other sites"), "\(status)")
      try await down()
    }

    private static let question = "curl -sf --max-time 5 http://payments:8080/api/pay"

    private func up(_ sites: [String]) async throws {
      let outcome = try await home.run(home.launch(["up"] + sites))
      try #require(outcome.status == 0, "\(outcome)")
    }

    private func down() async throws {
      let listeners = home.listeners
      let outcome = try await home.run("down")
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft(listeners: listeners)
    }

    /// Links one site to another, and waits until the link stands.
    private func link(_ site: String, to other: String) async throws {
      let token = "\(home.path)/\(site).token"
      try await home.must(other, "skupper token create '\(token)'")
      try await home.must(site, "skupper link create '\(token)'")
      try await eventually("\(site) is linked to \(other)") {
        try await home.must(site, "skupper link status").contains("Link link1 is connected")
      }
    }

    /// Offers the service of one site to all.
    private func offer(on site: String) async throws {
      try await home.must(
        site,
        """
        oc create deployment payments --image quay.io/skupper/patient-portal-payment-processor
        oc rollout status deployment/payments --timeout=30s
        skupper expose deployment/payments --port 8080
        """)
    }

    private func expectAnswer(on site: String) async throws {
      try await eventually("\(site) reaches the service") {
        try await home.shell(site, Self.question).output.contains("payments-")
      }
    }
  }
}
