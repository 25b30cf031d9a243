/// Tables of pods and of what makes pods.
import Documents

extension Table.Layout {
  static let pods = Table.Layout(
    "Ready", "Status", "Restarts", "Age", "[IP]", "[Node]", "[Nominated Node]",
    "[Readiness Gates]"
  ) { pod, now in
    let summary = PodSummary(of: pod)
    var restarts = String(summary.restarts)
    if summary.restarts > 0, let last = summary.lastRestart {
      restarts += " (\(Age.text(now - last)) ago)"
    }
    return [
      .string("\(summary.ready)/\(summary.containers)"), .string(summary.status),
      .string(restarts), Table.age(pod, now), Table.text(pod["status", "podIP"]),
      Table.text(pod["spec", "nodeName"]), Table.text(pod["status", "nominatedNodeName"]),
      "<none>",
    ]
  }

  static let deployments = Table.Layout(
    "Ready", "Up-to-date", "Available", "Age", "[Containers]", "[Images]", "[Selector]"
  ) { deployment, now in
    let ready = Table.count(deployment, "status", "readyReplicas")
    let wanted = deployment["spec", "replicas"]?.integer ?? 1
    return [
      .string("\(ready)/\(wanted)"),
      .string(String(Table.count(deployment, "status", "updatedReplicas"))),
      .string(String(Table.count(deployment, "status", "availableReplicas"))),
      Table.age(deployment, now),
    ] + template(of: deployment)
  }

  static let replicaSets = Table.Layout(
    "Desired#", "Current#", "Ready#", "Age", "[Containers]", "[Images]", "[Selector]"
  ) { set, now in
    [
      .integer(set["spec", "replicas"]?.integer ?? 1),
      .integer(Table.count(set, "status", "replicas")),
      .integer(Table.count(set, "status", "readyReplicas")),
      Table.age(set, now),
    ] + template(of: set)
  }

  private static func template(of object: Value) -> [Value] {
    let containers = object["spec", "template", "spec", "containers"]?.array ?? []
    let selector = Selector(document: object["spec", "selector"] ?? .null)
    return [
      .string(containers.compactMap { $0["name"]?.string }.joined(separator: ",")),
      .string(containers.compactMap { $0["image"]?.string }.joined(separator: ",")),
      .string(selector.isEmpty ? "<none>" : selector.text),
    ]
  }

  static let nodes = Table.Layout(
    "Status", "Roles", "Age", "Version", "[Internal-IP]", "[External-IP]", "[OS-Image]",
    "[Kernel-Version]", "[Container-Runtime]"
  ) { node, now in
    var status =
      switch node.condition("Ready")?["status"]?.string {
      case "True": "Ready"
      case "False": "NotReady"
      default: "Unknown"
      }
    if node["spec", "unschedulable"]?.bool == true { status += ",SchedulingDisabled" }
    let roles = node.labels.keys.filter { $0.hasPrefix("node-role.kubernetes.io/") }
      .map { String($0.dropFirst("node-role.kubernetes.io/".count)) }.sorted()
    func address(_ type: String) -> Value {
      let addresses = node["status", "addresses"]?.array ?? []
      return Table.text(addresses.first { $0["type"]?.string == type }?["address"])
    }
    let info = node["status", "nodeInfo"] ?? .null
    return [
      .string(status), Table.list(roles), Table.age(node, now),
      Table.text(info["kubeletVersion"], otherwise: ""), address("InternalIP"),
      address("ExternalIP"), Table.text(info["osImage"], otherwise: "<unknown>"),
      Table.text(info["kernelVersion"], otherwise: "<unknown>"),
      Table.text(info["containerRuntimeVersion"], otherwise: "<unknown>"),
    ]
  }

