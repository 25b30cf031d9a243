import Documents
import Platform
import Routing

/// What a router has counted since it began.
struct RouterCounters {
  var connections = 0
  var octetsIn = 0
  var octetsOut = 0

  mutating func finished(_ facts: Flow.Facts) {
    octetsIn += facts.octetsIn
    octetsOut += facts.octetsOut
  }
}

/// Somebody who waits for a status newer than one that is known.
final class StatusWaiter {
  /// Whether connections are worth an answer too.
  let followsActivity: Bool
  private var answer: ((Value) -> Void)?

  init(followsActivity: Bool, _ answer: @escaping (Value) -> Void) {
    self.followsActivity = followsActivity
    self.answer = answer
  }

  func deliver(_ status: Value) {
    answer?(status)
    answer = nil
  }
}

extension RouterEngine {
  /// The router as a document. With a revision it waits, at most so long, until there is another;
  /// with an activity until that has changed, if it does so first.
  package func status(
    after known: Int? = nil, activity seen: Int? = nil, within limit: Duration = .seconds(20)
  ) async -> Value {
    await withCheckedContinuation { continuation in
      loop.post { [self] in
        if known != revision || seen.map({ $0 != activity }) ?? false {
          return continuation.resume(returning: statusDocument())
        }
        let waiter = StatusWaiter(followsActivity: seen != nil) {
          continuation.resume(returning: $0)
        }
        statusWaiters.append(waiter)
        loop.schedule(after: limit) { [self] in
          guard let index = statusWaiters.firstIndex(where: { $0 === waiter }) else { return }
          statusWaiters.remove(at: index).deliver(statusDocument())
        }
      }
    }
  }

  /// Tells who waits, once per turn.
  func announceChange() {
    revision += 1
    guard !statusWaiters.isEmpty else { return }
    turns.atEnd { [self] in
      let waiters = statusWaiters
      statusWaiters = []
      for waiter in waiters { waiter.deliver(statusDocument()) }
    }
  }

  /// Tells who follows connections, once per turn.
  func announceActivity() {
    activity += 1
    guard statusWaiters.contains(where: \.followsActivity) else { return }
    turns.atEnd { [self] in
      let waiters = statusWaiters.filter(\.followsActivity)
      statusWaiters.removeAll(where: \.followsActivity)
      for waiter in waiters { waiter.deliver(statusDocument()) }
    }
  }

  /// Tells who follows connections that bytes have passed.
  func noteTraffic() {
    guard statusWaiters.contains(where: \.followsActivity) else { return }
    let octets = flows.values.reduce(counters.octetsIn + counters.octetsOut) {
      $0 + $1.facts.octetsIn + $1.facts.octetsOut
    }
    guard octets != octetsSeen else { return }
    octetsSeen = octets
    announceActivity()
  }

  private func statusDocument() -> Value {
    let sites = Dictionary(
      database.reachable.map { ($0.router, $0.site.id) }, uniquingKeysWith: { first, _ in first })
    return .object([
      "revision": .integer(revision), "activity": .integer(activity),
      "id": .string(configuration.router),
      "mode": .string(configuration.mode.rawValue), "site": document(configuration.site),
      "links": .array(linkDocuments()), "sites": .array(siteDocuments()),
      "addresses": .array(addressDocuments()), "connections": .array(connectionDocuments()),
      "flows": .array(totals.documents(open: flows.values.map(\.facts)) { sites[$0] }),
    ])
  }

  private func linkDocuments() -> [Value] {
    let outgoing = diallers.values.sorted { $0.configuration.name < $1.configuration.name }
      .map { dialler -> Value in
        let connector = dialler.configuration
        var document = linkDocument(
          connector.name, "outgoing", connector.role, connector.host, connector.port,
          connector.cost)
        switch dialler.state {
        case .connecting(let reason):
          document["state"] = "connecting"
          document["reason"] = reason.map(Value.string) ?? .null
        case .connected: document["state"] = "connected"
        case .failed(let reason):
          document["state"] = "failed"
          document["reason"] = .string(reason)
        }
        if let peer = dialler.link?.peer { document["peer"] = self.document(peer) }
        return document
      }
    let incoming = links.values.filter { !$0.isDialler }.sorted { $0.id < $1.id }
      .compactMap { link -> Value? in
        guard let peer = link.peer else { return nil }
        var document = linkDocument(
          link.name, "incoming", link.role, link.remote.host, link.remote.port, peer.cost)
        document["state"] = "connected"
        document["peer"] = self.document(peer)
        return document
      }
    return outgoing + incoming
  }

