import Platform
import Testing

extension EndToEnd {
  /// Sites of Skupper's version 2: the commands, and the same by resources alone.
  @Suite(.serialized, .lane) struct Version2Tests {
    let home: Home
    init() throws { home = try Home() }

    private func start(_ arguments: String...) async throws {
      let outcome = try await home.run(home.launch(["up", "west", "east"] + arguments))
      try #require(outcome.status == 0, "\(outcome)")
    }

    private func end() async throws {
      let listeners = home.listeners
      let outcome = try await home.run("down")
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft(listeners: listeners)
    }

    /// What a client on the one site asks the server on the other.
    private static let question =
      "curl -sS --max-time 5 http://backend:8080/api/hello "
      + "-H 'Content-Type: application/json' -d '{\"name\":\"Ann\",\"text\":\"Hello\"}'"

    private func expectAnswer(_ isThere: Bool, _ what: String) async throws {
      try await eventually(what) {
        let outcome = try await home.shell("west", Self.question)
        return isThere
          ? outcome.status == 0 && outcome.output.contains("Hi, Ann") : outcome.status != 0
      }
    }

    @Test func commands_link_sites_and_carry_a_service_until_they_take_it_back() async throws {
      try await start("--platform", "openshift", "--skupper", "2.2")
      let token = "\(home.path)/west.token"
      let made = try await home.must("west", "skupper site create west --enable-link-access")
      #expect(made == "Waiting for status...\nSite \"west\" is ready.")
      try await home.must("east", "skupper site create east")
      let issued = try await home.must("west", "skupper token issue '\(token)'")
      #expect(issued.contains("Token file \(token) created"), "\(issued)")
      let redeemed = try await home.must("east", "skupper token redeem '\(token)'")
      #expect(redeemed.contains("has been redeemed"), "\(redeemed)")
      try await home.must("east", "kubectl wait links --all --for=condition=Ready --timeout=30s")
      let links = try await home.must("east", "skupper link status")
      #expect(links.hasPrefix("NAME") && links.contains("\tReady\t1\tOK"), "\(links)")

      try await home.must(
        "east",
        """
        kubectl create deployment backend --image quay.io/skupper/hello-world-backend --replicas 2
        kubectl rollout status deployment/backend --timeout=30s
        skupper connector create backend 8080 --wait configured
        """)
      try await home.must("west", "skupper listener create backend 8080")
      try await home.must(
        "west", "kubectl wait listener/backend --for=condition=Ready --timeout=30s")
      try await expectAnswer(true, "the west reaches the east's backend")

      // A token is good for one use.
      try await home.must("east", "skupper site delete --all")
      try await expectAnswer(false, "the backend is gone with its site")
      try await home.must("east", "skupper site create again")
      let spent = try await home.shell("east", "skupper token redeem '\(token)'")
      #expect(spent.status == 1, "\(spent)")
      #expect(
        spent.output.contains(
          "Controller got failed response: 404 (Not Found) No such access granted"), "\(spent)")
      let grants = try await home.must(
        "west", "kubectl get accessgrants -o jsonpath='{.items[0].status.redemptions}'")
      #expect(grants == "1")

      try await home.must("west", "skupper listener delete backend; skupper site delete")
      try await eventually("nothing of the site is left") {
        try await home.shell(
          "west", "kubectl get pods,services,routes,certificates.skupper.io -o name 2>/dev/null"
        ).text == ""
      }
      try await end()
    }

    @Test func resources_do_without_commands() async throws {
      try await start("--platform", "kubernetes", "--skupper", "2.2")
      try await home.must(
        "west",
        """
        kubectl apply -f - <<'EOF'
        apiVersion: skupper.io/v2alpha1
        kind: Site
        metadata: {name: west}
        spec: {linkAccess: default}
        ---
        apiVersion: skupper.io/v2alpha1
        kind: Listener
        metadata: {name: backend}
        spec: {routingKey: backend, host: backend, port: 8080}
        EOF
        kubectl wait site/west --for=condition=Ready --timeout=30s
        """)
      try await home.must("west", "skupper link generate > '\(home.path)/link.yaml'")
      try await home.must(
        "east",
        """
        kubectl create deployment backend --image quay.io/skupper/hello-world-backend
        kubectl apply -f - <<'EOF'
        apiVersion: skupper.io/v2alpha1
        kind: Site
        metadata: {name: east}
        ---
        apiVersion: skupper.io/v2alpha1
        kind: Connector
        metadata: {name: backend}
        spec: {routingKey: backend, selector: app=backend, port: 8080}
        EOF
        kubectl apply -f '\(home.path)/link.yaml'
        kubectl wait link/link-west --for=condition=Ready --timeout=30s
        kubectl wait connector/backend --for=condition=Ready --timeout=30s
        """)
      try await expectAnswer(true, "the west reaches the east's backend")
      let sites = try await home.must("west", "kubectl get sites,listeners")
      #expect(sites.contains("STATUS   SITES IN NETWORK   MESSAGE"), "\(sites)")
      #expect(sites.contains("ROUTING KEY   PORT   HOST"), "\(sites)")
      let link = try await home.must(
        "east", "kubectl get link/link-west -o jsonpath='{.status.remoteSiteName}'")
      #expect(link == "west")

      // The router comes back by itself, and the link with it.
      try await home.must("east", "kubectl delete pod -l skupper.io/component=router")
      try await expectAnswer(true, "a new router takes the old one's place")
      try await home.must("east", "kubectl delete connector/backend")
      try await eventually("the listener has nobody behind it") {
        try await home.shell(
          "west", "kubectl get listener/backend -o jsonpath='{.status.hasMatchingConnector}'"
        ).text == "false"
      }
      try await end()
    }
  }
}
