import Documents
import Kubernetes
import KubernetesClient
import Platform
import Shells
import Sites
import TLS
import Tracks
import YAML

/// A running lab: its sites as processes, its hosts as folders, its terminals as shells. It starts
/// what the plan names, keeps it alive, and leaves nothing behind when it is stopped.
package actor Session {
  package nonisolated let plan: SessionPlan
  package nonisolated let folder: SessionFolder
  private let lock: FileLock
  private var keeper: (keeper: ChildProcess, line: FileDescriptor)?
  private var sites: [String: SiteHandle] = [:]
  private var shells: [String: Shell] = [:]
  private var hosts: [String: HostFolder] = [:]
  private var leases: [BlockLease] = []
  private let options: Options
  /// Whether it has ended or is about to.
  package private(set) var isStopping = false

  private init(_ plan: SessionPlan, _ folder: SessionFolder, lock: FileLock, _ options: Options) {
    self.plan = plan
    self.folder = folder
    self.lock = lock
    self.options = options
  }

  /// What a session is started with besides its plan.
  package struct Options: Sendable {
    package var kind: SessionDescription.Kind
    /// The track's path, for coming back to it.
    package var track: String
    /// The width of the terminals.
    package var columns: Int
    /// Whether pagers, language and time zone are fixed, so that output can be compared.
    package var isPlain: Bool

    package init(
      kind: SessionDescription.Kind, track: String = "", columns: Int = 200, isPlain: Bool = false
    ) {
      self.kind = kind
      self.track = track
      self.columns = columns
      self.isPlain = isPlain
    }
  }

  /// Starts the sites and hosts of a plan in a folder, which may hold what an earlier session left
  /// to be gone on with.
  /// - Parameter lock: the claim on the folder, where it was made before.
  package static func start(
    _ plan: SessionPlan, in folder: SessionFolder, _ options: Options, lock: FileLock? = nil
  ) async throws -> Session {
    let lock = try lock ?? claim(folder)
    let session = Session(plan, folder, lock: lock, options)
    do {
      try await session.begin()
    } catch {
      await session.stop(removes: options.kind == .test)
      throw error
    }
    return session
  }

  /// Claims a session's folder for this process, or says who holds it.
  package static func claim(_ folder: SessionFolder) throws(LabError) -> FileLock {
    let attempt: FileLock.Attempt
    do {
      attempt = try FileLock.acquire(folder.lock)
    } catch {
      throw LabError(.environment, "The session in \(folder.path) can't be locked: \(error)")
    }
    switch attempt {
    case .acquired(let lock): return lock
    case .heldBy(let pid):
      throw LabError(
        .held,
        "The session \(folder.identifier) is held by process \(pid.map(String.init) ?? "unknown"); "
          + "end that one first, or choose another track.")
    }
  }

  private func begin() async throws {
    // What a session that was killed left running has lost its keeper as well: end it first.
    Keeper.sweep(folder, removes: false)
    keeper = try Keeper.start(folder, removes: options.kind != .run)
    try folder.write(
      SessionDescription(
        kind: options.kind, title: plan.title, track: options.track,
        sandboxID: plan.variables.values["_SANDBOX_ID"] ?? "", sites: plan.sites.map(\.name),
        pid: Int(Executable.identifier), started: WallTime.now().rfc3339))
    for site in plan.sites {
      for host in site.hosts {
        hosts[host] = try HostFolder.prepare(
          host, in: folder, files: site.files)
      }
    }
    var hostSites: [String: String] = [:]
    for site in plan.sites { for host in site.hosts { hostSites[host] = site.name } }
    try folder.write(hostSites: hostSites)
    try await withThrowingTaskGroup(of: (String, SiteHandle).self) { group in
      for site in plan.sites {
        let directory = folder.site(site.name)
        let configuration = try configuration(site, directory)
        group.addTask {
          (site.name, try await SiteLauncher().start(configuration, directory: directory))
        }
      }
      for try await (name, handle) in group { sites[name] = handle }
    }
    try await setUpOrchestrators()
  }

  /// What a site is told. A session that is gone on with takes its blocks of addresses again where
  /// they are free.
  private func configuration(
    _ site: SessionPlan.Site, _ directory: String
  ) throws -> SiteConfiguration {
    let earlier = try? SiteConfiguration.read(directory: directory)
    let lease = try BlockLease.claim(preferring: earlier?.block)
    leases.append(lease)
    var configuration = SiteConfiguration(
      name: site.name, session: folder.identifier, block: lease.block,
      namespace: site.namespace, isOpenShift: site.isOpenShift, domain: site.domain,
      profiles: plan.profiles, images: plan.images, dns: folder.dns,
      user: site.user ?? "kubeadmin")
    // What hands out addresses at an edge is a package that somebody deploys.
    configuration.handsOutAddresses = site.role != .edge
    return configuration
  }

  // Hosts and shells.

  /// The names of all hosts in the order of the plan.
  package nonisolated var hostNames: [String] { plan.sites.flatMap(\.hosts) }

  /// The folder of a host.
  package func host(_ name: String) throws(LabError) -> HostFolder {
    guard let host = hosts[name] else {
      throw LabError(
        .input,
        "There is no host \(name) in this lab; it has \(hostNames.joined(separator: ", ")).")
    }
    return host
  }

  /// The environment of a host's programs.
  package func environment(of name: String) throws(LabError) -> [String: String] {
    let host = try host(name)
    guard let site = plan.site(ofHost: name), let handle = sites[site.name] else {
      throw LabError(.environment, "The site of host \(name) does not run.")
    }
    var variables: [String: String]
    do {
      variables = try HostEnvironment.variables(
        site: handle.configuration, directory: handle.directory,
        host: site.hosts.firstIndex(of: name) ?? 0, name: name, root: host.root,
        kubeconfig: try kubeconfig(of: name, handle))
    } catch {
      throw LabError(.environment, "The surroundings of host \(name) can't be made: \(error)")
    }
    variables["PATH"] = "\(host.root)/usr/local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    variables["LANG"] = "C.UTF-8"
    variables["TRESTLE_SESSION_FOLDER"] = folder.path
    if Files.exists(folder.authorities) { variables["CURL_CA_BUNDLE"] = folder.authorities }
    variables["TRESTLE_SKUPPER_PROFILE"] = plan.profiles["skupper"] ?? "1.3"
    variables["TRESTLE_OPENSHIFT_PROFILE"] = plan.profiles["openshift"] ?? "4.12"
    for (key, value) in plan.variables.values { variables[key] = value }
    return variables
  }

  /// A host's own copy of its site's configuration file: what a learner changes in it, as the
  /// current project, stays on the host.
  private func kubeconfig(of name: String, _ handle: SiteHandle) throws -> String {
    let path = "\(folder.host(name))/root/.kube/config"
    let text = (try? Files.readText(path)) ?? ""
    // A site that had to move to another block of addresses is reached by a new file.
    if !text.contains("//\(handle.configuration.nodeAddress):") {
      try Files.makeDirectory(Path.parent(of: path), mode: 0o700)
      try Files.write(path, try Files.read(handle.kubeconfig), mode: 0o600)
    }
    return path
  }

  /// The shell of a terminal, started when it is first asked for or has ended.
  /// - Parameters:
  ///   - name: as `Terminal.name` makes it.
  ///   - size: how large the terminal is when it is made; without it as the session's options say.
  package func shell(of name: String, size: TerminalSize? = nil) async throws -> Shell {
    if let shell = shells[name] {
      if await !shell.isAlive { try await shell.start() }
      return shell
    }
    let hostName = Terminal.host(ofName: name)
    let host = try host(hostName)
    let environment = try environment(of: hostName)
    let start = plan.terminals[name]
    let directory = start?.directory.map(host.resolve).flatMap { Files.isDirectory($0) ? $0 : nil }
    var settings = ShellSettings(
      directory: directory ?? host.root, stateDirectory: folder.shell(name),
      environment: environment,
      prompt: prompt(hostName, host),
      size: size ?? TerminalSize(columns: options.columns, rows: 40), plain: options.isPlain)
    let isLearners = options.kind == .run && !options.isPlain
    // A learner comes back to what the terminals had shown.
    if isLearners { settings.record = "\(folder.shell(name))/screen" }
    let shell = try Shell(settings)
    shells[name] = shell
    try await shell.start()
    if isLearners, let command = start?.command, !ShellSettings.isShell(command) {
      await shell.type(command + "\r")
    }
    return shell
  }

  /// `[root@crc /]# `: the last name of the working folder, with the host's root shown as `/` and
  /// its home as `~`.
  private func prompt(_ name: String, _ host: HostFolder) -> String {
    let root = host.root.filter { $0 != "'" }
    return "[root@\(name) $(case \"$PWD\" in '\(root)') echo /;; '\(root)/root') echo '~';; "
      + "*) echo \"${PWD##*/}\";; esac)]# "
  }

  // Sites.

  /// A client of a site's API as its person.
  package func client(of site: String) throws(LabError) -> KubernetesClient {
    let path = "\(folder.site(site))/kubeconfig"
    do {
      let config = try Kubeconfig(text: try Files.readText(path), file: path)
      let namespace = config.currentContext.flatMap { config.context($0)?.namespace }
      return try KubernetesClient(try config.access(), namespace: namespace ?? "default")
    } catch {
      throw LabError(.environment, "The site \(site) can't be reached: \(error)")
    }
  }

  /// The process of a site.
  package func handle(of site: String) -> SiteHandle? { sites[site] }

  /// The address of a site's node, where its ingress listens.
  package func nodeAddress(of site: String) -> String? {
    sites[site]?.configuration.nodeAddress
  }

  /// The authority that signed a site's certificates.
  package func authority(of site: String) throws -> String {
    let path = "\(folder.site(site))/kubeconfig"
    return try Kubeconfig(text: try Files.readText(path), file: path).access().authority ?? ""
  }

  /// The address of a host, which its own programs listen at; nothing for other names.
  package func address(ofHost name: String) -> String? {
    hosts[name] == nil ? nil : (try? environment(of: name))?["TRESTLE_NET_ADDRESS"]
  }

  /// The port at which a site's ingress really listens: those below 1024 move where they can't be
  /// bound.
  package func reachablePort(_ port: Int, at address: String) -> Int {
    guard port < 1024 else { return port }
    return PortProbe.canListen(address: "127.255.255.253", port: port) ? port : port + 8000
  }

  /// Where a name of the lab's routes leads: an address and the ports of its ingress.
  package func resolve(_ name: String) -> String? {
    for file in (try? Files.list(folder.dns)) ?? [] where file.hasSuffix(".hosts") {
      let text = (try? Files.readText("\(folder.dns)/\(file)")) ?? ""
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if words.dropFirst().contains(where: { $0 == name }) { return String(words[0]) }
      }
    }
    return nil
  }

  // The end.

  /// Ends shells and sites, in that order, and with `removes` the folder too.
  package func stop(removes: Bool) async {
    guard !isStopping else { return }
    isStopping = true
    await withTaskGroup(of: Void.self) { group in
      for shell in shells.values { group.addTask { await shell.close() } }
    }
    await withTaskGroup(of: Void.self) { group in
      for site in sites.values { group.addTask { await site.stop() } }
    }
    Keeper.sweep(folder, removes: false)
    if let keeper {
      try? keeper.line.writeAll("q")
      keeper.line.close()
      _ = await keeper.keeper.wait(timeout: .seconds(2))
    }
    for lease in leases { lease.release() }
    if removes { folder.remove() }
    lock.release()
  }
}