  static let events = Table.Layout(
    "Last Seen", "Type", "Reason", "Object", "[Subobject]", "[Source]", "Message",
    "[First Seen]", "[Count]", isNameLast: true
  ) { event, now in
    let last = event.time("lastTimestamp") ?? event.time("eventTime") ?? event.creationTime
    let first = event.time("firstTimestamp") ?? event.time("eventTime") ?? event.creationTime
    let object = event["involvedObject"] ?? .null
    let kind = object["kind"]?.string?.lowercased() ?? ""
    let source = [event["source", "component"]?.string, event["source", "host"]?.string]
    return [
      .string(Age.text(since: last, now: now)), Table.text(event["type"], otherwise: ""),
      Table.text(event["reason"], otherwise: ""),
      .string("\(kind)/\(object["name"]?.string ?? "")"),
      Table.text(object["fieldPath"], otherwise: ""),
      .string(source.compactMap { $0 }.joined(separator: ", ")),
      .string(event["message"]?.string ?? ""), .string(Age.text(since: first, now: now)),
      .string(String(max(1, event["count"]?.integer ?? 1))),
    ]
  }
}

/// What a table says of a pod in a few words.
package struct PodSummary: Hashable, Sendable {
  /// Containers that are ready.
  package private(set) var ready = 0
  /// Containers that the pod has.
  package private(set) var containers: Int
  /// The phase, or the reason why the pod is not running.
  package private(set) var status: String
  /// How often containers were started again, all together.
  package private(set) var restarts = 0
  /// When a container last ended and was started again.
  package private(set) var lastRestart: Timestamp?

  /// Sums up a pod.
  package init(of pod: Value) {
    containers = pod["spec", "containers"]?.array?.count ?? 0
    status = pod["status", "reason"]?.string ?? pod["status", "phase"]?.string ?? "Unknown"
    let phase = pod["status", "phase"]?.string
    if !sumUpInitialContainers(of: pod) { sumUpContainers(of: pod) }
    if pod.isBeingDeleted, phase != "Succeeded", phase != "Failed" { status = "Terminating" }
  }

  private mutating func sumUpInitialContainers(of pod: Value) -> Bool {
    let states = pod["status", "initContainerStatuses"]?.array ?? []
    let count = pod["spec", "initContainers"]?.array?.count ?? 0
    for (index, state) in states.enumerated() {
      noteRestarts(state)
      if let ended = state["state", "terminated"] {
        if ended["exitCode"]?.integer == 0 { continue }
        status = "Init:\(reason(ended))"
        return true
      }
      let waiting = state["state", "waiting", "reason"]?.string ?? ""
      status =
        waiting.isEmpty || waiting == "PodInitializing"
        ? "Init:\(index)/\(count)" : "Init:\(waiting)"
      return true
    }
    return false
  }

  private mutating func sumUpContainers(of pod: Value) {
    restarts = 0
    lastRestart = nil
    var isAnyRunning = false
    for state in (pod["status", "containerStatuses"]?.array ?? []).reversed() {
      noteRestarts(state)
      if let waiting = state["state", "waiting", "reason"]?.string, !waiting.isEmpty {
        status = waiting
      } else if let ended = state["state", "terminated"] {
        status = reason(ended)
      } else if state["ready"]?.bool == true, state["state", "running"] != nil {
        isAnyRunning = true
        ready += 1
      }
    }
    if status == "Completed", isAnyRunning {
      status = pod.holds("Ready") ? "Running" : "NotReady"
    }
  }

  private mutating func noteRestarts(_ state: Value) {
    restarts += state["restartCount"]?.integer ?? 0
    if let ended = state.time("lastState", "terminated", "finishedAt") {
      lastRestart = max(lastRestart ?? ended, ended)
    }
  }

  private func reason(_ ended: Value) -> String {
    if let reason = ended["reason"]?.string, !reason.isEmpty { return reason }
    if let signal = ended["signal"]?.integer, signal != 0 { return "Signal:\(signal)" }
    return "ExitCode:\(ended["exitCode"]?.integer ?? 0)"
  }
}
