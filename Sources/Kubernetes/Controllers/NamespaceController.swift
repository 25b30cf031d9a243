/// Namespaces: what each has from the start, and the end of everything in one that goes.
import Documents

package enum NamespaceController {
  /// What should change about all namespaces and what they have by right.
  package static func reconcile(
    _ snapshot: Snapshot, facts: SiteFacts, now: Timestamp
  ) -> [ObjectChange] {
    snapshot.all(.namespaces).flatMap { namespace in
      namespace.isBeingDeleted
        ? empty(namespace, snapshot, now: now) : furnish(namespace, snapshot, facts: facts)
    }
  }

  private static func furnish(
    _ namespace: Value, _ snapshot: Snapshot, facts: SiteFacts
  ) -> [ObjectChange] {
    var changes: [ObjectChange] = []
    if namespace["status", "phase"]?.string != "Active" {
      var changed = namespace
      changed["status", "phase"] = "Active"
      changes.append(.updateStatus(changed))
    }
    let accounts = facts.isOpenShift ? ["builder", "default", "deployer"] : ["default"]
    for name in accounts
    where snapshot.object(.serviceAccounts, namespace.name, name) == nil {
      changes.append(
        .create([
          "apiVersion": "v1", "kind": "ServiceAccount",
          "metadata": ["name": Value(name), "namespace": Value(namespace.name)],
        ]))
    }
    var certificates = [("kube-root-ca.crt", "ca.crt")]
    if facts.isOpenShift {
      certificates.append(("openshift-service-ca.crt", "service-ca.crt"))
    }
    for (name, key) in certificates {
      let data = Value([key: facts.rootCertificate])
      if var existing = snapshot.object(.configMaps, namespace.name, name) {
        guard existing["data"] != data else { continue }
        existing["data"] = data
        changes.append(.update(existing))
      } else {
        changes.append(
          .create([
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": Value(name), "namespace": Value(namespace.name)], "data": data,
          ]))
      }
    }
    return changes
  }

  /// Everything in the namespace goes; when nothing is left the namespace goes as well.
  private static func empty(
    _ namespace: Value, _ snapshot: Snapshot, now: Timestamp
  ) -> [ObjectChange] {
    let content = snapshot.types.each.filter(\.namespaced)
      .flatMap { snapshot.all($0, in: namespace.name) }
    if content.isEmpty { return [.remove(ObjectReference(to: namespace))] }
    guard namespace["status", "phase"]?.string == "Terminating" else {
      var changed = namespace
      changed["status", "phase"] = "Terminating"
      return [.updateStatus(changed)]
    }
    return content.filter { !$0.isBeingDeleted }.map { .delete(ObjectReference(to: $0)) }
  }
}
