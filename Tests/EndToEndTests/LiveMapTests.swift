import Labs
import Platform
import Synchronization
import Testing
import Views

extension EndToEnd {
  /// What the live map shows of two sites while things happen on them.
  @Suite(.serialized, .lane) struct LiveMapTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func the_map_follows_services_connections_and_losses() async throws {
      let sites = try await LinkedSites(home)
      let live = LiveMap(home)
      try await live.shows("the link connected") { map in
        map.links.map(\.state) == [.connected] && map.links[0].from == "private"
          && map.links[0].to == "public" && map.sites.allSatisfy { $0.router?.answers == true }
      }
      #expect(live.map.addresses == [])

      try await sites.expose()
      try await live.shows("the address served at the private site and used from the public one") {
        map in
        map.addresses.map(\.name) == ["database"] && map.addresses[0].targets == ["private"]
          && map.addresses[0].listeners.sorted() == ["private", "public"]
          && map.addresses[0].cutOff.isEmpty
          && map.flows.contains { $0.from == "public" && $0.to == "private" && $0.total > 0 }
      }
      let before = live.map.flows.reduce(0) { $0 + $1.total }
      try await home.must("public", LinkedSites.question)
      try await live.shows("one connection more") {
        $0.flows.reduce(0) { $0 + $1.total } > before
      }
      try await live.shows("no connection open and nothing active") { map in
        map.flows.allSatisfy { $0.open == 0 && !$0.isActive }
      }

      let pods = Set(live.map.site("private")?.pods.map(\.name) ?? [])
      try await home.must("private", "oc delete pod -l deployment=patient-portal-database")
      try await live.shows("another pod of the database, ready") { map in
        let new = map.site("private")?.pods.filter { !pods.contains($0.name) } ?? []
        return new.count == 1 && new[0].isReady
      }
      try await home.must("private", "skupper link delete link1")
      try await live.shows("no link, and the database not reached") { map in
        map.links.isEmpty
          && (map.addresses.isEmpty || map.addresses.allSatisfy { $0.cutOff.contains("public") })
      }
      try await sites.end()
      try await eventually("the stream of maps ends with the session") { live.hasEnded }
    }

    @Test func a_site_and_a_router_that_were_killed_come_back_on_the_map() async throws {
      let sites = try await LinkedSites(home)
      let live = LiveMap(home)
      try await live.shows("the link connected") { $0.links.map(\.state) == [.connected] }
      let routers = home.processes.filter { $0.role == "router" }
      try #require(routers.count == 2, "\(home.processes)")
      for router in routers { _ = Signal.kill.send(to: router.pid) }
      try await live.shows("the link lost") { $0.links.map(\.state) != [.connected] }
      try await live.shows("the link connected again") { map in
        map.links.map(\.state) == [.connected]
          && map.sites.allSatisfy { $0.router?.answers == true }
      }
      let site = try #require(
        home.processes.first { $0.role == "site" && $0.work.contains("/sites/public") },
        "\(home.processes)")
      _ = Signal.kill.send(to: site.pid)
      try await live.shows("the site lost") { $0.site("public")?.answers == false }
      try await live.shows("the site answering again") { map in
        map.sites.allSatisfy { $0.answers && $0.router?.answers == true }
      }
      try await sites.end()
      try await eventually("the stream of maps ends with the session") { live.hasEnded }
    }
  }
}

/// Follows the map of a home's sites.
private final class LiveMap: Sendable {
  private struct State {
    var map = SiteMap()
    var changes: [String] = []
    var hasEnded = false
  }

  private let state = Mutex(State())
  private let session: String

  init(_ home: Home) {
    session = "\(home.path)/sessions/\(home.sessions.first ?? "")"
    let session = session
    let places = ["public", "private"].map {
      MapWatcher.Place(
        name: $0, namespace: $0, isOpenShift: true,
        kubeconfig: "\(session)/sites/\($0)/kubeconfig")
    }
    let maps = MapWatcher.maps(of: places) { !Files.exists(session) }
    Task {
      for await map in maps {
        state.withLock { state in
          state.changes += map.changes(from: state.map)
          state.map = map
        }
      }
      state.withLock { $0.hasEnded = true }
    }
  }

  var map: SiteMap { state.withLock { $0.map } }
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  var picture: String {
    var canvas = Canvas(rows: 40, columns: 100)
    canvas.map(map, in: canvas.bounds)
    return canvas.lines.joined(separator: "\n")
  }

  /// Waits until the map is so.
  func shows(
    _ what: String, within limit: Duration = .seconds(30), _ isSo: (SiteMap) -> Bool,
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let deadline = MonotonicTime.now() + limit
    while MonotonicTime.now() < deadline {
      if isSo(map) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    let changes = state.withLock { $0.changes.joined(separator: "\n") }
    Issue.record(
      "The map never showed \(what). It is\n\(picture)\nand this has happened:\n\(changes)",
      sourceLocation: location)
  }
}
