/// A running site: store, API, controllers, pods, services, ingress and names, put together.
import Documents
import HTTP
import Kubernetes
import Platform
import Relay
import Synchronization
import TLS
import YAML

package final class Site: Sendable {
  /// What a site takes from the program that it runs in.
  package struct Surroundings: Sendable {
    /// The program that `@trestle` stands for.
    package var executable: String
    /// What stands before the command of every container.
    package var podExec: [String]
    /// The library that is preloaded into containers.
    package var networkLibrary: String?

    /// The surroundings of a site within another program, as in tests.
    package init(executable: String, podExec: [String], networkLibrary: String?) {
      self.executable = executable
      self.podExec = podExec
      self.networkLibrary = networkLibrary
    }

    /// The surroundings of a site that is this program.
    package static var own: Surroundings {
      let library = "\(Executable.directory)/libtrestle-net.so"
      return Surroundings(
        executable: Executable.path,
        podExec: [Executable.path, "pod-exec", "--parent", String(OwnProcess.identifier), "--"],
        networkLibrary: Files.exists(library) ? library : nil)
    }
  }

  package let configuration: SiteConfiguration
  package let directory: String
  /// The site's own authority, for clients that must trust it.
  package let authority: CertificateAuthority
  private let store: ObjectStore
  private let loop: EventLoop
  private let relayLoop: EventLoop
  private let relay: RelayService
  private let controllers: ControllerLoop
  private let supervisor: PodSupervisor
  private let log: SiteLog
  private let server = Mutex<Task<Void, Never>?>(nil)
  private let isStopped = Mutex(false)
  private let socketFolder: String
  private let withdraw: @Sendable () -> Void

  /// Starts the site of a folder. When this returns, clients can use it.
  /// - Parameter images: the images that every site has, beside those of its configuration.
  package static func start(
    directory: String, images: [ImageDescription], surroundings: Surroundings = .own
  ) async throws -> Site {
    let site = try Site(directory: directory, images: images, surroundings: surroundings)
    try await site.serve()
    return site
  }

  private init(
    directory: String, images: [ImageDescription], surroundings: Surroundings
  ) throws {
    let directory = try Files.canonical(directory)
    let configuration = try SiteConfiguration.read(directory: directory)
    let log = SiteLog(path: "\(directory)/site.log")
    let identity = try SiteIdentity.load(directory: directory, configuration: configuration)
    // What a site that was killed has left behind would hold its pods' addresses.
    _ = ProcessTable.kill(environment: "TRESTLE_SITE=\(directory)")
    let node = configuration.nodeAddress
    let hasLowPorts =
      PortProbe.canListen(address: node, port: 443) && PortProbe.canListen(address: node, port: 80)
    let lowPorts = hasLowPorts ? 0 : 8000
    let facts = SiteFacts(
      block: configuration.block, domain: configuration.domain,
      isOpenShift: configuration.isOpenShift, hasLoadBalancer: configuration.hasLoadBalancer,
      loadBalancerDelay: configuration.loadBalancerDelay ?? 0,
      nodeName: "\(configuration.name)-node-1",
      nodeVersion: Self.nodeVersion(configuration),
      rootCertificate: identity.authority.certificate, images: images + configuration.images)
    let store = try ObjectStore(
      path: "\(directory)/site.db",
      settings: ObjectStore.Settings(
        block: configuration.block,
        defaults: Defaults(
          openshift: configuration.isOpenShift, domain: configuration.domain),
        now: { Timestamp(seconds: Int(WallTime.now().seconds)) }))
    try FirstObjects.make(in: store, configuration)
    let users = Users(
      tokens: Dictionary(
        identity.tokens.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first }),
      passwords: identity.passwords, signingKey: identity.signingKey)

    let loop = try EventLoop.start(name: "site")
    let relayLoop = try EventLoop.start(name: "relay")
    let relay = RelayService(relayLoop) { info, reason in
      log.write(.information, "A connection to \(info.local) came to nothing: \(reason)")
    }
    let controllers = ControllerLoop(store: store, loop: loop, facts: facts, log: log)
    let supervisor = PodSupervisor(
      settings: PodSupervisor.Settings(
        directory: directory, configuration: configuration, facts: facts,
        podExec: surroundings.podExec, networkLibrary: surroundings.networkLibrary,
        lowPorts: lowPorts, executable: surroundings.executable,
        account: { account in
          Self.account(account, identity: identity, users: users, configuration)
        }),
      store: store, loop: loop, log: log, tell: { [weak controllers] in controllers?.tell($0) })
    let hosts = HostsFiles(directory: directory, configuration: configuration, log: log)
    try hosts.prepare()
    let faults = Faults(relay: relay)
    let proxy = ServiceProxy(
      relay: relay, block: configuration.block, lowPorts: lowPorts, log: log, faults: faults)
    let ingress = try Ingress(
      identity: identity, configuration: configuration, lowPorts: lowPorts, faults: faults)
    // A site that was started again knows its routes before anybody asks for one: a client must
    // not take the standard certificate for the one that its route passes through.
    var known = Snapshot()
    for type in [ResourceType.routes, .services, .endpoints, .configMaps] {
      for object in store.list(type).items { known.set(object) }
    }
    faults.update(known)
    ingress.update(known)
    hosts.update(known)
    try ingress.open(relay)
    let network = Confined((hosts: hosts, proxy: proxy))
    controllers.onChange = { [weak supervisor] in supervisor?.take($0) }
    controllers.onRest = { snapshot in
      faults.update(snapshot)
      network.value.hosts.update(snapshot)
      network.value.proxy.update(snapshot)
      ingress.update(snapshot)
    }

    self.configuration = configuration
    self.directory = directory
    authority = identity.authority
    self.store = store
    self.loop = loop
    self.relayLoop = relayLoop
    self.relay = relay
    self.controllers = controllers
    self.supervisor = supervisor
    self.log = log
    withdraw = { network.value.hosts.withdraw() }
    let api = APIServer(
      store: store,
      settings: APIServer.Settings(
        openshift: configuration.isOpenShift ? configuration.profiles["openshift"] ?? "4.12" : nil,
        url: "https://\(configuration.apiHost):\(configuration.apiPort)", users: users),
      pods: supervisor.access, images: { facts.images.image(named: $0) })
    handle = { await api.handle($0) }
    upgrade = { await api.upgrade($0) }
    // A socket's path may have no more than 107 bytes.
    socketFolder =
      directory.utf8.count < 90
      ? directory : try Files.makeTemporaryDirectory(prefix: "trestle-site")
    let socket = "\(socketFolder)/api.sock"
    _ = try relay.listen(
      RelayListener(
        address: node, port: configuration.apiPort,
        mode: .tls(
          try TLSContext.server(
            chain: identity.api.certificate + identity.authority.certificate,
            key: identity.api.key)),
        target: { _ in .unix(socket) }))
    try Files.write(
      "\(directory)/kubeconfig", text: identity.kubeconfig(configuration).yaml(), mode: 0o600)
  }

  private let handle: HTTPServer.Handler
  private let upgrade: @Sendable (HTTPRequest) async -> HTTPUpgrade?

  /// Serves the API, then sets controllers and pods going.
  private func serve() async throws {
    let path = "\(socketFolder)/api.sock"
    try? Files.removeFile(path)
    let handle = handle
    let upgrade = upgrade
    let log = log
    let outcome = AsyncStream<SiteError?>.makeStream()
    let task = Task {
      do {
        try await HTTPServer.run(
          on: .unix(path: path), handler: handle,
          onReady: { _ in
            try? Files.setPermissions(path, 0o600)
            outcome.continuation.yield(nil)
          }, upgrade: upgrade)
      } catch {
        log.write(.failure, "The API server ended: \(error)")
        outcome.continuation.yield(
          SiteError(.start, "The site's API server could not start: \(error)"))
      }
      outcome.continuation.finish()
    }
    server.withLock { $0 = task }
    for await failure in outcome.stream {
      if let failure { throw failure }
      break
    }
    controllers.start()
    loop.post { [self] in
      supervisor.resume()
      loop.schedule(after: .zero, repeating: .seconds(10)) { [self] in beat() }
    }
    log.write(.information, "The site \(configuration.name) serves block \(configuration.block).")
  }

  /// Ends the pods and closes everything; the site's files stay, and it can start again.
  /// Stopping twice does nothing.
  package func stop(within time: Duration = .seconds(1)) async {
    let isFirst = isStopped.withLock { isStopped in
      defer { isStopped = true }
      return !isStopped
    }
    guard isFirst else { return }
    await withCheckedContinuation { continuation in
      loop.post { [self] in
        controllers.stop()
        withdraw()
        supervisor.stop(within: time) { continuation.resume() }
      }
    }
    relay.closeAll()
    let task = server.withLock { $0 }
    task?.cancel()
    await task?.value
    try? Files.removeFile("\(socketFolder)/api.sock")
    if socketFolder != directory { try? Files.remove(socketFolder) }
    relayLoop.post { [relayLoop] in relayLoop.stop() }
    loop.post { [loop] in loop.stop() }
    log.write(.information, "The site \(configuration.name) has stopped.")
  }

  /// The node says that it is alive.
  private func beat() {
    let name = "\(configuration.name)-node-1"
    let now = Value(WallTime.now().rfc3339)
    let known = store.find(.leases, namespace: FirstObjects.leases, name: name) != nil
    do throws(StatusError) {
      if known {
        try store.modify(.leases, namespace: FirstObjects.leases, name: name) {
          $0["spec", "renewTime"] = now
        }
      } else {
        try store.create(
          [
            "metadata": ["name": Value(name), "namespace": Value(FirstObjects.leases)],
            "spec": [
              "holderIdentity": Value(name), "leaseDurationSeconds": 40, "renewTime": now,
            ],
          ], .leases)
      }
    } catch {
      log.write(.warning, "The node's lease: \(error.message)")
    }
  }

  private static func nodeVersion(_ configuration: SiteConfiguration) -> String {
    guard configuration.isOpenShift else { return "v1.31.4" }
    let release = OpenShiftRelease.named(configuration.profiles["openshift"])
    return "v1.\(release.kubernetesMinor).4"
  }

  private static func account(
    _ account: Value, identity: SiteIdentity, users: Users, _ configuration: SiteConfiguration
  ) -> PodFolder.AccountFiles {
    let token = users.token(forServiceAccount: account)
    let document = SiteIdentity.kubeconfig(
      server: "https://\(configuration.nodeAddress):\(configuration.apiPort)",
      authority: identity.authority.certificate, cluster: "site", user: account.name,
      context: "pod", namespace: account.namespace ?? "default", token: token)
    return PodFolder.AccountFiles(
      token: token, authority: identity.authority.certificate, kubeconfig: document.yaml())
  }
}

/// `@unchecked Sendable`: the value is used on the site's loop alone.
private struct Confined<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
