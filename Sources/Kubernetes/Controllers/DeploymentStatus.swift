/// The status of a deployment: counts over its replica sets, and whether it is available, under
/// way, done or stuck.
import Documents

enum DeploymentStatus {
  /// The deployment with the status that its replica sets give it.
  static func updated(
    _ deployment: Value, current: Value?, replicaSets: [Value], now: Timestamp
  ) -> Value {
    func sum(_ key: String) -> Int {
      replicaSets.reduce(0) { $0 + ($1["status", key]?.integer ?? 0) }
    }
    let bounds = RollingUpdate(deployment: deployment, current: nil, all: [])
    let wanted = replicaSets.reduce(0) { $0 + RollingUpdate.replicas($1) }
    let available = sum("availableReplicas")
    let updatedCount = current?["status", "replicas"]?.integer ?? 0
    var changed = deployment
    var status: Value = ["observedGeneration": Value(deployment.generation)]
    func set(_ key: String, _ count: Int) { if count > 0 { status[key] = Value(count) } }
    set("replicas", sum("replicas"))
    set("updatedReplicas", updatedCount)
    set("readyReplicas", sum("readyReplicas"))
    set("availableReplicas", available)
    set("unavailableReplicas", max(0, wanted - available))
    status["conditions"] = deployment["status", "conditions"]
    changed["status"] = status

    let isAvailable = available >= bounds.desired - bounds.unavailable
    changed.setCondition(
      Condition(
        "Available", isAvailable,
        reason: isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        message: isAvailable
          ? "Deployment has minimum availability."
          : "Deployment does not have minimum availability."),
      now: now, withUpdateTime: true)
    let isDone =
      updatedCount == bounds.desired && sum("replicas") == bounds.desired
      && available == bounds.desired
    if let current {
      changed.setCondition(
        progress(of: changed, current: current, isDone: isDone, before: deployment, now: now),
        now: now, withUpdateTime: true)
    }
    setFailure(from: current, on: &changed, now: now)
    return changed
  }

  private static func progress(
    of deployment: Value, current: Value, isDone: Bool, before: Value, now: Timestamp
  ) -> Condition {
    let name = "ReplicaSet \"\(current.name)\""
    if isDone {
      return Condition(
        "Progressing", true, reason: "NewReplicaSetAvailable",
        message: "\(name) has successfully progressed.")
    }
    let old = before.condition("Progressing")
    let hasMoved =
      deployment["status", "updatedReplicas"] != before["status", "updatedReplicas"]
      || deployment["status", "readyReplicas"] != before["status", "readyReplicas"]
      || deployment["status", "replicas"] != before["status", "replicas"]
    let deadline = before["spec", "progressDeadlineSeconds"]?.integer ?? 600
    if !hasMoved, let since = old?["lastUpdateTime"]?.string.flatMap({ Timestamp($0) }),
      old?["reason"]?.string == "ProgressDeadlineExceeded"
        || (old?["message"]?.string?.contains(name) == true
          && old?["reason"]?.string != "NewReplicaSetAvailable" && now - since > deadline)
    {
      return Condition(
        "Progressing", false, reason: "ProgressDeadlineExceeded",
        message: "\(name) has timed out progressing.")
    }
    return Condition(
      "Progressing", true, reason: "ReplicaSetUpdated", message: "\(name) is progressing.")
  }

  /// A replica set that cannot make its pods makes its deployment say so.
  private static func setFailure(from current: Value?, on deployment: inout Value, now: Timestamp) {
    if let failure = current?.condition("ReplicaFailure"), failure["status"]?.string == "True" {
      deployment.setCondition(
        Condition(
          "ReplicaFailure", true, reason: failure["reason"]?.string,
          message: failure["message"]?.string),
        now: now, withUpdateTime: true)
    } else if deployment.condition("ReplicaFailure") != nil {
      let rest = deployment["status", "conditions"]?.array?.filter {
        $0["type"]?.string != "ReplicaFailure"
      }
      deployment["status", "conditions"] = .array(rest ?? [])
    }
  }
}
