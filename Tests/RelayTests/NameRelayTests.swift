import Platform
import Relay
import TLS
import Testing

@Suite struct NamedRelay {
  @Test func tls_ends_at_the_relay_and_plain_text_reaches_the_target() throws {
    let fixture = try Fixture()
    let server = try Server.echo()
    let port = try fixture.listen(to: server.port, mode: .tls(try Names.serverContext("a.example")))
      .address.port
    let stream = try Names.stream(port, name: "a.example")
    try stream.write(Array("hello".utf8))
    #expect(text(try stream.read()) == "hello")
  }

  @Test func half_close_works_through_tls() throws {
    let fixture = try Fixture()
    let server = try Server { connection in
      try connection.writeAll("read \(try connection.readToEnd().count)")
    }
    let port = try fixture.listen(to: server.port, mode: .tls(try Names.serverContext("a.example")))
      .address.port
    let stream = try Names.stream(port, name: "a.example")
    try stream.write([UInt8](repeating: 1, count: 100_000))
    stream.close()
    #expect(text(try stream.read()) == "read 100000")
    #expect(try stream.read().isEmpty)
  }

  @Test func the_server_name_decides_between_ending_and_passing_through() throws {
    let fixture = try Fixture()
    let plain = try Server.echo()
    let other = try Server { try $0.writeAll("passed through") }
    let secure = try fixture.listen(
      to: other.port,
      mode: .tls(try Names.serverContext("b.example")))
    let ending = try Names.serverContext("a.example")
    let handle = try fixture.relay.listen(
      RelayListener(
        address: "127.0.0.1", port: 0,
        mode: .serverName { name in
          switch name {
          case "a.example": .terminate(ending)
          case "b.example": .passThrough
          default: .refuse
          }
        }
      ) { info in
        .tcp(
          host: "127.0.0.1", port: info.serverName == "a.example" ? plain.port : secure.address.port
        )
      })
    let port = handle.address.port

    let ended = try Names.stream(port, name: "a.example")
    try ended.write(Array("hi".utf8))
    #expect(text(try ended.read()) == "hi")
    #expect(text(try Names.stream(port, name: "b.example").read()) == "passed through")
    #expect(throws: (any Error).self) { try Names.stream(port, name: "c.example") }
    try eventually("the reason is told") {
      fixture.reasons == ["nothing is served under the name 'c.example'"]
    }
  }

  @Test func a_passed_through_client_is_never_told_anything_in_plain_text() throws {
    let fixture = try Fixture()
    let gone = try TCPListener(address: "127.0.0.1", port: 0)
    gone.close()
    let port = try fixture.listen(
      to: gone.address.port, mode: .serverName { _ in .passThrough },
      unavailable: Array("HTTP/1.1 503 Service Unavailable\r\n\r\n".utf8)
    ).address.port
    do {
      _ = try Names.stream(port, name: "a.example")
      Issue.record("Nobody is there to shake hands with.")
    } catch let error as TLSError {
      #expect(error.code == .closed, "\(error)")
    }
  }

  @Test func a_client_certificate_is_known_to_the_target_decision() throws {
    let fixture = try Fixture()
    let server = try Names.authority.issue(commonName: "server", names: ["a.example"])
    let context = try TLSContext.server(
      chain: server.certificate, key: server.key, clientCA: Names.authority.certificate,
      requireClientCertificate: true)
    let handle = try fixture.relay.listen(
      RelayListener(address: "127.0.0.1", port: 0, mode: .tls(context)) { info in
        .respond(Array("you are \(info.clientCommonName ?? "nobody")".utf8))
      })
    let stream = try Names.stream(handle.address.port, name: "a.example", as: "site-1")
    #expect(text(try stream.read()) == "you are site-1")
    #expect(throws: TLSError.self) {
      _ = try Names.stream(handle.address.port, name: "a.example").read()
    }
  }

  @Test func an_http_request_is_routed_by_its_host_and_can_be_redirected() throws {
    let fixture = try Fixture()
    let server = try Server { connection in
      _ = try connection.read()
      try connection.writeAll("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    let serverPort = server.port
    let handle = try fixture.relay.listen(
      RelayListener(address: "127.0.0.1", port: 0, mode: .http) { info in
        guard info.httpHost == "secure.example" else {
          return .tcp(host: "127.0.0.1", port: serverPort)
        }
        return .respond(RelayResponse.redirect(to: "https://secure.example\(info.httpPath ?? "/")"))
      })
    let open = try Client(handle.address.port)
    try open.send("GET / HTTP/1.1\r\nHo")
    try open.send("st: open.example:8080\r\n\r\n")
    #expect(text(try open.receiveToEnd()).hasSuffix("ok"))
    let secure = try Client(handle.address.port)
    try secure.send("GET /a?b HTTP/1.1\r\nHost: secure.example\r\n\r\n")
    let answer = text(try secure.receiveToEnd())
    #expect(answer.hasPrefix("HTTP/1.1 302 Found\r\nLocation: https://secure.example/a?b\r\n"))
  }

  @Test func what_is_not_tls_is_refused_where_names_are_needed() throws {
    let fixture = try Fixture()
    let handle = try fixture.listen(to: 1, mode: .serverName { _ in .passThrough })
    let client = try Client(handle.address.port)
    try client.send("GET / HTTP/1.1\r\n\r\n")
    #expect(throws: Never.self) { _ = try? client.receiveToEnd() }
    try eventually("the reason is told") { fixture.reasons == ["the client does not speak TLS"] }
  }
}

@Suite struct AddressPrefixes {
  @Test(arguments: [
    ("127.5.0.0/16", "127.5.200.1", true), ("127.5.0.0/16", "127.6.0.1", false),
    ("127.5.1.1", "127.5.1.1", true), ("127.5.1.1", "127.5.1.2", false),
    ("0.0.0.0/0", "1.2.3.4", true),
  ])
  func contain_their_addresses(prefix: String, address: String, isInside: Bool) throws {
    let prefix = try #require(AddressPrefix(prefix))
    #expect(prefix.contains(try SocketAddress(address, port: 1)) == isInside)
  }

  @Test(arguments: ["", "host", "1.2.3.4/33", "1.2.3.4/x", "1.2.3.4/8/8"])
  func are_not_made_from_other_texts(text: String) {
    #expect(AddressPrefix(text) == nil)
  }
}

enum Names {
  static let authority: CertificateAuthority = {
    do { return try CertificateAuthority.make(commonName: "ca") } catch { fatalError("\(error)") }
  }()

  static func serverContext(_ name: String) throws -> TLSContext {
    let credential = try authority.issue(commonName: name, names: [name])
    return try TLSContext.server(chain: credential.certificate, key: credential.key)
  }

  /// A client's stream with the handshake done.
  static func stream(_ port: Int, name: String, as own: String? = nil) throws -> TLSStream {
    let client = try Client(port)
    let credential = try own.map { try authority.issue(commonName: $0) }
    let context = try TLSContext.client(
      trust: authority.certificate, chain: credential?.certificate, key: credential?.key)
    let stream = TLSStream(
      try context.makeSession(serverName: name),
      receive: { span in
        guard try client.socket.waitUntil(.read, timeout: .seconds(5)) else {
          throw Problem("nothing came within five seconds")
        }
        if case .bytes(let count) = try client.socket.read(into: &span) { return count }
        return 0
      },
      send: { span in
        if case .bytes(let count) = try client.socket.write(span) { return count }
        return 0
      })
    try stream.handshake()
    return stream
  }
}
