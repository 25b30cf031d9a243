/// Tables of everything that is no workload.
import Documents

extension Table.Layout {
  static let services = Table.Layout(
    "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "[Selector]"
  ) { service, now in
    let spec = service["spec"] ?? .null
    let ports = (spec["ports"]?.array ?? []).map { port in
      let node = port["nodePort"]?.integer ?? 0
      let text = String(port["port"]?.integer ?? 0) + (node > 0 ? ":\(node)" : "")
      return "\(text)/\(port["protocol"]?.string ?? "TCP")"
    }
    let address = spec["clusterIPs"]?[0] ?? spec["clusterIP"]
    return [
      Table.text(spec["type"], otherwise: "ClusterIP"), Table.text(address),
      .string(externalAddress(of: service)), Table.list(ports), Table.age(service, now),
      Table.labels(spec["selector"]),
    ]
  }

  private static func externalAddress(of service: Value) -> String {
    let own = service["spec", "externalIPs"]?.array?.compactMap(\.string) ?? []
    switch service["spec", "type"]?.string {
    case "LoadBalancer":
      let ingress = service["status", "loadBalancer", "ingress"]?.array ?? []
      let given = ingress.compactMap { ($0["ip"] ?? $0["hostname"])?.string } + own
      if given.isEmpty { return "<pending>" }
      return given.joined(separator: ",")
    case "ExternalName": return service["spec", "externalName"]?.string ?? ""
    default: return own.isEmpty ? "<none>" : own.joined(separator: ",")
    }
  }

  static let endpoints = Table.Layout("Endpoints", "Age") { endpoints, now in
    var all: [String] = []
    for subset in endpoints["subsets"]?.array ?? [] {
      let ports = subset["ports"]?.array ?? []
      for address in subset["addresses"]?.array ?? [] {
        let ip = address["ip"]?.string ?? ""
        if ports.isEmpty { all.append(ip) }
        for port in ports { all.append("\(ip):\(port["port"]?.integer ?? 0)") }
      }
    }
    let more = all.count > 3 ? " + \(all.count - 3) more..." : ""
    return [
      .string(all.isEmpty ? "<none>" : all.prefix(3).joined(separator: ",") + more),
      Table.age(endpoints, now),
    ]
  }

  static let configMaps = Table.Layout("Data", "Age") { map, now in
    let keys = (map["data"]?.object?.count ?? 0) + (map["binaryData"]?.object?.count ?? 0)
    return [.string(String(keys)), Table.age(map, now)]
  }

  static let secrets = Table.Layout("Type", "Data", "Age") { secret, now in
    [
      Table.text(secret["type"], otherwise: "Opaque"),
      .string(String(secret["data"]?.object?.count ?? 0)), Table.age(secret, now),
    ]
  }

  static let serviceAccounts = Table.Layout("Secrets", "Age") { account, now in
    [.string(String(account["secrets"]?.array?.count ?? 0)), Table.age(account, now)]
  }

  static let namespaces = Table.Layout("Status", "Age") { namespace, now in
    [Table.text(namespace["status", "phase"], otherwise: "Active"), Table.age(namespace, now)]
  }

  static let projects = Table.Layout("Display Name", "Status") { project, _ in
    [
      .string(project.annotations["openshift.io/display-name"] ?? ""),
      Table.text(project["status", "phase"], otherwise: "Active"),
    ]
  }

  static let routes = Table.Layout(
    "Host/Port", "Path", "Services", "Port", "Termination", "Wildcard"
  ) { route, _ in
    let spec = route["spec"] ?? .null
    let alternates = spec["alternateBackends"]?.array ?? []
    let backends = [spec["to"] ?? .null] + alternates
    let total = backends.reduce(0) { $0 + ($1["weight"]?.integer ?? 100) }
    let services = backends.map { backend in
      let name = backend["name"]?.string ?? ""
      if alternates.isEmpty { return name }
      let weight = backend["weight"]?.integer ?? 100
      return "\(name)(\(total > 0 ? weight * 100 / total : 0)%)"
    }
    var termination = spec["tls", "termination"]?.string ?? ""
    if let policy = spec["tls", "insecureEdgeTerminationPolicy"]?.string, !policy.isEmpty {
      termination += "/\(policy)"
    }
    return [
      .string(host(of: route)), Table.text(spec["path"], otherwise: ""),
      .string(services.joined(separator: ",")),
      Table.text(spec["port", "targetPort"], otherwise: "<all>"), .string(termination),
      Table.text(spec["wildcardPolicy"], otherwise: "None"),
    ]
  }

