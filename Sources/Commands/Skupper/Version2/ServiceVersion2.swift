import Documents
import Kubernetes
import KubernetesClient
import Skupper

/// The two ends of an address.
enum ServiceKind: String {
  case listener, connector

  var type: ResourceType { self == .listener ? Version2.listeners : Version2.connectors }
}

/// `skupper listener …` and `skupper connector …`.
struct ServiceCommand {
  private let kind: ServiceKind
  private let call: SkupperCall

  private var what: String { kind.rawValue }
  private var title: String { kind.type.kind }

  init(_ kind: ServiceKind, _ call: SkupperCall) {
    self.kind = kind
    self.call = call
  }

  func create() throws(SkupperError) {
    var check = InputCheck()
    let existing = try call.resources(kind.type)
    let object = try resource(&check, isLive: true)
    if existing.contains(where: { $0.name == object.name }) {
      check.add(
        "There is already a \(what) \(object.name) created for namespace \(try call.namespace())")
    }
    try call.checkWaiting(&check)
    try check.finish()
    try call.make(kind.type, object)
    let texts = call.profile.version2 ?? .standard
    let word = call.text("wait") == texts.serviceWait ? texts.serviceWord : call.text("wait")
    try call.await(
      kind.type, object.name, "Waiting for create to complete...",
      done: "\(title) \"\(object.name)\" is \(word)\(texts.serviceEnd)")
  }

  func generate() throws(SkupperError) {
    var check = InputCheck()
    let object = try resource(&check, isLive: false)
    call.checkOutput(&check)
    try check.finish()
    call.printResources([object])
  }

  func update() throws(SkupperError) {
    var check = InputCheck()
    let existing = try call.resources(kind.type)
    let name = chosenName(&check, isRequired: "configured")
    if !name.isEmpty, !existing.contains(where: { $0.name == name }) {
      check.add(
        "\(what) \(name) must exist in namespace \(try call.namespace()) to be updated")
    }
    try checkFlags(&check, isLive: true)
    var changes = Members()
    for (flag, field) in [
      ("routing-key", "routingKey"), ("tls-credentials", "tlsCredentials"), ("type", "type"),
      ("host", "host"), ("selector", "selector"),
    ] {
      if let text = call.flags[flag] { changes[field] = Value(text) }
    }
    if let port = call.flags["port"] { changes["port"] = Value(check.port(port, "\(what) port")) }
    if call.flags.isGiven("include-not-ready") {
      changes["includeNotReadyPods"] = Value(call.isSet("include-not-ready"))
    }
    if let selector = try workloadSelector(&check) { changes["selector"] = Value(selector) }
    try call.checkWaiting(&check)
    try check.finish()
    let client = try call.client()
    try call.asked { () throws(ClientError) in
      try client.edit(kind.type, name) { object in
        for (field, value) in changes { object["spec", field] = value }
        // A server is found by its labels or by its host, not by both.
        if changes["host"] != nil { object["spec", "selector"] = nil }
        if kind == .connector, changes["selector"] != nil { object["spec", "host"] = nil }
      }
    }
    try call.await(
      kind.type, name, "Waiting for update to complete...", done: "\(title) \"\(name)\" is updated")
  }

  func status() throws(SkupperError) {
    var check = InputCheck()
    let objects = try call.resources(kind.type)
    var chosen: Value?
    if call.words.count > 1 {
      check.add("only one argument is allowed for this command")
    } else if let name = call.words.first {
      check.name(name, "\(what) name")
      chosen = objects.first { $0.name == name }
      if chosen == nil {
        check.add("\(what) \(name) does not exist in namespace \(try call.namespace())")
      }
    }
    call.checkOutput(&check)
    try check.finish()
    let isDocument = call.flags["output"] != nil
    if isDocument, !objects.isEmpty {
      call.printResources(chosen.map { [$0] } ?? objects)
    } else if let chosen {
      call.print(
        kind == .listener ? Version2.listenerText(chosen) : Version2.connectorText(chosen))
    } else {
      call.print(
        kind == .listener ? Version2.listenerTable(objects) : Version2.connectorTable(objects))
    }
  }

