import Documents
import Kubernetes
import KubernetesClient

/// `set`: variables and images of a deployment's containers; the rest is in `SetContainers`.
enum SetVerb {
  static let flags = [
    Flag("list", nil, .bool, "Show the variables."),
    Flag("containers", "c", .text, "Only this container."),
    Flag("env", "e", .text, "A variable; may be given again."),
    Flag("overwrite", nil, .bool, "Accepted; values are replaced."),
    Flag("selector", "l", .text, "Objects whose labels match."),
    Flag("all", nil, .bool, "All objects of the type."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    var words = call.words
    let what = words.isEmpty ? "" : words.removeFirst()
    switch what {
    case "env": try environment(call, words)
    case "image": try image(call, words)
    case "resources": try SetContainers.resources(call, words)
    case "probe" where call.isOpenShiftTool: try SetContainers.probe(call, words)
    default: throw CommandError("unknown command \"set \(what)\" for \"\(call.program)\"")
    }
  }

  private static func environment(_ call: Call, _ words: [String]) throws(CommandError) {
    let edits =
      words.filter { $0.contains("=") || ($0.hasSuffix("-") && !$0.contains("/")) }
      + call.flags.all("env")
    let names = words.filter { !edits.contains($0) }
    let client = try call.client()
    guard !edits.isEmpty || call.flags.isSet("list") else {
      throw CommandError("at least one environment variable must be provided", usage: true)
    }
    for (type, name) in try Change.objects(call, names) {
      let object = try asking { () throws(ClientError) in try client.get(type, name) }
      let containers = object["spec", "template", "spec", "containers"]?.array ?? []
      if call.flags.isSet("list") {
        for container in containers {
          call.print("# \(type.plural)/\(name), container \(container["name"]?.string ?? "")")
          for variable in container["env"]?.array ?? [] { call.print(text(variable)) }
        }
        continue
      }
      let wanted = call.flags["containers"]
      let patches = containers.filter { wanted == nil || $0["name"]?.string == wanted }.map {
        container -> Value in
        let changes = edits.map { edit -> Value in
          if edit.hasSuffix("-"), !edit.contains("=") {
            return ["name": Value(edit.dropLast()), "$patch": "delete"]
          }
          let parts = edit.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
          return ["name": Value(parts[0]), "value": Value(parts[1])]
        }
        return ["name": container["name"] ?? "", "env": .array(changes)]
      }
      try asking { () throws(ClientError) in
        try client.patch(
          type, name, ["spec": ["template": ["spec": ["containers": .array(patches)]]]],
          kind: .strategic)
      }
      call.print(
        "\(type.groupSingular)/\(name) \(call.isOpenShiftTool ? "updated" : "env updated")")
    }
  }

  private static func text(_ variable: Value) -> String {
    let name = variable["name"]?.string ?? ""
    guard let source = variable["valueFrom"] else {
      return "\(name)=\(variable["value"]?.string ?? "")"
    }
    if let key = source["secretKeyRef"] {
      return "# \(name) from secret \(key["name"]?.string ?? ""), key \(key["key"]?.string ?? "")"
    }
    if let key = source["configMapKeyRef"] {
      return
        "# \(name) from configmap \(key["name"]?.string ?? ""), key \(key["key"]?.string ?? "")"
    }
    return "# \(name) from \(source.json())"
  }

  private static func image(_ call: Call, _ words: [String]) throws(CommandError) {
    let edits = words.filter { $0.contains("=") }
    guard !edits.isEmpty else {
      throw CommandError("at least one image update is required", usage: true)
    }
    let client = try call.client()
    for (type, name) in try Change.objects(call, words.filter { !$0.contains("=") }) {
      let object = try asking { () throws(ClientError) in try client.get(type, name) }
      let known = (object["spec", "template", "spec", "containers"]?.array ?? []).compactMap {
        $0["name"]?.string
      }
      var patches: [Value] = []
      for edit in edits {
        let parts = edit.split(separator: "=", maxSplits: 1)
        let container = String(parts[0])
        guard container == "*" || known.contains(container) else {
          throw CommandError("unable to find container named \"\(container)\"")
        }
        for target in container == "*" ? known : [container] {
          patches.append(["name": Value(target), "image": Value(parts.count > 1 ? parts[1] : "")])
        }
      }
      try asking { () throws(ClientError) in
        try client.patch(
          type, name, ["spec": ["template": ["spec": ["containers": .array(patches)]]]],
          kind: .strategic)
      }
      call.print("\(type.groupSingular)/\(name) image updated")
    }
  }
}
