import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Relay
import Skupper
import TLS
import Testing
import YAML

@testable import Workloads

@Suite(.serialized) struct SkupperProgramTests {
  private func status(_ secret: Value) -> String {
    secret.annotations[Annotation.status] ?? ""
  }

  @Test func a_claim_is_redeemed_once_over_tls_and_refused_afterwards() async throws {
    try await SkupperWorld.run { world in
      let issuer = try await world.site("public", mode: .interior, host: "127.87.128.2")
      let asker = try await world.site("private", mode: .edge, host: "127.87.128.3")
      try ClaimsServer.start(world.pod("public", address: "127.87.128.2"))
      let controller = try ServiceController(world.pod("private", address: "127.87.128.3"))
      try SystemThread.start(name: "controller") { controller.run() }
      let token = try await world.token("first", of: issuer, host: "127.87.128.2")

      try await world.link("link1", token, in: asker)
      let linked = try await world.awaited(
        "the claim is granted", .secrets, "link1", in: "private"
      ) { $0.labels[Label.type] == Label.connectionToken }
      let certificate = try Certificate.parse(linked.secretText("tls.crt") ?? "")
      #expect(certificate.commonName == asker.id)
      #expect(Link.endpoint(of: linked, isEdge: true)?.host == "127.87.128.2")
      let record = try await world.awaited(
        "the use is counted", .secrets, "first", in: "public"
      ) { $0.annotations[Annotation.claimsRemaining] == "0" }
      #expect(record.annotations[Annotation.claimsMade] == "1")
      let configMap = try await world.awaited(
        "the router is told", .configMaps, ObjectName.configuration, in: "private"
      ) { RouterConfiguration(configMap: $0)?.entity("connector", "link1") != nil }
      #expect(RouterConfiguration(configMap: configMap)?.all("sslProfile").count == 2)

      try await world.link("link2", token, in: asker)
      let spent = try await world.awaited(
        "the spent claim is refused", .secrets, "link2", in: "private"
      ) { $0.annotations[Annotation.lastFailed] != nil }
      #expect(status(spent) == "Failed to redeem claim: No such claim")

      var wrong = try await world.token("second", of: issuer, host: "127.87.128.2")
      wrong["data", "password"] = Value.secretData(["p": "guess"])["p"]
      try await world.link("link3", wrong, in: asker)
      let refused = try await world.awaited(
        "the wrong password is refused", .secrets, "link3", in: "private"
      ) { $0.annotations[Annotation.lastFailed] != nil }
      #expect(status(refused) == "Failed to redeem claim: Claim refused")
    }
  }

  @Test func a_server_that_the_token_does_not_name_gets_no_password() async throws {
    try await SkupperWorld.run { world in
      let issuer = try await world.site("public", mode: .interior, host: "127.87.129.2")
      let asker = try await world.site("private", mode: .edge, host: "127.87.129.3")
      try ClaimsServer.start(world.pod("public", address: "127.87.129.2"))
      // Another address in front of the same server, for which its certificate is not made.
      let relay = RelayService(try EventLoop.start(name: "other"))
      _ = try relay.listen(
        RelayListener(address: "127.87.129.9", port: SitePort.claims) { _ in
          .tcp(host: "127.87.129.2", port: SitePort.claims)
        })
      defer { relay.closeAll() }
      var token = try await world.token("first", of: issuer, host: "127.87.129.2")
      let good = try Link.secret(
        from: token.yaml(), name: "x", cost: 1, in: asker, existing: [])
      let granted = try await answer(good, asker)
      #expect(granted == "granted")

      token = try await world.token("second", of: issuer, host: "127.87.129.9")
      let elsewhere = try Link.secret(
        from: token.yaml(), name: "x", cost: 1, in: asker, existing: [])
      let reason = try await answer(elsewhere, asker)
      #expect(reason.contains("127.87.129.9"), "\(reason)")

      token = try await world.token("third", of: issuer, host: "127.87.129.2")
      let other = try CertificateAuthority.make(commonName: ObjectName.siteAuthority)
      token["data", "ca.crt"] = Value.secretData(["c": other.certificate])["c"]
      let tampered = try Link.secret(
        from: token.yaml(), name: "x", cost: 1, in: asker, existing: [])
      let refusal = try await answer(tampered, asker)
      #expect(refusal.hasPrefix("untrusted: "), "\(refusal)")
      for name in ["second", "third"] {
        let record = try await world.awaited("untouched", .secrets, name, in: "public") { _ in
          true
        }
        #expect(record.annotations[Annotation.claimsRemaining] == "1")
      }
    }
  }

