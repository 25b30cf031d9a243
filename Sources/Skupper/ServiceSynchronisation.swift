import Kubernetes

/// How definitions of services spread: every site tells its own ones, every other site keeps a copy
/// that names its origin, and drops it when the origin stops telling.
package enum ServiceSynchronisation {
  /// The definitions that a site keeps after it heard from the network.
  /// - Parameters:
  ///   - local: what it keeps now, by address.
  ///   - site: its own identifier.
  ///   - heard: the other sites that are reachable, with what they tell.
  ///   - silentSeconds: for how long an origin has not been heard; without an entry it was never.
  ///   - ttl: after how many silent seconds an origin's definitions go; 0 keeps them.
  package static func merge(
    local: [String: ServiceDefinition], site: String, heard: [RouterStatus.Site],
    silentSeconds: [String: Int] = [:], ttl: Int = 0
  ) -> [String: ServiceDefinition] {
    var told: [String: [String: ServiceDefinition]] = [:]
    for other in heard where other.id != site {
      var own: [String: ServiceDefinition] = [:]
      for definition in other.services { own[definition.address] = definition }
      told[other.id] = own
    }
    var merged = local.filter { address, definition in
      guard let origin = definition.origin, !definition.isOwn(site) else { return true }
      if let listed = told[origin] { return listed[address] != nil }
      return ttl == 0 || silentSeconds[origin, default: 0] < ttl
    }
    for (origin, definitions) in told.sorted(by: { $0.key < $1.key }) {
      for (address, definition) in definitions {
        if let present = merged[address], present.origin != origin { continue }
        merged[address] = copy(of: definition, from: origin)
      }
    }
    return merged
  }

  /// What another site keeps of a definition: everything but who serves it.
  package static func copy(of definition: ServiceDefinition, from origin: String)
    -> ServiceDefinition
  {
    var copy = definition
    copy.targets = []
    copy.origin = origin
    return copy
  }
}
