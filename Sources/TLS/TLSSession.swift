import COpenSSL

/// One end of an encrypted connection, without a socket: ciphertext of the other side goes in,
/// ciphertext for it comes out, and plain text is read and written in between.
///
/// Hand over what arrived with `receive`, then call `handshake` until it is done and `read` until
/// it wants more; after each of these and after `write`, send what `takeCiphertext` or
/// `drainCiphertext` has. One thread at a time may use a session.
@safe
package final class TLSSession {
  /// How far the handshake is.
  package enum HandshakeResult: Hashable, Sendable {
    case done
    case wantsRead
    case failed(TLSError)
  }

  /// What reading gave.
  package enum ReadResult: Hashable, Sendable {
    /// That many bytes of plain text.
    case bytes(Int)
    /// Nothing until more ciphertext arrives.
    case wantsRead
    /// The other side said that it has ended.
    case closed
    case failed(TLSError)
  }

  /// What writing gave.
  package enum WriteResult: Hashable, Sendable {
    /// That many bytes were encrypted and wait to be sent.
    case bytes(Int)
    /// Nothing until more ciphertext arrives.
    case wantsRead
    case failed(TLSError)
  }

  private let session: OpaquePointer
  private let buffers: MemoryBIO
  private let isServer: Bool
  private let serverName: String?
  private var failure: TLSError?

  init(
    takingOwnership session: OpaquePointer, isServer: Bool, serverName: String?
  ) throws(TLSError) {
    unsafe self.session = session
    self.isServer = isServer
    self.serverName = serverName
    buffers = MemoryBIO()
    guard unsafe buffers.attach(to: session) else {
      throw ErrorQueue.failure("A TLS session could not be made")
    }
    if isServer {
      unsafe SSL_set_accept_state(session)
    } else {
      unsafe SSL_set_connect_state(session)
      if let serverName { try expect(serverName) }
    }
  }

  deinit { unsafe SSL_free(session) }

  private func expect(_ name: String) throws(TLSError) {
    let parameters = unsafe SSL_get0_param(session)
    if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
    ErrorQueue.clear()
    guard
      unsafe trestle_SSL_set_server_name(session, name) == 1,
      unsafe X509_VERIFY_PARAM_set1_host(parameters, name, 0) == 1
    else { throw ErrorQueue.failure("'\(name)' cannot be the name of a server") }
  }
}

extension TLSSession {
  /// Takes in ciphertext that arrived.
  package func receive(_ ciphertext: [UInt8]) { buffers.incoming.append(ciphertext) }

  /// Lets the body write at most `count` bytes of arriving ciphertext; it says how many.
  @discardableResult
  package func receive<Failure: Error>(
    atMost count: Int, _ body: (inout MutableRawSpan) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    try buffers.incoming.fill(atMost: count, body)
  }

  /// Says that no ciphertext will arrive any more.
  package func receiveEnd() { buffers.incomingEnded = true }

  /// Takes all ciphertext that waits to be sent.
  package func takeCiphertext() -> [UInt8] { buffers.outgoing.takeAll() }

  /// Shows the body ciphertext that waits to be sent; it says how much of it was sent.
  @discardableResult
  package func drainCiphertext<Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    try buffers.outgoing.drain(body)
  }

  /// How many bytes of ciphertext wait to be sent.
  package var pendingCiphertext: Int { buffers.outgoing.count }
}

extension TLSSession {
  /// Goes on with the handshake as far as the ciphertext at hand allows.
  package func handshake() -> HandshakeResult {
    if let failure { return .failed(failure) }
    ErrorQueue.clear()
    let result = unsafe SSL_do_handshake(session)
    if result == 1 { return .done }
    switch problem(result) {
    case .wantsRead: return .wantsRead
    case .closed:
      return .failed(
        fail(.init(.closed, "The TLS handshake failed", cause: "the other side hung up")))
    case .failed(let error): return .failed(error)
    }
  }

  /// Whether the handshake is done.
  package var isEstablished: Bool { unsafe SSL_is_init_finished(session) == 1 }

  /// Whether the session has failed and can do nothing more.
  package var hasFailed: Bool { failure != nil }

