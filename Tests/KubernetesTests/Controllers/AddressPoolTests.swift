import Documents
import Testing

@testable import Kubernetes

@Suite struct AddressPoolTests {
  private let now = Timestamp(seconds: 1_800_000_000)

  private static let definition: Value = [
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": ["name": "ipaddresspools.metallb.io", "uid": "1"],
    "spec": [
      "group": "metallb.io", "scope": "Namespaced",
      "names": ["plural": "ipaddresspools", "kind": "IPAddressPool"],
      "versions": [["name": "v1beta1", "served": true, "storage": true]],
    ],
    "status": ["conditions": [["type": "Established", "status": "True"]]],
  ]

  private static func service(_ name: String) -> Value {
    [
      "apiVersion": "v1", "kind": "Service",
      "metadata": ["name": Value(name), "namespace": "lab", "uid": Value(name)],
      "spec": ["type": "LoadBalancer"], "status": ["loadBalancer": [:]],
    ]
  }

  private func changes(_ pool: [String]?, _ services: [String], _ others: [Value] = [])
    -> [ObjectChange]
  {
    var objects = [Self.definition] + services.map(Self.service) + others
    if let pool {
      objects.append([
        "apiVersion": "metallb.io/v1beta1", "kind": "IPAddressPool",
        "metadata": ["name": "pool", "namespace": "metallb-system", "uid": "2"],
        "spec": ["addresses": Value(pool)],
      ])
    }
    return ServiceController.reconcile(
      Snapshot(objects), facts: SiteFacts(block: 7, domain: "test", hasLoadBalancer: false),
      now: Timestamp(seconds: 1_700_000_000))
  }

  @Test func without_a_pool_services_wait() {
    #expect(changes(nil, ["web"]).isEmpty)
  }

  @Test func a_pool_hands_out_its_addresses_until_it_is_empty() {
    var addresses: [String?] = []
    var complaints: [String] = []
    for change in changes(["127.7.0.4-127.7.0.5"], ["a", "b", "c"]) {
      switch change {
      case .updateStatus(let service):
        addresses.append(ServiceController.outsideAddress(of: service))
      case .event(let record): complaints.append(record.message)
      default: Issue.record("unexpected change \(change)")
      }
    }
    #expect(addresses == ["127.7.0.4", "127.7.0.5"])
    #expect(complaints == ["Failed to allocate IP for \"lab/c\": no available IPs"])
  }

  @Test func an_empty_pool_is_complained_about_once() {
    let known: Value = [
      "apiVersion": "v1", "kind": "Event",
      "metadata": ["name": "e", "namespace": "lab", "uid": "9"],
      "involvedObject": ["uid": "web"], "reason": "AllocationFailed",
      "message": "Failed to allocate IP for \"lab/web\": no available IPs",
    ]
    #expect(changes([], ["web"]).count == 1)
    #expect(changes([], ["web"], [known]).isEmpty)
  }

  @Test func ranges_are_read_in_three_forms() {
    #expect(
      AddressRange("127.1.0.9 - 127.1.0.11")?.addresses == [
        "127.1.0.9", "127.1.0.10", "127.1.0.11",
      ])
    #expect(AddressRange("127.1.0.4/31")?.addresses == ["127.1.0.4", "127.1.0.5"])
    #expect(AddressRange("127.1.0.4")?.addresses == ["127.1.0.4"])
    for wrong in ["", "127.1.0", "127.1.0.9-127.1.0.2", "127.1.0.4/8", "a-b", "127.1.0.300"] {
      #expect(AddressRange(wrong) == nil, "\(wrong)")
    }
  }
}
