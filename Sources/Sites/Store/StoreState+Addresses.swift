/// Addresses of services, handed out while the store is locked so that no two are the same.
import Documents
import Kubernetes

extension StoreState {
  /// Gives a service the addresses and node ports that it needs and does not have yet.
  func allocateAddresses(_ service: inout Value, replacing old: Value?) throws(StatusError) {
    let type = service["spec", "type"]?.string ?? ""
    if type == "ExternalName" {
      for field in ["clusterIP", "clusterIPs"] { service["spec", field] = nil }
      return
    }
    let before = old?["spec", "clusterIP"]?.string ?? ""
    var address = service["spec", "clusterIP"]?.string ?? ""
    if !before.isEmpty {
      if address.isEmpty { address = before }
      if address != before {
        throw .invalid(
          .services, service.name,
          [
            .invalid(
              "spec.clusterIPs[0]", .array([.string(address)]),
              "may not change once set")
          ])
      }
    } else if address.isEmpty {
      address = try freeAddress(for: service)
    } else if address != "None", usedAddresses.contains(address) {
      throw .invalid(
        .services, service.name,
        [
          .invalid(
            "spec.clusterIPs", .array([.string(address)]),
            "failed to allocate IP \(address): provided IP is already allocated")
        ])
    }
    service["spec", "clusterIP"] = .string(address)
    service["spec", "clusterIPs"] = .array([.string(address)])
    let wantsNodePorts =
      type == "NodePort"
      || (type == "LoadBalancer"
        && service["spec", "allocateLoadBalancerNodePorts"]?.bool ?? true)
    allocateNodePorts(&service, wanted: wantsNodePorts, replacing: old)
  }

  private var usedAddresses: Set<String> {
    Set(objects(.services, namespace: nil).compactMap { $0["spec", "clusterIP"]?.string })
  }

  /// An address of 127.BLOCK.1.1 to 127.BLOCK.99.254, which the service's name suggests, so that
  /// a lab sees the same one again.
  private func freeAddress(for service: Value) throws(StatusError) -> String {
    let used = usedAddresses
    let count = 99 * 254
    let start = StoreState.place(of: service, among: count)
    for step in 0..<count {
      let number = (start + step) % count
      let address = "127.\(settings.block).\(number / 254 + 1).\(number % 254 + 1)"
      if !used.contains(address) { return address }
    }
    throw .internalError("every service address of the site is in use")
  }

  private func allocateNodePorts(_ service: inout Value, wanted: Bool, replacing old: Value?) {
    let others = objects(.services, namespace: nil).filter {
      $0.name != service.name || $0.namespace != service.namespace
    }
    var used = Set(
      others.flatMap { $0["spec", "ports"]?.array ?? [] }.compactMap { $0["nodePort"]?.integer })
    let before = old?["spec", "ports"]?.array ?? []
    guard let ports = service["spec", "ports"]?.array else { return }
    let start = StoreState.place(of: service, among: 2_768)
    service["spec", "ports"] = .array(
      ports.map { port in
        var port = port
        guard wanted else {
          port["nodePort"] = nil
          return port
        }
        if (port["nodePort"]?.integer ?? 0) == 0 {
          let kept = before.first { $0["port"] == port["port"] }?["nodePort"]?.integer
          let free = (0..<2_768).lazy.map { 30_000 + (start + $0) % 2_768 }
            .first { !used.contains($0) }
          port["nodePort"] = (kept ?? free).map(Value.integer)
        }
        if let number = port["nodePort"]?.integer { used.insert(number) }
        return port
      })
  }

  private static func place(of service: Value, among count: Int) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in "\(service.namespace ?? "")/\(service.name)".utf8 {
      hash = (hash ^ UInt32(byte)) &* 16_777_619
    }
    return Int(hash % UInt32(count))
  }
}
