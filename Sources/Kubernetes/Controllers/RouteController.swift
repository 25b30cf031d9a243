/// Routes: a host for those that name none, and admission to the site's ingress.
import Documents

package enum RouteController {
  /// What should change about all routes.
  package static func reconcile(
    _ snapshot: Snapshot, facts: SiteFacts, now: Timestamp
  ) -> [ObjectChange] {
    let routes = snapshot.all(.routes).filter { !$0.isBeingDeleted }
    // The oldest route that names a host and path has them.
    var holders: [String: Value] = [:]
    for route in routes.sorted(by: isOlder) {
      let place = place(of: route)
      if holders[place] == nil { holders[place] = route }
    }
    return routes.compactMap { route in
      if route["spec", "host"]?.string?.isEmpty ?? true {
        return .update(named(route, facts: facts))
      }
      let isFirst = holders[place(of: route)]?.uid == route.uid
      let admitted = admitted(route, isFirst: isFirst, facts: facts, now: now)
      return admitted == route ? nil : .updateStatus(admitted)
    }
  }

  /// The host that a route gets when it names none.
  package static func host(name: String, namespace: String, domain: String) -> String {
    "\(name)-\(namespace).\(domain)"
  }

  /// Whether the site's ingress serves a route.
  package static func isAdmitted(_ route: Value) -> Bool {
    (route["status", "ingress"]?[0]?["conditions"]?.array ?? []).contains {
      $0["type"]?.string == "Admitted" && $0["status"]?.string == "True"
    }
  }

  private static func place(of route: Value) -> String {
    "\(route["spec", "host"]?.string ?? "")/\(route["spec", "path"]?.string ?? "")"
  }

  private static func isOlder(_ left: Value, _ right: Value) -> Bool {
    (left.creationTime?.seconds ?? 0, left.uid) < (right.creationTime?.seconds ?? 0, right.uid)
  }

  private static func named(_ route: Value, facts: SiteFacts) -> Value {
    var route = route
    route["spec", "host"] = Value(
      host(name: route.name, namespace: route.namespace ?? "", domain: facts.domain))
    route.setAnnotation("openshift.io/host.generated", "true")
    return route
  }

  private static func admitted(
    _ route: Value, isFirst: Bool, facts: SiteFacts, now: Timestamp
  ) -> Value {
    var condition: Value = ["type": "Admitted", "status": isFirst ? "True" : "False"]
    if !isFirst {
      condition["reason"] = "HostAlreadyClaimed"
      condition["message"] = Value(
        "a route in another namespace holds \(route["spec", "host"]?.string ?? "") and is older")
    }
    let before = route["status", "ingress"]?[0]?["conditions"]?[0]
    let keeps = before?["status"] == condition["status"]
    condition["lastTransitionTime"] =
      (keeps ? before?["lastTransitionTime"] : nil) ?? Value(now.text)
    var changed = route
    changed["status", "ingress"] = [
      [
        "host": route["spec", "host"] ?? "",
        "routerCanonicalHostname": Value("router-default.\(facts.domain)"),
        "routerName": "default", "wildcardPolicy": "None", "conditions": [condition],
      ]
    ]
    return changed
  }
}
