import Documents
import Kubernetes
import KubernetesClient
import Platform
import Sites

/// Faults in a running lab: sites that do not reach each other any more, and processes that are
/// killed. What has been cut can be healed; what has been killed comes back as it does by itself.
package struct FaultMaker {
  private let session: RunningSessions.Entry

  /// Faults in the session that has a site of that name. Within a lab's terminal that is the lab's
  /// own.
  package init(site: String?, environment: [String: String] = Environment.all) throws(LabError) {
    let own = environment["TRESTLE_SESSION_FOLDER"].map(SessionFolder.init(path:))
    let running = RunningSessions.all(in: own).filter(\.isRunning)
    let found = running.last { entry in site.map(entry.description.sites.contains) ?? true }
    guard let found else {
      let problem = site.map { "No running session has a site \($0)" } ?? "No session runs"
      throw LabError(.input, "\(problem); 'trestle ps' shows what runs, 'trestle up' starts sites.")
    }
    session = found
  }

  /// The sites of the session.
  package var sites: [String] { session.description.sites }

  /// Keeps two sites from reaching each other; without `other`, one from all others.
  /// - Returns: the pairs that are cut now and were not before.
  package func cut(_ site: String, from other: String?) throws -> [(String, String)] {
    try check(site)
    if let other { try check(other) }
    if site == other { throw LabError(.input, "\(site) can't be cut off from itself.") }
    let others = other.map { [$0] } ?? sites.filter { $0 != site }
    var cut: [(String, String)] = []
    for other in others {
      let isNew = try refuse(other, at: site)
      if try refuse(site, at: other) || isNew { cut.append((site, other)) }
    }
    return cut
  }

  /// Lets everybody in again who was cut off.
  /// - Returns: the sites that had kept somebody out.
  package func heal() throws -> [String] {
    try sites.filter { site in
      let client = try client(of: site)
      guard try client.find(.configMaps, Faults.name, namespace: Faults.namespace) != nil else {
        return false
      }
      try client.delete(.configMaps, Faults.name, namespace: Faults.namespace)
      return true
    }
  }

  /// The pairs of sites that do not reach each other, as `a b`.
  package func cuts() throws -> [(String, String)] {
    let names = Dictionary(
      try sites.map { (try block(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    var found: [(String, String)] = []
    for site in sites {
      let map = try client(of: site).find(
        .configMaps, Faults.name, namespace: Faults.namespace)
      for block in map.map(Faults.refusedBlocks) ?? [] {
        guard let other = names[block], !found.contains(where: { $0 == (other, site) }) else {
          continue
        }
        found.append((site, other))
      }
    }
    return found
  }

  /// Kills the processes of the pods of a site whose names begin so, as a crash would.
  /// - Returns: the pods.
  package func kill(_ beginning: String, on site: String) throws -> [String] {
    try check(site)
    let pods = try client(of: site).list(.pods, everywhere: true).map(\.name)
    let chosen = pods.filter { $0 == beginning || $0.hasPrefix("\(beginning)-") }
    let configuration = try SiteConfiguration.read(directory: session.folder.site(site))
    let here = Set(ProcessTable.find(environment: "TRESTLE_NET_BLOCK=\(configuration.block)"))
    let killed = chosen.filter { pod in
      let processes = ProcessTable.find(environment: "HOSTNAME=\(pod)").filter(here.contains)
      return processes.count { Signal.kill.send(to: $0.pid) } > 0
    }
    guard !killed.isEmpty else {
      throw LabError(
        .input,
        chosen.isEmpty
          ? "The site \(site) has no pod \(beginning); it has "
            + (pods.isEmpty ? "none." : "\(pods.sorted().joined(separator: ", ")).")
          : "No process of \(chosen.joined(separator: ", ")) runs at the moment.")
    }
    return killed
  }

  private func check(_ site: String) throws(LabError) {
    guard sites.contains(site) else {
      throw LabError(
        .input, "The lab has no site \(site); it has \(sites.joined(separator: ", ")).")
    }
  }

  private func refuse(_ other: String, at site: String) throws -> Bool {
    let client = try client(of: site)
    let block = try block(of: other)
    var isNew = true
    let edited = try client.edit(.configMaps, Faults.name, namespace: Faults.namespace) { map in
      let blocks = Faults.refusedBlocks(of: map)
      isNew = !blocks.contains(block)
      if isNew { map["data", Faults.refusedBlocks] = Faults.text(blocks + [block]) }
    }
    if edited == nil {
      try client.create(
        .configMaps,
        [
          "apiVersion": "v1", "kind": "ConfigMap",
          "metadata": ["name": Value(Faults.name), "namespace": Value(Faults.namespace)],
          "data": [Faults.refusedBlocks: Faults.text([block])],
        ])
    }
    return isNew
  }

  private func block(of site: String) throws -> Int {
    try SiteConfiguration.read(directory: session.folder.site(site)).block
  }

  private func client(of site: String) throws -> KubernetesClient {
    try KubernetesClient(
      kubeconfig: session.folder.kubeconfig(ofSite: site), timeout: .seconds(5))
  }
}
