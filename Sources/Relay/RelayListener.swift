/// Relay accepts TCP connections, decides where each belongs, and copies bytes both ways with
/// bounded memory; on the way it can end TLS or look at the name that a client asks for.
import Platform
import TLS

/// An address to accept connections on, and what to do with them.
package struct RelayListener: Sendable {
  /// How the beginning of a connection is treated.
  package enum Mode: Sendable {
    /// Bytes are copied as they are.
    case plain
    /// The first HTTP request is looked at for its host and path, and copied as it is.
    case http
    /// TLS ends here.
    case tls(TLSContext)
    /// The server name that a TLS client asks for decides how TLS is treated.
    case serverName(@Sendable (String?) -> TLSMode)
  }

  /// How a TLS connection is treated.
  package enum TLSMode: Sendable {
    /// The target speaks TLS itself.
    case passThrough
    /// TLS ends here.
    case terminate(TLSContext)
    /// The connection is closed.
    case refuse
  }

  /// A numeric address.
  package var address: String
  /// The port; with 0 the system chooses one.
  package var port: Int
  package var mode: Mode
  /// The sources that may connect; others are closed at once. Nothing means everybody.
  package var allowedSources: [AddressPrefix]?
  /// Whether a source may not connect now, although it might otherwise. Called on the relay's
  /// thread: it must answer at once.
  package var refuses: @Sendable (SocketAddress) -> Bool
  /// What a client is told, if anything, when the target cannot be reached.
  package var unavailableResponse: [UInt8]?
  /// Decides where a connection goes; nothing refuses it. Called on the relay's thread: it must
  /// answer at once.
  package var target: @Sendable (ConnectionInfo) -> RelayTarget?

  package init(
    address: String, port: Int, mode: Mode = .plain, allowedSources: [AddressPrefix]? = nil,
    refuses: @escaping @Sendable (SocketAddress) -> Bool = { _ in false },
    unavailableResponse: [UInt8]? = nil,
    target: @escaping @Sendable (ConnectionInfo) -> RelayTarget?
  ) {
    self.address = address
    self.port = port
    self.mode = mode
    self.allowedSources = allowedSources
    self.refuses = refuses
    self.unavailableResponse = unavailableResponse
    self.target = target
  }
}

/// Where a connection goes.
package enum RelayTarget: Hashable, Sendable {
  /// A numeric address and port; `from` is the local address to come from.
  case tcp(host: String, port: Int, from: String? = nil)
  /// The path of a Unix socket.
  case unix(String)
  /// These bytes are the whole answer, such as a redirect.
  case respond([UInt8])
  /// The connection is closed.
  case refuse
}

/// What is known about a connection when its target is decided.
package struct ConnectionInfo: Hashable, Sendable {
  /// Who called.
  package var remote: SocketAddress
  /// Where it was accepted.
  package var local: SocketAddress
  /// The server name that a TLS client asked for.
  package var serverName: String?
  /// The common name in the certificate of a client whose TLS ends here.
  package var clientCommonName: String?
  /// The host, without port, that the first HTTP request names.
  package var httpHost: String?
  /// The path and query of the first HTTP request.
  package var httpPath: String?
}

/// A listener that is open.
package struct RelayHandle: Hashable, Sendable {
  let id: Int
  /// Where it listens, with the port that the system chose.
  package let address: SocketAddress
}

/// A range of IPv4 addresses, such as `127.5.0.0/16`.
package struct AddressPrefix: Hashable, Sendable, CustomStringConvertible {
  private let bits: UInt32
  private let length: Int

  /// The range that the text means, or a single address; nothing if it is neither.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard
      let first = parts.first, parts.count <= 2,
      case .ipv4(let bits, _)? = try? SocketAddress(String(first), port: 0)
    else { return nil }
    let length = parts.count == 2 ? Int(parts[1]) : 32
    guard let length, (0...32).contains(length) else { return nil }
    self.length = length
    self.bits = bits & Self.mask(length)
  }

  /// Whether that address is in the range.
  package func contains(_ address: SocketAddress) -> Bool {
    guard case .ipv4(let other, _) = address else { return false }
    return other & Self.mask(length) == bits
  }

  package var description: String { "\(SocketAddress.ipv4(bits, port: 0).host)/\(length)" }

  private static func mask(_ length: Int) -> UInt32 {
    length == 0 ? 0 : UInt32.max << UInt32(32 - length)
  }
}
