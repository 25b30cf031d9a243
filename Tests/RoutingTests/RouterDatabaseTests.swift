import Routing
import Testing

@Suite struct RouterDatabases {
  @Test func a_new_link_tells_the_other_side_all_that_is_known() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    _ = router.receive(advert("b", to: ["a": 1, "c": 1]), from: 1, now: 0)
    let floods = router.linkUp(2, to: "d", cost: 1, now: 0)
    #expect(floods.map(\.advert.router) == ["b", "a"])
    #expect(floods.map(\.links) == [[2], [1, 2]])
    #expect(floods[1].advert.neighbours == ["b": 1, "d": 1])
  }

  @Test func adverts_go_on_to_all_other_links_once() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    _ = router.linkUp(2, to: "c", cost: 1, now: 0)
    let news = advert("b", to: ["a": 1])
    #expect(router.receive(news, from: 1, now: 0) == [.init(news, [2])])
    #expect(router.receive(news, from: 2, now: 0) == [])
  }

  @Test func an_older_advert_changes_nothing() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    _ = router.receive(advert("b", to: ["a": 1], sequence: 5, consumers: ["x": 1]), from: 1, now: 0)
    _ = router.receive(advert("b", to: ["a": 1], sequence: 4), from: 1, now: 0)
    #expect(router.remoteAddresses == ["x"])
  }

  @Test func the_cheapest_path_is_taken() {
    // a -1- b -1- d, a -1- c -5- d
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    _ = router.linkUp(2, to: "c", cost: 1, now: 0)
    _ = router.receive(advert("b", to: ["a": 1, "d": 1]), from: 1, now: 0)
    _ = router.receive(advert("c", to: ["a": 1, "d": 5]), from: 2, now: 0)
    _ = router.receive(advert("d", to: ["b": 1, "c": 5]), from: 1, now: 0)
    #expect(router.paths["d"] == .init(cost: 2, link: 1))
    _ = router.linkDown(1, now: 1)
    #expect(router.paths["d"] == .init(cost: 6, link: 2))
    #expect(router.paths["b"] == .init(cost: 7, link: 2))
  }

  @Test func a_link_counts_only_when_both_ends_advertise_it() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    _ = router.receive(advert("b", to: [:]), from: 1, now: 0)
    #expect(router.paths.isEmpty)
  }

  @Test func edge_routers_are_never_in_the_middle_of_a_path() {
    var router = database("a")
    _ = router.linkUp(1, to: "e", cost: 1, now: 0)
    _ = router.receive(advert("e", to: ["a": 1, "c": 1], mode: .edge), from: 1, now: 0)
    _ = router.receive(advert("c", to: ["e": 1]), from: 1, now: 0)
    #expect(router.paths.keys.sorted() == ["e"])
  }

  @Test func an_edge_router_passes_nothing_on() {
    var router = database("e", mode: .edge)
    _ = router.linkUp(1, to: "a", cost: 1, now: 0)
    _ = router.linkUp(2, to: "b", cost: 1, now: 0)
    #expect(router.receive(advert("a", to: ["e": 1]), from: 1, now: 0) == [])
  }

  @Test func consumers_are_found_with_the_cost_of_reaching_them() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 4, now: 0)
    _ = router.linkUp(2, to: "c", cost: 2, now: 0)
    _ = router.receive(advert("b", to: ["a": 4], consumers: ["database": 1]), from: 1, now: 0)
    _ = router.receive(advert("c", to: ["a": 2], consumers: ["database": 3]), from: 2, now: 0)
    #expect(router.consumers(of: "database").map(\.router) == ["c", "b"])
    #expect(router.consumers(of: "database").map(\.cost) == [2, 4])
    #expect(router.consumers(of: "other").isEmpty)
  }

  @Test func a_change_of_consumers_is_advertised_and_no_change_is_not() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    let site = router.own.site
    let first = router.setLocal(mode: .interior, site: site, consumers: ["db": 1], now: 0)
    #expect(first.map(\.advert.consumers) == [["db": 1]])
    #expect(router.setLocal(mode: .interior, site: site, consumers: ["db": 1], now: 0) == [])
  }

  @Test func what_is_not_repeated_for_a_minute_is_forgotten() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    _ = router.receive(advert("b", to: ["a": 1]), from: 1, now: 0)
    #expect(router.tick(now: 30_000_000_000).map(\.advert.router) == ["a"])
    #expect(router.paths.count == 1)
    _ = router.tick(now: 60_000_000_001)
    #expect(router.paths.isEmpty)
  }

  @Test func an_echo_of_an_earlier_life_is_overruled() {
    var router = database("a")
    _ = router.linkUp(1, to: "b", cost: 1, now: 0)
    let floods = router.receive(advert("a", to: ["z": 1], sequence: 900), from: 1, now: 0)
    #expect(floods.map(\.advert.sequence) == [901])
    #expect(floods.map(\.advert.neighbours) == [["b": 1]])
  }

  private func database(_ name: String, mode: RouterMode = .interior) -> RouterDatabase {
    RouterDatabase(
      router: name, mode: mode, site: SiteRecord(id: "site of \(name)", name: name), sequence: 1)
  }

  private func advert(
    _ name: String, to neighbours: [String: Int], mode: RouterMode = .interior, sequence: Int = 1,
    consumers: [String: Int] = [:]
  ) -> Advert {
    Advert(
      router: name, sequence: sequence, mode: mode, site: SiteRecord(id: name, name: name),
      neighbours: neighbours, consumers: consumers)
  }
}
