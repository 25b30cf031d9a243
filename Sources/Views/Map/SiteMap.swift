/// The lab as it is at one moment, as values: its sites with what runs on them, the links between
/// their routers, the addresses that the routers carry, and who is using them.
package struct SiteMap: Hashable, Sendable {
  /// The sites in the order of the lab.
  package var sites: [Site]
  package var links: [Link]
  package var addresses: [Address]
  package var flows: [Flow]

  /// A map.
  package init(
    sites: [Site] = [], links: [Link] = [], addresses: [Address] = [], flows: [Flow] = []
  ) {
    self.sites = sites
    self.links = links
    self.addresses = addresses
    self.flows = flows
  }

  /// One site: a small cluster.
  package struct Site: Hashable, Sendable {
    package var name: String
    package var namespace: String
    /// `kubernetes` or `openshift`.
    package var platform: String
    /// Whether its API answers.
    package var answers: Bool
    /// Nothing before one is installed.
    package var router: Router?
    package var pods: [Pod]
    package var services: [Service]
    package var routes: [Route]

    package init(
      name: String, namespace: String = "", platform: String = "", answers: Bool = true,
      router: Router? = nil, pods: [Pod] = [], services: [Service] = [], routes: [Route] = []
    ) {
      self.name = name
      self.namespace = namespace
      self.platform = platform
      self.answers = answers
      self.router = router
      self.pods = pods
      self.services = services
      self.routes = routes
    }
  }

  /// A site's router.
  package struct Router: Hashable, Sendable {
    /// `interior` or `edge`.
    package var mode: String
    /// The version of its site; empty while it is not known.
    package var version: String
    package var answers: Bool

    package init(mode: String = "interior", version: String = "", answers: Bool = true) {
      self.mode = mode
      self.version = version
      self.answers = answers
    }
  }

  /// A pod.
  package struct Pod: Hashable, Sendable {
    package var name: String
    /// What it is a pod of, as a Deployment's name; its own name where nobody owns it.
    package var app: String
    package var ready: Int
    package var containers: Int
    /// The word that `get pods` shows: `Running`, `CrashLoopBackOff`.
    package var state: String
    package var restarts: Int
    /// Whether Skupper made it for itself.
    package var isSystem: Bool

    package init(
      _ name: String, app: String? = nil, ready: Int = 1, containers: Int = 1,
      state: String = "Running", restarts: Int = 0, isSystem: Bool = false
    ) {
      self.name = name
      self.app = app ?? name
      self.ready = ready
      self.containers = containers
      self.state = state
      self.restarts = restarts
      self.isSystem = isSystem
    }
  }

  /// A Service of a site.
  package struct Service: Hashable, Sendable {
    package var name: String
    package var ports: [Int]
    package var backing: Backing
    /// Whether Skupper made it for itself.
    package var isSystem: Bool

    /// What answers behind a service.
    package enum Backing: Hashable, Sendable {
      /// The pods that it selects, by name.
      case pods([String])
      /// An address that the routers carry.
      case address(String)
    }

    package init(
      _ name: String, ports: [Int], backing: Backing = .pods([]), isSystem: Bool = false
    ) {
      self.name = name
      self.ports = ports
      self.backing = backing
      self.isSystem = isSystem
    }
  }

  /// A name under which a service is reached from outside.
  package struct Route: Hashable, Sendable {
    package var name: String
    package var host: String
    package var service: String
    /// Whether Skupper made it for itself.
    package var isSystem: Bool

    package init(_ name: String, host: String, service: String = "", isSystem: Bool = false) {
      self.name = name
      self.host = host
      self.service = service
      self.isSystem = isSystem
    }
  }

  /// A link, from the router that dials to the one that is dialled.
  package struct Link: Hashable, Sendable {
    package var name: String
    /// The name of the site that dials.
    package var from: String
    /// The name of the other site; nothing while it is not known.
    package var to: String?
    package var state: State
    /// Why it is not connected, in words.
    package var reason: String?
    /// `inter-router` or `edge`.
    package var role: String
    package var cost: Int

    package enum State: String, Hashable, Sendable { case connected, connecting, failed }

    package init(
      _ name: String, from: String, to: String?, state: State = .connected,
      reason: String? = nil, role: String = "inter-router", cost: Int = 1
    ) {
      self.name = name
      self.from = from
      self.to = to
      self.state = state
      self.reason = reason
      self.role = role
      self.cost = cost
    }
  }

  /// A name that the routers carry from site to site.
  package struct Address: Hashable, Sendable {
    package var name: String
    package var ports: [Int]
    /// The sites that something serves it on.
    package var targets: [String]
    /// The sites that it can be used on.
    package var listeners: [String]
    /// Those of the listeners that reach no target now.
    package var cutOff: [String]

    package init(
      _ name: String, ports: [Int] = [], targets: [String] = [], listeners: [String] = [],
      cutOff: [String] = []
    ) {
      self.name = name
      self.ports = ports
      self.targets = targets
      self.listeners = listeners
      self.cutOff = cutOff
    }
  }

  /// The use of an address from one site at another.
  package struct Flow: Hashable, Sendable {
    package var address: String
    package var from: String
    package var to: String
    /// Connections that are open.
    package var open: Int
    /// Connections that there have been, the open ones included.
    package var total: Int
    package var bytesPerSecond: Int
    /// Whether something happened within the last moments.
    package var isActive: Bool

    package init(
      _ address: String, from: String, to: String, open: Int = 0, total: Int = 0,
      bytesPerSecond: Int = 0, isActive: Bool = false
    ) {
      self.address = address
      self.from = from
      self.to = to
      self.open = open
      self.total = total
      self.bytesPerSecond = bytesPerSecond
      self.isActive = isActive
    }
  }

  /// The site of that name.
  package func site(_ name: String) -> Site? { sites.first { $0.name == name } }
}
