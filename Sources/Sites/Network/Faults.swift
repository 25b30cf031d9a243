/// Faults that somebody makes on purpose, to find out or to teach what they look like: sites that
/// this one does not let in.
import Documents
import Kubernetes
import Platform
import Relay
import Synchronization

/// What a site's doors ask before they let somebody in. A ConfigMap of the site says what is wrong,
/// so that it can be seen, changed and taken back like anything else.
package final class Faults: Sendable {
  /// The ConfigMap's namespace.
  package static let namespace = "kube-system"
  /// The ConfigMap's name.
  package static let name = "trestle-faults"
  /// The key with the blocks of the sites that are not let in, separated by blanks.
  package static let refusedBlocks = "refused-blocks"

  private let relay: RelayService
  private let refused = Mutex<[AddressPrefix]>([])

  init(relay: RelayService) { self.relay = relay }

  /// Takes in the ConfigMap as it is now; connections of sites that are not let in any more end.
  func update(_ snapshot: Snapshot) {
    let map = snapshot.object(.configMaps, Self.namespace, Self.name)
    let blocks = map?["data", Self.refusedBlocks]?.string ?? ""
    let wanted = blocks.split(separator: " ").compactMap { AddressPrefix("127.\($0).0.0/16") }
    let isNew = refused.withLock { refused in
      defer { refused = wanted }
      return refused != wanted
    }
    if isNew { relay.closeConnections { [self] in refuses($0.remote) } }
  }

  /// Whether somebody is kept out.
  func refuses(_ source: SocketAddress) -> Bool {
    refused.withLock { $0.contains { $0.contains(source) } }
  }
}
