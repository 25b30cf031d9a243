import Documents
import Kubernetes
import KubernetesClient

/// `set resources` and `oc set probe`: what containers may use, and how they are asked for their
/// health.
enum SetContainers {
  static let flags = [
    Flag("limits", nil, .list, "The most that a container may use, as in cpu=200m,memory=512Mi."),
    Flag("requests", nil, .list, "What a container is sure to get."),
    Flag("readiness", nil, .bool, "The probe that decides whether a pod gets requests."),
    Flag("liveness", nil, .bool, "The probe that decides whether a container starts again."),
    Flag("startup", nil, .bool, "The probe that the others wait for."),
    Flag("remove", nil, .bool, "Remove the probes."),
    Flag("get-url", nil, .text, "Probe by a request, as in http://:8080/health."),
    Flag("open-tcp", nil, .text, "Probe by a connection to this port."),
    Flag("initial-delay-seconds", nil, .text, "How long to wait before the first probe."),
    Flag("period-seconds", nil, .text, "How often to probe."),
    Flag("timeout-seconds", nil, .text, "How long to wait for an answer."),
    Flag("success-threshold", nil, .text, "How many answers make a success."),
    Flag("failure-threshold", nil, .text, "How many failures make a failure."),
  ]

  static func resources(_ call: Call, _ words: [String]) throws(CommandError) {
    var wanted: Value = [:]
    for flag in ["limits", "requests"] where call.flags.isGiven(flag) {
      for pair in call.flags.all(flag) {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else {
          throw CommandError("Invalid argument syntax \(pair), expected <resource>=<value>")
        }
        wanted[flag, String(parts[0])] = Value(parts[1])
      }
    }
    guard wanted.object?.isEmpty == false else {
      throw CommandError(
        "you must specify an update to requests or limits (in the form of --requests/--limits)")
    }
    try change(call, words, ["resources": wanted], done: "resource requirements updated")
  }

  static func probe(_ call: Call, _ words: [String]) throws(CommandError) {
    let kinds = ["readiness", "liveness", "startup"].filter { call.flags.isSet($0) }
    guard !kinds.isEmpty else {
      throw CommandError("you must specify one of --readiness, --liveness or --startup")
    }
    let probe = call.flags.isSet("remove") ? .null : try self.probe(call)
    var fields: Value = [:]
    for kind in kinds { fields["\(kind)Probe"] = probe }
    try change(call, words, fields, done: "probes updated")
  }

  private static func probe(_ call: Call) throws(CommandError) -> Value {
    var probe: Value = [:]
    if let address = call.flags["get-url"] {
      probe["httpGet"] = try request(address)
    } else if let port = call.flags["open-tcp"] {
      probe["tcpSocket"] = ["port": Int(port).map { Value($0) } ?? Value(port)]
    } else if !call.flags.rest.isEmpty {
      probe["exec"] = ["command": Value(call.flags.rest)]
    }
    for (flag, field) in [
      ("initial-delay-seconds", "initialDelaySeconds"), ("period-seconds", "periodSeconds"),
      ("timeout-seconds", "timeoutSeconds"), ("success-threshold", "successThreshold"),
      ("failure-threshold", "failureThreshold"),
    ] {
      if let number = try call.flags.integer(flag) { probe[field] = Value(number) }
    }
    guard probe.object?.isEmpty == false else {
      throw CommandError(
        "you must specify --get-url, --open-tcp, a command behind --, a number of seconds or "
          + "--remove")
    }
    return probe
  }

  /// The request that an address like `http://:8080/health` stands for.
  private static func request(_ address: String) throws(CommandError) -> Value {
    let parts = address.split(separator: "://", maxSplits: 1).map(String.init)
    guard parts.count == 2, ["http", "https"].contains(parts[0]) else {
      throw CommandError("--get-url must be an address like http://:8080/path, not \(address)")
    }
    let place = parts[1].prefix { $0 != "/" }
    let path = parts[1].dropFirst(place.count)
    let words = place.split(separator: ":", omittingEmptySubsequences: false)
    let port = words.count > 1 ? String(words[1]) : parts[0] == "https" ? "443" : "80"
    var request: Value = [
      "path": Value(path.isEmpty ? "/" : String(path)),
      "port": Int(port).map { Value($0) } ?? Value(port),
      "scheme": Value(parts[0].uppercased()),
    ]
    if let host = words.first, !host.isEmpty { request["host"] = Value(host) }
    return request
  }

  /// Gives fields to the containers of the objects that are named.
  private static func change(
    _ call: Call, _ words: [String], _ fields: Value, done: String
  ) throws(CommandError) {
    let client = try call.client()
    for (type, name) in try Change.objects(call, words) {
      let object = try asking { () throws(ClientError) in try client.get(type, name) }
      let containers = (object["spec", "template", "spec", "containers"]?.array ?? [])
        .compactMap { $0["name"]?.string }
      let chosen = containers.filter { call.flags["containers"].map(["*", $0].contains) ?? true }
      guard !chosen.isEmpty else {
        throw CommandError(
          "\(type.groupSingular)/\(name) has no container named "
            + "\"\(call.flags["containers"] ?? "*")\"")
      }
      let patches = chosen.map { container -> Value in
        var patch = fields
        patch["name"] = Value(container)
        return patch
      }
      try asking { () throws(ClientError) in
        try client.patch(
          type, name, ["spec": ["template": ["spec": ["containers": .array(patches)]]]],
          kind: .strategic)
      }
      call.print("\(type.groupSingular)/\(name) \(done)")
    }
  }
}
