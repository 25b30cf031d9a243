/// A connection's change from HTTP to another protocol (RFC 9110 §7.8), as a server grants it.
package struct HTTPUpgrade: Sendable {
  /// The protocols that a connection can change to.
  package static let protocols = ["websocket", "SPDY/3.1"]

  /// What the answer `101 Switching Protocols` says besides the protocol.
  package var headers: HTTPHeaders
  /// Speaks the new protocol; the connection is closed when it returns.
  package var run: @Sendable (UpgradedConnection) async -> Void

  /// A change that the server grants.
  package init(
    headers: HTTPHeaders, run: @escaping @Sendable (UpgradedConnection) async -> Void
  ) {
    self.headers = headers
    self.run = run
  }
}

/// The bytes of a connection that no longer speaks HTTP.
package struct UpgradedConnection: Sendable {
  /// What the other side sends, piece by piece, no faster than it is taken.
  package let received: any AsyncSequence<[UInt8], any Error> & Sendable
  private let send: @Sendable ([UInt8]) async throws -> Void

  /// A connection with these two directions.
  package init(
    received: any AsyncSequence<[UInt8], any Error> & Sendable,
    send: @escaping @Sendable ([UInt8]) async throws -> Void
  ) {
    self.received = received
    self.send = send
  }

  /// Sends bytes, and waits while the other side takes none.
  package func write(_ bytes: [UInt8]) async throws { try await send(bytes) }
}
