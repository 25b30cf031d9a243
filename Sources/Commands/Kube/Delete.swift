import Documents
import Kubernetes
import KubernetesClient

/// `delete`: objects by name, label or file; it returns when they are gone.
enum Delete {
  static let flags: [Flag] = [
    Flag("selector", "l", .text, "Delete objects whose labels match."),
    Flag("all", nil, .bool, "Delete all objects of the type."),
    Flag("filename", "f", .list, "Delete the objects of these files."),
    Flag("ignore-not-found", nil, .bool, "Succeed when an object isn't there."),
    Flag("grace-period", nil, .text, "Seconds that a pod has to end by itself."),
    Flag("force", nil, .bool, "End pods at once."),
    Flag("now", nil, .bool, "Give pods one second."),
    Flag("wait", nil, .bool, "Return when the objects are gone (the default)."),
    Flag("cascade", nil, .text, "background, foreground or orphan."),
    Flag("output", "o", .text, "name prints only the names."),
    Flag("timeout", nil, .text, "Accepted."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    var grace = try call.flags.integer("grace-period")
    if call.flags.isSet("now") { grace = 1 }
    if call.flags.isSet("force") {
      grace = 0
      call.warn(
        "Warning: Immediate deletion does not wait for confirmation that the running resource has "
          + "been terminated. The resource may continue to run on the cluster indefinitely.")
    }
    var failures: [CommandError] = []
    var deleted: [(ResourceType, String, Value)] = []
    for (type, name, namespace) in try targets(call) {
      do {
        let answer = try delete(call, type, name, namespace, grace)
        deleted.append((type, name, answer))
        call.print(
          call.flags["output"] == "name"
            ? "\(type.groupSingular)/\(name)"
            : "\(type.groupSingular) \"\(name)\" \(grace == 0 ? "force deleted" : "deleted")")
      } catch  where error.isNotFound && call.flags.isSet("ignore-not-found") {
        continue
      } catch {
        failures.append(CommandError(error))
      }
    }
    if call.flags["wait"] != "false" {
      let client = try call.client()
      for (type, name, answer) in deleted {
        let uid = answer["kind"]?.string == "Status" ? answer["details", "uid"]?.string : answer.uid
        _ = try asking { () throws(ClientError) in
          try client.wait(
            type, name, namespace: answer.namespace, timeout: .seconds(600)
          ) { $0 == nil || $0?.uid != uid }
        }
      }
    }
    try Get.report(failures, call)
  }

  private static func delete(
    _ call: Call, _ type: ResourceType, _ name: String, _ namespace: String?, _ grace: Int?
  ) throws(ClientError) -> Value {
    let client: KubernetesClient
    do {
      client = try call.client()
    } catch {
      throw ClientError(.configuration, error.text)
    }
    let orphan = call.flags["cascade"].map { $0 == "orphan" || $0 == "false" } ?? false
    return try client.delete(
      type, name, namespace: namespace, gracePeriod: grace,
      propagation: orphan
        ? "Orphan" : call.flags["cascade"] == "foreground" ? "Foreground" : "Background")
  }

  private static func targets(
    _ call: Call
  ) throws(CommandError) -> [(ResourceType, String, String?)] {
    let files = call.flags.all("filename")
    if !files.isEmpty {
      return try Manifests.read(files, call).map { object throws(CommandError) in
        (try Manifests.type(of: object, call), object.name, object.namespace)
      }
    }
    let items = try ResourceArguments(call.words, call).items
    var targets: [(ResourceType, String, String?)] = []
    for item in items {
      if let name = item.name {
        targets.append((item.type, name, nil))
        continue
      }
      guard call.flags.isSet("all") || call.flags.isGiven("selector") else {
        throw CommandError("resource(s) were provided, but no name was specified")
      }
      let client = try call.client()
      let objects = try asking { () throws(ClientError) in
        try client.list(item.type, labels: call.flags["selector"])
      }
      targets += objects.map { (item.type, $0.name, $0.namespace) }
    }
    if targets.isEmpty { call.print("No resources found") }
    return targets
  }
}
