import Platform
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SocketTests {
  @Test func bytes_and_the_end_arrive_over_tcp_from_the_chosen_source() async throws {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
    let client = try TCPConnection.connect(
      address: "127.0.0.1", port: listener.address.port, from: "127.0.0.9")
    _ = try listener.descriptor.waitUntil(.read)
    let accepted = try #require(try listener.accept())
    #expect(accepted.remote.host == "127.0.0.9")
    #expect(try accepted.remote == client.localAddress())
    #expect(try listener.accept() == nil)

    try client.writeAll("hello")
    try client.shutdownWriting()
    try accepted.descriptor.setNonBlocking(false)
    #expect(try accepted.descriptor.readToEnd() == Array("hello".utf8))
  }

  @Test func a_refused_connection_says_where_and_why() throws {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
    let port = listener.address.port
    listener.close()
    let error = #expect(throws: SystemError.self) {
      try TCPConnection.connect(address: "127.0.0.1", port: port)
    }
    #expect(
      error?.description
        == "cannot connect to 127.0.0.1:\(port): Connection refused (ECONNREFUSED)")
  }

  @Test func connecting_without_waiting_ends_in_readiness_to_write() throws {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
    let client = try Socket.startConnecting(to: listener.address)
    #expect(try client.waitUntil(.write, timeout: .seconds(5)))
    #expect(client.connectionError() == nil)
  }

  @Test func a_unix_socket_is_private_and_takes_the_place_of_a_dead_one() async throws {
    try await withTemporaryDirectory { folder in
      let path = "\(folder)/socket"
      _ = try UnixSocket.listen(path)
      let listener = try UnixSocket.listen(path)
      #expect(Files.permissions(path) == 0o600)
      let client = try UnixSocket.connect(path)
      try client.writeAll("x")
      let accepted = try #require(try listener.accept())
      #expect(try accepted.descriptor.read() == [UInt8(ascii: "x")])
    }
  }

  @Test(arguments: ["127.0.0.1:80", "[::1]:443", "[2001:db8::2]:1"])
  func addresses_print_as_they_are_read(text: String) throws {
    let colon = try #require(text.lastIndex(of: ":"))
    let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    let port = try #require(Int(text[text.index(after: colon)...]))
    #expect(try SocketAddress(String(host), port: port).description == text)
  }

  @Test func names_resolve_and_unknown_ones_say_so() throws {
    let addresses = try SocketAddress.resolve("localhost", port: 7)
    #expect(addresses.contains { $0.description == "127.0.0.1:7" || $0.description == "[::1]:7" })
    #expect(throws: SystemError.self) { try SocketAddress.resolve("no.such.invalid", port: 1) }
  }

  @Test func a_taken_port_cannot_be_listened_on() throws {
    let listener = try TCPListener(address: "127.77.0.1", port: 0)
    #expect(!PortProbe.canListen(address: "127.77.0.1", port: listener.address.port))
    #expect(PortProbe.canListen(address: "127.77.0.2", port: listener.address.port))
  }

  @Test func buffers_carry_bytes_between_descriptors() throws {
    let (left, right) = try Socket.pair()
    let first = IOBuffer(capacity: 8)
    let second = IOBuffer(capacity: 8)
    #expect(first.append(Array("12345678more".utf8)) == 8)
    #expect(second.append(Array("9".utf8)) == 1)
    first.consume(2)
    #expect(try left.write(gathering: [first, second]) == .bytes(7))
    #expect(first.isEmpty && second.isEmpty)

    let target = IOBuffer(capacity: 4)
    #expect(try right.read(into: target) == .bytes(4))
    #expect(target.isFull)
    target.consume(3)
    target.compact()
    #expect(target.bytes == [UInt8(ascii: "6")])
    #expect(try right.read(into: target) == .bytes(3))
    #expect(target.withReadable { $0.byteCount } == 4)
    try right.setNonBlocking()
    target.removeAll()
    #expect(try right.read(into: target) == .wouldBlock)
    left.close()
    // A child that another test is just starting may hold a copy for a moment.
    #expect(try right.waitUntil(.read, timeout: .seconds(5)))
    #expect(try right.read(into: target) == .end)
  }

  @Test func writing_to_a_closed_connection_is_an_error_and_not_the_end() throws {
    let (reader, writer) = try Socket.pair()
    reader.shutdownBoth()
    let error = #expect(throws: SystemError.self) { try writer.writeAll("x") }
    #expect(error?.code == .brokenPipe)
  }
}
