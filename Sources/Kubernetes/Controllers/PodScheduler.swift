/// Pods that wait for a node: they get the only one, unless it takes no more pods.
import Documents

package enum PodScheduler {
  private static let component = "default-scheduler"

  /// Which pods go to the node now.
  package static func reconcile(_ snapshot: Snapshot, now: Timestamp) -> [ObjectChange] {
    guard let node = snapshot.all(.nodes).first else { return [] }
    let isClosed = node["spec", "unschedulable"]?.bool ?? false
    return snapshot.all(.pods).filter { $0["spec", "nodeName"] == nil && !$0.isBeingDeleted }
      .flatMap { isClosed ? refuse($0, now: now) : assign($0, to: node) }
  }

  private static func assign(_ pod: Value, to node: Value) -> [ObjectChange] {
    var changed = pod
    changed["spec", "nodeName"] = Value(node.name)
    return [
      .update(changed),
      .event(
        EventRecord(
          "Scheduled",
          "Successfully assigned \(pod.namespace ?? "")/\(pod.name) to \(node.name)",
          component: component, about: pod)),
    ]
  }

  private static func refuse(_ pod: Value, now: Timestamp) -> [ObjectChange] {
    let message = "0/1 nodes are available: 1 node(s) were unschedulable."
    var changed = pod
    changed.setCondition(
      Condition("PodScheduled", false, reason: "Unschedulable", message: message), now: now)
    guard changed != pod else { return [] }
    return [
      .updateStatus(changed),
      .event(
        EventRecord(
          "FailedScheduling", message, kind: .warning, component: component, about: pod)),
    ]
  }
}
