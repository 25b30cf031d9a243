import Documents
import Kubernetes
import KubernetesClient
import TLS

/// `describe`: one object at length, with what belongs to it and its events.
enum Describe {
  static let flags = [
    Flag("selector", "l", .text, "Objects whose labels match."),
    Flag("all-namespaces", "A", .bool, "Objects of all namespaces."),
    Flag("show-events", nil, .text, "false leaves the events out."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    let client = try call.client()
    var texts: [String] = []
    for item in try ResourceArguments(call.words, call).items {
      var objects = try asking { () throws(ClientError) in
        if let name = item.name {
          if let found = try client.find(item.type, name) { return [found] }
          // Like the real one, a name that fits nothing is tried as a prefix.
          let all = try client.list(item.type).filter { $0.name.hasPrefix(name) }
          if all.isEmpty { return [try client.get(item.type, name)] }
          return all
        }
        return try client.list(
          item.type, everywhere: call.flags.isSet("all-namespaces"), labels: call.flags["selector"])
      }
      objects.sort { $0.name < $1.name }
      for object in objects {
        texts.append(try text(call, client, item.type, object).map { $0 + "\n" }.joined())
      }
    }
    if texts.isEmpty { call.warn("No resources found in \(try call.namespace()) namespace.") }
    call.printer.out(texts.joined(separator: "\n\n"))
  }

  private static func text(
    _ call: Call, _ client: KubernetesClient, _ type: ResourceType, _ object: Value
  ) throws(CommandError) -> [String] {
    func list(_ type: ResourceType) throws(CommandError) -> [Value] {
      try asking { () throws(ClientError) in
        try client.list(type, namespace: object.namespace)
      }
    }
    var lines: [String]
    switch type {
    case .pods: lines = pod(object)
    case .deployments: lines = deployment(object, try list(.replicaSets))
    case .replicaSets: lines = replicaSet(object)
    case .services: lines = service(object, try list(.endpoints))
    case .routes: lines = route(object, try list(.endpoints), call.now)
    case .secrets: lines = secret(object)
    case .configMaps: return configMap(object)
    case .namespaces, .projects: return namespace(object)
    default: lines = []
    }
    guard call.flags["show-events"] != "false" else {
      return lines.isEmpty ? DescribeUnstructured.lines(object, noEvents: false) : lines
    }
    let found = try asking { () throws(ClientError) in
      try client.list(
        .events, namespace: object.namespace ?? "default",
        fields: "involvedObject.name=\(object.name),involvedObject.kind=\(type.kind)")
    }
    if lines.isEmpty {
      lines = DescribeUnstructured.lines(object, noEvents: found.isEmpty)
      if found.isEmpty { return lines }
    }
    return lines + events(found, call.now)
  }

  // One description per type.

  private static func pod(_ pod: Value) -> [String] {
    var text = DescribeText(width: 18)
    text.add("Name", pod.name)
    text.add("Namespace", pod.namespace ?? "")
    text.add("Priority", "0")
    text.add("Service Account", pod["spec", "serviceAccountName"]?.string ?? "default")
    text.add(
      "Node",
      "\(pod["spec", "nodeName"]?.string ?? "<none>")\(pod["status", "hostIP"]?.string.map { "/\($0)" } ?? "")"
    )
    if let start = pod["status", "startTime"]?.string { text.add("Start Time", Dates.long(start)) }
    text.add("Labels", DescribeText.pairs(pod.labels))
    text.add("Annotations", DescribeText.pairs(pod.annotations, separator: ": "))
    text.add("Status", pod.isBeingDeleted ? "Terminating" : pod["status", "phase"]?.string ?? "")
    text.add("IP", pod["status", "podIP"]?.string ?? "")
    if let owner = pod.controller { text.add("Controlled By", "\(owner.kind)/\(owner.name)") }
    let statuses = pod["status", "containerStatuses"]?.array ?? []
    text.add(line: "Containers:")
    for container in pod["spec", "containers"]?.array ?? [] {
      let name = container["name"]?.string ?? ""
      text.add(line: "  \(name):")
      let status = statuses.first { $0["name"]?.string == name } ?? .null
      for line in self.container(container, status) { text.add(line: "    " + line) }
    }
    text.add(line: "Conditions:")
    text.add(line: "  Type              Status")
    for condition in pod["status", "conditions"]?.array ?? [] {
      let name = condition["type"]?.string ?? ""
      text.add(
        line:
          "  \(name)\(String(repeating: " ", count: max(1, 18 - name.count)))\(condition["status"]?.string ?? "")"
      )
    }
    text.add(
      section: "Volumes",
      (pod["spec", "volumes"]?.array ?? []).flatMap { volume -> [String] in
        let kind = volume.object?.keys.first { $0 != "name" } ?? ""
        return ["\(volume["name"]?.string ?? ""):", "  Type:  \(kind)"]
      })
    return text.lines
  }

  private static func container(_ container: Value, _ status: Value) -> [String] {
    var text = DescribeText(width: 16)
    if let id = status["containerID"]?.string { text.add("Container ID", id) }
    text.add("Image", container["image"]?.string ?? "")
    if let id = status["imageID"]?.string { text.add("Image ID", id) }
    let ports = (container["ports"]?.array ?? []).map {
      "\($0["containerPort"]?.scalarText ?? "")/\($0["protocol"]?.string ?? "TCP")"
    }
    text.add(ports.count > 1 ? "Ports" : "Port", ports.joined(separator: ", "))
    let command = (container["command"]?.array ?? []).compactMap(\.string)
    if !command.isEmpty { text.add(section: "Command", command) }
    state("State", status["state"], &text)
    if let last = status["lastState"], !last.isEmpty { state("Last State", last, &text) }
    text.add("Ready", status["ready"]?.bool == true ? "True" : "False")
    text.add("Restart Count", status["restartCount"]?.scalarText ?? "0")
    text.add(
      section: "Environment",
      (container["env"]?.array ?? []).map {
        "\($0["name"]?.string ?? ""):  \($0["value"]?.string ?? $0["valueFrom"]?.json() ?? "")"
      })
    text.add(
      section: "Mounts",
      (container["volumeMounts"]?.array ?? []).map {
        "\($0["mountPath"]?.string ?? "") from \($0["name"]?.string ?? "") (\($0["readOnly"]?.bool == true ? "ro" : "rw"))"
      })
    return text.lines
  }

  private static func state(_ name: String, _ state: Value?, _ text: inout DescribeText) {
    guard let entry = state?.object.flatMap({ members in members.first { _ in true } }) else {
      text.add(name, "Waiting")
      return
    }
    text.add(name, entry.key.prefix(1).uppercased() + entry.key.dropFirst())
    let value = entry.value
    if let reason = value["reason"]?.string { text.add("  Reason", reason) }
    if let message = value["message"]?.string { text.add("  Message", message) }
    if let code = value["exitCode"]?.scalarText { text.add("  Exit Code", code) }
    if let time = value["startedAt"]?.string { text.add("  Started", Dates.long(time)) }
    if let time = value["finishedAt"]?.string { text.add("  Finished", Dates.long(time)) }
  }

  private static func deployment(_ deployment: Value, _ sets: [Value]) -> [String] {
    var text = DescribeText(width: 24)
    text.add("Name", deployment.name)
    text.add("Namespace", deployment.namespace ?? "")
    if let time = deployment.creationTime { text.add("CreationTimestamp", Dates.long(time.text)) }
    text.add("Labels", DescribeText.pairs(deployment.labels))
    text.add("Annotations", DescribeText.pairs(deployment.annotations, separator: ": "))
    text.add("Selector", selector(deployment))
    func count(_ key: String) -> Int { deployment["status", key]?.integer ?? 0 }
    text.add(
      "Replicas",
      "\(deployment["spec", "replicas"]?.integer ?? 1) desired | \(count("updatedReplicas")) updated | "
        + "\(count("replicas")) total | \(count("availableReplicas")) available | "
        + "\(count("unavailableReplicas")) unavailable")
    text.add("StrategyType", deployment["spec", "strategy", "type"]?.string ?? "RollingUpdate")
    text.add("MinReadySeconds", deployment["spec", "minReadySeconds"]?.scalarText ?? "0")
    if let rolling = deployment["spec", "strategy", "rollingUpdate"] {
      text.add(
        "RollingUpdateStrategy",
        "\(rolling["maxUnavailable"]?.scalarText ?? "25%") max unavailable, "
          + "\(rolling["maxSurge"]?.scalarText ?? "25%") max surge")
    }
    text.add(line: "Pod Template:")
    for line in podTemplate(deployment["spec", "template"] ?? .null) { text.add(line: "  " + line) }
    text.add(line: "Conditions:")
    text.add(line: "  Type           Status  Reason")
    text.add(line: "  ----           ------  ------")
    for condition in deployment["status", "conditions"]?.array ?? [] {
      let name = condition["type"]?.string ?? ""
      let status = condition["status"]?.string ?? ""
      text.add(
        line: "  \(name)\(String(repeating: " ", count: max(1, 15 - name.count)))\(status)"
          + "\(String(repeating: " ", count: max(1, 8 - status.count)))\(condition["reason"]?.string ?? "")"
      )
    }
    let own = sets.filter { $0.controller?.uid == deployment.uid }
    let current = deployment.annotations["deployment.kubernetes.io/revision"]
    func line(_ set: Value) -> String {
      "\(set.name) (\(set["status", "replicas"]?.integer ?? 0)/\(set["spec", "replicas"]?.integer ?? 0) replicas created)"
    }
    let old = own.filter { $0.annotations["deployment.kubernetes.io/revision"] != current }
    let new = own.filter { $0.annotations["deployment.kubernetes.io/revision"] == current }
    text.add("OldReplicaSets", old.isEmpty ? "<none>" : old.map(line).joined(separator: ", "))
    text.add("NewReplicaSet", new.isEmpty ? "<none>" : new.map(line).joined(separator: ", "))
    return text.lines
  }

  /// Labels and containers of a template, without indentation.
  static func podTemplate(_ template: Value) -> [String] {
    var text = DescribeText(width: 10)
    text.add("Labels", DescribeText.pairs(template["metadata", "labels"]?.object?.strings ?? [:]))
    text.add(line: "Containers:")
    for container in template["spec", "containers"]?.array ?? [] {
      text.add(line: " \(container["name"]?.string ?? ""):")
      text.add(line: "  Image:      \(container["image"]?.string ?? "")")
      let ports = (container["ports"]?.array ?? []).map {
        "\($0["containerPort"]?.scalarText ?? "")/\($0["protocol"]?.string ?? "TCP")"
      }
      text.add(line: "  Port:       \(ports.isEmpty ? "<none>" : ports.joined(separator: ", "))")
      let variables = container["env"]?.array ?? []
      text.add(line: variables.isEmpty ? "  Environment:  <none>" : "  Environment:")
      for variable in variables {
        text.add(line: "    \(variable["name"]?.string ?? ""):  \(variable["value"]?.string ?? "")")
      }
    }
    return text.lines
  }

  private static func replicaSet(_ set: Value) -> [String] {
    var text = DescribeText(width: 16)
    text.add("Name", set.name)
    text.add("Namespace", set.namespace ?? "")
    text.add("Selector", selector(set))
    text.add("Labels", DescribeText.pairs(set.labels))
    text.add("Annotations", DescribeText.pairs(set.annotations, separator: ": "))
    if let owner = set.controller { text.add("Controlled By", "\(owner.kind)/\(owner.name)") }
    text.add(
      "Replicas",
      "\(set["status", "replicas"]?.integer ?? 0) current / \(set["spec", "replicas"]?.integer ?? 0) desired"
    )
    text.add(line: "Pod Template:")
    for line in podTemplate(set["spec", "template"] ?? .null) { text.add(line: "  " + line) }
    return text.lines
  }

  private static func service(_ service: Value, _ endpoints: [Value]) -> [String] {
    var text = DescribeText(width: 19)
    text.addHead(service)
    text.add(
      "Selector",
      DescribeText.pairs(service["spec", "selector"]?.object?.strings ?? [:]).joined(separator: ",")
    )
    text.add("Type", service["spec", "type"]?.string ?? "ClusterIP")
    text.add("IP Family Policy", service["spec", "ipFamilyPolicy"]?.string ?? "SingleStack")
    text.add("IP Families", "IPv4")
    text.add("IP", service["spec", "clusterIP"]?.string ?? "None")
    text.add("IPs", service["spec", "clusterIP"]?.string ?? "None")
    let own = endpoints.first { $0.name == service.name }
    for port in service["spec", "ports"]?.array ?? [] {
      let transport = port["protocol"]?.string ?? "TCP"
      text.add(
        "Port",
        "\(port["name"]?.string ?? "<unset>")  \(port["port"]?.scalarText ?? "")/\(transport)")
      text.add("TargetPort", "\(port["targetPort"]?.scalarText ?? "")/\(transport)")
      if let node = port["nodePort"]?.scalarText {
        text.add("NodePort", "\(port["name"]?.string ?? "<unset>")  \(node)/\(transport)")
      }
      text.add("Endpoints", addresses(own, port["name"]?.string))
    }
    text.add("Session Affinity", service["spec", "sessionAffinity"]?.string ?? "None")
    return text.lines
  }

  private static func addresses(_ endpoints: Value?, _ port: String?) -> String {
    let all = (endpoints?["subsets"]?.array ?? []).flatMap { subset -> [String] in
      let ports = (subset["ports"]?.array ?? []).filter {
        port == nil || $0["name"]?.string == port
      }.compactMap { $0["port"]?.scalarText }
      return (subset["addresses"]?.array ?? []).flatMap { address in
        ports.map { "\(address["ip"]?.string ?? ""):\($0)" }
      }
    }
    if all.isEmpty { return "<none>" }
    return all.prefix(3).joined(separator: ",")
      + (all.count > 3 ? " + \(all.count - 3) more..." : "")
  }

  private static func route(_ route: Value, _ endpoints: [Value], _ now: Timestamp) -> [String] {
    var text = DescribeText(width: 24)
    text.add("Name", route.name)
    text.add("Namespace", route.namespace ?? "")
    text.add("Created", route.creationTime.map { "\(Age.words(now - $0).lowercased()) ago" } ?? "")
    text.add("Labels", DescribeText.pairs(route.labels))
    text.add("Annotations", DescribeText.pairs(route.annotations, separator: "="))
    let host = route["spec", "host"]?.string ?? "<none>"
    text.add("Requested Host", host)
    for entry in route["status", "ingress"]?.array ?? [] {
      text.add(
        line:
          "\t\t\t   exposed on router \(entry["routerName"]?.string ?? "default") (host \(entry["host"]?.string ?? host))"
      )
    }
    text.add("Path", route["spec", "path"]?.string ?? "<none>")
    text.add("TLS Termination", route["spec", "tls", "termination"]?.string ?? "<none>")
    text.add(
      "Insecure Policy", route["spec", "tls", "insecureEdgeTerminationPolicy"]?.string ?? "<none>")
    text.add(
      "Endpoint Port", route["spec", "port", "targetPort"]?.scalarText ?? "<all endpoint ports>")
    text.add(line: "")
    let target = route["spec", "to", "name"]?.string ?? ""
    text.add("Service", target)
    text.add("Weight", "\(route["spec", "to", "weight"]?.scalarText ?? "100") (100%)")
    text.add("Endpoints", addresses(endpoints.first { $0.name == target }, nil))
    return text.lines
  }

  private static func secret(_ secret: Value) -> [String] {
    var text = DescribeText(width: 14)
    text.addHead(secret)
    text.add(line: "")
    text.add("Type", secret["type"]?.string ?? "Opaque")
    text.add(line: "\nData\n====")
    for (key, value) in secret["data"]?.object ?? [:] {
      let size = Base64.decode(value.string ?? "")?.count ?? 0
      text.add(line: "\(key):  \(size) bytes")
    }
    return text.lines
  }

  private static func configMap(_ map: Value) -> [String] {
    var text = DescribeText(width: 14)
    text.addHead(map)
    text.add(line: "\nData\n====")
    for (key, value) in map["data"]?.object ?? [:] {
      text.add(line: "\(key):\n----\n\(value.string ?? "")\n")
    }
    text.add(line: "\nBinaryData\n====\n")
    text.add(line: "Events:  <none>")
    return text.lines
  }

  private static func namespace(_ namespace: Value) -> [String] {
    var text = DescribeText(width: 14)
    text.add("Name", namespace.name)
    text.add("Labels", DescribeText.pairs(namespace.labels))
    text.add("Annotations", DescribeText.pairs(namespace.annotations, separator: ": "))
    text.add("Status", namespace["status", "phase"]?.string ?? "Active")
    text.add(line: "\nNo resource quota.\n\nNo LimitRange resource.")
    return text.lines
  }

  private static func selector(_ object: Value) -> String {
    DescribeText.pairs(object["spec", "selector", "matchLabels"]?.object?.strings ?? [:])
      .joined(separator: ",")
  }

  private static func events(_ events: [Value], _ now: Timestamp) -> [String] {
    guard !events.isEmpty else { return ["Events:  <none>"] }
    let rows = events.map { event -> [String] in
      let last = Age.text(since: event.time("lastTimestamp"), now: now)
      let first = Age.text(since: event.time("firstTimestamp"), now: now)
      let count = event["count"]?.integer ?? 1
      return [
        event["type"]?.string ?? "", event["reason"]?.string ?? "",
        count > 1 ? "\(last) (x\(count) over \(first))" : last,
        event["source", "component"]?.string ?? "", event["message"]?.string ?? "",
      ]
    }
    return ["Events:"]
      + DescribeText.table(["Type", "Reason", "Age", "From", "Message"], rows).map { "  " + $0 }
  }
}

/// Times as descriptions show them.
enum Dates {
  /// `Mon, 02 Jan 2006 15:04:05 +0000` (RFC 1123 with the zone in digits).
  static func long(_ text: String) -> String {
    guard let time = Timestamp(text) else { return text }
    let words = time.text.split { "-T:Z".contains($0) }.map(String.init)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    guard words.count >= 6, let month = Int(words[1]) else { return text }
    let weekday = weekdays[((time.seconds / 86_400) % 7 + 7) % 7]
    return
      "\(weekday), \(words[2]) \(months[month - 1]) \(words[0]) \(words[3]):\(words[4]):\(words[5]) +0000"
  }
}
