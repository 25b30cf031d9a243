import Documents
import KubernetesClient
import Platform
import Sites
import TLS
import Tracks

/// Sites that start and stop while the lab runs.
extension Session {
  /// How a site stands, for those who start and stop it.
  package enum SiteState: String, Sendable {
    case running, stopped
    /// It was never started, or was deleted.
    case absent
  }

  /// How a site stands now.
  package func state(of site: String) -> SiteState {
    if sites[site] != nil { return .running }
    return Files.exists("\(folder.site(site))/site.db") ? .stopped : .absent
  }

  /// Starts a site unless it runs. Two who want it started at a time wait for the same start.
  package func start(site name: String) async throws {
    if sites[name] != nil { return }
    guard !isStopping, let configuration = configurations[name] else {
      throw LabError(.input, "There is no site \(name) to start in this lab.")
    }
    let directory = folder.site(name)
    let task =
      starting[name]
      ?? Task { try await SiteLauncher().start(configuration, directory: directory) }
    starting[name] = task
    defer { starting[name] = nil }
    let handle = try await task.value
    if isStopping {
      await handle.stop()
      return
    }
    sites[name] = handle
    try Files.write(mark(name), text: "")
    try writeTrust()
    try await installSkupper(on: name)
  }

  /// Stops a site; what it stores stays.
  package func stop(site name: String) async {
    try? Files.removeFile(mark(name))
    guard let handle = sites.removeValue(forKey: name) else { return }
    await handle.stop()
  }

  /// Stops a site and forgets everything that it stored.
  package func delete(site name: String) async throws {
    await stop(site: name)
    try Files.remove(folder.site(name))
  }

  /// Whether a site ran when the session last ended.
  func isWanted(_ site: String) -> Bool { Files.exists(mark(site)) }

  private func mark(_ site: String) -> String { "\(folder.state)/\(site).running" }

  /// What hosts trust: the authorities of all sites that run.
  private func writeTrust() throws {
    var text = ""
    for name in sites.keys.sorted() { text += try authority(of: name) }
    try Files.write(folder.trust, text: text, mode: 0o600)
  }

  /// What somebody who runs a cluster on the own machine knows of it.
  func document(of name: String) throws -> Value {
    guard let configuration = configurations[name] else {
      throw LabError(.input, "There is no site \(name) in this lab.")
    }
    let directory = folder.site(name)
    let state = state(of: name)
    var document: Value = [
      "name": Value(name), "state": Value(state.rawValue), "api": Value(configuration.apiURL),
      "cluster": Value(configuration.clusterName), "domain": Value(configuration.domain),
      "release": Value(configuration.profiles["openshift"] ?? ""),
      "address": Value(configuration.nodeAddress), "bytes": .integer(Self.size(of: directory)),
    ]
    guard state != .absent else { return document }
    let identity = try SiteIdentity.load(directory: directory, configuration: configuration)
    document["authority"] = Value(identity.authority.certificate)
    document["tokens"] = Value(identity.tokens)
    document["passwords"] = Value(identity.passwords)
    return document
  }

  /// How many bytes lie in a folder.
  private static func size(of folder: String) -> Int {
    ((try? Files.list(folder)) ?? []).reduce(0) { sum, name in
      let path = "\(folder)/\(name)"
      return sum + (Files.kind(path) == .directory ? size(of: path) : Files.size(path) ?? 0)
    }
  }
}
