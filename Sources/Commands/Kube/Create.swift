import Documents
import Kubernetes
import KubernetesClient
import Platform
import TLS

/// `create`: objects from files or, for the common types, from words.
enum Create {
  static let flags =
    Routes.flags + [
      Manifests.flag,
      Flag("image", nil, .text, "A deployment's image."),
      Flag("replicas", "r", .text, "A deployment's number of pods."),
      Flag("tcp", nil, .list, "A service's ports, as in 80:8080."),
      Flag("clusterip", nil, .text, "A service's address, or None."),
      Flag("from-literal", nil, .text, "A pair for a secret or config map; may be given again."),
      Flag("from-file", nil, .text, "A file for a secret or config map; may be given again."),
      Flag("type", nil, .text, "A secret's type."),
    ] + CreateSecret.flags + [
      Flag("dry-run", nil, .text, "Say what would be made."),
      Flag("output", "o", .text, "How to print what is made."),
      Flag("validate", nil, .text, "false keeps quiet about fields that a custom type lacks."),
    ]

  static func run(_ call: Call) throws(CommandError) {
    if call.flags.isGiven("filename") {
      for object in try Manifests.read(call.flags.all("filename"), call) {
        try create(call, try Manifests.type(of: object, call), object, namespace: object.namespace)
      }
      return
    }
    let words = call.words
    guard let kind = words.first else {
      throw CommandError("must specify one of -f and -k", usage: true)
    }
    if kind == "route" {
      try Routes.run(call, Array(words.dropFirst()))
      return
    }
    let wantsKind = kind == "secret" || kind == "service" || kind == "svc"
    let name = words.dropFirst(wantsKind ? 2 : 1).first
    guard let name else {
      throw CommandError("exactly one NAME is required, got 0", usage: true)
    }
    switch kind {
    case "namespace", "ns":
      try create(
        call, .namespaces,
        ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": Value(name)]])
    case "deployment", "deploy": try deployment(call, name)
    case "service", "svc": try service(call, words[1], name)
    case "configmap", "cm":
      try create(
        call, .configMaps,
        [
          "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": Value(name)],
          "data": .object(try data(call)),
        ])
    case "secret": try CreateSecret.run(call, words[1], name)
    case "serviceaccount", "sa":
      try create(
        call, .serviceAccounts,
        ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": Value(name)]])
    default:
      throw CommandError("unknown command \"create \(kind)\" for \"\(call.program)\"")
    }
  }

  private static func deployment(_ call: Call, _ name: String) throws(CommandError) {
    guard let image = call.flags["image"] else {
      throw CommandError("required flag(s) \"image\" not set")
    }
    var container: Value = [
      "image": Value(image), "name": Value(ImageReference(image).lastWord), "resources": [:],
    ]
    if !call.flags["port", default: ""].isEmpty, let port = try call.flags.integer("port") {
      container["ports"] = [["containerPort": Value(port)]]
    }
    if !call.restWords.isEmpty { container["command"] = Value(call.restWords) }
    let labels: Value = ["app": Value(name)]
    do {
      try create(
        call, .deployments,
        [
          "apiVersion": "apps/v1", "kind": "Deployment",
          "metadata": ["name": Value(name), "labels": labels],
          "spec": [
            "replicas": Value(try call.flags.integer("replicas") ?? 1),
            "selector": ["matchLabels": labels],
            "template": ["metadata": ["labels": labels], "spec": ["containers": [container]]],
          ],
        ])
    } catch  where error.text.hasPrefix("Error from server") {
      let reason = error.text.drop { $0 != ":" }.dropFirst(2)
      throw CommandError("failed to create deployment: \(reason)")
    }
  }

  private static func service(
    _ call: Call, _ kind: String, _ name: String
  ) throws(CommandError) {
    let types = ["clusterip": "ClusterIP", "nodeport": "NodePort", "loadbalancer": "LoadBalancer"]
    guard let type = types[kind] else {
      throw CommandError("unknown command \"create service \(kind)\" for \"\(call.program)\"")
    }
    var ports: [Value] = []
    for word in call.flags.all("tcp") {
      let parts = word.split(separator: ":")
      guard let port = Int(parts[0]) else { throw CommandError("invalid port \"\(word)\"") }
      ports.append([
        "name": Value(word.split(separator: ":").joined(separator: "-")), "port": Value(port),
        "protocol": "TCP",
        "targetPort": parts.count > 1
          ? Int(parts[1]).map { Value($0) } ?? Value(parts[1]) : Value(port),
      ])
    }
    guard !ports.isEmpty || call.flags["clusterip"] == "None" else {
      throw CommandError("at least one tcp port specifier must be provided")
    }
    var spec: Value = [
      "ports": .array(ports), "selector": ["app": Value(name)], "type": Value(type),
    ]
    if let address = call.flags["clusterip"] { spec["clusterIP"] = Value(address) }
    try create(
      call, .services,
      [
        "apiVersion": "v1", "kind": "Service",
        "metadata": ["name": Value(name), "labels": ["app": Value(name)]], "spec": spec,
      ])
  }

  static func data(_ call: Call) throws(CommandError) -> Members {
    var members = Members()
    for pair in call.flags.all("from-literal") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw CommandError("invalid literal source \(pair), expected key=value")
      }
      members[String(parts[0])] = Value(parts[1])
    }
    for source in call.flags.all("from-file") {
      let parts = source.split(separator: "=", maxSplits: 1)
      let path = String(parts.last ?? "")
      let key = parts.count > 1 ? String(parts[0]) : Path.name(of: path)
      guard let text = try? Files.readText(path) else {
        throw CommandError("error reading \(path): no such file or directory")
      }
      members[key] = Value(text)
    }
    return members
  }

  static func create(
    _ call: Call, _ type: ResourceType, _ object: Value, namespace: String? = nil
  ) throws(CommandError) {
    var shown = object
    if !Change.isDryRun(call) {
      let client = try call.client()
      shown = try asking { () throws(ClientError) in
        try client.create(type, object, namespace: namespace, isStrict: call.isStrict)
      }
    }
    if let form = call.flags["output"] {
      call.printer.out(try Output(form).text(shown))
    } else {
      call.print("\(type.groupSingular)/\(shown.name) created\(Change.suffix(call))")
    }
  }

  /// `a=b,c=d` as a dictionary.
  static func pairs(_ text: String) -> [String: String] {
    var pairs: [String: String] = [:]
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      pairs[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    return pairs
  }
}

extension Call {
  /// Whether fields that a type does not know are refused, as they are unless validation is off.
  var isStrict: Bool { !["false", "ignore", "warn"].contains(flags["validate"] ?? "") }

  /// What stood behind `--`.
  var restWords: [String] { flags.rest }
}

extension ParsedFlags {
  /// The value of a flag, or another when it isn't given.
  subscript(name: String, default other: String) -> String { self[name] ?? other }
}
