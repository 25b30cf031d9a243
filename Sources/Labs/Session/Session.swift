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
  /// The sites that run.
  var sites: [String: SiteHandle] = [:]
  /// What each site is told, whether it runs or not.
  var configurations: [String: SiteConfiguration] = [:]
  /// The sites that are being started now.
  var starting: [String: Task<SiteHandle, any Error>] = [:]
  /// The blocks of hosts that belong to no site.
  private var hostBlocks: [String: Int] = [:]
  private var control: SessionControl?
  var shells: [String: Shell] = [:]
  var hosts: [String: HostFolder] = [:]
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
          host, in: folder,
          files: SiteDescription.files(site.files, ofHost: host, among: site.hosts))
      }
    }
    for host in plan.sharedHosts {
      hosts[host.name] = try HostFolder.prepare(host.name, in: folder, files: host.files)
      let lease = try BlockLease.claim()
      leases.append(lease)
      hostBlocks[host.name] = lease.block
    }
    var hostSites: [String: String] = [:]
    for host in hostNames { hostSites[host] = plan.site(ofHost: host)?.name }
    try folder.write(hostSites: hostSites)
    for site in plan.sites {
      configurations[site.name] = try configuration(site, folder.site(site.name))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for site in plan.sites where site.traits.start == .session || isWanted(site.name) {
        group.addTask { try await self.start(site: site.name) }
      }
      try await group.waitForAll()
    }
    if plan.sites.contains(where: { $0.traits.start == .crc }) {
      control = try await SessionControl.start(self, in: folder)
    }
    try await setUpOrchestrators()
    for host in plan.sharedHosts {
      try folder.write(environment: try environment(of: host.name), of: host.name)
    }
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
    switch site.traits.loadBalancer {
    case .never: configuration.loadBalancerDelay = nil
    case .after(let seconds): configuration.loadBalancerDelay = seconds
    case nil: break
    }
    configuration.hasAllProjects = site.traits.hasAllProjects
    // Who only reaches a site makes the project that the lab works in.
    configuration.makesNamespace = !site.hosts.isEmpty
    return configuration
  }

  // Hosts and shells.

  /// The names of all hosts in the order of the plan.
  package nonisolated var hostNames: [String] { plan.hostNames }

  /// The runtime variables, with what scripts have set until now.
  package nonisolated var variables: Variables {
    var variables = plan.variables
    variables.hostValues = ScriptVariables.load(folder).byHost
    return variables
  }

  /// A text with the runtime variables filled in; what scripts have set is looked up for texts that
  /// ask for it.
  package nonisolated func filled(_ text: String) -> String {
    (text.contains("[[") ? variables : plan.variables).substitute(text)
  }

  /// The commands of a step as they are in this session; none where it has no commands.
  package nonisolated func commands(of step: Step) -> [String] {
    (step.commandStep?.commands ?? []).map { filled($0.text) }
  }

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
    let site = plan.site(ofHost: name)
    var variables: [String: String]
    do {
      variables = try HostEnvironment.variables(
        network: try network(of: name, site), name: name, root: host.root,
        kubeconfig: try kubeconfig(of: name, site), ownsLoopback: ownsLoopback)
    } catch let error as LabError {
      throw error
    } catch {
      throw LabError(.environment, "The surroundings of host \(name) can't be made: \(error)")
    }
    variables.merge(plan.environments[name] ?? [:]) { $1 }
    variables["TRESTLE_TRUST"] = folder.trust
    if let control {
      variables["TRESTLE_CONTROL"] = control.path
      let own = plan.sharedHost(name)?.sites ?? [site?.name ?? name]
      variables["TRESTLE_CRC_SITE"] =
        plan.sites.first {
          $0.traits.start == .crc && own.contains($0.name)
        }?.name
      variables["TRESTLE_SYSTEM"] = plan.sharedHost(name)?.system.rawValue
    }
    if options.isPlain { variables["TRESTLE_PACE"] = "0" }
    variables["PATH"] = "\(host.root)/usr/local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    variables["LANG"] = "C.UTF-8"
    variables["TRESTLE_SESSION_FOLDER"] = folder.path
    if Files.exists(folder.authorities) { variables["CURL_CA_BUNDLE"] = folder.authorities }
    variables["TRESTLE_SKUPPER_PROFILE"] = plan.profiles["skupper"] ?? "1.3"
    variables["TRESTLE_OPENSHIFT_PROFILE"] = plan.profiles["openshift"] ?? "4.12"
    for (key, value) in plan.variables.values { variables[key] = value }
    return variables
  }

  /// In tests every host has a 127.0.0.1 of its own, so that several can run at a time; a learner's
  /// browser is on the machine's.
  private var ownsLoopback: Bool { options.kind == .test }

  func network(
    of name: String, _ site: SessionPlan.Site?
  ) throws(LabError) -> HostEnvironment.Network {
    if let block = hostBlocks[name] {
      return .own(block: block, names: folder.dns, session: folder.identifier)
    }
    guard let site, let configuration = configurations[site.name] else {
      throw LabError(.environment, "The site of host \(name) does not run.")
    }
    return .site(
      configuration, directory: folder.site(site.name),
      number: site.hosts.firstIndex(of: name) ?? 0)
  }

  /// What 127.0.0.1 is on a host.
  package func loopback(of name: String) -> String {
    guard ownsLoopback, let network = try? network(of: name, plan.site(ofHost: name)) else {
      return "127.0.0.1"
    }
    return network.address
  }

  /// A host's own copy of its site's configuration file: what a learner changes in it, as the
  /// current project, stays on the host. A host that reaches several sites begins with what it has
  /// credentials for.
  private func kubeconfig(of name: String, _ site: SessionPlan.Site?) throws -> String {
    let path = "\(folder.host(name))/root/.kube/config"
    let text = try? Files.readText(path)
    if let host = plan.sharedHost(name) {
      guard text == nil, !host.credentials.isEmpty else { return path }
      try Files.makeDirectory(Path.parent(of: path), mode: 0o700)
      try Files.write(path, text: try credentials(of: host).text, mode: 0o600)
      return path
    }
    guard let site, let handle = sites[site.name] else {
      throw LabError(.environment, "The site of host \(name) does not run.")
    }
    // A site that had to move to another block of addresses is reached by a new file.
    if text?.contains("//\(handle.configuration.nodeAddress):") != true {
      try Files.makeDirectory(Path.parent(of: path), mode: 0o700)
      try Files.write(path, try Files.read(handle.kubeconfig), mode: 0o600)
      for copy in site.traits.configurations {
        let other = "\(folder.host(name))/root/\(copy)"
        try Files.makeDirectory(Path.parent(of: other), mode: 0o700)
        try Files.write(other, try Files.read(handle.kubeconfig), mode: 0o600)
      }
    }
    return path
  }

  /// The configuration file of somebody who has logged in to these sites before.
  private func credentials(of host: HostDescription) throws -> Kubeconfig {
    var config = Kubeconfig()
    for name in host.credentials {
      guard let handle = sites[name] else {
        throw LabError(
          .input,
          "The host \(host.name) has credentials of \(name), which does not run from the start; "
            + "leave that site out of the host's credentials.")
      }
      let own = try Kubeconfig(file: handle.kubeconfig)
      guard let current = own.currentContext, var context = own.context(current),
        var cluster = own.cluster(context.cluster), let user = own.user(context.user)
      else { continue }
      cluster["server"] = Value(handle.configuration.apiURL)
      context.namespace = "default"
      let person = context.user.prefix { $0 != "/" }
      config.setCluster(context.cluster, cluster)
      config.setUser(context.user, user)
      config.setContext("default/\(context.cluster)/\(person)", context)
    }
    // Where every site runs from the start, somebody has worked with the first one before.
    if host.credentials.count == host.sites.count {
      config.currentContext = config.contextNames.first
    }
    return config
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
    // `[root@crc /]# `: the host's root is shown as `/` and its home as `~`.
    var settings = ShellSettings(
      directory: directory ?? host.root, stateDirectory: folder.shell(name),
      environment: environment,
      prompt: "[root@\(hostName) \(ShellSettings.folderInPrompt)]# ",
      size: size ?? TerminalSize(columns: options.columns, rows: 40), plain: options.isPlain)
    settings.folderNames = [host.root: "/", host.home: "~"]
    let isLearners = options.kind == .run && !options.isPlain
    // A learner comes back to what the terminals had shown.
    if isLearners { settings.record = "\(folder.shell(name))/screen" }
    // Who looks into a failed test wants to see what each terminal did.
    if options.kind == .test {
      try Files.makeDirectory(folder.shell(name), mode: 0o700)
      settings.cast = folder.recording(of: name)
    }
    let shell = try Shell(settings)
    shells[name] = shell
    try await shell.start()
    if isLearners, let command = start?.command, !ShellSettings.isShell(command) {
      await shell.type(command + "\r")
    }
    return shell
  }

  // The end.

  /// Ends shells and sites, in that order, and with `removes` the folder too.
  package func stop(removes: Bool) async {
    guard !isStopping else { return }
    isStopping = true
    await control?.stop()
    for task in starting.values { task.cancel() }
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
