/// What a pod's status says of the machine's state.
import Documents

extension PodLifecycle {
  /// The pod's status as it should be stored.
  package mutating func status(now: Timestamp) -> Value {
    let initial = containers.filter(\.isInitial)
    let lasting = containers.filter { !$0.isInitial }
    let isInitialized = initial.allSatisfy { $0.ending?.code == 0 }
    let unready = lasting.filter { !$0.isReady }.map(\.name)
    let phase = phase(lasting, isInitialized: isInitialized, initial: initial)
    let isDone = phase == "Succeeded" || phase == "Failed"

    var readyReason: String?
    var readyMessage: String?
    if phase == "Succeeded" {
      readyReason = "PodCompleted"
    } else if !unready.isEmpty || isEnding {
      readyReason = "ContainersNotReady"
      readyMessage = "containers with unready status: [\(unready.joined(separator: " "))]"
    }
    let isReady = unready.isEmpty && !isDone && !isEnding
    set(
      Condition(
        "Initialized", isInitialized, reason: isInitialized ? nil : "ContainersNotInitialized"),
      now)
    set(Condition("Ready", isReady, reason: readyReason, message: readyMessage), now)
    set(Condition("ContainersReady", isReady, reason: readyReason, message: readyMessage), now)
    set(Condition("PodScheduled", true), now)

    var status: Value = ["phase": Value(phase)]
    status["conditions"] = conditions["status", "conditions"]
    status["hostIP"] = Value(facts.nodeAddress)
    status["podIP"] = Value(address)
    status["podIPs"] = [["ip": Value(address)]]
    status["startTime"] = Value((began ?? now).text)
    if !initial.isEmpty {
      status["initContainerStatuses"] = .array(initial.map { document($0, isInitialized) })
    }
    status["containerStatuses"] = .array(lasting.map { document($0, isInitialized) })
    status["qosClass"] = Value(qualityOfService)
    return status
  }

  private mutating func set(_ condition: Condition, _ now: Timestamp) {
    conditions.setCondition(condition, now: now)
  }

  private func phase(
    _ lasting: [ContainerRecord], isInitialized: Bool, initial: [ContainerRecord]
  ) -> String {
    let policy = pod["spec", "restartPolicy"]?.string ?? "Always"
    if policy == "Never", initial.contains(where: { ($0.ending?.code ?? 0) != 0 }) {
      return "Failed"
    }
    guard isInitialized else { return "Pending" }
    let endings = lasting.map(\.ending)
    if policy != "Always" || isEnding, endings.allSatisfy({ $0 != nil }) {
      return endings.allSatisfy { $0?.code == 0 } ? "Succeeded" : "Failed"
    }
    let hasLived = lasting.contains {
      if case .running = $0.state { true } else { $0.ending != nil || $0.last != nil }
    }
    let isNew = lasting.contains {
      switch $0.state {
      case .untouched, .starting: $0.last == nil
      case .waiting(let reason, _): reason != "CrashLoopBackOff" && $0.last == nil
      case .running, .terminated: false
      }
    }
    return hasLived && !isNew ? "Running" : "Pending"
  }

  private func document(_ container: ContainerRecord, _ isInitialized: Bool) -> Value {
    let image = facts.images.image(named: container.image)
    let hasLived = !container.identifier.isEmpty
    var document: Value = ["name": Value(container.name), "state": state(container, isInitialized)]
    document["lastState"] = container.last.map { ["terminated": $0.document] } ?? [:]
    document["ready"] = Value(
      container.isInitial ? container.ending?.code == 0 : container.isReady && !isEnding)
    document["restartCount"] = Value(container.restarts)
    document["image"] = Value(container.image)
    document["imageID"] = Value(
      hasLived ? image.map { "\($0.repository)@sha256:\($0.digest)" } ?? "" : "")
    if hasLived { document["containerID"] = Value(container.identifier) }
    var isStarted = false
    if case .running = container.state { isStarted = container.hasStarted }
    document["started"] = Value(isStarted)
    return document
  }

  private func state(_ container: ContainerRecord, _ isInitialized: Bool) -> Value {
    switch container.state {
    case .untouched, .starting:
      let waits = !container.isInitial && !isInitialized
      return ["waiting": ["reason": waits ? "PodInitializing" : "ContainerCreating"]]
    case .waiting(let reason, let message):
      var waiting: Value = ["reason": Value(reason)]
      if let message { waiting["message"] = Value(message) }
      return ["waiting": waiting]
    case .running(let since): return ["running": ["startedAt": Value(since.text)]]
    case .terminated(let ending): return ["terminated": ending.document]
    }
  }

  private var qualityOfService: String {
    let resources = containers.map { $0.spec["resources"] ?? [:] }
    if resources.allSatisfy({ $0.isEmpty }) { return "BestEffort" }
    let isGuaranteed = resources.allSatisfy { entry in
      let limits = entry["limits"] ?? [:]
      return limits["cpu"] != nil && limits["memory"] != nil
        && (entry["requests"] ?? limits) == limits
    }
    return isGuaranteed ? "Guaranteed" : "Burstable"
  }
}
