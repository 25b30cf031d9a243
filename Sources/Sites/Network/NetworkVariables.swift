/// The environment by which a process learns its place in a site's network.
package struct NetworkVariables: Hashable, Sendable {
  /// What the process is.
  package enum Kind: String, Hashable, Sendable {
    case pod, host
  }

  /// The library that is preloaded; nothing where there is none.
  package var library: String?
  /// The process's own address.
  package var address: String
  package var block: Int
  /// What is added to ports below 1024; 0 where they can be bound.
  package var lowPorts: Int
  package var kind: Kind
  /// Files and folders with names.
  package var hosts: [String]
  /// Whether a host's 127.0.0.1 is its own, as a pod's always is.
  package var ownsLoopback: Bool

  /// Describes a process's place.
  package init(
    library: String?, address: String, block: Int, lowPorts: Int, kind: Kind, hosts: [String],
    ownsLoopback: Bool = false
  ) {
    self.library = library
    self.address = address
    self.block = block
    self.lowPorts = lowPorts
    self.kind = kind
    self.hosts = hosts
    self.ownsLoopback = ownsLoopback
  }

  /// The variables.
  package var variables: [String: String] {
    var variables = [
      "TRESTLE_NET_ADDRESS": address, "TRESTLE_NET_BLOCK": String(block),
      "TRESTLE_NET_KIND": kind.rawValue, "TRESTLE_NET_HOSTS": hosts.joined(separator: ":"),
    ]
    if let library { variables["LD_PRELOAD"] = library }
    if ownsLoopback { variables["TRESTLE_NET_LOOPBACK"] = "own" }
    if lowPorts > 0 { variables["TRESTLE_NET_LOWPORTS"] = String(lowPorts) }
    return variables
  }
}
