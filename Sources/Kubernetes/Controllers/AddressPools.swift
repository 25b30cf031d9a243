import Documents

/// Addresses from one to another, or one alone, as pools write them.
package struct AddressRange: Hashable, Sendable {
  /// The addresses in order.
  package let addresses: [String]

  /// Reads `127.1.0.2-127.1.0.9`, `127.1.0.2/32` or `127.1.0.2`; at most 256 addresses.
  package init?(_ text: String) {
    let text = text.filter { $0 != " " }
    let first: Int
    let last: Int
    if let slash = text.firstIndex(of: "/") {
      guard let base = AddressRange.number(text[..<slash]),
        let bits = Int(text[text.index(after: slash)...]), (24...32).contains(bits)
      else { return nil }
      first = base
      last = base | (1 << (32 - bits) - 1)
    } else {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count <= 2, let low = AddressRange.number(ends[0]),
        let high = AddressRange.number(ends[ends.count - 1])
      else { return nil }
      (first, last) = (low, high)
    }
    guard first <= last, last - first < 256 else { return nil }
    addresses = (first...last).map { number in
      [24, 16, 8, 0].map { String(number >> $0 & 255) }.joined(separator: ".")
    }
  }

  private static func number(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 4, parts.allSatisfy({ $0.map { (0...255).contains($0) } ?? false }) else {
      return nil
    }
    return parts.reduce(0) { $0 << 8 | ($1 ?? 0) }
  }
}

/// The pools of a load balancer that somebody added to a site.
enum AddressPools {
  private static let type = ResourceType(
    group: "metallb.io", version: "v1beta1", plural: "ipaddresspools", kind: "IPAddressPool")

  /// The addresses that may be handed out; nothing where there is no pool.
  static func addresses(in snapshot: Snapshot) -> [String]? {
    let pools = snapshot.all(type).filter {
      !$0.isBeingDeleted && $0["spec", "autoAssign"] != false
    }
    guard !pools.isEmpty else { return nil }
    return pools.flatMap { $0["spec", "addresses"]?.array ?? [] }
      .compactMap { $0.string.flatMap(AddressRange.init) }.flatMap(\.addresses)
  }

  /// Says once that a service had to go without an address.
  static func exhausted(_ service: Value, _ snapshot: Snapshot) -> ObjectChange? {
    let record = EventRecord(
      "AllocationFailed",
      "Failed to allocate IP for \"\(service.namespace ?? "")/\(service.name)\": no available IPs",
      kind: .warning, component: "metallb-controller", about: service)
    let isKnown = snapshot.all(.events, in: service.namespace).contains { record.isSame(as: $0) }
    return isKnown ? nil : .event(record)
  }
}
