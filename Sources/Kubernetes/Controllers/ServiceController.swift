/// Services: an outside address for those that ask for a load balancer. Addresses inside the site
/// and node ports are handed out when a service is stored.
import Documents

package enum ServiceController {
  /// What should change about all services.
  package static func reconcile(
    _ snapshot: Snapshot, facts: SiteFacts, now: Timestamp
  ) -> [ObjectChange] {
    let services = snapshot.all(.services)
    var taken = Set(services.compactMap(outsideAddress))
    let pool = AddressPools.addresses(in: snapshot)
    var facts = facts
    if pool != nil { (facts.hasLoadBalancer, facts.loadBalancerDelay) = (true, 0) }
    // Without a pool of its own a site has, beside the node's address, eight for load balancers.
    let addresses = pool ?? (2...9).map { "127.\(facts.block).0.\($0)" }
    return services.filter { !$0.isBeingDeleted }.compactMap { service in
      let changed = balanced(service, among: addresses, taken: &taken, facts: facts, now: now)
      if changed != service { return .updateStatus(changed) }
      let isWithout = pool != nil && outsideAddress(of: service) == nil && wantsAddress(service)
      return isWithout ? AddressPools.exhausted(service, snapshot) : nil
    }
  }

  /// The address that a service's load balancer has.
  package static func outsideAddress(of service: Value) -> String? {
    service["status", "loadBalancer", "ingress"]?[0]?["ip"]?.string
  }

  /// Whether a service waits for its outside address, which comes with time alone.
  package static func isWaiting(_ snapshot: Snapshot, facts: SiteFacts) -> Bool {
    facts.hasLoadBalancer && facts.loadBalancerDelay > 0
      && snapshot.all(.services).contains {
        wantsAddress($0) && !$0.isBeingDeleted && outsideAddress(of: $0) == nil
      }
  }

  private static func wantsAddress(_ service: Value) -> Bool {
    service["spec", "type"]?.string == "LoadBalancer"
  }

  private static func balanced(
    _ service: Value, among addresses: [String], taken: inout Set<String>, facts: SiteFacts,
    now: Timestamp
  ) -> Value {
    var changed = service
    let existing = outsideAddress(of: service)
    guard wantsAddress(service), facts.hasLoadBalancer else {
      if existing != nil { changed["status"] = ["loadBalancer": [:]] }
      return changed
    }
    guard existing == nil, isDue(service, facts, now) else { return service }
    guard let address = addresses.first(where: { !taken.contains($0) }) else { return service }
    taken.insert(address)
    changed["status", "loadBalancer", "ingress"] = [["ip": Value(address)]]
    return changed
  }

  private static func isDue(_ service: Value, _ facts: SiteFacts, _ now: Timestamp) -> Bool {
    guard facts.loadBalancerDelay > 0, let created = service.creationTime else { return true }
    return created + facts.loadBalancerDelay <= now
  }
}
