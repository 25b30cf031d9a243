/// What one router knows about the network: the newest advert of every router, its own links, and
/// the cheapest path to each router.
package struct RouterDatabase: Hashable, Sendable {
  /// A link's number at its router.
  package typealias LinkID = Int

  /// What the owner has to do: send that advert on these links.
  package struct Flood: Hashable, Sendable {
    package var advert: Advert
    package var links: [LinkID]

    package init(_ advert: Advert, _ links: [LinkID]) {
      self.advert = advert
      self.links = links
    }
  }

  /// The way to another router.
  package struct Path: Hashable, Sendable {
    package var cost: Int
    /// The link to take first.
    package var link: LinkID

    package init(cost: Int, link: LinkID) {
      self.cost = cost
      self.link = link
    }
  }

  private struct Entry: Hashable, Sendable {
    var advert: Advert
    var received: Int64
  }

  private struct Neighbour: Hashable, Sendable {
    var router: String
    var cost: Int
  }

  /// How often a router repeats its own advert.
  package static let repetition: Int64 = 30_000_000_000
  /// How long an advert counts that is not repeated.
  package static let longestAge: Int64 = 60_000_000_000

  /// This router's own advert.
  package private(set) var own: Advert
  /// The cheapest path to every other router that can be reached.
  package private(set) var paths: [String: Path] = [:]
  private var entries: [String: Entry] = [:]
  private var neighbours: [LinkID: Neighbour] = [:]
  private var lastFlood: Int64

  /// A router without links. A router that starts again needs a higher sequence than before; the
  /// time serves well.
  package init(
    router: String, mode: RouterMode, site: SiteRecord, sequence: Int, now: Int64 = 0
  ) {
    own = Advert(router: router, sequence: sequence, mode: mode, site: site)
    lastFlood = now
  }
}

extension RouterDatabase {
  /// The site or the consumers of this router are these now.
  package mutating func setLocal(
    mode: RouterMode, site: SiteRecord, consumers: [String: Int], now: Int64
  ) -> [Flood] {
    var changed = own
    changed.mode = mode
    changed.site = site
    changed.consumers = consumers.filter { $0.value > 0 }
    return changed == own ? [] : advertise(changed, now: now)
  }

  /// A link can be used: the other side hears everything that is known.
  package mutating func linkUp(
    _ link: LinkID, to router: String, cost: Int, now: Int64
  ) -> [Flood] {
    neighbours[link] = Neighbour(router: router, cost: max(1, cost))
    let known = entries.values.map(\.advert).sorted { $0.router < $1.router }
    var floods = own.mode == .edge ? [] : known.map { Flood($0, [link]) }
    floods += advertise(own, now: now)
    return floods
  }

  /// A link is gone.
  package mutating func linkDown(_ link: LinkID, now: Int64) -> [Flood] {
    guard neighbours.removeValue(forKey: link) != nil else { return [] }
    return advertise(own, now: now)
  }

  /// An advert came in on a link.
  package mutating func receive(_ advert: Advert, from link: LinkID, now: Int64) -> [Flood] {
    if advert.router == own.router {
      // An echo of an earlier life of this router, which must not outlive the present one.
      guard advert.sequence > own.sequence else { return [] }
      own.sequence = advert.sequence
      return advertise(own, now: now)
    }
    if let known = entries[advert.router], known.advert.sequence >= advert.sequence { return [] }
    entries[advert.router] = Entry(advert: advert, received: now)
    findPaths()
    let others = own.mode == .edge ? [] : neighbours.keys.filter { $0 != link }.sorted()
    return others.isEmpty ? [] : [Flood(advert, others)]
  }

  /// Time has passed.
  package mutating func tick(now: Int64) -> [Flood] {
    let old = entries.count
    entries = entries.filter { now - $0.value.received <= Self.longestAge }
    if entries.count != old { findPaths() }
    return now - lastFlood >= Self.repetition ? advertise(own, now: now) : []
  }

  private mutating func advertise(_ changed: Advert, now: Int64) -> [Flood] {
    own = changed
    own.sequence += 1
    own.neighbours = [:]
    for neighbour in neighbours.values {
      own.neighbours[neighbour.router] =
        min(own.neighbours[neighbour.router] ?? .max, neighbour.cost)
    }
    lastFlood = now
    findPaths()
    return neighbours.isEmpty ? [] : [Flood(own, neighbours.keys.sorted())]
  }
}

extension RouterDatabase {
  /// The adverts of this router and of all that can be reached, by router.
  package var reachable: [Advert] {
    ([own] + paths.keys.compactMap { entries[$0]?.advert }).sorted { $0.router < $1.router }
  }

  /// The other routers that have a consumer for the address, with the cost of the path there.
  package func consumers(of address: String) -> [(router: String, cost: Int)] {
    paths.compactMap { router, path in
      entries[router]?.advert.consumers[address] == nil ? nil : (router, path.cost)
    }
    .sorted { ($0.cost, $0.router) < ($1.cost, $1.router) }
  }

  /// The addresses that other routers have consumers for.
  package var remoteAddresses: Set<String> {
    Set(paths.keys.flatMap { entries[$0]?.advert.consumers.keys.map { $0 } ?? [] })
  }

  /// Finds the cheapest paths over links that both their ends advertise. Edge routers are ends of
  /// paths, never in the middle.
  private mutating func findPaths() {
    paths = [:]
    var open: [String: Path] = [:]
    for (link, neighbour) in neighbours.sorted(by: { $0.key < $1.key })
    where entries[neighbour.router]?.advert.neighbours[own.router] != nil {
      if neighbour.cost < open[neighbour.router]?.cost ?? .max {
        open[neighbour.router] = Path(cost: neighbour.cost, link: link)
      }
    }
    while let (router, path) = open.min(by: { ($0.value.cost, $0.key) < ($1.value.cost, $1.key) }) {
      open[router] = nil
      paths[router] = path
      guard let advert = entries[router]?.advert, advert.mode == .interior else { continue }
      for (next, cost) in advert.neighbours where next != own.router && paths[next] == nil {
        guard entries[next]?.advert.neighbours[router] != nil else { continue }
        let total = path.cost + max(1, cost)
        if total < open[next]?.cost ?? .max { open[next] = Path(cost: total, link: path.link) }
      }
    }
  }
}