  @Test func the_router_s_folders_follow_the_objects() async throws {
    try await SkupperWorld.run { world in
      let site = try await world.site("public", mode: .interior, host: "127.87.130.2")
      let pod = try world.pod("public", address: "127.87.130.2")
      let doorbell = try Doorbell()
      let sync = ConfigSync(
        pod: pod,
        configMaps: try ObjectWatch(pod.client, .configMaps, ringing: doorbell),
        secrets: try ObjectWatch(pod.client, .secrets, ringing: doorbell))
      try SystemThread.start(name: "sync") {
        while true {
          doorbell.wait()
          sync.apply()
        }
      }
      let configuration = "\(pod.root)/etc/skupper-router/config/skrouterd.json"
      let certificates = "\(pod.root)/etc/skupper-router-certs"
      try await eventually("the configuration is written") { Files.exists(configuration) }
      let text = try Files.readText(configuration)
      #expect(text.contains("\"public-skupper-router-x\""))
      #expect(Files.exists("\(certificates)/skupper-internal/tls.key"))
      #expect(Files.permissions("\(certificates)/skupper-internal/tls.key") == 0o600)

      let name = "\(site.namespace)-link"
      _ = try await blocking("add a link") {
        let secret = site.secret(
          name, .init(certificate: "C", key: "K"),
          authority: .init(certificate: "A", key: ""))
        try pod.client.create(.secrets, secret)
        try pod.client.edit(.configMaps, ObjectName.configuration) { configMap in
          guard var wanted = RouterConfiguration(configMap: configMap) else { return }
          wanted.put("sslProfile", ["name": Value("\(name)-profile")])
          configMap["data", "skrouterd.json"] = Value(wanted.text)
        }
      }
      try await eventually("the link's certificates are written") {
        (try? Files.readText("\(certificates)/\(name)/ca.crt")) == "A"
      }
      _ = try await blocking("remove it") {
        try pod.client.edit(.configMaps, ObjectName.configuration) { configMap in
          configMap["data", "skrouterd.json"] = Value(RouterConfiguration(of: site).text)
        }
      }
      try await eventually("the link's certificates are removed") {
        !Files.exists("\(certificates)/\(name)")
      }
    }
  }

  /// Presents a claim, again while nobody listens yet.
  /// What the server says to a claim, once it listens.
  private func answer(_ secret: Value, _ site: Skupper.SiteIdentity) async throws -> String {
    try await blocking("ask") {
      let deadline = ContinuousClock.now + .seconds(30)
      while true {
        switch ClaimRedeemer.ask(secret, site) {
        case .response(status: 200, _): return "granted"
        case .response(let status, let body): return "\(status) \(body)"
        case .untrusted(let reason): return "untrusted: \(reason)"
        case .unreachable(let reason):
          if ContinuousClock.now > deadline { return "unreachable: \(reason)" }
          try Doorbell().wait(.milliseconds(20))
        }
      }
    }
  }

  private func eventually(
    _ what: String, _ holds: @escaping @Sendable () -> Bool
  ) async throws {
    try await blocking("wait") {
      let deadline = ContinuousClock.now + .seconds(10)
      while !holds() {
        if ContinuousClock.now > deadline { throw PodError("not in time: \(what)") }
        try Doorbell().wait(.milliseconds(10))
      }
    }
  }
}

