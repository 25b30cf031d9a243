import Documents
import Platform
import Router
import TLS
import Testing

extension Routers {
  @Suite struct Losses {
    @Test func an_address_without_a_consumer_is_refused() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server.echo()
      inner.connect("echo", to: server.port)
      outer.listen("echo", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "echo")
      _ = try outer.client(8080)
      inner.remove("tcpConnector", named: "echo@\(server.port)")
      try inner.apply()
      try await outer.waits(forAddress: "echo", reachable: false)
      #expect { try outer.client(8080) } throws: {
        ($0 as? SystemError)?.code == .connectionRefused
      }
    }

    @Test func a_target_that_is_down_closes_the_connection() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let gone = try TCPListener(address: "127.0.0.1", port: 0)
      gone.close()
      inner.connect("down", to: gone.address.port)
      outer.listen("down", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "down")
      do {
        #expect(try outer.client(8080).isClosed())
      } catch let error as SystemError where error.code == .connectionReset {
        // It was closed even before the client had seen that it was open.
      }
    }

    @Test func another_target_takes_over_from_one_that_is_down() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let gone = try TCPListener(address: "127.0.0.1", port: 0)
      gone.close()
      let server = try Server.named("alive")
      inner.connect("service", to: gone.address.port, name: "a")
      inner.connect("service", to: server.port, name: "b")
      outer.listen("service", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "service")
      for _ in 0..<4 {
        #expect(String(decoding: try outer.client(8080).receiveToEnd(), as: UTF8.self) == "alive")
      }
    }

    @Test func a_lost_link_closes_its_connections_and_comes_back() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server.echo()
      outer.connect("echo", to: server.port)
      inner.listen("echo", port: 8080)
      try outer.apply()
      try inner.apply()
      try await inner.waits(forAddress: "echo")
      let client = try inner.client(8080)
      try client.send("x")
      #expect(try client.receive(exactly: 1) == "x")

      outer.kill()
      #expect(client.isClosed())
      try await inner.waits(forAddress: "echo", reachable: false)
      try await inner.waits("a reason") { $0["links"]?[0]?["reason"]?.string != nil }

      try outer.apply()
      try await inner.waitsForLink()
      try await inner.waits(forAddress: "echo")
      let again = try inner.client(8080)
      try again.send("y")
      #expect(try again.receive(exactly: 1) == "y")
    }

    @Test func a_change_of_configuration_leaves_running_streams_alone() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server.echo()
      inner.connect("one", to: server.port)
      outer.listen("one", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "one")
      let client = try outer.client(8080)
      try client.send("a")
      #expect(try client.receive(exactly: 1) == "a")

      inner.connect("two", to: server.port)
      outer.listen("two", port: 8081)
      try inner.apply()
      try outer.apply()
      try await outer.waits(forAddress: "two")
      let second = try outer.client(8081)
      try second.send("b")
      #expect(try second.receive(exactly: 1) == "b")
      try client.send("c")
      #expect(try client.receive(exactly: 1) == "c")
    }

    @Test func an_edge_router_takes_its_other_link_when_one_is_lost() async throws {
      let network = try Network()
      let first = try network.router("first")
      let second = try network.router("second")
      let edge = try network.router("edge", mode: "edge")
      for router in [first, second] {
        try router.acceptLinks(role: "edge", port: 45671)
        try router.apply()
      }
      try edge.link("link1", to: first, role: "edge", port: 45671)
      try edge.link("link2", to: second, role: "edge", port: 45671)
      try edge.apply()
      try await edge.waits("the first link alone") { status in
        status["links"]?.array?.map { $0["state"]?.string } == ["connected", "connecting"]
      }
      first.kill()
      try await edge.waits("the second link") { $0["links"]?[1]?["state"]?.string == "connected" }
    }
  }
}

extension Routers {
  @Suite struct LinkRefusals {
    @Test func a_router_of_another_authority_is_not_trusted() async throws {
      try await expectRefusal("is signed by an authority that is not trusted here") {
        outer, inner in
        try outer.acceptLinks()
        try inner.link(to: outer, trust: Network.strangers)
      }
    }

    @Test func a_certificate_of_another_authority_is_refused() async throws {
      try await expectRefusal("does not trust the authority that signed our certificate") {
        outer, inner in
        try outer.acceptLinks()
        try inner.link(to: outer, credential: try Network.strangers.issue(commonName: "stranger"))
      }
    }

    @Test func a_wrong_host_name_is_refused() async throws {
      try await expectRefusal("is not valid for '127.") { outer, inner in
        try outer.acceptLinks(names: ["public.example"])
        try inner.link(to: outer)
      }
    }

    @Test func an_expired_server_is_refused() async throws {
      try await expectRefusal("has expired") { outer, inner in
        try outer.acceptLinks(
          credential: try Network.authority.issue(
            commonName: "old", names: [outer.address], days: -1))
        try inner.link(to: outer)
      }
    }

    @Test func an_expired_client_is_refused() async throws {
      try await expectRefusal("our certificate has expired") { outer, inner in
        try outer.acceptLinks()
        try inner.link(
          to: outer, credential: try Network.authority.issue(commonName: "old", days: -1))
      }
    }

    @Test func nobody_listening_is_told_as_such() async throws {
      try await expectRefusal("cannot be reached: Connection refused") { outer, inner in
        try inner.link(to: outer)
      }
    }

    @Test func a_client_without_a_certificate_is_refused_by_the_router() async throws {
      let network = try Network()
      let outer = try network.router("public")
      try outer.acceptLinks()
      try outer.apply()
      try await outer.waits("the listener") { _ in (try? Client(outer.address, 55671)) != nil }
      let client = try Client(outer.address, 55671)
      let context = try TLSContext.client(trust: Network.authority.certificate)
      let stream = TLSStream(
        try context.makeSession(serverName: outer.address),
        receive: { span in
          guard try client.socket.waitUntil(.read, timeout: .seconds(5)) else { return 0 }
          if case .bytes(let count) = try client.socket.read(into: &span) { return count }
          return 0
        },
        send: { span in
          if case .bytes(let count) = try client.socket.write(span) { return count }
          return 0
        })
      try stream.handshake()
      #expect { try stream.read() } throws: {
        "\($0)".contains("it asks for a certificate and was given none")
      }
    }

    @Test func new_certificates_heal_a_link_at_once() async throws {
      let network = try Network()
      let outer = try network.router("public")
      let inner = try network.router("private")
      try outer.acceptLinks()
      try inner.link(to: outer, credential: try Network.strangers.issue(commonName: "stranger"))
      try outer.apply()
      try inner.apply()
      try await inner.waits("a failure") { $0["links"]?[0]?["state"]?.string == "failed" }
      try inner.profile(
        "link1-profile", try Network.authority.issue(commonName: "site"), trust: Network.authority)
      inner.engine?.certificatesChanged()
      try await inner.waitsForLink()
    }

    private func expectRefusal(
      _ reason: String, _ prepare: (TestRouter, TestRouter) throws -> Void
    ) async throws {
      let network = try Network()
      let outer = try network.router("public")
      let inner = try network.router("private")
      try prepare(outer, inner)
      try outer.apply()
      try inner.apply()
      try await inner.waits("a link that failed because: \(reason)") { status in
        let link = status["links"]?[0]
        return link?["state"]?.string == "failed"
          && link?["reason"]?.string?.contains(reason) == true
      }
    }
  }
}
