/// A claim on a block of addresses: who holds it, holds a socket that listens in the block, so
/// that sessions and users on one machine never take the same, and a dead holder's claim is void.
import Platform

package final class BlockLease: Sendable {
  /// The port of the socket that stands for the claim.
  static let port = 20_480

  /// The claimed block.
  package let block: Int
  private let listener: TCPListener

  private init(block: Int, listener: TCPListener) {
    self.block = block
    self.listener = listener
  }

  /// Claims a block: the wanted one if it is free, else the first free one after it.
  /// - Throws: ``SiteError`` when every block is taken.
  package static func claim(preferring wanted: Int? = nil) throws(SiteError) -> BlockLease {
    let first = wanted.map { min(max($0, 1), 254) } ?? 10
    for offset in 0..<254 {
      let block = (first - 1 + offset) % 254 + 1
      do {
        let listener = try TCPListener(
          address: "127.\(block).255.254", port: port, backlog: 1)
        return BlockLease(block: block, listener: listener)
      } catch {
        if error.code != .addressInUse {
          throw SiteError(
            .network, "No address of 127.\(block).0.0/16 can be used: \(error.description)")
        }
      }
    }
    throw SiteError(
      .network, "All 254 blocks of local addresses are in use; end another session first.")
  }

  /// Claims exactly this block; nothing when it is taken.
  package static func claim(only block: Int) -> BlockLease? {
    guard
      let listener = try? TCPListener(address: "127.\(block).255.254", port: port, backlog: 1)
    else { return nil }
    return BlockLease(block: block, listener: listener)
  }

  /// Gives the block back.
  package func release() { listener.close() }
}
