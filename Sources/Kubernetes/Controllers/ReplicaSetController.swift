/// Replica sets: as many pods as they ask for, made from their template.
import Documents

package enum ReplicaSetController {
  private static let component = "replicaset-controller"

  /// What should change about all replica sets and their pods.
  package static func reconcile(
    _ snapshot: Snapshot, now: Timestamp, using generator: inout some RandomNumberGenerator
  ) -> [ObjectChange] {
    var changes: [ObjectChange] = []
    for replicaSet in snapshot.all(.replicaSets) where !replicaSet.isBeingDeleted {
      let namespace = snapshot.object(.namespaces, nil, replicaSet.namespace ?? "")
      let pods = snapshot.controlled(by: replicaSet, .pods).filter(isActive)
      changes += reconcile(
        replicaSet, pods: pods, mayCreate: !(namespace?.isBeingDeleted ?? false), now: now,
        using: &generator)
    }
    return changes
  }

  static func reconcile(
    _ replicaSet: Value, pods: [Value], mayCreate: Bool, now: Timestamp,
    using generator: inout some RandomNumberGenerator
  ) -> [ObjectChange] {
    let wanted = RollingUpdate.replicas(replicaSet)
    var changes: [ObjectChange] = []
    var failure: String?
    if pods.count < wanted, mayCreate {
      let name = Names.generated(prefix: "\(replicaSet.name)-", using: &generator)
      failure = obstacle(in: replicaSet["spec", "template"] ?? [:], name: name)
      if let failure {
        if replicaSet.condition("ReplicaFailure") == nil {
          changes.append(
            .event(
              EventRecord(
                "FailedCreate", "Error creating: \(failure)", kind: .warning,
                component: component, about: replicaSet)))
        }
      } else {
        changes += create(wanted - pods.count, of: replicaSet, using: &generator)
      }
    } else if pods.count > wanted {
      for pod in pods.sorted(by: goesBefore).prefix(pods.count - wanted) {
        changes.append(.delete(ObjectReference(to: pod)))
        changes.append(
          .event(
            EventRecord(
              "SuccessfulDelete", "Deleted pod: \(pod.name)", component: component,
              about: replicaSet)))
      }
    }
    let status = status(of: replicaSet, pods: pods, failure: failure, now: now)
    if status != replicaSet { changes.append(.updateStatus(status)) }
    return changes
  }

  /// Whether a pod counts: it is not on its way out and has not ended.
  static func isActive(_ pod: Value) -> Bool {
    let phase = pod["status", "phase"]?.string
    return !pod.isBeingDeleted && phase != "Succeeded" && phase != "Failed"
  }

  private static func create(
    _ count: Int, of replicaSet: Value, using generator: inout some RandomNumberGenerator
  ) -> [ObjectChange] {
    (0..<count).flatMap { _ in
      let prefix = "\(replicaSet.name)-"
      let template = replicaSet["spec", "template"] ?? [:]
      var metadata: Value = [
        "name": Value(Names.generated(prefix: prefix, using: &generator)),
        "generateName": Value(prefix), "namespace": Value(replicaSet.namespace ?? ""),
      ]
      metadata["labels"] = template["metadata", "labels"]
      metadata["annotations"] = template["metadata", "annotations"]
      var pod: Value = [
        "apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"] ?? [:],
      ]
      pod.addOwner(OwnerReference(to: replicaSet))
      return [
        ObjectChange.create(pod),
        .event(
          EventRecord(
            "SuccessfulCreate", "Created pod: \(pod.name)", component: component,
            about: replicaSet)),
      ]
    }
  }

  /// Why no pod can be made from a template: the image that `new-app` leaves blank until an image
  /// stream fills it in.
  private static func obstacle(in template: Value, name: String) -> String? {
    let containers = template["spec", "containers"]?.array ?? []
    for (index, container) in containers.enumerated() {
      let image = container["image"]?.string ?? ""
      guard image.first == " " || image.last == " " else { continue }
      return "Pod \"\(name)\" is invalid: spec.containers[\(index)].image: Invalid value: "
        + "\"\(image)\": must not have leading or trailing whitespace"
    }
    return nil
  }

  /// Pods that serve least go first: pending, not ready, youngest.
  private static func goesBefore(_ left: Value, _ right: Value) -> Bool {
    func rank(_ pod: Value) -> (Int, Int, String) {
      let isRunning = pod["status", "phase"]?.string == "Running"
      return (
        isRunning ? pod.holds("Ready") ? 2 : 1 : 0, -(pod.creationTime?.seconds ?? 0), pod.name
      )
    }
    return rank(left) < rank(right)
  }

  private static func status(
    of replicaSet: Value, pods: [Value], failure: String?, now: Timestamp
  ) -> Value {
    var changed = replicaSet
    let ready = pods.filter { $0.holds("Ready") }.count
    var status: Value = ["replicas": Value(pods.count)]
    if !pods.isEmpty { status["fullyLabeledReplicas"] = Value(pods.count) }
    if ready > 0 {
      status["readyReplicas"] = Value(ready)
      status["availableReplicas"] = Value(ready)
    }
    status["observedGeneration"] = Value(replicaSet.generation)
    changed["status"] = status
    guard let failure else { return changed }
    if let before = replicaSet.condition("ReplicaFailure") {
      changed["status", "conditions"] = [before]
    } else {
      changed.setCondition(
        Condition("ReplicaFailure", true, reason: "FailedCreate", message: failure), now: now)
    }
    return changed
  }
}
