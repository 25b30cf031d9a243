import Documents
import Kubernetes
import Skupper

/// The records that the console's REST interface serves, made from what the router tells and the
/// pods that there are. What is not known is left out, never made up.
struct ConsoleRecords {
  let status: RouterStatus
  let pods: [Value]
  let started: Int

  /// One record or several.
  enum Answer: Equatable {
    case one(Value)
    case several([Value])
  }

  /// What stands at `collection`, `collection/identity` or `collection/identity/collection`.
  func answer(_ path: [String]) -> Answer? {
    guard let first = path.first, let records = collection(first) else { return nil }
    if path.count == 1 { return .several(records) }
    guard let record = records.first(where: { $0["identity"]?.string == path[1] }) else {
      return nil
    }
    if path.count == 2 { return .one(record) }
    guard path.count == 3, let below = collection(path[2]) else { return nil }
    return .several(below.filter { belongs($0, to: record, of: first) })
  }

  private func collection(_ name: String) -> [Value]? {
    switch name {
    case "sites": sites
    case "routers": routers
    case "links": links
    case "addresses": addresses
    case "processes": processes
    case "processgroups": processGroups
    case "listeners": ends("LISTENER")
    case "connectors": ends("CONNECTOR")
    case "flows": flows
    case "hosts", "flowpairs", "sitepairs", "processgrouppairs", "processpairs", "collectors",
      "eventsources":
      []
    default: nil
    }
  }

  var sites: [Value] {
    status.sites.map { site in
      record(
        "SITE", site.id, parent: nil,
        [
          "name": Value(site.name), "nameSpace": Value(site.namespace),
          "siteVersion": Value(site.version), "platform": "kubernetes", "policy": "disabled",
        ])
    }
  }

  var routers: [Value] {
    status.sites.map { site in
      let name = site.id == status.siteID ? status.id : site.name
      return record(
        "ROUTER", "router-\(site.id)", parent: site.id,
        [
          "name": Value("0/\(name)"), "namespace": Value(site.namespace),
          "mode": Value(site.mode), "imageName": "skupper-router",
        ])
    }
  }

  var links: [Value] {
    status.links.filter { $0.state == .connected }.map { link in
      let (from, to) =
        link.isOutgoing ? (status.siteID, link.peerSite) : (link.peerSite, status.siteID)
      return record(
        "LINK", "link-\(link.name)-\(link.peerSite)", parent: "router-\(status.siteID)",
        [
          "name": Value(link.name), "mode": Value(link.role), "linkCost": Value(link.cost),
          "direction": Value(link.isOutgoing ? "outgoing" : "incoming"),
          "sourceSiteId": Value(from), "destinationSiteId": Value(to),
        ])
    }
  }

  var addresses: [Value] {
    status.addresses.map { address in
      record(
        "ADDRESS", address.address, parent: nil,
        [
          "name": Value(address.address), "protocol": Value(transport(of: address.address)),
          "listenerCount": Value(address.listeners), "connectorCount": Value(address.consumers),
        ])
    }
  }

  var processes: [Value] {
    status.sites.flatMap { site in
      site.services.flatMap { service in
        service.targets.map { target in
          record(
            "PROCESS", "\(site.id)/\(target.name)", parent: site.id,
            [
              "name": Value(target.name), "parentName": Value(site.name),
              "groupName": Value(group(of: target.name)),
              "groupIdentity": Value("group-\(group(of: target.name))"),
              "processRole": "external", "processBinding": "bound",
              "addresses": .array(service.ports.map { Value("\(service.address):\($0)") }),
            ])
        }
      }
    } + localClients
  }

  /// Pods of this site that serve no address may use one.
  private var localClients: [Value] {
    let serving = Set(
      status.ownSite?.services.flatMap { $0.targets.map(\.name) } ?? [])
    return pods.filter { pod in
      pod.labels["app.kubernetes.io/part-of"] != "skupper" && !serving.contains(pod.name)
        && pod.holds("Ready")
    }.map { pod in
      record(
        "PROCESS", "\(status.siteID)/\(pod.name)", parent: status.siteID,
        [
          "name": Value(pod.name), "parentName": Value(status.ownSite?.name ?? ""),
          "groupName": Value(group(of: pod.name)),
          "groupIdentity": Value("group-\(group(of: pod.name))"),
          "sourceHost": pod["status", "podIP"] ?? "", "processRole": "external",
          "processBinding": "unbound",
        ])
    }
  }

  var processGroups: [Value] {
    let names = processes.compactMap { $0["groupName"]?.string }
    return Dictionary(grouping: names, by: { $0 }).sorted { $0.key < $1.key }.map { name, members in
      record(
        "PROCESS_GROUP", "group-\(name)", parent: nil,
        [
          "name": Value(name), "processGroupRole": "external",
          "processCount": Value(members.count),
        ])
    }
  }

  private func ends(_ kind: String) -> [Value] {
    status.addresses.flatMap { address -> [Value] in
      let count = kind == "LISTENER" ? address.listeners : address.consumers
      return (0..<max(0, count)).map { index in
        record(
          kind, "\(kind.lowercased())-\(address.address)-\(index)",
          parent: "router-\(status.siteID)",
          [
            "name": Value(address.address), "address": Value(address.address),
            "addressId": Value(address.address),
            "protocol": Value(transport(of: address.address)),
          ])
      }
    }
  }

  var flows: [Value] {
    status.connections.enumerated().map { index, connection in
      record(
        "FLOW", "flow-\(index)", parent: connection.address,
        [
          "octets": Value(connection.octetsIn), "octetsOut": Value(connection.octetsOut),
          "sourceHost": Value(connection.source), "direction": Value(connection.direction),
          "opened": connection.opened, "protocol": Value(transport(of: connection.address)),
          "address": Value(connection.address),
        ])
    }
  }

  private func belongs(_ record: Value, to owner: Value, of collection: String) -> Bool {
    let identity = owner["identity"]
    if record["parent"] == identity || record["addressId"] == identity { return true }
    if collection == "sites", record["recType"] == "LINK" {
      return record["sourceSiteId"] == identity || record["destinationSiteId"] == identity
    }
    if collection == "processgroups" { return record["groupIdentity"] == identity }
    if collection == "addresses", let name = identity {
      return record["addresses"]?.array?.contains(name) ?? (record["address"] == name)
    }
    return false
  }

  /// A pod's name without what its ReplicaSet added.
  private func group(of pod: String) -> String {
    let parts = pod.split(separator: "-")
    return parts.count > 2 ? parts.dropLast(2).joined(separator: "-") : pod
  }

  private func transport(of address: String) -> String {
    let name = address.split(separator: ":").first.map(String.init) ?? address
    for site in status.sites {
      if let service = site.services.first(where: { $0.address == name }) {
        return service.transport.rawValue
      }
    }
    return "tcp"
  }

  private func record(_ type: String, _ identity: String, parent: String?, _ fields: Members)
    -> Value
  {
    var record: Value = [
      "recType": Value(type), "identity": Value(identity),
      "startTime": Value(started * 1_000_000), "endTime": 0,
    ]
    if let parent { record["parent"] = Value(parent) }
    for (key, value) in fields { record[key] = value }
    return record
  }
}
