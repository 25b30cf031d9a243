import Documents
import Kubernetes
import KubernetesClient

/// `rollout`: how the change of a deployment stands, and going back to an earlier one.
enum Rollout {
  static let flags = [
    Flag("watch", "w", .bool, "Wait until it is done (the default)."),
    Flag("timeout", nil, .text, "The longest wait, as in 30s."),
    Flag("revision", nil, .text, "Show or go back to this revision."),
    Flag("to-revision", nil, .text, "Go back to this revision."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    let action = call.words.first ?? ""
    let words = Array(call.words.dropFirst())
    guard ["status", "history", "undo", "restart", "pause", "resume"].contains(action) else {
      throw CommandError("unknown command \"rollout \(action)\" for \"\(call.program)\"")
    }
    let (type, name) = try ResourceArguments.one(words, call)
    guard type == .deployments else {
      throw CommandError("no status viewer has been implemented for \(type.groupKind)")
    }
    switch action {
    case "status": try status(call, name)
    case "history": try history(call, name)
    case "undo": try undo(call, name)
    case "restart":
      try change(
        call, name,
        [
          "spec": [
            "template": [
              "metadata": [
                "annotations": ["kubectl.kubernetes.io/restartedAt": Value(call.now.text)]
              ]
            ]
          ]
        ], "restarted")
    default:
      try change(
        call, name, ["spec": ["paused": Value(action == "pause")]],
        action == "pause" ? "paused" : "resumed")
    }
  }

  /// What is still to be done, in the words of `kubectl`; nothing when the rollout is complete.
  static func pending(_ deployment: Value) -> String? {
    let name = deployment.name
    let status = deployment["status"] ?? .null
    func count(_ key: String) -> Int { status[key]?.integer ?? 0 }
    guard (status["observedGeneration"]?.integer ?? 0) >= deployment.generation else {
      return "Waiting for deployment spec update to be observed..."
    }
    let wanted = deployment["spec", "replicas"]?.integer ?? 1
    if count("updatedReplicas") < wanted {
      return
        "Waiting for deployment \"\(name)\" rollout to finish: \(count("updatedReplicas")) out "
        + "of \(wanted) new replicas have been updated..."
    }
    if count("replicas") > count("updatedReplicas") {
      return "Waiting for deployment \"\(name)\" rollout to finish: "
        + "\(count("replicas") - count("updatedReplicas")) old replicas are pending termination..."
    }
    if count("availableReplicas") < count("updatedReplicas") {
      return
        "Waiting for deployment \"\(name)\" rollout to finish: \(count("availableReplicas")) of "
        + "\(count("updatedReplicas")) updated replicas are available..."
    }
    return nil
  }

  private static func status(_ call: Call, _ name: String) throws(CommandError) {
    let client = try call.client()
    let limit = call.flags["timeout"].flatMap(Spans.seconds) ?? 0
    var said: String?
    var isStuck = false
    let isPatient = call.flags["watch"] != "false"
    let first = try asking { () throws(ClientError) in
      try client.get(ResourceType.deployments, name)
    }
    if !isPatient {
      call.print(pending(first) ?? "deployment \"\(name)\" successfully rolled out")
      return
    }
    let outcome = try asking { () throws(ClientError) in
      try client.wait(
        ResourceType.deployments, name, timeout: .seconds(limit > 0 ? limit : 86_400)
      ) { object in
        guard let object else { return true }
        if object.condition("Progressing")?["reason"]?.string == "ProgressDeadlineExceeded" {
          isStuck = true
          return true
        }
        guard let sentence = pending(object) else { return true }
        if sentence != said { call.print(sentence) }
        said = sentence
        return false
      }
    }
    if isStuck { throw CommandError("deployment \"\(name)\" exceeded its progress deadline") }
    switch outcome {
    case .satisfied(.some): call.print("deployment \"\(name)\" successfully rolled out")
    case .satisfied(nil): throw CommandError("object has been deleted")
    case .timedOut: throw CommandError("timed out waiting for the condition")
    }
  }

  private static func revisions(
    _ call: Call, _ name: String
  ) throws(CommandError) -> [(number: Int, set: Value)] {
    let client = try call.client()
    let deployment = try asking { () throws(ClientError) in
      try client.get(ResourceType.deployments, name)
    }
    let sets = try asking { () throws(ClientError) in try client.list(ResourceType.replicaSets) }
    return sets.filter { $0.controller?.uid == deployment.uid }.compactMap { set in
      set.annotations["deployment.kubernetes.io/revision"].flatMap(Int.init).map { ($0, set) }
    }.sorted { $0.number < $1.number }
  }

  private static func history(_ call: Call, _ name: String) throws(CommandError) {
    let revisions = try revisions(call, name)
    if let wanted = try call.flags.integer("revision") {
      guard let found = revisions.first(where: { $0.number == wanted }) else {
        throw CommandError("unable to find the specified revision")
      }
      call.print("deployment.apps/\(name) with revision #\(wanted)")
      call.print("Pod Template:")
      for line in Describe.podTemplate(found.set["spec", "template"] ?? .null) {
        call.print("  " + line)
      }
      return
    }
    call.print("deployment.apps/\(name) ")
    var printer = TablePrinter()
    let rows = revisions.map { entry in
      [String(entry.number), entry.set.annotations["kubernetes.io/change-cause"] ?? "<none>"]
    }
    for line in printer.lines([["REVISION", "CHANGE-CAUSE"]] + rows) { call.print(line) }
    call.print("")
  }

  private static func undo(_ call: Call, _ name: String) throws(CommandError) {
    let revisions = try revisions(call, name)
    let target: Value
    if let wanted = try call.flags.integer("to-revision"), wanted > 0 {
      guard let found = revisions.first(where: { $0.number == wanted }) else {
        throw CommandError("unable to find specified revision \(wanted) in history")
      }
      target = found.set
    } else {
      guard revisions.count > 1 else {
        throw CommandError("no rollout history found for deployment \"\(name)\"")
      }
      target = revisions[revisions.count - 2].set
    }
    var template = target["spec", "template"] ?? .null
    template["metadata", "labels", "pod-template-hash"] = nil
    let client = try call.client()
    try asking { () throws(ClientError) in
      try client.patch(
        ResourceType.deployments, name,
        [["op": "replace", "path": "/spec/template", "value": template]], kind: .json)
    }
    call.print("deployment.apps/\(name) rolled back")
  }

  private static func change(
    _ call: Call, _ name: String, _ patch: Value, _ done: String
  ) throws(CommandError) {
    let client = try call.client()
    try asking { () throws(ClientError) in
      try client.patch(ResourceType.deployments, name, patch, kind: .strategic)
    }
    call.print("deployment.apps/\(name) \(done)")
  }
}
