import Documents
import Platform

/// The folder that holds all of a session: what its sites store, its hosts' files, its names.
///
///     SESSION/session.json        what the session is
///     SESSION/lock                held while somebody runs it
///     SESSION/dns/                names that all its sites know
///     SESSION/sites/NAME/         a site: configuration, objects, pods
///     SESSION/hosts/NAME/         a host: root/, home/, tmp/ are what its terminals see
///     SESSION/state/              progress, shell state, variables of scripts
package struct SessionFolder: Hashable, Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  package var identifier: String { Path.name(of: path) }
  package var lock: String { "\(path)/lock" }
  package var document: String { "\(path)/session.json" }
  package var dns: String { "\(path)/dns" }
  package var state: String { "\(path)/state" }
  /// The authorities of the sites that have run, which hosts trust.
  package var trust: String { "\(state)/trust.pem" }

  /// The authorities that the terminals' programs trust, where the session needs such a file.
  package var authorities: String { "\(path)/authorities.pem" }

  /// A link to the folder of the session's sockets, which lies elsewhere: a socket's path may have
  /// no more than 107 bytes (unix(7)), and session folders may lie deep.
  private var sockets: String { "\(state)/sockets" }

  package func site(_ name: String) -> String { "\(path)/sites/\(name)" }
  package func kubeconfig(ofSite name: String) -> String { "\(site(name))/kubeconfig" }
  package func host(_ name: String) -> String { "\(path)/hosts/\(name)" }
  package func shell(_ name: String) -> String { "\(state)/shells/\(name)" }
  /// What the last command in a terminal printed, for a learner who comes back.
  package func lastOutput(of shell: String) -> String? {
    try? Files.readText("\(self.shell(shell))/printed")
  }

  /// Keeps what the last command in a terminal printed, unless that is more than anybody pastes.
  package func keep(lastOutput text: String, of shell: String) {
    let path = "\(self.shell(shell))/printed"
    if text.utf8.count > 1 << 20 {
      try? Files.removeFile(path)
    } else {
      try? Files.write(path, text: text, mode: 0o600)
    }
  }

  /// The recording of a test's terminal.
  package func recording(of shell: String) -> String { "\(self.shell(shell))/terminal.cast" }

  /// The folder of all sessions of this user: TRESTLE_HOME, or `trestle` in the XDG state folder
  /// (XDG Base Directory Specification 0.8).
  package static func base(_ environment: [String: String] = Environment.all) -> String {
    if let home = environment["TRESTLE_HOME"], !home.isEmpty { return home }
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/trestle" }
    return "\(environment["HOME"] ?? "/tmp")/.local/state/trestle"
  }

  /// All session folders of this user.
  package static func all(_ environment: [String: String] = Environment.all) -> [SessionFolder] {
    let base = "\(base(environment))/sessions"
    return ((try? Files.list(base)) ?? []).sorted().map { SessionFolder(path: "\(base)/\($0)") }
      .filter { Files.isDirectory($0.path) }
  }

  /// A new folder with a name of its own.
  package static func make(
    named name: String? = nil, _ environment: [String: String] = Environment.all
  ) throws(LabError) -> SessionFolder {
    var generator = SystemRandomNumberGenerator()
    let letters = Array("bcdfghjklmnpqrstvwxz2456789")
    let made = name ?? String((0..<6).map { _ in letters.randomElement(using: &generator) ?? "x" })
    let folder = SessionFolder(path: "\(base(environment))/sessions/\(made)")
    do {
      for part in [folder.path, folder.dns, folder.state] {
        try Files.makeDirectory(part, mode: 0o700)
      }
    } catch {
      throw LabError(
        .environment,
        "The session's folder \(folder.path) can't be made: \(error). Set TRESTLE_HOME to a folder "
          + "that can be written.")
    }
    return folder
  }

  /// What `session.json` says; nothing when it can't be read.
  package var description: SessionDescription? {
    guard let bytes = try? Files.read(document), let value = try? JSON.parse(bytes) else {
      return nil
    }
    return SessionDescription(value)
  }

  package func write(_ description: SessionDescription) throws(LabError) {
    do {
      try Files.write(document, text: description.value.json(indent: 2), mode: 0o600)
    } catch {
      throw LabError(.environment, "The session's description can't be written: \(error)")
    }
  }

  /// Which site each host belongs to, as the session's start wrote it down.
  package var hostSites: [String: String] {
    let bytes = (try? Files.read("\(state)/hosts.json")) ?? []
    return (try? JSON.parse(bytes))?.object?.strings ?? [:]
  }

  /// Writes down which site each host belongs to.
  package func write(hostSites: [String: String]) throws(LabError) {
    do {
      try Files.write("\(state)/hosts.json", text: Value(hostSites).json(), mode: 0o600)
    } catch {
      throw LabError(.environment, "The session's hosts can't be written down: \(error)")
    }
  }

  /// Writes down the environment of a host that belongs to no site.
  package func write(environment: [String: String], of host: String) throws(LabError) {
    do {
      try Files.write(
        environmentFile(of: host), text: Value(environment).json(), mode: 0o600)
    } catch {
      throw LabError(.environment, "The surroundings of \(host) can't be written down: \(error)")
    }
  }

  /// The environment of a host that belongs to no site, as the session's start wrote it down.
  package func environment(of host: String) -> [String: String]? {
    (try? Files.read(environmentFile(of: host))).flatMap { try? JSON.parse($0) }?.object?.strings
  }

  private func environmentFile(of host: String) -> String { "\(state)/\(host).environment.json" }

  /// Makes a folder for sockets; ``removeSockets()`` takes it away.
  func makeSockets() throws -> String {
    removeSockets()
    let folder = try Files.makeTemporaryDirectory(prefix: "trestle-control")
    try Files.link(sockets, to: folder)
    return folder
  }

  /// Removes the folder of sockets, where there is one.
  func removeSockets() {
    guard let folder = try? Files.linkTarget(sockets) else { return }
    try? Files.remove(folder)
    try? Files.remove(sockets)
  }

  /// Removes everything, as often as it takes for what is still being written.
  package func remove() {
    removeSockets()
    for _ in 0..<5 where Files.exists(path) { try? Files.remove(path) }
  }
}

/// What a session is, for `trestle ps` and for coming back to it.
package struct SessionDescription: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// A learner's: kept to go on with.
    case run
    /// A test's: removed at its end.
    case test
    /// Bare sites to play with.
    case up
  }

  package var kind: Kind
  package var title: String
  /// The track's path; empty for bare sites.
  package var track: String
  package var sandboxID: String
  package var sites: [String]
  package var pid: Int
  package var started: String

  package init(
    kind: Kind, title: String, track: String, sandboxID: String, sites: [String], pid: Int,
    started: String
  ) {
    self.kind = kind
    self.title = title
    self.track = track
    self.sandboxID = sandboxID
    self.sites = sites
    self.pid = pid
    self.started = started
  }

  init?(_ value: Value) {
    guard let kind = value["kind"]?.string.flatMap(Kind.init) else { return nil }
    self.init(
      kind: kind, title: value["title"]?.string ?? "", track: value["track"]?.string ?? "",
      sandboxID: value["sandboxID"]?.string ?? "",
      sites: (value["sites"]?.array ?? []).compactMap(\.string),
      pid: value["pid"]?.integer ?? 0, started: value["started"]?.string ?? "")
  }

  var value: Value {
    [
      "kind": Value(kind.rawValue), "title": Value(title), "track": Value(track),
      "sandboxID": Value(sandboxID), "sites": Value(sites), "pid": Value(pid),
      "started": Value(started),
    ]
  }
}
