import Documents
import Kubernetes
import KubernetesClient

/// `oc status`: the project's services, what stands behind them, and what is missing.
enum StatusVerb {
  static let flags = [
    Flag("suggest", nil, .bool, "Show the details of what was noticed."),
    Flag("all-namespaces", "A", .bool, "All projects."),
  ]

  static func run(_ call: Call) throws(CommandError) {
    let client = try call.client()
    let namespace = try call.namespace()
    func list(_ type: ResourceType) throws(CommandError) -> [Value] {
      try asking { () throws(ClientError) in try client.list(type) }
    }
    call.warnOfDeploymentConfigs()
    let services = try list(.services)
    let deployments = try list(.deployments)
    let sets = try list(.replicaSets)
    let routes = try list(.routes)
    call.print("In project \(namespace) on server \(client.access.server)\n")
    if services.isEmpty, deployments.isEmpty {
      call.print("You have no services, deployment configs, or build configs.")
      call.print("Run 'oc new-app' to create an application.")
      return
    }
    var shown: Set<String> = []
    for service in services {
      let selector = Selector(labels: service["spec", "selector"]?.object?.strings ?? [:])
      let behind =
        selector.isEmpty
        ? []
        : deployments.filter {
          selector.matches(
            $0["spec", "template", "metadata", "labels"]?.object?.strings ?? [:])
        }
      let ways = routes.filter { $0["spec", "to", "name"]?.string == service.name }
      call.print(heading(service, ways))
      for deployment in behind {
        shown.insert(deployment.name)
        for line in lines(deployment, sets, call.now) { call.print("  " + line) }
      }
      call.print("")
    }
    for deployment in deployments where !shown.contains(deployment.name) {
      for line in lines(deployment, sets, call.now) { call.print(line) }
      call.print("")
    }
    call.print("")
    finish(call, deployments)
  }

  private static func heading(_ service: Value, _ routes: [Value]) -> String {
    if let route = routes.first {
      let host = route["spec", "host"]?.string ?? ""
      var text = route["spec", "tls"] == nil ? "http://\(host)" : "https://\(host)"
      switch route["spec", "tls", "insecureEdgeTerminationPolicy"]?.string {
      case "Redirect": text += " (redirects)"
      case "Allow": text += " (and http)"
      default: break
      }
      if let port = route["spec", "port", "targetPort"]?.scalarText {
        text += " to pod port \(port)"
      }
      return "\(text) (svc/\(service.name))"
    }
    guard let address = service["spec", "clusterIP"]?.string, address != "None" else {
      return "svc/\(service.name) (headless)"
    }
    let ports = (service["spec", "ports"]?.array ?? []).map { port -> String in
      let number = port["port"]?.scalarText ?? ""
      let target = port["targetPort"]?.scalarText ?? number
      return target == number || target == "0" ? number : "\(number) -> \(target)"
    }
    return ports.count == 1
      ? "svc/\(service.name) - \(address):\(ports[0])"
      : "svc/\(service.name) - \(address) ports \(ports.joined(separator: ", "))"
  }

  private static func lines(
    _ deployment: Value, _ sets: [Value], _ now: Timestamp
  ) -> [String] {
    let trigger = deployment.annotations["image.openshift.io/triggers"].flatMap {
      try? JSON.parse($0)
    }
    let image =
      trigger?[0]?["from", "name"]?.string.map { "istag/\($0) " }
      ?? deployment["spec", "template", "spec", "containers"]?[0]?["image"]?.string ?? ""
    var lines = ["deployment/\(deployment.name) deploys \(image)"]
    let own = sets.filter { $0.controller?.uid == deployment.uid }.compactMap { set in
      set.annotations["deployment.kubernetes.io/revision"].flatMap(Int.init).map { ($0, set) }
    }.sorted { $0.0 > $1.0 }
    for (index, entry) in own.prefix(3).enumerated() {
      let age = entry.1.creationTime.map { Age.words(now - $0).lowercased() } ?? "a moment"
      if index > 0 {
        lines.append("  deployment #\(entry.0) deployed \(age) ago")
        continue
      }
      let wanted = deployment["spec", "replicas"]?.integer ?? 1
      let ready = deployment["status", "readyReplicas"]?.integer ?? 0
      var line = "  deployment #\(entry.0) "
      line += ready >= wanted ? "running for \(age)" : "deploying for \(age)"
      if wanted > 0 {
        line += " - "
        line +=
          ready >= wanted ? "\(wanted) pod\(wanted == 1 ? "" : "s")" : "\(ready)/\(wanted) pods"
      }
      lines.append(line)
    }
    return lines
  }

  private static func finish(_ call: Call, _ deployments: [Value]) {
    let silent = deployments.filter {
      ($0["spec", "template", "spec", "containers"]?.array ?? []).allSatisfy {
        $0["livenessProbe"] == nil
      }
    }
    guard !silent.isEmpty else {
      call.print(
        "View details with 'oc describe <resource>/<name>' or list resources with 'oc get all'.")
      return
    }
    guard call.flags.isSet("suggest") else {
      call.print(
        "\(silent.count) info\(silent.count == 1 ? "" : "s") identified, use 'oc status --suggest' to "
          + "see details.")
      return
    }
    call.print("Info:")
    for deployment in silent {
      call.print(
        "  * deployment/\(deployment.name) has no liveness probe to verify pods are still running.")
      call.print("    try: oc set probe deployment/\(deployment.name) --liveness ...")
    }
    call.print(
      "\nView details with 'oc describe <resource>/<name>' or list resources with 'oc get all'.")
  }
}
