/// How containers start, end and start again.
import Documents

extension PodLifecycle {
  /// The greatest pause between two attempts, in seconds.
  static let longestPause = 300
  /// A container that ran so many seconds is forgiven its earlier ends.
  static let forgivenAfter = 600

  private var restartPolicy: String { pod["spec", "restartPolicy"]?.string ?? "Always" }

  /// Starts what can be started now: containers of the beginning one after the other, then all.
  mutating func advance(now: Timestamp) -> [Action] {
    for index in containers.indices where containers[index].isInitial {
      if containers[index].ending?.code == 0 { continue }
      guard case .untouched = containers[index].state else { return [] }
      return pull(index, now: now)
    }
    var actions: [Action] = []
    for index in containers.indices where !containers[index].isInitial {
      switch containers[index].state {
      case .untouched: actions += pull(index, now: now)
      case .terminated(let ending) where mayRestart(after: ending):
        // It had ended when the site did.
        actions += restartNow(index, now: now)
      case .waiting, .starting, .running, .terminated: break
      }
    }
    return actions
  }

  mutating func started(_ name: String, _ identifier: String, now: Timestamp) -> [Action] {
    guard let index = index(name) else { return [] }
    containers[index].state = .running(since: now)
    containers[index].identifier = identifier
    var actions: [Action] = [
      .event(
        .normal, reason: "Created", message: "Created container \(name)", container: name),
      .event(
        .normal, reason: "Started", message: "Started container \(name)", container: name),
    ]
    guard !isEnding else { return actions + [.kill(name)] }
    actions += beginProbes(index)
    return actions
  }

  mutating func failedToStart(_ name: String, _ message: String, now: Timestamp) -> [Action] {
    guard let index = index(name) else { return [] }
    let failed = Action.event(
      .warning, reason: "Failed", message: "Error: \(message)", container: name)
    guard !isEnding else { return finishIfDone() }
    containers[index].crashes += 1
    containers[index].state = .waiting(reason: "RunContainerError", message: message)
    let pause = pause(after: containers[index].crashes)
    return [failed, .wait(.restart(name), seconds: max(pause, 10))]
  }

  mutating func exited(
    _ name: String, _ code: Int, _ signal: Int?, now: Timestamp
  ) -> [Action] {
    guard let index = index(name) else { return [] }
    var since = now
    if case .running(let start) = containers[index].state { since = start }
    let code = signal.map { 128 + $0 } ?? code
    let ending = ContainerRecord.Ending(
      code: code, signal: nil, reason: code == 0 ? "Completed" : "Error", started: since,
      finished: now, identifier: containers[index].identifier)
    containers[index].state = .terminated(ending)
    containers[index].isReady = false
    containers[index].hasStarted = false
    containers[index].probes = [:]
    if isEnding { return finishIfDone() }
    if now - since >= PodLifecycle.forgivenAfter { containers[index].crashes = 0 }
    containers[index].crashes += 1
    if containers[index].isInitial, code == 0 { return advance(now: now) }
    guard mayRestart(after: ending) else { return [] }
    return restart(index, now: now)
  }

  /// The pause before a container is tried again is over.
  mutating func retry(_ name: String, now: Timestamp) -> [Action] {
    guard let index = index(name) else { return [] }
    switch containers[index].state {
    case .waiting("ErrImagePull", _):
      containers[index].state = .waiting(
        reason: "ImagePullBackOff",
        message: "Back-off pulling image \"\(containers[index].image)\"")
      let pause = min(PodLifecycle.longestPause, 10 << min(5, containers[index].pulls - 1))
      return [
        .event(
          .normal, reason: "BackOff",
          message: "Back-off pulling image \"\(containers[index].image)\"", container: name),
        .event(
          .warning, reason: "Failed", message: "Error: ImagePullBackOff", container: name),
        .wait(.pull(name), seconds: pause),
      ]
    case .waiting("ImagePullBackOff", _): return pull(index, now: now)
    case .waiting("CrashLoopBackOff", _): return restartNow(index, now: now)
    case .waiting: return pull(index, now: now)
    case .untouched, .starting, .running, .terminated: return []
    }
  }

  private mutating func pull(_ index: Int, now: Timestamp) -> [Action] {
    let name = containers[index].name
    let image = containers[index].image
    let isAlways = containers[index].spec["imagePullPolicy"]?.string == "Always"
    func event(
      _ reason: String, _ message: String, _ kind: EventRecord.Kind = .normal
    ) -> Action {
      .event(kind, reason: reason, message: message, container: name)
    }
    guard facts.images.image(named: image) != nil else {
      containers[index].pulls += 1
      let reason =
        "initializing source docker://\(image): reading manifest: manifest unknown or "
        + "registry not reachable"
      containers[index].state = .waiting(
        reason: "ErrImagePull", message: "rpc error: code = Unknown desc = \(reason)")
      return [
        event("Pulling", "Pulling image \"\(image)\""),
        event(
          "Failed",
          "Failed to pull image \"\(image)\": rpc error: code = Unknown desc = \(reason)",
          .warning),
        event("Failed", "Error: ErrImagePull", .warning),
        .wait(.pull(name), seconds: 2),
      ]
    }
    containers[index].state = .starting
    if isAlways && containers[index].restarts == 0 {
      return [
        event("Pulling", "Pulling image \"\(image)\""),
        event("Pulled", "Successfully pulled image \"\(image)\""),
        .start(name),
      ]
    }
    return [
      event("Pulled", "Container image \"\(image)\" already present on machine"), .start(name),
    ]
  }

  private func mayRestart(after ending: ContainerRecord.Ending) -> Bool {
    switch restartPolicy {
    case "Never": false
    case "OnFailure": ending.code != 0
    default: true
    }
  }

  private mutating func restart(_ index: Int, now: Timestamp) -> [Action] {
    let pause = pause(after: containers[index].crashes)
    guard pause > 0 else { return restartNow(index, now: now) }
    let name = containers[index].name
    containers[index].last = containers[index].ending
    let place = "pod=\(pod.name)_\(pod.namespace ?? "")(\(pod.uid))"
    containers[index].state = .waiting(
      reason: "CrashLoopBackOff",
      message: "back-off \(PodLifecycle.text(pause)) restarting failed container=\(name) \(place)")
    return [
      .event(
        .warning, reason: "BackOff",
        message: "Back-off restarting failed container \(name) in pod \(pod.name)",
        container: name),
      .wait(.restart(name), seconds: pause),
    ]
  }

  private mutating func restartNow(_ index: Int, now: Timestamp) -> [Action] {
    containers[index].last = containers[index].ending ?? containers[index].last
    containers[index].restarts += 1
    containers[index].state = .untouched
    return pull(index, now: now)
  }

  /// The first end is followed by a start at once, later ones by 10, 20, 40 … seconds.
  private func pause(after crashes: Int) -> Int {
    crashes < 2 ? 0 : min(PodLifecycle.longestPause, 10 << min(5, crashes - 2))
  }

  private func finishIfDone() -> [Action] { hasProcesses ? [] : [.finished] }

  private static func text(_ seconds: Int) -> String {
    guard seconds >= 60 else { return "\(seconds)s" }
    return "\(seconds / 60)m\(seconds % 60)s"
  }
}
