import TLS
import Testing

@Suite struct Sessions {
  @Test func both_sides_verify_each_other_and_exchange_text() throws {
    let pair = try Pair()
    #expect(pair.shakeHands() == .init(client: nil, server: nil))
    #expect(pair.client.suite == "TLSv1.3 TLS_AES_128_GCM_SHA256")
    #expect(pair.server.peerCommonName == "site-a")
    #expect(pair.client.peerCommonName == "server")

    #expect(pair.client.write(Array("hello".utf8)) == .bytes(5))
    pair.carry()
    var buffer = [UInt8](repeating: 0, count: 100)
    #expect(pair.server.read(into: &buffer) == .bytes(5))
    #expect(String(decoding: buffer[..<5], as: UTF8.self) == "hello")
    #expect(pair.server.read(into: &buffer) == .wantsRead)
  }

  @Test func an_orderly_close_is_told_to_the_other_side() throws {
    let pair = try Pair()
    _ = pair.shakeHands()
    pair.client.close()
    pair.carry()
    var buffer = [UInt8](repeating: 0, count: 10)
    #expect(pair.server.read(into: &buffer) == .closed)
  }

  @Test func a_cut_connection_is_a_failure_not_an_end() throws {
    let pair = try Pair()
    _ = pair.shakeHands()
    pair.server.receiveEnd()
    var buffer = [UInt8](repeating: 0, count: 10)
    guard case .failed(let error) = pair.server.read(into: &buffer) else {
      Issue.record("reading past a cut did not fail")
      return
    }
    #expect(error.code == .closed)
  }

  @Test func a_megabyte_comes_through_whole() throws {
    let pair = try Pair()
    _ = pair.shakeHands()
    let sent = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var accepted = 0
    while accepted < sent.count {
      guard case .bytes(let count) = pair.client.write(Array(sent[accepted...])) else { break }
      accepted += count
    }
    pair.carry()
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 20_000)
    while case .bytes(let count) = pair.server.read(into: &buffer) {
      received += buffer[..<count]
    }
    #expect(received == sent)
  }

  @Test func an_address_is_verified_as_an_address() throws {
    #expect(try Pair(serverNames: ["127.1.0.1"], asking: "127.1.0.1").shakeHands().client == nil)
    let other = try Pair(serverNames: ["127.1.0.1"], asking: "127.2.0.1").shakeHands()
    #expect(other.client?.code == .wrongHostName)
  }
}

@Suite struct Refusals {
  @Test func a_server_of_an_unknown_authority_is_refused_by_the_client() throws {
    let outcome = try Pair(trustedByClient: Fixture.otherAuthority).shakeHands()
    #expect(outcome.client?.code == .unknownAuthority)
    #expect(
      outcome.client?.description
        == "The other side could not be verified: the certificate of 'server' is signed by an "
        + "authority that is not trusted here.")
    #expect(outcome.server?.code == .refusedByPeer)
  }

  @Test func an_expired_server_is_refused_by_the_client() throws {
    let outcome = try Pair(serverDays: -1).shakeHands()
    #expect(outcome.client?.code == .expired)
    #expect(
      outcome.server?.description
        == "The other side refused the connection: our certificate has expired.")
  }

  @Test func a_server_with_another_name_is_refused_by_the_client() throws {
    let outcome = try Pair(serverNames: ["public.example"], asking: "private.example")
      .shakeHands()
    #expect(outcome.client?.code == .wrongHostName)
    #expect(
      outcome.client?.description
        == "The other side could not be verified: the certificate of 'server' is not valid for "
        + "'private.example', only for public.example; use a name that it is made for.")
  }

  @Test func a_client_without_a_certificate_is_refused_by_the_server_and_told() throws {
    let outcome = try Pair(clientCredential: .some(nil)).shakeHands()
    #expect(outcome.server?.code == .noCertificate)
    #expect(
      outcome.client?.description
        == "The other side refused the connection: it asks for a certificate and was given none.")
  }

  @Test func a_client_of_another_authority_is_refused_by_the_server_and_told() throws {
    let stranger = try Fixture.otherAuthority.issue(commonName: "stranger")
    let outcome = try Pair(clientCredential: stranger).shakeHands()
    #expect(outcome.server?.code == .unknownAuthority)
    #expect(
      outcome.client?.description == "The other side refused the connection: it does not trust "
        + "the authority that signed our certificate.")
  }

  @Test func an_expired_client_is_refused_by_the_server_and_told() throws {
    let old = try Fixture.authority.issue(commonName: "old", days: -1)
    let outcome = try Pair(clientCredential: old).shakeHands()
    #expect(outcome.server?.code == .expired)
    #expect(outcome.client?.code == .refusedByPeer)
  }

  @Test func plain_text_instead_of_tls_is_a_protocol_failure() throws {
    let pair = try Pair()
    pair.server.receive(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    guard case .failed(let error) = pair.server.handshake() else {
      Issue.record("plain text was taken for TLS")
      return
    }
    #expect(error.code == .protocolFailure)
  }

  @Test func a_key_that_belongs_to_another_certificate_is_refused() throws {
    let one = try Fixture.authority.issue(commonName: "one")
    let two = try Fixture.authority.issue(commonName: "two")
    #expect(throws: TLSError.self) {
      try TLSContext.server(chain: one.certificate, key: two.key)
    }
  }
}

enum Fixture {
  static let authority = make("authority")
  static let otherAuthority = make("other authority")

  private static func make(_ name: String) -> CertificateAuthority {
    do { return try CertificateAuthority.make(commonName: name) } catch { fatalError("\(error)") }
  }
}

/// A client and a server whose ciphertext is carried by hand.
final class Pair {
  struct Outcome: Equatable {
    var client: TLSError?
    var server: TLSError?
  }

  let client: TLSSession
  let server: TLSSession

  init(
    serverNames: [String] = ["server.example"], asking name: String = "server.example",
    serverDays: Int = 10, trustedByClient: CertificateAuthority = Fixture.authority,
    clientCredential: Credential?? = .none
  ) throws {
    let authority = Fixture.authority
    let credential = try authority.issue(
      commonName: "server", names: serverNames, days: serverDays)
    server = try TLSContext.server(
      chain: credential.certificate, key: credential.key, clientCA: authority.certificate,
      requireClientCertificate: true
    ).makeSession()
    let own = try clientCredential ?? authority.issue(commonName: "site-a")
    client = try TLSContext.client(
      trust: trustedByClient.certificate, chain: own?.certificate, key: own?.key
    ).makeSession(serverName: name)
  }

  /// Carries what waits on either side to the other.
  func carry() {
    server.receive(client.takeCiphertext())
    client.receive(server.takeCiphertext())
  }

  /// Performs the handshake and one read on either side, as far as it goes.
  func shakeHands() -> Outcome {
    var outcome = Outcome()
    for _ in 0..<4 {
      if case .failed(let error) = client.handshake() { outcome.client = error }
      carry()
      if case .failed(let error) = server.handshake() { outcome.server = error }
      carry()
    }
    var buffer = [UInt8](repeating: 0, count: 10)
    if outcome.client == nil, case .failed(let error) = client.read(into: &buffer) {
      outcome.client = error
    }
    if outcome.server == nil, case .failed(let error) = server.read(into: &buffer) {
      outcome.server = error
    }
    return outcome
  }
}
