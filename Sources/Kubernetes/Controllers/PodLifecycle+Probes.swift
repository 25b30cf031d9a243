/// How containers are asked for their health, and what follows from the answers.
import Documents

extension PodLifecycle {
  /// Until a container has answered well once, it is asked at least so often, in seconds.
  static let impatience = 1

  mutating func beginProbes(_ index: Int) -> [Action] {
    let container = containers[index]
    containers[index].probes = [:]
    containers[index].hasStarted = container.probe(.startup) == nil
    containers[index].isReady = containers[index].hasStarted && container.probe(.readiness) == nil
    let kinds: [ProbeKind] =
      container.probe(.startup) == nil ? [.readiness, .liveness] : [.startup]
    return kinds.compactMap { kind in
      container.probe(kind).map { settings in
        .wait(
          .probe(container.name, kind), seconds: settings["initialDelaySeconds"]?.integer ?? 0)
      }
    }
  }

  func probeIsDue(_ name: String, _ kind: ProbeKind) -> [Action] {
    guard !isEnding, let index = index(name), case .running = containers[index].state,
      containers[index].probe(kind) != nil
    else { return [] }
    return [.probe(name, kind)]
  }

  mutating func probed(
    _ name: String, _ kind: ProbeKind, _ succeeded: Bool, _ message: String, now: Timestamp
  ) -> [Action] {
    guard !isEnding, let index = index(name), case .running = containers[index].state,
      let settings = containers[index].probe(kind)
    else { return [] }
    var record = containers[index].probes[kind] ?? ContainerRecord.ProbeRecord()
    record.successes = succeeded ? record.successes + 1 : 0
    record.failures = succeeded ? 0 : record.failures + 1
    containers[index].probes[kind] = record
    let period = settings["periodSeconds"]?.integer ?? 10
    let isEnough = record.successes >= settings["successThreshold"]?.integer ?? 1
    let isTooMuch = record.failures >= settings["failureThreshold"]?.integer ?? 3
    var actions: [Action] = []
    if !succeeded {
      let word = ["startupProbe": "Startup", "livenessProbe": "Liveness"][kind.rawValue]
      actions.append(
        .event(
          .warning, reason: "Unhealthy",
          message: "\(word ?? "Readiness") probe failed: \(message)", container: name))
    }
    switch kind {
    case .startup where isEnough:
      containers[index].hasStarted = true
      containers[index].isReady = containers[index].probe(.readiness) == nil
      for next in [ProbeKind.readiness, .liveness] where containers[index].probe(next) != nil {
        actions.append(.wait(.probe(name, next), seconds: 0))
      }
      return actions
    case .readiness:
      if isEnough { containers[index].isReady = true }
      if isTooMuch { containers[index].isReady = false }
    case .startup, .liveness:
      if isTooMuch { return actions + restartUnhealthy(index, kind) }
    }
    let isWaiting =
      kind == .startup || (kind == .readiness && !containers[index].isReady)
    actions.append(
      .wait(
        .probe(name, kind), seconds: isWaiting ? min(PodLifecycle.impatience, period) : period))
    return actions
  }

  private func restartUnhealthy(_ index: Int, _ kind: ProbeKind) -> [Action] {
    let name = containers[index].name
    let grace = pod["spec", "terminationGracePeriodSeconds"]?.integer ?? 30
    let word = kind == .startup ? "startup" : "liveness"
    return [
      .event(
        .normal, reason: "Killing",
        message: "Container \(name) failed \(word) probe, will be restarted", container: name),
      .terminate(name), .wait(.end(name), seconds: grace),
    ]
  }
}
