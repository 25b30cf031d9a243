/// The names that a site's processes know: a file for each namespace with the services as seen
/// from there, and one for the session with the site's routes and its API.
import Documents
import Kubernetes
import Platform

/// Confined to the site's loop.
final class HostsFiles {
  private let directory: String
  private let shared: String
  private let configuration: SiteConfiguration
  private let log: SiteLog
  private var written: [String: String] = [:]

  init(directory: String, configuration: SiteConfiguration, log: SiteLog) {
    self.directory = "\(directory)/dns"
    shared = "\(configuration.dns)/\(configuration.name).hosts"
    self.configuration = configuration
    self.log = log
  }

  /// The file of a namespace.
  static func path(directory: String, namespace: String) -> String {
    "\(directory)/dns/\(namespace).hosts"
  }

  /// Makes the folders, which must be there before anything is looked up.
  func prepare() throws(SystemError) {
    try Files.makeDirectory(directory)
    try Files.makeDirectory(configuration.dns)
  }

  /// Writes what has changed.
  func update(_ snapshot: Snapshot) {
    let services = snapshot.all(.services).flatMap { entries(of: $0, snapshot) }
    var files: [String: String] = [:]
    for namespace in snapshot.all(.namespaces) {
      files["\(directory)/\(namespace.name).hosts"] = Self.text(services, seenFrom: namespace.name)
    }
    files[shared] = sessionText(snapshot)
    for (path, text) in files where written[path] != text {
      do {
        try Files.write(path, text: text)
        written[path] = text
      } catch {
        log.write(.failure, "\(error)")
      }
    }
    for path in written.keys where files[path] == nil {
      try? Files.removeFile(path)
      written[path] = nil
    }
  }

  /// Takes the site's names from the session.
  func withdraw() { try? Files.removeFile(shared) }

  struct Entry: Hashable {
    let address: String
    let name: String
    let namespace: String
  }

  private func entries(of service: Value, _ snapshot: Snapshot) -> [Entry] {
    let namespace = service.namespace ?? ""
    guard let address = service["spec", "clusterIP"]?.string, !address.isEmpty else { return [] }
    guard address == "None" else {
      return [Entry(address: address, name: service.name, namespace: namespace)]
    }
    let endpoints = snapshot.object(.endpoints, namespace, service.name)
    let addresses = (endpoints?["subsets"]?.array ?? []).flatMap {
      ($0["addresses"]?.array ?? []).compactMap { $0["ip"]?.string }
    }
    return addresses.map { Entry(address: $0, name: service.name, namespace: namespace) }
  }

  static func text(_ entries: [Entry], seenFrom namespace: String) -> String {
    entries.map { entry in
      let full = "\(entry.name).\(entry.namespace)"
      var names = [full, "\(full).svc", "\(full).svc.cluster.local"]
      if entry.namespace == namespace { names.insert(entry.name, at: 0) }
      return "\(entry.address) \(names.joined(separator: " "))\n"
    }.joined()
  }

  private func sessionText(_ snapshot: Snapshot) -> String {
    var hosts = [configuration.apiHost]
    for route in snapshot.all(.routes) where RouteController.isAdmitted(route) {
      if let host = route["spec", "host"]?.string, !hosts.contains(host) { hosts.append(host) }
    }
    return hosts.map { "\(configuration.nodeAddress) \($0)\n" }.joined()
  }
}
