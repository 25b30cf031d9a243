/// Services: an outside address for those that ask for a load balancer. Addresses inside the site
/// and node ports are handed out when a service is stored.
import Documents

package enum ServiceController {
  /// What should change about all services.
  package static func reconcile(_ snapshot: Snapshot, facts: SiteFacts) -> [ObjectChange] {
    let services = snapshot.all(.services)
    var taken = Set(services.compactMap(outsideAddress))
    return services.filter { !$0.isBeingDeleted }.compactMap { service in
      let changed = balanced(service, taken: &taken, facts: facts)
      return changed == service ? nil : .updateStatus(changed)
    }
  }

  /// The address that a service's load balancer has.
  package static func outsideAddress(of service: Value) -> String? {
    service["status", "loadBalancer", "ingress"]?[0]?["ip"]?.string
  }

  private static func balanced(
    _ service: Value, taken: inout Set<String>, facts: SiteFacts
  ) -> Value {
    var changed = service
    let existing = outsideAddress(of: service)
    guard service["spec", "type"]?.string == "LoadBalancer", facts.hasLoadBalancer else {
      if existing != nil { changed["status"] = ["loadBalancer": [:]] }
      return changed
    }
    guard existing == nil else { return service }
    // Beside the node's own address there are eight for load balancers.
    let addresses = (2...9).map { "127.\(facts.block).0.\($0)" }
    guard let address = addresses.first(where: { !taken.contains($0) }) else { return service }
    taken.insert(address)
    changed["status", "loadBalancer", "ingress"] = [["ip": Value(address)]]
    return changed
  }
}
