/// How many pods each replica set of a deployment should have next, on the way from the old pods
/// to new ones without having too few or too many.
import Documents

struct RollingUpdate {
  /// How many pods the deployment should have.
  let desired: Int
  /// How many more there may be on the way.
  let surge: Int
  /// How many fewer may be available on the way.
  let unavailable: Int
  /// How many pods a new replica set starts with.
  let initial: Int
  /// How many pods each replica set should have, by identifier.
  private(set) var replicas: [String: Int] = [:]

  init(deployment: Value, current: Value?, all: [Value]) {
    desired = deployment["spec", "replicas"]?.integer ?? 1
    let strategy = deployment["spec", "strategy"] ?? [:]
    let isRecreate = strategy["type"]?.string == "Recreate"
    let bounds = strategy["rollingUpdate"] ?? [:]
    let surge =
      isRecreate ? 0 : RollingUpdate.part(bounds["maxSurge"], of: desired, roundedUp: true)
    let slack =
      isRecreate
      ? desired : RollingUpdate.part(bounds["maxUnavailable"], of: desired, roundedUp: false)
    self.surge = surge
    unavailable = surge == 0 && slack == 0 ? 1 : slack
    let total = all.reduce(0) { $0 + RollingUpdate.replicas($1) }
    let others = all.filter { $0.uid != current?.uid }
    let running = others.reduce(0) { $0 + ($1["status", "replicas"]?.integer ?? 0) }
    if isRecreate {
      initial = total + running > 0 ? 0 : desired
    } else {
      initial = max(0, min(desired, desired + surge - total))
    }
    if let current { plan(current, others, isRecreate: isRecreate, running: running) }
  }

  /// `spec.replicas` of a replica set.
  static func replicas(_ replicaSet: Value) -> Int {
    replicaSet["spec", "replicas"]?.integer ?? 1
  }

  static func available(_ replicaSet: Value) -> Int {
    replicaSet["status", "availableReplicas"]?.integer ?? 0
  }

  private mutating func plan(
    _ current: Value, _ others: [Value], isRecreate: Bool, running: Int
  ) {
    let old = others.reduce(0) { $0 + RollingUpdate.replicas($1) }
    let now = RollingUpdate.replicas(current)
    if isRecreate {
      for other in others { replicas[other.uid] = 0 }
      if old + running == 0 { replicas[current.uid] = desired }
      return
    }
    let grown = now >= desired ? desired : min(desired, max(now, desired + surge - old))
    replicas[current.uid] = grown
    shrink(others, current: current, old: old, new: min(now, grown))
  }

  /// Takes from the old replica sets what is not needed for enough pods to be available: those
  /// that are not available anyway first, then the oldest.
  private mutating func shrink(_ others: [Value], current: Value, old: Int, new: Int) {
    guard old > 0 else { return }
    let least = desired - unavailable
    let missing = max(0, new - RollingUpdate.available(current))
    var spare = old + new - least - missing
    var left: [String: Int] = [:]
    for other in others { left[other.uid] = RollingUpdate.replicas(other) }
    for other in others where spare > 0 {
      let broken = max(0, (left[other.uid] ?? 0) - RollingUpdate.available(other))
      let taken = min(spare, broken)
      left[other.uid, default: 0] -= taken
      spare -= taken
    }
    let availableOld = others.reduce(0) {
      $0 + min(RollingUpdate.available($1), left[$1.uid] ?? 0)
    }
    var removable = availableOld + RollingUpdate.available(current) - least
    for other in others where removable > 0 {
      let taken = min(removable, left[other.uid] ?? 0)
      left[other.uid, default: 0] -= taken
      removable -= taken
    }
    for (uid, count) in left { replicas[uid] = count }
  }

  private static func part(_ bound: Value?, of whole: Int, roundedUp: Bool) -> Int {
    if let number = bound?.integer { return number }
    let text = bound?.string ?? "25%"
    guard text.hasSuffix("%"), let percent = Int(text.dropLast()) else { return Int(text) ?? 0 }
    return (whole * percent + (roundedUp ? 99 : 0)) / 100
  }
}
