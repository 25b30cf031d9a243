import Documents

/// What a router tells about itself and its network at `/status`.
package struct RouterStatus: Sendable, Equatable {
  /// One link, seen from this router.
  package struct Link: Sendable, Equatable {
    /// Whether streams pass, are being set up, or cannot be.
    package enum State: String, Sendable { case connected, connecting, failed }

    package var name: String
    package var isOutgoing: Bool
    package var role: String
    package var host: String
    package var port: Int
    package var cost: Int
    package var state: State
    package var reason: String?
    package var peerSite: String
    package var peerName: String
    package var peerNamespace: String
    package var peerMode: String
  }

  /// One site of the network, this one included.
  package struct Site: Sendable, Equatable {
    package var id: String
    package var name: String
    package var namespace: String
    package var mode: String
    package var version: String
    package var neighbours: [String]
    package var services: [ServiceDefinition]

    package init(
      id: String, name: String, namespace: String, mode: String = "interior",
      version: String = "", neighbours: [String] = [], services: [ServiceDefinition] = []
    ) {
      self.id = id
      self.name = name
      self.namespace = namespace
      self.mode = mode
      self.version = version
      self.neighbours = neighbours
      self.services = services
    }
  }

  /// One address and who is there for it.
  package struct Address: Sendable, Equatable {
    package var address: String
    package var listeners: Int
    package var consumers: Int
    package var isReachable: Bool
  }

  /// One open or past stream.
  package struct Connection: Sendable, Equatable {
    package var address: String
    package var direction: String
    package var opened: Value
    package var octetsIn: Int
    package var octetsOut: Int
    package var source: String
  }

  /// What connections from this site to an address at one site add up to.
  package struct Flow: Sendable, Equatable {
    package var address: String
    /// The site that serves them; empty when it is not known.
    package var site: String
    package var open: Int
    package var total: Int
    package var octets: Int
  }

  package var revision: Int
  /// Changes with connections and their bytes.
  package var activity: Int
  package var id: String
  package var mode: String
  package var siteID: String
  package var links: [Link]
  package var sites: [Site]
  package var addresses: [Address]
  package var connections: [Connection]
  package var flows: [Flow]

  package init(
    revision: Int = 0, activity: Int = 0, id: String = "", mode: String = "interior",
    siteID: String,
    links: [Link] = [], sites: [Site] = [], addresses: [Address] = [],
    connections: [Connection] = [], flows: [Flow] = []
  ) {
    self.revision = revision
    self.activity = activity
    self.id = id
    self.mode = mode
    self.siteID = siteID
    self.links = links
    self.sites = sites
    self.addresses = addresses
    self.connections = connections
    self.flows = flows
  }
}

extension RouterStatus {
  /// The status that a router answered; nothing for another kind of document.
  package init?(_ document: Value) {
    guard let revision = document["revision"]?.integer else { return nil }
    func items(_ key: String) -> [Value] { document[key]?.array ?? [] }
    self.init(
      revision: revision, activity: document["activity"]?.integer ?? 0,
      id: document["id"]?.string ?? "",
      mode: document["mode"]?.string ?? "interior",
      siteID: document["site", "id"]?.string ?? "", links: items("links").compactMap(Link.init),
      sites: items("sites").compactMap(Site.init),
      addresses: items("addresses").compactMap(Address.init),
      connections: items("connections").map(Connection.init), flows: items("flows").map(Flow.init))
  }

  /// The site of this router.
  package var ownSite: Site? { sites.first { $0.id == siteID } }

  /// The other sites, by name.
  package var otherSites: [Site] {
    sites.filter { $0.id != siteID }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// The other sites to which a link of this one is up, in whichever direction.
  package var directSites: Set<String> {
    let linked = links.filter { $0.state == .connected }.map(\.peerSite)
    return Set(linked + (ownSite?.neighbours ?? [])).subtracting([siteID, ""])
  }
}

extension RouterStatus.Link {
  init?(_ document: Value) {
    guard let name = document["name"]?.string else { return nil }
    self.name = name
    isOutgoing = document["direction"]?.string != "incoming"
    role = document["role"]?.string ?? "inter-router"
    host = document["host"]?.string ?? ""
    port = document["port"]?.integer ?? document["port"]?.string.flatMap { Int($0) } ?? 0
    cost = document["cost"]?.integer ?? 1
    state = document["state"]?.string.flatMap(State.init) ?? .connecting
    reason = document["reason"]?.string
    peerSite = document["peer", "siteId"]?.string ?? ""
    peerName = document["peer", "siteName"]?.string ?? ""
    peerNamespace = document["peer", "namespace"]?.string ?? ""
    peerMode = document["peer", "mode"]?.string ?? ""
  }
}

extension RouterStatus.Site {
  init?(_ document: Value) {
    guard let id = document["id"]?.string else { return nil }
    let text = document["services"]?.string ?? "[]"
    let services = (try? JSON.parse(text))?.array ?? document["services"]?.array ?? []
    self.init(
      id: id, name: document["name"]?.string ?? "",
      namespace: document["namespace"]?.string ?? "",
      mode: document["mode"]?.string ?? "interior", version: document["version"]?.string ?? "",
      neighbours: document["neighbours"]?.array?.compactMap(\.string) ?? [],
      services: services.compactMap(ServiceDefinition.init))
  }
}

extension RouterStatus.Address {
  init?(_ document: Value) {
    guard let address = document["address"]?.string else { return nil }
    self.address = address
    listeners = document["listeners"]?.integer ?? 0
    consumers = document["consumers"]?.integer ?? 0
    isReachable = document["reachable"]?.bool ?? false
  }
}

extension RouterStatus.Connection {
  init(_ document: Value) {
    address = document["address"]?.string ?? ""
    direction = document["direction"]?.string ?? ""
    opened = document["opened"] ?? .null
    octetsIn = document["octetsIn"]?.integer ?? 0
    octetsOut = document["octetsOut"]?.integer ?? 0
    source = document["source"]?.string ?? ""
  }
}

extension RouterStatus.Flow {
  init(_ document: Value) {
    address = document["address"]?.string ?? ""
    site = document["site"]?.string ?? ""
    open = document["open"]?.integer ?? 0
    total = document["total"]?.integer ?? 0
    octets = (document["octetsIn"]?.integer ?? 0) + (document["octetsOut"]?.integer ?? 0)
  }
}
