import Platform
import Relay
import Synchronization
import TLS
import Testing

@Suite struct PlainRelay {
  @Test func bytes_go_both_ways() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let client = try Client(try fixture.listen(to: server.port).address.port)
    try client.send("hello")
    #expect(text(try client.receive(exactly: 5)) == "hello")
  }

  @Test func ten_megabytes_come_back_whole() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let client = try Client(try fixture.listen(to: server.port).address.port)
    let block = (0..<10_007).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    var growing: [UInt8] = []
    for _ in 0..<1000 { growing += block }
    let sent = growing
    let socket = client.socket
    try SystemThread.start(name: "sender") {
      try? socket.writeAll(sent)
      try? socket.shutdownWriting()
    }
    #expect(SHA256.hash(try client.receiveToEnd()) == SHA256.hash(sent))
  }

  @Test func a_client_that_has_finished_still_gets_its_answer() throws {
    let fixture = try Fixture()
    let server = try Server { connection in
      let all = try connection.readToEnd()
      try connection.writeAll("you sent \(all.count) bytes")
    }
    let client = try Client(try fixture.listen(to: server.port).address.port)
    try client.send("12345")
    try client.socket.shutdownWriting()
    #expect(text(try client.receiveToEnd()) == "you sent 5 bytes")
    try eventually("the connection is forgotten") { fixture.relay.connectionCount == 0 }
  }

  @Test func a_target_that_refuses_ends_the_connection_at_once() throws {
    let fixture = try Fixture()
    let gone = try TCPListener(address: "127.0.0.1", port: 0)
    gone.close()
    let client = try Client(try fixture.listen(to: gone.address.port).address.port)
    #expect(try client.receiveToEnd().isEmpty)
    try eventually("the reason is told") {
      fixture.reasons.first?.contains("cannot be reached") == true
    }
  }

  @Test func only_connections_that_their_own_listener_refuses_now_are_ended() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let isClosed = Atomic(false)
    let guarded = try Client(
      try fixture.listen(to: server.port, refuses: { isClosed.load(ordering: .relaxed) })
        .address.port)
    let open = try Client(try fixture.listen(to: server.port).address.port)
    for client in [guarded, open] {
      try client.send("before")
      #expect(text(try client.receive(exactly: 6)) == "before")
    }
    isClosed.store(true, ordering: .relaxed)
    fixture.relay.closeRefused()
    #expect(try guarded.receiveToEnd().isEmpty)
    try open.send("after")
    #expect(text(try open.receive(exactly: 5)) == "after")
  }

  @Test func an_unavailable_target_can_be_answered_with_a_page() throws {
    let fixture = try Fixture()
    let gone = try TCPListener(address: "127.0.0.1", port: 0)
    gone.close()
    let page = RelayResponse.page("503 Service Unavailable", html: "nobody here")
    let client = try Client(
      try fixture.listen(to: gone.address.port, mode: .http, unavailable: page).address.port)
    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(text(try client.receiveToEnd()).hasSuffix("nobody here"))
  }

  @Test func only_allowed_sources_are_served() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let allowed = try #require(AddressPrefix("127.9.0.0/16"))
    let port = try fixture.listen(to: server.port, allowed: [allowed]).address.port
    let inside = try Client(port, from: "127.9.3.4")
    try inside.send("in")
    #expect(text(try inside.receive(exactly: 2)) == "in")
    #expect(throws: (any Error).self) {
      let outside = try Client(port, from: "127.10.3.4")
      try outside.send("out")
      if try outside.receive().isEmpty { throw Problem("closed") }
    }
  }

  @Test func a_reader_that_stops_does_not_make_the_relay_hoard() throws {
    let fixture = try Fixture()
    let written = Fixture.Sink()
    let server = try Server { connection in
      let block = [UInt8](repeating: 7, count: 1 << 20)
      for index in 0..<64 {
        try connection.writeAll(block)
        written.append("\(index)")
      }
    }
    let client = try Client(try fixture.listen(to: server.port).address.port)
    try eventually("the first bytes arrive") { try client.socket.waitUntil(.read) }
    #expect(written.all.count < 64, "64 MB went into a relay that nobody reads from")
    #expect(try client.receiveToEnd().count == 64 << 20)
  }

  @Test func a_closed_listener_refuses_and_ends_its_connections() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let handle = try fixture.listen(to: server.port)
    let client = try Client(handle.address.port)
    try client.send("x")
    _ = try client.receive(exactly: 1)
    fixture.relay.close(handle)
    #expect { try Client(handle.address.port) } throws: {
      ($0 as? SystemError)?.code == .connectionRefused
    }
    #expect(try client.receiveToEnd().isEmpty)
  }

  @Test func a_closed_listener_can_keep_its_connections() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let handle = try fixture.listen(to: server.port)
    let client = try Client(handle.address.port)
    try client.send("x")
    _ = try client.receive(exactly: 1)
    fixture.relay.close(handle, keepingConnections: true)
    try client.send("y")
    #expect(text(try client.receive(exactly: 1)) == "y")
  }

  @Test func a_port_can_be_listened_on_again_after_closing() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let first = try fixture.listen(to: server.port)
    fixture.relay.close(first)
    let again = try fixture.relay.listen(
      RelayListener(address: "127.0.0.1", port: first.address.port) { _ in .refuse })
    #expect(again.address.port == first.address.port)
  }
}