  func delete() throws(SkupperError) {
    var check = InputCheck()
    let objects = try call.resources(kind.type)
    let name = chosenName(&check, isRequired: "specified")
    if !name.isEmpty, !objects.contains(where: { $0.name == name }) {
      check.add("\(what) \(name) does not exist in namespace \(try call.namespace())")
    }
    check.duration(try call.seconds("timeout"), "timeout", atLeast: 10)
    try check.finish()
    try call.remove(kind.type, name)
    try call.awaitEnd(of: kind.type, name, done: "\(title) \"\(name)\" deleted")
  }

  private func chosenName(_ check: inout InputCheck, isRequired verb: String) -> String {
    guard let name = call.words.first else {
      check.add("\(what) name must be \(verb)")
      return ""
    }
    if call.words.count > 1 {
      check.add("only one argument is allowed for this command")
      return ""
    }
    check.name(name, "\(what) name")
    return name
  }

  /// The resource that name, port and flags describe.
  /// - Parameter isLive: whether there is a cluster to look at.
  private func resource(
    _ check: inout InputCheck, isLive: Bool
  ) throws(SkupperError) -> Value {
    var name = ""
    var port = 0
    if call.words.count < 2 {
      check.add("\(what) name and port must be configured")
    } else if call.words.count > 2 {
      check.add("only two arguments are allowed for this command")
    } else {
      name = call.words[0]
      check.name(name, "\(what) name")
      port = check.port(call.words[1], "\(what) port")
    }
    try checkFlags(&check, isLive: isLive)
    var host = call.text("host")
    var selector = call.text("selector")
    if kind == .listener, host.isEmpty { host = name }
    if isLive, let found = try workloadSelector(&check) { selector = found }
    if kind == .connector, host.isEmpty, selector.isEmpty { selector = "app=\(name)" }
    return call.resource(
      kind.type, name,
      [
        "host": Value(host), "includeNotReadyPods": Value(call.isSet("include-not-ready")),
        "port": Value(port), "routingKey": Value(call.flags["routing-key"] ?? name),
        "selector": Value(selector), "tlsCredentials": Value(call.text("tls-credentials")),
        "type": Value(call.text("type")),
      ])
  }

  private func checkFlags(_ check: inout InputCheck, isLive: Bool) throws(SkupperError) {
    if let key = call.flags["routing-key"] { check.name(key, "routing key") }
    if let name = call.flags["tls-credentials"], isLive, try call.find(.secrets, name) == nil {
      check.add("tls-secret is not valid: does not exist")
    }
    check.option(call.text("type"), "\(what) type", among: ["tcp"])
    let host = call.text("host")
    let selector = call.text("selector")
    let workload = call.text("workload")
    if !host.isEmpty {
      if !workload.isEmpty || !selector.isEmpty {
        check.add("If host is configured, cannot configure workload or selector")
      }
      if !Names.isSubdomain(host), !host.contains(":") {
        check.add("host is not valid: a valid IP address or hostname is expected")
      }
    }
    if !selector.isEmpty {
      if !workload.isEmpty {
        check.add("If selector is configured, cannot configure workload or host")
      }
      if (try? Selector.parse(selector)) == nil {
        check.add("selector is not valid: \"\(selector)\" cannot be understood")
      }
    }
  }

  /// The labels of the pods of the resource that `--workload` names.
  private func workloadSelector(_ check: inout InputCheck) throws(SkupperError) -> String? {
    guard let workload = call.flags["workload"] else { return nil }
    let parts = workload.split(separator: "/").map(String.init)
    guard parts.count == 2 else {
      check.add("workload is not valid: workload must include <resource-type>/<resource-name>")
      return nil
    }
    let name = parts[1]
    let (type, title, path): (ResourceType, String, [String])
    switch parts[0].lowercased() {
    case "deployment":
      (type, title, path) = (.deployments, "Deployment", ["spec", "selector", "matchLabels"])
    case "service": (type, title, path) = (.services, "Service", ["spec", "selector"])
    default:
      check.add(
        "workload is not valid: resource-type does not match expected value: "
          + "deployment/service/daemonset/statefulset")
      return nil
    }
    guard let object = try call.find(type, name) else {
      check.add(
        "failed trying to get \(title) specified by workload: \(type.groupResource) \"\(name)\" "
          + "not found")
      return nil
    }
    let labels = object[path: path[...]]?.object?.strings ?? [:]
    if labels.isEmpty { check.add("workload, no selector labels found") }
    return labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
  }
}
