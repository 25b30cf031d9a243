/// Endpoints: for every service with a selector the addresses and ports of its pods, the ready
/// ones apart from the others.
import Documents

package enum EndpointsController {
  /// What should change about the endpoints of all services.
  package static func reconcile(_ snapshot: Snapshot) -> [ObjectChange] {
    var changes: [ObjectChange] = []
    for service in snapshot.all(.services) where !service.isBeingDeleted {
      let existing = snapshot.object(.endpoints, service.namespace, service.name)
      guard let selector = service["spec", "selector"], !selector.isEmpty else { continue }
      let chosen = Selector(labels: selector.object?.strings ?? [:])
      let pods = snapshot.all(.pods, in: service.namespace).filter { chosen.matches($0.labels) }
      let subsets = subsets(of: service, pods: pods)
      if var existing {
        guard (existing["subsets"] ?? []) != subsets else { continue }
        existing["subsets"] = subsets
        changes.append(.update(existing))
      } else if snapshot.object(.namespaces, nil, service.namespace ?? "")?.isBeingDeleted != true {
        changes.append(.create(endpoints(of: service, subsets: subsets)))
      }
    }
    for endpoints in snapshot.all(.endpoints) where !endpoints.isBeingDeleted {
      let isOrphan = snapshot.object(.services, endpoints.namespace, endpoints.name) == nil
      let isOurs = endpoints.annotations["endpoints.kubernetes.io/last-change-trigger-time"] != nil
      if isOrphan && isOurs { changes.append(.delete(ObjectReference(to: endpoints))) }
    }
    return changes
  }

  private static func endpoints(of service: Value, subsets: Value) -> Value {
    var metadata: Value = [
      "name": Value(service.name), "namespace": Value(service.namespace ?? ""),
      "annotations": [
        "endpoints.kubernetes.io/last-change-trigger-time":
          service["metadata", "creationTimestamp"] ?? ""
      ],
    ]
    metadata["labels"] = service["metadata", "labels"]
    return [
      "apiVersion": "v1", "kind": "Endpoints", "metadata": metadata, "subsets": subsets,
    ]
  }

  private struct Place: Comparable {
    let address: String
    let document: Value

    static func < (left: Place, right: Place) -> Bool { left.address < right.address }
    static func == (left: Place, right: Place) -> Bool { left.address == right.address }
  }

  /// Pods that have the same numbers behind the service's ports stand together.
  private static func subsets(of service: Value, pods: [Value]) -> Value {
    let takesAll = service["spec", "publishNotReadyAddresses"]?.bool ?? false
    var groups: [(ports: Value, ready: [Place], unready: [Place])] = []
    for pod in pods where !pod.isBeingDeleted {
      guard let address = pod["status", "podIP"]?.string, !address.isEmpty,
        pod["status", "phase"]?.string != "Succeeded", pod["status", "phase"]?.string != "Failed"
      else { continue }
      let ports = ports(of: service, in: pod)
      guard !ports.isEmpty || service["spec", "ports"]?.isEmpty ?? true else { continue }
      var document: Value = ["ip": Value(address)]
      document["nodeName"] = pod["spec", "nodeName"]
      document["targetRef"] = [
        "kind": "Pod", "namespace": Value(pod.namespace ?? ""), "name": Value(pod.name),
        "uid": Value(pod.uid),
      ]
      let place = Place(address: address, document: document)
      let index = groups.firstIndex { $0.ports == ports } ?? groups.count
      if index == groups.count { groups.append((ports, [], [])) }
      if takesAll || pod.holds("Ready") {
        groups[index].ready.append(place)
      } else {
        groups[index].unready.append(place)
      }
    }
    return .array(
      groups.map { group in
        var subset: Value = [:]
        if !group.ready.isEmpty {
          subset["addresses"] = .array(group.ready.sorted().map(\.document))
        }
        if !group.unready.isEmpty {
          subset["notReadyAddresses"] = .array(group.unready.sorted().map(\.document))
        }
        if !group.ports.isEmpty { subset["ports"] = group.ports }
        return subset
      })
  }

  private static func ports(of service: Value, in pod: Value) -> Value {
    let ports = (service["spec", "ports"]?.array ?? []).compactMap { port -> Value? in
      guard let number = number(of: port, in: pod) else { return nil }
      var document: Value = [:]
      document["name"] = port["name"]
      document["port"] = Value(number)
      document["protocol"] = port["protocol"] ?? "TCP"
      return document
    }
    return .array(ports)
  }

  /// The number behind a service's port in a pod, also where the target is named.
  package static func number(of port: Value, in pod: Value) -> Int? {
    guard let target = port["targetPort"] else { return port["port"]?.integer }
    if let number = target.integer { return number == 0 ? port["port"]?.integer : number }
    guard let name = target.string else { return nil }
    if let number = Int(name) { return number }
    for container in pod["spec", "containers"]?.array ?? [] {
      for candidate in container["ports"]?.array ?? [] where candidate["name"]?.string == name {
        return candidate["containerPort"]?.integer
      }
    }
    return nil
  }
}