@Suite struct ConsoleTests {
  private var status: RouterStatus {
    var database = ServiceDefinition(address: "database", ports: [5432])
    database.targets = [.init(name: "patient-portal-database-7f8-abc")]
    let document: Value = [
      "revision": 1, "id": "public-x", "site": ["id": "pub"],
      "sites": [
        ["id": "pub", "name": "public", "namespace": "public", "neighbours": ["priv"]],
        [
          "id": "priv", "name": "private", "namespace": "private",
          "services": Value(Value.array([database.document]).json()),
        ],
      ],
      "addresses": [
        ["address": "database:5432", "listeners": 1, "consumers": 0, "reachable": true]
      ],
    ]
    return RouterStatus(document) ?? RouterStatus(siteID: "unread")
  }

  private func get(_ path: String, _ query: [String: String] = [:]) throws -> Value {
    let records = ConsoleRecords(status: status, pods: [], started: 5)
    let answer = try #require(records.answer(path.split(separator: "/").map(String.init)))
    return ConsoleQuery(query).answer(answer)
  }

  @Test func collections_are_records_with_counts() throws {
    let sites = try get("sites")
    #expect(sites["count"] == 2)
    #expect(sites["results"]?[0]?["identity"] == "priv")
    #expect(sites["results"]?[0]?["recType"] == "SITE")
    #expect(sites["results"]?[0]?["startTime"] == 5_000_000)
    let addresses = try get("addresses")
    #expect(addresses["results"]?[0]?["name"] == "database:5432")
    #expect(addresses["results"]?[0]?["listenerCount"] == 1)
  }

  @Test func what_lies_below_a_record_is_found() throws {
    let processes = try get("sites/priv/processes")
    #expect(processes["results"]?[0]?["groupName"] == "patient-portal-database")
    #expect(try get("processgroups/group-patient-portal-database/processes")["count"] == 1)
    #expect(try get("addresses/database:5432/processes")["count"] == 1)
    let one = try get("sites/pub")
    #expect(one["results"]?["name"] == "public")
    let records = ConsoleRecords(status: status, pods: [], started: 5)
    #expect(records.answer(["nothing"]) == nil)
    #expect(records.answer(["sites", "nowhere"]) == nil)
  }

  @Test func the_page_shows_the_network_without_a_script() {
    let page = ConsolePage.text(ConsoleRecords(status: status, pods: [], started: 5))
    let shown = page.prefix(upTo: page.firstRange(of: "<script>")?.lowerBound ?? page.endIndex)
    for text in [
      "2 sites, 0 links, 1 service.", "<strong>public</strong><span>namespace public</span>",
      "<td>database:5432</td>", "No links yet.", "<td>patient-portal-database</td>",
    ] {
      #expect(shown.contains(text), "\(text) in \(shown)")
    }
  }

  @Test func answers_are_cut_sorted_and_chosen() throws {
    #expect(try get("sites", ["limit": "1"])["count"] == 1)
    #expect(try get("sites", ["limit": "1"])["totalCount"] == 2)
    #expect(try get("sites", ["offset": "1"])["results"]?[0]?["identity"] == "pub")
    #expect(
      try get("sites", ["sortBy": "name.desc"])["results"]?[0]?["name"] == "public")
    #expect(try get("sites", ["name": "priv"])["count"] == 1)
  }
}

@Suite struct ClaimURLTests {
  @Test(arguments: [
    ("https://claims.test:443/x", "claims.test", 443, "/x"),
    ("https://claims.test/a-b", "claims.test", 443, "/a-b"),
  ])
  func an_address_has_three_parts(text: String, host: String, port: Int, path: String) {
    let url = ClaimURL(text)
    #expect(url?.host == host)
    #expect(url?.port == port)
    #expect(url?.path == path)
  }

  @Test(arguments: ["http://a/b", "https://", "https://a:0/x", "https://a:b/x", "claims"])
  func anything_else_is_refused(text: String) {
    #expect(ClaimURL(text) == nil)
  }
}
