import Documents
import Platform
import TLS
import Testing

extension Routers {
  @Suite struct Streams {
    @Test func a_connection_crosses_the_link_both_ways() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server.echo()
      inner.connect("echo", to: server.port)
      outer.listen("echo", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "echo")
      let client = try outer.client(8080)
      try client.send("hello")
      #expect(try client.receive(exactly: 5) == "hello")
    }

    @Test func fifty_megabytes_come_back_whole_while_others_talk() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server.echo()
      inner.connect("echo", to: server.port)
      outer.listen("echo", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "echo")

      let block = (0..<100_003).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }
      var growing: [UInt8] = []
      for _ in 0..<500 { growing += block }
      let sent = growing
      let bulk = try outer.client(8080)
      try SystemThread.start(name: "sender") {
        try? bulk.socket.writeAll(sent)
        try? bulk.socket.shutdownWriting()
      }
      let small = try outer.client(8080)
      for number in 0..<200 {
        try small.send("\(1000 + number)")
        #expect(try small.receive(exactly: 4) == "\(1000 + number)")
      }
      #expect(SHA256.hash(try bulk.receiveToEnd()) == SHA256.hash(sent))
    }

    @Test func three_hundred_streams_share_the_link() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server.echo()
      inner.connect("echo", to: server.port)
      outer.listen("echo", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "echo")
      let clients = try (0..<300).map { _ in try outer.client(8080) }
      for (number, client) in clients.enumerated() { try client.send("\(1000 + number)") }
      for (number, client) in clients.enumerated() {
        #expect(try client.receive(exactly: 4) == "\(1000 + number)")
      }
      #expect(try await outer.status()["connections"]?.array?.count == 300)
      for client in clients { client.socket.close() }
      try await outer.waits("no connections") { $0["connections"]?.array?.isEmpty == true }
    }

    @Test func half_a_connection_can_end_before_the_other() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let server = try Server { try $0.writeAll("you sent \(try $0.readToEnd().count)") }
      inner.connect("count", to: server.port)
      outer.listen("count", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "count")
      let client = try outer.client(8080)
      try client.socket.writeAll([UInt8](repeating: 1, count: 1_000_000))
      try client.socket.shutdownWriting()
      #expect(String(decoding: try client.receiveToEnd(), as: UTF8.self) == "you sent 1000000")
    }

    @Test func a_reader_that_stops_does_not_stop_others() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let source = try Server { connection in
        let block = [UInt8](repeating: 7, count: 1 << 20)
        for _ in 0..<64 { try connection.writeAll(block) }
      }
      let server = try Server.echo()
      inner.connect("source", to: source.port)
      inner.connect("echo", to: server.port)
      outer.listen("source", port: 8081)
      outer.listen("echo", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "source")
      try await outer.waits(forAddress: "echo")
      let stopped = try outer.client(8081)
      let other = try outer.client(8080)
      for _ in 0..<100 {
        try other.send("ping")
        #expect(try other.receive(exactly: 4) == "ping")
      }
      #expect(try stopped.receiveToEnd().count == 64 << 20)
    }

    @Test func a_local_target_needs_no_link() async throws {
      let network = try Network()
      let router = try network.router("alone")
      let server = try Server.echo()
      router.connect("echo", to: server.port)
      router.listen("echo", port: 8080)
      try router.apply()
      try await router.waits(forAddress: "echo")
      let client = try router.client(8080)
      try client.send("hello")
      try client.socket.shutdownWriting()
      #expect(String(decoding: try client.receiveToEnd(), as: UTF8.self) == "hello")
    }

    @Test func streams_cross_a_router_in_the_middle() async throws {
      let network = try Network()
      let middle = try network.router("middle")
      let left = try network.router("left")
      let right = try network.router("right", mode: "edge")
      try middle.acceptLinks()
      try middle.acceptLinks(role: "edge", port: 45671)
      try left.link(to: middle)
      try right.link(to: middle, role: "edge", port: 45671)
      let server = try Server.echo()
      right.connect("echo", to: server.port)
      left.listen("echo", port: 8080)
      for router in [middle, left, right] { try router.apply() }
      try await left.waits(forAddress: "echo")
      let client = try left.client(8080)
      let sent = [UInt8](repeating: 9, count: 3_000_000)
      let socket = client.socket
      try SystemThread.start(name: "sender") {
        try? socket.writeAll(sent)
        try? socket.shutdownWriting()
      }
      #expect(try client.receiveToEnd() == sent)
      try await left.waits("three sites") { $0["sites"]?.array?.count == 3 }
    }

    @Test func connections_are_spread_over_the_targets() async throws {
      let network = try Network()
      let (outer, inner) = try network.pair()
      let servers = try (0..<3).map { try Server.named("target \($0)") }
      for server in servers { inner.connect("service", to: server.port) }
      outer.listen("service", port: 8080)
      try outer.apply()
      try inner.apply()
      try await outer.waits(forAddress: "service")
      let answers = try (0..<6).map { _ in
        String(decoding: try outer.client(8080).receiveToEnd(), as: UTF8.self)
      }
      #expect(Set(answers) == ["target 0", "target 1", "target 2"])
    }
  }
}
