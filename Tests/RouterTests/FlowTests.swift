import Documents
import Platform
import Testing

@testable import Router

extension Routers {
  @Suite struct Flows {
    @Test func connections_are_counted_where_they_begin_by_address_and_by_site() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server.echo()
      inner.connect("echo", to: server.port)
      outer.listen("echo", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "echo")
      #expect(try await outer.status()["flows"]?.array == [])

      let first = try outer.client(8080)
      let second = try outer.client(8080)
      for client in [first, second] {
        try client.send("hello")
        #expect(try client.receive(exactly: 5) == "hello")
      }
      second.socket.shutdownBoth()
      let flow = try await follow(outer) { $0["open"]?.integer == 1 }
      #expect(flow["address"]?.string == "echo" && flow["router"]?.string == "private")
      #expect(flow["site"]?.string == "id-private")
      #expect(flow["total"]?.integer == 2)
      #expect(flow["octetsIn"]?.integer == 10 && flow["octetsOut"]?.integer == 10)
      #expect(try await inner.status()["flows"]?.array == [])
    }

    @Test func who_follows_activity_hears_of_connections_and_bytes() async throws {
      let network = try Network()
      let router = try network.router("alone")
      let server = try Server.echo()
      router.connect("echo", to: server.port)
      router.listen("echo", port: 8080)
      try router.apply()
      try await router.waits(forAddress: "echo")

      let client = try router.client(8080)
      try client.send("hello")
      #expect(try client.receive(exactly: 5) == "hello")
      let flow = try await follow(router) { $0["octetsOut"]?.integer == 5 }
      #expect(flow["router"]?.string == "alone")
      try client.send("again")
      _ = try await follow(router) { $0["octetsOut"]?.integer == 10 }
      client.socket.shutdownBoth()
      _ = try await follow(router) { $0["open"]?.integer == 0 }
    }

    @Test func who_knows_all_waits() async throws {
      let network = try Network()
      let router = try network.router("alone")
      try router.apply()
      let engine = try #require(router.engine)
      let status = await engine.status()
      let same = await engine.status(
        after: status["revision"]?.integer, activity: status["activity"]?.integer,
        within: .milliseconds(300))
      #expect(same["activity"] == status["activity"])
    }

    /// Follows a router's activity until its only flow is as it should be.
    private func follow(_ router: TestRouter, until isSo: (Value) -> Bool) async throws -> Value {
      let engine = try #require(router.engine)
      var status = await engine.status()
      for _ in 0..<40 {
        if let flow = status["flows"]?[0], isSo(flow) { return flow }
        status = await engine.status(
          after: status["revision"]?.integer, activity: status["activity"]?.integer,
          within: .milliseconds(200))
      }
      throw Problem("\(router.name) never had that flow. Its status is \(status.json())")
    }
  }
}
