import Documents
import Skupper
import Testing
import Views

@testable import Labs

@Suite struct MapObservationTests {
  let both = [MapObservations.publicSite, MapObservations.privateSite]

  @Test func objects_become_what_the_map_shows() throws {
    let site = try #require(SiteMap(both).site("public"))
    #expect(
      site
        == SiteMap.Site(
          name: "public", namespace: "public", platform: "openshift",
          router: SiteMap.Router(mode: "interior", version: "1.3.0"),
          pods: [
            SiteMap.Pod(
              "patient-portal-frontend-7d9c5f6b8-x2x7z", app: "patient-portal-frontend",
              restarts: 1),
            SiteMap.Pod(
              "skupper-router-6c9b7d8f5-abcde", app: "skupper-router", restarts: 1,
              isSystem: true),
          ],
          services: [
            SiteMap.Service("database", ports: [5432], backing: .address("database")),
            SiteMap.Service(
              "patient-portal-frontend", ports: [8080],
              backing: .pods(["patient-portal-frontend-7d9c5f6b8-x2x7z"])),
            SiteMap.Service(
              "skupper-router", ports: [55671],
              backing: .pods(["skupper-router-6c9b7d8f5-abcde"]), isSystem: true),
          ],
          routes: [
            SiteMap.Route(
              "patient-portal-frontend", host: "patient-portal-frontend-public.apps.example.com",
              service: "patient-portal-frontend"),
            SiteMap.Route("claims", host: "claims-public.apps.example.com", isSystem: true),
          ]))
  }

  @Test func a_link_leads_from_who_dials_to_the_site_of_the_lab() {
    #expect(
      SiteMap(both).links
        == [SiteMap.Link("link1", from: "private", to: "public", role: "edge", cost: 2)])
  }

  @Test func sites_of_version_2_are_known_by_what_their_routers_tell() {
    func site(_ name: String, _ label: String, links: Value, consumers: Int) -> SiteObservation {
      var definition = ServiceDefinition(address: "backend", ports: [8080])
      definition.labels[label] = "backend"
      var observation = SiteObservation(name: name, namespace: name, platform: "kubernetes")
      observation.router = RouterStatus([
        "revision": 1, "site": ["id": Value(name)], "links": links,
        "sites": [
          [
            "id": Value(name), "name": Value(name), "version": "2.2.1",
            "services": Value(Value.array([definition.document]).json()),
          ]
        ],
        "addresses": [
          ["address": "backend", "consumers": Value(consumers), "reachable": true]
        ],
      ])
      return observation
    }
    let map = SiteMap([
      site("west", Version2.Name.listens, links: [], consumers: 0),
      site(
        "east", Version2.Name.serves,
        links: [
          [
            "name": "to-west", "direction": "outgoing", "state": "connected",
            "peer": ["siteId": "west", "siteName": "west"],
          ]
        ], consumers: 1),
    ])
    #expect(map.links == [SiteMap.Link("to-west", from: "east", to: "west")])
    #expect(
      map.addresses == [
        SiteMap.Address("backend", ports: [8080], targets: ["east"], listeners: ["west"])
      ])
  }

  @Test func a_link_that_is_down_says_why() {
    var sites = both
    sites[1].router?.links[0].state = .failed
    sites[1].router?.links[0].reason = "connection refused"
    #expect(
      SiteMap(sites).links == [
        SiteMap.Link(
          "link1", from: "private", to: "public", state: .failed, reason: "connection refused",
          role: "edge", cost: 2)
      ])
  }

  @Test func a_token_that_is_not_redeemed_is_a_link_that_connects() {
    var sites = both
    sites[1].links = [
      MapObservations.link(
        "link2", "token-claim", ["internal.skupper.io/status": "Controller got failed response"])
    ]
    sites[1].router = nil
    #expect(
      SiteMap(sites).links == [
        SiteMap.Link(
          "link2", from: "private", to: "public", state: .connecting,
          reason: "Controller got failed response", role: "edge")
      ])
    sites[1].links[0]["metadata", "annotations", "internal.skupper.io/last-failed"] = "now"
    #expect(SiteMap(sites).links.map(\.state) == [.failed])
  }

  @Test func an_address_is_served_where_the_router_has_somebody_for_it() {
    #expect(
      SiteMap(both).addresses == [
        SiteMap.Address(
          "database", ports: [5432], targets: ["private"], listeners: ["public", "private"])
      ])
    var sites = both
    sites[1].router?.addresses[0].consumers = 0
    sites[0].router?.addresses[0].isReachable = false
    #expect(
      SiteMap(sites).addresses == [
        SiteMap.Address(
          "database", ports: [5432], listeners: ["public", "private"], cutOff: ["public"])
      ])
  }

  @Test func a_site_without_skupper_has_no_router() {
    let bare = SiteObservation(name: "bare", namespace: "lab", platform: "kubernetes")
    #expect(
      SiteMap([bare]).sites
        == [SiteMap.Site(name: "bare", namespace: "lab", platform: "kubernetes")])
  }

  @Test func a_router_that_does_not_answer_is_still_there() {
    var site = MapObservations.privateSite
    site.router = nil
    #expect(
      SiteMap([site]).sites[0].router
        == SiteMap.Router(mode: "edge", version: "", answers: false))
    #expect(SiteMap([site]).addresses[0].targets == ["private"])
  }

  @Test func the_ready_router_is_the_one_to_ask() {
    var site = MapObservations.publicSite
    #expect(site.readyRouter == "skupper-router-6c9b7d8f5-abcde")
    site.pods[0]["metadata", "deletionTimestamp"] = "2026-01-01T00:00:00Z"
    #expect(site.readyRouter == nil)
  }
}
