import COpenSSL

/// What all connections of one kind have in common: whom to trust, and as whom to appear.
///
/// The library counts references to a context itself and only reads it once it is set up, which
/// is why several threads may make sessions from it.
@safe
package final class TLSContext: @unchecked Sendable {
  // Invariant: set up in the initialiser, never changed afterwards.
  private let context: OpaquePointer
  private let isServer: Bool

  private init(isServer: Bool) throws(TLSError) {
    ErrorQueue.clear()
    let method = unsafe isServer ? TLS_server_method() : TLS_client_method()
    guard let context = unsafe SSL_CTX_new(method) else {
      throw ErrorQueue.failure("A TLS context could not be made")
    }
    unsafe self.context = context
    self.isServer = isServer
    unsafe trestle_SSL_CTX_set_modes(context)
    guard
      unsafe trestle_SSL_CTX_set_min_version(context, TLS1_2_VERSION) == 1,
      unsafe SSL_CTX_set_ciphersuites(
        context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256") == 1
    else { throw ErrorQueue.failure("TLS could not be set up") }
  }

  deinit { unsafe SSL_CTX_free(context) }
}

extension TLSContext {
  /// The context of a server that presents `chain`. With `clientCA` it asks clients for a
  /// certificate by one of those authorities, and refuses clients without one if it is required.
  package static func server(
    chain: String, key: String, clientCA: String? = nil, requireClientCertificate: Bool = false
  ) throws(TLSError) -> TLSContext {
    let made = try TLSContext(isServer: true)
    try made.use(chain: chain, key: key)
    unsafe trestle_SSL_CTX_disable_sessions(made.context)
    if let clientCA {
      try made.trust(clientCA)
      let required = requireClientCertificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0
      unsafe SSL_CTX_set_verify(
        made.context, SSL_VERIFY_PEER | required, { unsafe MemoryBIO.observe($0, $1) })
      unsafe SSL_CTX_set_session_id_context(made.context, [1], 1)
    }
    return made
  }

  /// The context of a client that trusts servers signed by one of `trust` and appears as `chain`
  /// if that is given.
  package static func client(
    trust: String, chain: String? = nil, key: String? = nil
  ) throws(TLSError) -> TLSContext {
    let made = try TLSContext(isServer: false)
    try made.trust(trust)
    if let chain, let key { try made.use(chain: chain, key: key) }
    unsafe trestle_SSL_CTX_disable_sessions(made.context)
    unsafe SSL_CTX_set_verify(made.context, SSL_VERIFY_PEER, { unsafe MemoryBIO.observe($0, $1) })
    return made
  }

  /// The context of a client that takes any server, for a person who asked for exactly that.
  package static func clientWithoutVerification() throws(TLSError) -> TLSContext {
    let made = try TLSContext(isServer: false)
    unsafe SSL_CTX_set_verify(made.context, SSL_VERIFY_NONE, nil)
    return made
  }

  /// A new connection. A client's connection wants to reach `serverName`, which the server's
  /// certificate must be made for, be it a DNS name or an IP address.
  package func makeSession(serverName: String? = nil) throws(TLSError) -> TLSSession {
    ErrorQueue.clear()
    guard let session = unsafe SSL_new(context) else {
      throw ErrorQueue.failure("A TLS session could not be made")
    }
    return try unsafe TLSSession(
      takingOwnership: session, isServer: isServer, serverName: isServer ? nil : serverName)
  }
}

extension TLSContext {
  private func use(chain: String, key: String) throws(TLSError) {
    let certificates = try Certificate.parseAll(chain)
    let privateKey = try PrivateKey.parse(key)
    ErrorQueue.clear()
    guard
      unsafe SSL_CTX_use_certificate(context, certificates[0].pointer) == 1,
      unsafe SSL_CTX_use_PrivateKey(context, privateKey.pointer) == 1
    else { throw ErrorQueue.failure(.malformed, "The certificate and key do not fit together") }
    for issuer in certificates.dropFirst() {
      guard unsafe trestle_SSL_CTX_add_chain_certificate(context, issuer.pointer) == 1 else {
        throw ErrorQueue.failure(.malformed, "The certificate's chain could not be used")
      }
    }
  }

  private func trust(_ pem: String) throws(TLSError) {
    let store = unsafe SSL_CTX_get_cert_store(context)
    for authority in try Certificate.parseAll(pem) {
      ErrorQueue.clear()
      guard unsafe X509_STORE_add_cert(store, authority.pointer) == 1 else {
        throw ErrorQueue.failure(.malformed, "The trusted authority could not be used")
      }
      if isServer { unsafe SSL_CTX_add_client_CA(context, authority.pointer) }
    }
    // A trusted certificate is the end of the chain even when it is not self-signed.
    let parameters = unsafe SSL_CTX_get0_param(context)
    unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
  }
}
