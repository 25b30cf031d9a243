/// Deployments: one replica set for each pod template they ever had, the current one grown and
/// the older ones shrunk step by step, and a status that tells how far that is.
import Documents

package enum DeploymentController {
  static let revisionKey = "deployment.kubernetes.io/revision"
  private static let desiredKey = "deployment.kubernetes.io/desired-replicas"
  private static let greatestKey = "deployment.kubernetes.io/max-replicas"
  private static let component = "deployment-controller"

  /// What should change about all deployments and their replica sets.
  package static func reconcile(_ snapshot: Snapshot, now: Timestamp) -> [ObjectChange] {
    snapshot.all(.deployments).filter { !$0.isBeingDeleted }.flatMap { deployment in
      reconcile(
        deployment, replicaSets: snapshot.controlled(by: deployment, .replicaSets), now: now)
    }
  }

  static func reconcile(
    _ deployment: Value, replicaSets: [Value], now: Timestamp
  ) -> [ObjectChange] {
    let replicaSets = replicaSets.sorted { revision(of: $0) < revision(of: $1) }
    let isPaused = deployment["spec", "paused"]?.bool ?? false
    let template = deployment["spec", "template"] ?? [:]
    let current = replicaSets.last { has($0, template: template) }
    var changes: [ObjectChange] = []
    if let current {
      let plan = RollingUpdate(deployment: deployment, current: current, all: replicaSets)
      let newest = replicaSets.map(revision(of:)).max() ?? 1
      let wanted = revision(of: current) < newest ? newest + 1 : newest
      for replicaSet in replicaSets {
        let replicas = plan.replicas[replicaSet.uid] ?? RollingUpdate.replicas(replicaSet)
        changes += scale(
          replicaSet, to: replicas, revision: replicaSet.uid == current.uid ? wanted : nil,
          of: deployment)
      }
      changes += forget(replicaSets, but: current, of: deployment)
      changes += describe(deployment, revision: wanted, current, replicaSets, now: now)
    } else if isPaused {
      changes += describe(deployment, revision: nil, nil, replicaSets, now: now)
    } else {
      changes += create(for: deployment, template: template, beside: replicaSets)
    }
    return changes
  }

  /// The revision that an object's annotation names; 0 without one.
  package static func revision(of object: Value) -> Int {
    object.annotations[revisionKey].flatMap { Int($0) } ?? 0
  }

  private static func has(_ replicaSet: Value, template: Value) -> Bool {
    var own = replicaSet["spec", "template"] ?? [:]
    own["metadata", "labels", "pod-template-hash"] = nil
    return own == template
  }

  private static func create(
    for deployment: Value, template: Value, beside others: [Value]
  ) -> [ObjectChange] {
    var hash = Names.templateHash(template)
    // Another template with the same hash is unlikely, but must not be taken for this one.
    while others.contains(where: { $0.name == "\(deployment.name)-\(hash)" }) {
      hash = Names.templateHash(["template": template, "after": Value(hash)])
    }
    let revision = (others.map(revision(of:)).max() ?? 0) + 1
    let plan = RollingUpdate(deployment: deployment, current: nil, all: others)
    var template = template
    template["metadata", "labels", "pod-template-hash"] = Value(hash)
    var selector = deployment["spec", "selector"] ?? [:]
    selector["matchLabels", "pod-template-hash"] = Value(hash)
    var annotations = inherited(from: deployment)
    annotations[revisionKey] = String(revision)
    annotations[desiredKey] = String(plan.desired)
    annotations[greatestKey] = String(plan.desired + plan.surge)
    var spec: Value = [
      "replicas": Value(plan.initial), "selector": selector, "template": template,
    ]
    spec["minReadySeconds"] = deployment["spec", "minReadySeconds"]
    var replicaSet: Value = [
      "apiVersion": "apps/v1", "kind": "ReplicaSet",
      "metadata": [
        "name": Value("\(deployment.name)-\(hash)"),
        "namespace": Value(deployment.namespace ?? ""),
        "labels": template["metadata", "labels"] ?? [:], "annotations": Value(annotations),
      ],
      "spec": spec,
    ]
    replicaSet.addOwner(OwnerReference(to: deployment))
    var changes = [ObjectChange.create(replicaSet)]
    if plan.initial > 0 {
      changes.append(
        .event(
          EventRecord(
            "ScalingReplicaSet",
            "Scaled up replica set \(replicaSet.name) to \(plan.initial)",
            component: component, about: deployment)))
    }
    return changes
  }

  private static func inherited(from deployment: Value) -> [String: String] {
    deployment.annotations.filter {
      $0.key != revisionKey && $0.key != "kubectl.kubernetes.io/last-applied-configuration"
    }
  }

  private static func scale(
    _ replicaSet: Value, to replicas: Int, revision: Int?, of deployment: Value
  ) -> [ObjectChange] {
    let before = RollingUpdate.replicas(replicaSet)
    let plan = RollingUpdate(deployment: deployment, current: nil, all: [])
    var changed = replicaSet
    changed["spec", "replicas"] = Value(replicas)
    changed.setAnnotation(desiredKey, String(plan.desired))
    changed.setAnnotation(greatestKey, String(plan.desired + plan.surge))
    if let revision {
      for (key, value) in inherited(from: deployment) { changed.setAnnotation(key, value) }
      changed.setAnnotation(revisionKey, String(revision))
    }
    guard changed != replicaSet else { return [] }
    guard replicas != before else { return [.update(changed)] }
    let direction = replicas > before ? "up" : "down"
    return [
      .update(changed),
      .event(
        EventRecord(
          "ScalingReplicaSet",
          "Scaled \(direction) replica set \(replicaSet.name) to \(replicas) from \(before)",
          component: component, about: deployment)),
    ]
  }

  /// Replica sets beyond the history that people can go back to.
  private static func forget(
    _ replicaSets: [Value], but current: Value, of deployment: Value
  ) -> [ObjectChange] {
    let limit = deployment["spec", "revisionHistoryLimit"]?.integer ?? 10
    let unused = replicaSets.filter {
      $0.uid != current.uid && !$0.isBeingDeleted && RollingUpdate.replicas($0) == 0
        && ($0["status", "replicas"]?.integer ?? 0) == 0
    }
    return unused.dropLast(max(0, limit)).map { .delete(ObjectReference(to: $0)) }
  }

  /// The deployment's own revision, and, once that stands, its status.
  private static func describe(
    _ deployment: Value, revision: Int?, _ current: Value?, _ replicaSets: [Value],
    now: Timestamp
  ) -> [ObjectChange] {
    if let revision, deployment.annotations[revisionKey] != String(revision) {
      var changed = deployment
      changed.setAnnotation(revisionKey, String(revision))
      return [.update(changed)]
    }
    let status = DeploymentStatus.updated(
      deployment, current: current, replicaSets: replicaSets, now: now)
    return status == deployment ? [] : [.updateStatus(status)]
  }
}
