import Documents
import Logging
import Platform
import Routing
import TLS

/// One router: its links, the map of the network, the addresses that it listens for and the flows
/// that it carries, all on one event loop.
///
/// `@unchecked Sendable`: everything is touched on the loop's thread alone; what other threads
/// call posts to it.
package final class RouterEngine: @unchecked Sendable {
  let loop: EventLoop
  let turns: Turns
  let host: String
  let root: String
  let logger: Logger
  var configuration: RouterConfiguration
  var database: RouterDatabase
  var balancer = Balancer()
  var links: [Int: Link] = [:]
  var diallers: [String: Dialler] = [:]
  var linkDoors: [String: LinkDoor] = [:]
  var serviceDoors: [String: ServiceDoor] = [:]
  var flows: [ObjectIdentifier: Flow] = [:]
  var uplinks = UplinkChoice()
  var counters = RouterCounters()
  var totals = FlowTotals()
  var revision = 1
  /// Grows when a connection opens or closes, and while bytes pass and somebody follows them.
  var activity = 1
  var octetsSeen = 0
  var statusWaiters: [StatusWaiter] = []
  private var lastLink = 0

  /// A router that does nothing before it is configured.
  /// - Parameters:
  ///   - host: the address to listen on where the configuration names none.
  ///   - root: the folder that the paths of certificates are below.
  package init(
    _ configuration: RouterConfiguration, loop: EventLoop, host: String, root: String,
    logger: Logger? = nil
  ) {
    self.loop = loop
    self.host = host
    self.root = root
    self.logger = logger ?? quietLogger()
    self.configuration = configuration
    turns = Turns(loop)
    let now = MonotonicTime.now().nanoseconds
    database = RouterDatabase(
      router: configuration.router, mode: configuration.mode, site: configuration.site,
      sequence: Int(WallTime.now().seconds) * 1000, now: now)
  }

  /// Begins to work. From any thread.
  package func start() {
    loop.post { [self] in
      loop.schedule(after: .milliseconds(250), repeating: .milliseconds(250)) { [self] in tick() }
      configure(configuration, isFirst: true)
    }
  }

  /// Becomes what the configuration says, leaving alone what it does not change. From any thread.
  package func apply(_ configuration: RouterConfiguration) {
    loop.post { [self] in configure(configuration, isFirst: false) }
  }

  /// Ends all links and flows in order, answers who waits for a change, then calls back. From any
  /// thread.
  package func stop(_ done: @escaping @Sendable () -> Void) {
    loop.post { [self] in
      for door in serviceDoors.values { door.close() }
      for door in linkDoors.values { door.close() }
      for dialler in diallers.values { dialler.deactivate("this router is ending") }
      for link in links.values { link.close("this router is ending") }
      for flow in flows.values { flow.fail("this router is ending", at: nil) }
      announceChange()
      loop.schedule(after: .milliseconds(50)) { done() }
    }
  }

  private func tick() {
    let now = MonotonicTime.now().nanoseconds
    for link in links.values { link.tick(now: now) }
    flood(database.tick(now: now))
    noteTraffic()
  }
}

extension RouterEngine {
  /// Makes a link on a socket that dials or was accepted.
  func makeLink(
    name: String, role: RouterConfiguration.Role, isDialler: Bool, socket: FileDescriptor,
    remote: SocketAddress, session: TLSSession, cost: Int
  ) -> Link {
    lastLink += 1
    let link = Link(
      id: lastLink, name: name, role: role, isDialler: isDialler, socket: socket, remote: remote,
      session: session,
      own: Hello(
        router: configuration.router, mode: configuration.mode, site: configuration.site,
        cost: cost),
      turns: turns,
      events: Link.Events(
        established: { [unowned self] in established($0, $1) },
        learned: { [unowned self] in learned($1, on: $0) },
        opened: { [unowned self] in opened($1, $2) },
        closed: { [unowned self] in closed($0, $1) }))
    links[link.id] = link
    link.start()
    return link
  }

  private func established(_ link: Link, _ peer: Hello) {
    logger.info(
      "Link '\(link.name)' to router \(peer.router) of site \(peer.site.name) is up (\(link.suite))"
    )
    flood(
      database.linkUp(
        link.id, to: peer.router, cost: peer.cost, now: MonotonicTime.now().nanoseconds))
    if link.isDialler { diallers[link.name]?.established() }
    changed()
  }

  private func learned(_ advert: Advert, on link: Link) {
    flood(database.receive(advert, from: link.id, now: MonotonicTime.now().nanoseconds))
    changed()
  }

  private func closed(_ link: Link, _ reason: String) {
    links[link.id] = nil
    logger.notice("Link '\(link.name)' with \(link.remote) ended: \(reason)")
    flood(database.linkDown(link.id, now: MonotonicTime.now().nanoseconds))
    if link.isDialler, diallers[link.name]?.link === link {
      diallers[link.name]?.lost(reason)
      uplinkFailed(link.name)
    }
    changed()
  }

  func flood(_ floods: [RouterDatabase.Flood]) {
    for flood in floods {
      for id in flood.links where links[id]?.isUp == true {
        links[id]?.send(.advert(flood.advert))
      }
    }
  }

  /// Something that others can see has changed: listeners open and close with it.
  func changed() {
    for door in serviceDoors.values {
      let address = door.configuration.address
      let isReachable =
        !localConsumers(of: address).isEmpty || !database.consumers(of: address).isEmpty
      let wasOpen = door.isOpen
      door.set(open: isReachable, on: listenHost(door.configuration.host))
      if isReachable && !door.isOpen, let failure = door.failure {
        logger.error("No listener for '\(address)': \(failure)")
      } else if wasOpen != door.isOpen {
        logger.info("Listener for '\(address)' is \(door.isOpen ? "open" : "closed")")
      }
    }
    announceChange()
  }

  func localConsumers(of address: String) -> [String] {
    configuration.serviceConnectors.filter { $0.address == address }.map(\.name)
  }

  func listenHost(_ configured: String) -> String {
    ["", "0.0.0.0", "::", "*"].contains(configured) ? host : configured
  }
}
