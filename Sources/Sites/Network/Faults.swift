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

  /// The blocks of the sites that a ConfigMap keeps out.
  package static func refusedBlocks(of map: Value) -> [Int] {
    (map["data", refusedBlocks]?.string ?? "").split(separator: " ").compactMap { Int($0) }
  }

  /// What a ConfigMap says that keeps out these blocks.
  package static func text(_ blocks: [Int]) -> Value {
    Value(blocks.map(String.init).joined(separator: " "))
  }

  private let relay: RelayService
  private let refused = Mutex<[AddressPrefix]>([])

  init(relay: RelayService) { self.relay = relay }

  /// Takes in the ConfigMap as it is now; connections of sites that are not let in any more end.
  /// The site's API has no such door: what was done to a site can be undone from anywhere.
  func update(_ snapshot: Snapshot) {
    let map = snapshot.object(.configMaps, Self.namespace, Self.name)
    let blocks = map.map(Self.refusedBlocks) ?? []
    let wanted = blocks.compactMap { AddressPrefix("127.\($0).0.0/16") }
    let isNew = refused.withLock { refused in
      defer { refused = wanted }
      return refused != wanted
    }
    if isNew { relay.closeRefused() }
  }

  /// Whether somebody is kept out.
  func refuses(_ source: SocketAddress) -> Bool {
    refused.withLock { $0.contains { $0.contains(source) } }
  }
}