  /// Reads plain text into the span; the handshake is done on the way if it has not been.
  package func read(into span: inout MutableRawSpan) -> ReadResult {
    if let failure { return .failed(failure) }
    ErrorQueue.clear()
    var count = 0
    let result = unsafe span.withUnsafeMutableBytes { target in
      unsafe SSL_read_ex(session, target.baseAddress, target.count, &count)
    }
    if result == 1 { return .bytes(count) }
    switch problem(result) {
    case .wantsRead: return .wantsRead
    case .closed: return .closed
    case .failed(let error): return .failed(error)
    }
  }

  /// Reads plain text into the array, which must not be empty.
  package func read(into array: inout [UInt8]) -> ReadResult {
    var span = array.mutableSpan
    var bytes = unsafe span.mutableBytes
    return read(into: &bytes)
  }

  /// Encrypts plain text; once accepted it only waits to be sent.
  package func write(_ bytes: RawSpan) -> WriteResult {
    if let failure { return .failed(failure) }
    guard bytes.byteCount > 0 else { return .bytes(0) }
    ErrorQueue.clear()
    var count = 0
    let result = unsafe bytes.withUnsafeBytes { source in
      unsafe SSL_write_ex(session, source.baseAddress, source.count, &count)
    }
    if result == 1 { return .bytes(count) }
    switch problem(result) {
    case .wantsRead: return .wantsRead
    case .closed:
      return .failed(
        fail(.init(.closed, "Nothing more can be sent", cause: "the connection has ended")))
    case .failed(let error): return .failed(error)
    }
  }

  /// Encrypts plain text; once accepted it only waits to be sent.
  package func write(_ bytes: [UInt8]) -> WriteResult { unsafe write(bytes.span.bytes) }

  /// Says to the other side that nothing more will be written.
  package func close() {
    guard failure == nil, isEstablished else { return }
    ErrorQueue.clear()
    _ = unsafe SSL_shutdown(session)
    ErrorQueue.clear()
  }
}

extension TLSSession {
  /// The common name in the certificate that the other side presented.
  package var peerCommonName: String? { peerCertificate?.commonName }

  /// The certificate that the other side presented.
  package var peerCertificate: Certificate? {
    guard let certificate = unsafe trestle_SSL_peer_certificate(session) else { return nil }
    return unsafe Certificate(takingOwnership: certificate)
  }

  /// The name that a client asked for.
  package var requestedServerName: String? {
    guard let name = unsafe SSL_get_servername(session, TLSEXT_NAMETYPE_host_name) else {
      return nil
    }
    return unsafe String(cString: name)
  }

  /// The protocol and cipher in use, such as `TLSv1.3 TLS_AES_128_GCM_SHA256`.
  package var suite: String {
    let version = unsafe SSL_get_version(session).map { unsafe String(cString: $0) } ?? "?"
    let cipher = unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(session))
      .map { unsafe String(cString: $0) }
    return "\(version) \(cipher ?? "?")"
  }
}

extension TLSSession {
  private enum Problem {
    case wantsRead
    case closed
    case failed(TLSError)
  }

  private func problem(_ result: Int32) -> Problem {
    switch unsafe SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wantsRead
    case SSL_ERROR_ZERO_RETURN: return .closed
    case SSL_ERROR_SYSCALL:
      return .failed(fail(.init(.closed, "The connection broke", cause: "the other side hung up")))
    default: return .failed(fail(explain(ErrorQueue.drain())))
    }
  }

  private func fail(_ error: TLSError) -> TLSError {
    failure = error
    return error
  }

  private func explain(_ entries: [ErrorQueue.Entry]) -> TLSError {
    let reasons = Set(entries.filter(\.isTLS).map(\.reason))
    if let alert = reasons.lazy.compactMap(TLSError.alert).first { return alert }
    if reasons.contains(Int(SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)) {
      return TLSError(
        .noCertificate, "The other side could not be verified",
        cause: "it presented no certificate, and one is required")
    }
    let verified = unsafe SSL_get_verify_result(session)
    if reasons.contains(Int(SSL_R_CERTIFICATE_VERIFY_FAILED)), verified != X509_V_OK {
      return .verification(
        verified, serverName: serverName, certificate: buffers.refusedCertificate)
    }
    if reasons.contains(Int(SSL_R_UNEXPECTED_EOF_WHILE_READING)) {
      return TLSError(.closed, "The connection broke", cause: "the other side hung up")
    }
    let text = entries.map(\.text).joined(separator: ", ")
    return TLSError(
      .protocolFailure, "The other side cannot be talked to over TLS",
      cause: text.isEmpty ? "it gives no reason" : text)
  }
}