  private func linkDocument(
    _ name: String, _ direction: String, _ role: RouterConfiguration.Role, _ host: String,
    _ port: Int, _ cost: Int
  ) -> Value {
    .object([
      "name": .string(name), "direction": .string(direction), "role": .string(role.rawValue),
      "host": .string(host), "port": .integer(port), "cost": .integer(cost),
      "state": "connecting", "reason": .null, "peer": .null,
    ])
  }

  private func siteDocuments() -> [Value] {
    database.reachable.map { advert in
      .object([
        "id": .string(advert.site.id), "name": .string(advert.site.name),
        "namespace": .string(advert.site.namespace), "mode": .string(advert.mode.rawValue),
        "version": .string(advert.site.version), "platform": .string(advert.site.platform),
        "router": .string(advert.router),
        "neighbours": .array(neighbours(of: advert).map(Value.string)),
        "services": .string(advert.site.services),
      ])
    }
  }

  /// The sites that a router has a link to.
  private func neighbours(of advert: Advert) -> [String] {
    database.reachable.filter { advert.neighbours[$0.router] != nil }.map(\.site.id).sorted()
  }

  private func addressDocuments() -> [Value] {
    let listeners = Dictionary(grouping: configuration.serviceListeners, by: \.address)
    let connectors = Dictionary(grouping: configuration.serviceConnectors, by: \.address)
    let all = Set(listeners.keys).union(connectors.keys).union(database.remoteAddresses)
    return all.sorted().map { address in
      let remote = database.consumers(of: address)
      let local = connectors[address]?.count ?? 0
      return .object([
        "address": .string(address), "listeners": .integer(listeners[address]?.count ?? 0),
        "consumers": .integer(local), "remoteConsumers": .integer(remote.count),
        "reachable": .bool(local > 0 || !remote.isEmpty),
      ])
    }
  }

  private func connectionDocuments() -> [Value] {
    flows.values.sorted { $0.facts.opened < $1.facts.opened }.map { flow in
      .object([
        "address": .string(flow.facts.address), "direction": .string(flow.facts.direction),
        "opened": .string(flow.facts.opened.rfc3339), "octetsIn": .integer(flow.facts.octetsIn),
        "octetsOut": .integer(flow.facts.octetsOut), "source": .string(flow.facts.source),
      ])
    }
  }

  private func document(_ site: SiteRecord) -> Value {
    .object([
      "id": .string(site.id), "name": .string(site.name), "namespace": .string(site.namespace),
      "version": .string(site.version), "platform": .string(site.platform),
    ])
  }

  private func document(_ peer: Hello) -> Value {
    .object([
      "router": .string(peer.router), "siteId": .string(peer.site.id),
      "siteName": .string(peer.site.name), "namespace": .string(peer.site.namespace),
      "mode": .string(peer.mode.rawValue),
    ])
  }
}

extension RouterEngine {
  /// The counters in the form that Prometheus reads.
  package func metrics() async -> String {
    await withCheckedContinuation { continuation in
      loop.post { [self] in continuation.resume(returning: metricsText()) }
    }
  }

  private func metricsText() -> String {
    let open = flows.values
    let octetsIn = open.reduce(counters.octetsIn) { $0 + $1.facts.octetsIn }
    let octetsOut = open.reduce(counters.octetsOut) { $0 + $1.facts.octetsOut }
    let all: [(String, String, Int)] = [
      ("qdr_connections_total", "gauge", links.count + flows.count),
      ("qdr_links_total", "gauge", links.values.filter(\.isUp).count),
      ("qdr_addresses_total", "gauge", addressDocuments().count),
      ("qdr_routers_total", "gauge", database.reachable.count),
      ("trestle_flows_total", "counter", counters.connections),
      ("trestle_flows_open", "gauge", open.count),
      ("trestle_octets_in_total", "counter", octetsIn),
      ("trestle_octets_out_total", "counter", octetsOut),
    ]
    return all.map { "# TYPE \($0.0) \($0.1)\n\($0.0) \($0.2)\n" }.joined()
  }
}
