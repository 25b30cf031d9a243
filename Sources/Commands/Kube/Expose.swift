import Documents
import Kubernetes
import KubernetesClient

/// `expose`: a service for a deployment, pod or another service; with `oc`, a route for a service.
enum Expose {
  static let flags = [
    Flag("port", nil, .text, "The service's port."),
    Flag("target-port", nil, .text, "The pods' port; the same without it."),
    Flag("name", nil, .text, "The name of what is made."),
    Flag("type", nil, .text, "ClusterIP, NodePort or LoadBalancer."),
    Flag("protocol", nil, .text, "TCP or UDP."),
    Flag("selector", nil, .text, "Labels of the pods."),
    Flag("labels", "l", .text, "Labels for what is made."),
    Flag("hostname", nil, .text, "A route's host."),
    Flag("path", nil, .text, "A route's path."),
    Flag("dry-run", nil, .text, "Say what would be made."),
    Flag("output", "o", .text, "How to print what is made."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    let (type, name) = try ResourceArguments.one(call.words, call)
    let client = try call.client()
    let source = try asking { () throws(ClientError) in try client.get(type, name) }
    if type == .services, call.isOpenShiftTool, !call.flags.isGiven("type") {
      try Routes.create(
        call, name: call.flags["name"] ?? name, service: source, termination: nil,
        port: call.flags["port"], verb: "exposed")
      return
    }
    let selector: [String: String]
    switch type {
    case .services: selector = source["spec", "selector"]?.object?.strings ?? [:]
    case .pods: selector = source.labels
    default:
      selector = source["spec", "selector", "matchLabels"]?.object?.strings ?? [:]
    }
    guard !selector.isEmpty else {
      throw CommandError(
        "couldn't retrieve selectors via --selector flag or introspection: the \(type.singular) has "
          + "no labels and cannot be exposed")
    }
    var service: Value = [
      "apiVersion": "v1", "kind": "Service",
      "metadata": ["name": Value(call.flags["name"] ?? name)],
      "spec": ["ports": .array(try ports(call, source, type)), "selector": Value(selector)],
    ]
    let labels = call.flags["labels"].map(Create.pairs) ?? source.labels
    if !labels.isEmpty { service["metadata", "labels"] = Value(labels) }
    if let kind = call.flags["type"] { service["spec", "type"] = Value(kind) }
    if Change.isDryRun(call) {
      if let form = call.flags["output"] { call.printer.out(try Output(form).text(service)) }
    } else {
      try asking { () throws(ClientError) in try client.create(.services, service) }
    }
    if call.flags["output"] == nil {
      call.print("service/\(service.name) exposed\(Change.suffix(call))")
    }
  }

  private static func ports(
    _ call: Call, _ source: Value, _ type: ResourceType
  ) throws(CommandError) -> [Value] {
    let transport = call.flags["protocol"] ?? "TCP"
    func port(_ number: Int, name: String? = nil) -> Value {
      var port: Value = ["port": Value(number), "protocol": Value(transport)]
      let target = call.flags["target-port"]
      port["targetPort"] = target.map { Int($0).map { Value($0) } ?? Value($0) } ?? Value(number)
      if let name { port["name"] = Value(name) }
      return port
    }
    if let text = call.flags["port"] {
      var ports: [Value] = []
      let words = text.split(separator: ",")
      for (index, word) in words.enumerated() {
        guard let number = Int(word) else {
          throw CommandError("strconv.Atoi: parsing \"\(word)\": invalid syntax")
        }
        ports.append(port(number, name: words.count > 1 ? "port-\(index + 1)" : nil))
      }
      return ports
    }
    if type == .services {
      return source["spec", "ports"]?.array ?? []
    }
    let template = type == .pods ? source["spec"] : source["spec", "template", "spec"]
    let declared = (template?["containers"]?.array ?? []).flatMap { $0["ports"]?.array ?? [] }
      .compactMap { $0["containerPort"]?.integer }
    guard !declared.isEmpty else {
      throw CommandError("couldn't find port via --port flag or introspection")
    }
    return declared.enumerated().map {
      port($0.element, name: declared.count > 1 ? "port-\($0.offset + 1)" : nil)
    }
  }
}

/// Routes, which `oc expose service` and `oc create route` make.
enum Routes {
  static let flags = [
    Flag("service", nil, .text, "The service that the route leads to."),
    Flag("port", nil, .text, "The service's port, by number or name."),
    Flag("hostname", nil, .text, "The route's host; one is made up without it."),
    Flag("path", nil, .text, "Only this path."),
    Flag("insecure-policy", nil, .text, "None, Allow or Redirect."),
    Flag("cert", nil, .text, "A certificate file."),
    Flag("key", nil, .text, "Its key's file."),
    Flag("wildcard-policy", nil, .text, "Accepted."),
  ]

  /// `oc create route edge|passthrough|reencrypt [NAME] --service=S`.
  static func run(_ call: Call, _ words: [String]) throws(CommandError) {
    guard let termination = words.first, ["edge", "passthrough", "reencrypt"].contains(termination)
    else {
      throw CommandError(
        verbatim: "error: choose the kind of route: oc create route edge|passthrough|reencrypt "
          + "[NAME] --service=SERVICE", exitCode: 1)
    }
    guard let serviceName = call.flags["service"], !serviceName.isEmpty else {
      throw CommandError("--service is required")
    }
    let client = try call.client()
    let service = try asking { () throws(ClientError) in
      try client.find(.services, serviceName)
    }
    guard service != nil || call.flags["port"] != nil else {
      throw CommandError(
        "you need to provide a route port via --port when exposing a non-existent service")
    }
    try create(
      call, name: words.dropFirst().first ?? serviceName,
      service: service ?? ["metadata": ["name": Value(serviceName)]], termination: termination,
      port: call.flags["port"], verb: "created")
  }

  static func create(
    _ call: Call, name: String, service: Value, termination: String?, port: String?, verb: String
  ) throws(CommandError) {
    var route: Value = [
      "apiVersion": "route.openshift.io/v1", "kind": "Route",
      "metadata": ["name": Value(name)],
      "spec": ["to": ["kind": "Service", "name": Value(service.name), "weight": 100]],
    ]
    if !service.labels.isEmpty { route["metadata", "labels"] = Value(service.labels) }
    if let host = call.flags["hostname"] { route["spec", "host"] = Value(host) }
    if let path = call.flags["path"] { route["spec", "path"] = Value(path) }
    // A port that has a name is the one that the route leads to.
    let named = service["spec", "ports"]?[0]?["name"]?.string
    if let port = port ?? named {
      route["spec", "port"] = ["targetPort": Int(port).map { Value($0) } ?? Value(port)]
    }
    if let termination {
      route["spec", "tls"] = ["termination": Value(termination)]
      if let policy = call.flags["insecure-policy"] {
        guard ["None", "Allow", "Redirect", ""].contains(policy) else {
          throw CommandError(
            "invalid insecure policy \"\(policy)\": use None, Allow or Redirect")
        }
        route["spec", "tls", "insecureEdgeTerminationPolicy"] = Value(policy)
      }
    }
    let client = try call.client()
    try asking { () throws(ClientError) in try client.create(.routes, route) }
    call.print("route.route.openshift.io/\(name) \(verb)")
  }
}
