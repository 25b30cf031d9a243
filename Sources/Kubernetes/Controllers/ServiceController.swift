/// Services: an outside address for those that ask for a load balancer. Addresses inside the site
/// and node ports are handed out when a service is stored.
import Documents

package enum ServiceController {
  /// What should change about all services.
  package static func reconcile(_ snapshot: Snapshot, facts: SiteFacts) -> [ObjectChange] {
    let services = snapshot.all(.services)
    var taken = Set(services.compactMap(outsideAddress))
    let pool = AddressPools.addresses(in: snapshot)
    var facts = facts
    if pool != nil { facts.hasLoadBalancer = true }
    // Without a pool of its own a site has, beside the node's address, eight for load balancers.
    let addresses = pool ?? (2...9).map { "127.\(facts.block).0.\($0)" }
    return services.filter { !$0.isBeingDeleted }.compactMap { service in
      let changed = balanced(service, among: addresses, taken: &taken, facts: facts)
      if changed != service { return .updateStatus(changed) }
      let isWithout =
        pool != nil && outsideAddress(of: service) == nil
        && service["spec", "type"]?.string == "LoadBalancer"
      return isWithout ? AddressPools.exhausted(service, snapshot) : nil
    }
  }

  /// The address that a service's load balancer has.
  package static func outsideAddress(of service: Value) -> String? {
    service["status", "loadBalancer", "ingress"]?[0]?["ip"]?.string
  }

  private static func balanced(
    _ service: Value, among addresses: [String], taken: inout Set<String>, facts: SiteFacts
  ) -> Value {
    var changed = service
    let existing = outsideAddress(of: service)
    guard service["spec", "type"]?.string == "LoadBalancer", facts.hasLoadBalancer else {
      if existing != nil { changed["status"] = ["loadBalancer": [:]] }
      return changed
    }
    guard existing == nil else { return service }
    guard let address = addresses.first(where: { !taken.contains($0) }) else { return service }
    taken.insert(address)
    changed["status", "loadBalancer", "ingress"] = [["ip": Value(address)]]
    return changed
  }
}
