/// How what is on the map stands, and the words for it.
extension SiteMap.Pod {
  package var isReady: Bool { containers > 0 && ready == containers && state == "Running" }

  /// How it stands.
  package var standing: Standing {
    if isReady || ["Completed", "Succeeded"].contains(state) { return .passed }
    let isBroken =
      ["BackOff", "Error", "ErrImagePull", "InvalidImageName"].contains { state.hasSuffix($0) }
      || ["OOMKilled", "Evicted", "Failed", "Unknown", "ErrImageNeverPull"].contains(state)
    return isBroken ? .failed : .waiting
  }

  /// `2 restarts`; nothing when there were none.
  var restartWords: String? { restarts == 0 ? nil : counted(restarts, "restart") }
}

extension SiteMap.Router {
  /// How it stands.
  package var standing: Standing { answers ? .passed : .waiting }

  /// `interior 1.3.0`, with what is wrong.
  var words: String {
    let kind = version.isEmpty ? mode : "\(mode) \(version)"
    return answers ? kind : "\(kind), does not answer"
  }

  /// The same for a picture, the longest wording first.
  var wordings: [String] {
    ["router \(words)", answers ? "router \(mode)" : "router does not answer"]
      + (answers ? ["router"] : ["no answer"])
  }
}

extension SiteMap.Site {
  /// How it stands: it fails when it does not answer, and waits for its pods.
  package var standing: Standing {
    guard answers else { return .failed }
    if pods.contains(where: { $0.standing == .failed }) { return .failed }
    let waits = pods.contains { $0.standing == .waiting } || router?.answers == false
    return waits ? .waiting : .passed
  }

  /// How a service stands: something has to stand behind it.
  func standing(of service: SiteMap.Service, on map: SiteMap) -> Standing {
    switch service.backing {
    case .pods(let names):
      let chosen = pods.filter { names.contains($0.name) }
      if chosen.isEmpty { return .open }
      return chosen.contains(where: \.isReady) ? .passed : .waiting
    case .address(let name):
      guard let address = map.address(name), !address.targets.isEmpty else { return .waiting }
      return address.cutOff.contains(self.name) ? .failed : .passed
    }
  }

  /// What stands behind a service: `1 pod`, `database at private`.
  func backing(of service: SiteMap.Service, on map: SiteMap) -> String {
    switch service.backing {
    case .pods(let names): return names.isEmpty ? "no pod" : counted(names.count, "pod")
    case .address(let name):
      guard let address = map.address(name), !address.targets.isEmpty else {
        return "no target yet"
      }
      let place = "at \(address.targets.joined(separator: ", "))"
      return address.cutOff.contains(self.name) ? "\(place), not reached" : place
    }
  }
}

extension SiteMap.Service {
  /// `database:5432`.
  var place: String { placeText(name, ports) }
}

extension SiteMap.Address {
  /// `database:5432`.
  package var place: String { placeText(name, ports) }
}

extension SiteMap.Link {
  /// How it stands.
  package var standing: Standing {
    switch state {
    case .connected: .passed
    case .connecting: .waiting
    case .failed: .failed
    }
  }

  /// What is unusual about it: `edge, cost 5`.
  var details: String {
    ((role == "edge" ? ["edge"] : []) + (cost == 1 ? [] : ["cost \(cost)"])).joined(
      separator: ", ")
  }
}

extension SiteMap.Flow {
  /// `2 open, 14 in all`.
  var counts: String {
    let open = open == 0 ? "" : "\(open) open"
    let all = total > self.open ? "\(total) in all" : ""
    return [open, all].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// `1.2 kB/s`; nothing when no bytes move.
  var speed: String? {
    guard bytesPerSecond > 0 else { return nil }
    let units = ["B/s", "kB/s", "MB/s", "GB/s"]
    var (value, unit) = (bytesPerSecond, 0)
    var rest = 0
    while value >= 1000, unit < units.count - 1 {
      (value, rest) = (value / 1000, value % 1000 / 100)
      unit += 1
    }
    return unit > 0 && value < 10 ? "\(value).\(rest) \(units[unit])" : "\(value) \(units[unit])"
  }
}

extension SiteMap {
  func address(_ name: String) -> Address? { addresses.first { $0.name == name } }

  /// One sentence: how many there are of everything, and how many of them are well.
  package var summary: String {
    if sites.isEmpty { return "No site runs." }
    var parts = [counted(sites.count, "site"), linkWords, serviceWords, podWords]
    let open = flows.reduce(0) { $0 + $1.open }
    if open > 0 { parts.append("\(counted(open, "connection")) open") }
    let silent = sites.filter { !$0.answers }.map(\.name)
    if !silent.isEmpty {
      let verb = silent.count == 1 ? "does" : "do"
      parts.append("\(silent.joined(separator: " and ")) \(verb) not answer")
    }
    return parts.joined(separator: ", ") + "."
  }

  private var linkWords: String {
    let up = links.count { $0.state == .connected }
    if links.isEmpty { return "no link" }
    if up == links.count { return "\(counted(up, "link")) connected" }
    return "\(up) of \(links.count) links connected"
  }

  private var serviceWords: String {
    let names = sites.flatMap { $0.services.filter { !$0.isSystem }.map(\.name) }
    let all = Set(names).union(addresses.map(\.name)).count
    return all == 0 ? "no service" : counted(all, "service")
  }

  private var podWords: String {
    let pods = sites.flatMap(\.pods)
    return pods.isEmpty
      ? "no pod" : "\(pods.count { $0.isReady }) of \(pods.count) pods ready"
  }
}

/// `1 pod`, `2 pods`.
func counted(_ count: Int, _ noun: String) -> String {
  let plural = noun.hasSuffix("s") ? "\(noun)es" : "\(noun)s"
  return "\(count) \(count == 1 ? noun : plural)"
}

/// A name with its ports: `database:5432`, `web:80,443`.
private func placeText(_ name: String, _ ports: [Int]) -> String {
  ports.isEmpty ? name : "\(name):\(ports.map(String.init).joined(separator: ","))"
}