  private static func host(of route: Value) -> String {
    let ingress = route["status", "ingress"]?.array ?? []
    if ingress.isEmpty { return route["spec", "host"]?.string ?? "" }
    var admitted: [String] = []
    var refusal: String?
    for entry in ingress {
      let condition = entry["conditions"]?.array?.first { $0["type"]?.string == "Admitted" }
      switch condition?["status"]?.string {
      case "True": admitted.append(entry["host"]?.string ?? "")
      case "False": refusal = refusal ?? condition?["reason"]?.string
      default: break
      }
    }
    guard let first = admitted.first else { return refusal ?? "Pending" }
    return admitted.count == 1 ? first : "\(first) ... \(admitted.count - 1) more"
  }

  static let imageStreams = Table.Layout("Image Repository", "Tags", "Updated") { stream, now in
    let tags = stream["status", "tags"]?.array ?? []
    let times = tags.compactMap { tag in
      tag["items"]?[0]?["created"]?.string.flatMap { Timestamp($0) }
    }
    let named = (stream["spec", "tags"]?.array ?? []).compactMap { $0["name"]?.string }
    let names = tags.compactMap { $0["tag"]?.string }
    let all = names + named.filter { !names.contains($0) }
    return [
      Table.text(stream["status", "dockerImageRepository"], otherwise: ""),
      .string(all.joined(separator: ",")),
      .string(times.max().map { "\(Age.words(now - $0)) ago" } ?? ""),
    ]
  }

  static let imageStreamTags = Table.Layout("Image Reference", "Updated") { tag, now in
    [
      Table.text(tag["image", "dockerImageReference"], otherwise: ""),
      .string(tag.creationTime.map { "\(Age.words(now - $0)) ago" } ?? ""),
    ]
  }

  static let clusterVersions = Table.Layout(
    "Version", "Available", "Progressing", "Since", "Status"
  ) { version, now in
    let progressing = version.condition("Progressing")
    return [
      Table.text(version["status", "history"]?[0]?["version"], otherwise: ""),
      Table.text(version.condition("Available")?["status"], otherwise: ""),
      Table.text(progressing?["status"], otherwise: ""),
      .string(Age.text(since: progressing?.time("lastTransitionTime"), now: now)),
      Table.text(progressing?["message"], otherwise: ""),
    ]
  }

  static let users = Table.Layout("UID", "Full Name", "Identities") { user, _ in
    [
      .string(user.uid), .string(user["fullName"]?.string ?? ""),
      .string((user["identities"]?.array ?? []).compactMap(\.string).joined(separator: ", ")),
    ]
  }

  static let roles = Table.Layout("Created At") { role, _ in
    [Table.text(role["metadata", "creationTimestamp"], otherwise: "<unknown>")]
  }

  static let bindings = Table.Layout(
    "Role", "Age", "[Users]", "[Groups]", "[ServiceAccounts]"
  ) { binding, now in
    let subjects = binding["subjects"]?.array ?? []
    func named(_ kind: String) -> Value {
      .string(
        subjects.filter { $0["kind"]?.string == kind }.map { subject in
          let name = subject["name"]?.string ?? ""
          return subject["namespace"]?.string.map { "\($0)/\(name)" } ?? name
        }.joined(separator: ", "))
    }
    let role = binding["roleRef"] ?? .null
    return [
      .string("\(role["kind"]?.string ?? "")/\(role["name"]?.string ?? "")"),
      Table.age(binding, now), named("User"), named("Group"), named("ServiceAccount"),
    ]
  }

  static let definitions = Table.Layout("Created At") { definition, _ in
    [Table.text(definition["metadata", "creationTimestamp"], otherwise: "")]
  }

  static let leases = Table.Layout("Holder", "Age") { lease, now in
    [Table.text(lease["spec", "holderIdentity"], otherwise: ""), Table.age(lease, now)]
  }
}
