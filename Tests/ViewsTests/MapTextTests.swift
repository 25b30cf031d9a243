import Testing
import Views

@Suite struct MapTextTests {
  @Test func the_first_line_is_a_sentence_about_everything() {
    #expect(SiteMap().summary == "No site runs.")
    #expect(MapFixture.begun.summary == "2 sites, no link, no service, 0 of 1 pods ready.")
    #expect(
      MapFixture.linked.summary
        == "2 sites, 1 link connected, 3 services, 4 of 6 pods ready, 2 connections open.")
    #expect(
      MapFixture.broken.text(columns: 120).first?.text
        == "3 sites, 0 of 2 links connected, 3 services, 4 of 6 pods ready, cloud does not answer.")
  }

  @Test func tables_tell_what_the_picture_shows() {
    #expect(
      read(MapFixture.broken, columns: 80) == [
        "3 sites, 0 of 2 links connected, 3 services, 4 of 6 pods ready, cloud does not",
        "answer.",
        "",
        "Sites",
        "site    │ state         │ platform   │ namespace │ router",
        "────────┼───────────────┼────────────┼───────────┼──────────────────────────────",
        "public  │ ◔ 1 not ready │ openshift  │ public    │ ✓ interior 1.3.0",
        "private │ ✗ 1 not ready │ openshift  │ private   │ ✓ edge 1.3.0",
        "cloud   │ ✗ no answer   │ kubernetes │ cloud     │ ◔ interior 1.3.0, does not",
        "        │               │            │           │ answer",
        "",
        "Links",
        "link  │ from    │ to     │ state        │ details",
        "──────┼─────────┼────────┼──────────────┼───────────────────────────────────────",
        "link1 │ private │ public │ ✗ failed     │ the certificate of 127.20.0.1 is",
        "      │         │        │              │ signed by an unknown authority",
        "link2 │ public  │ cloud  │ ◔ connecting │ cost 5",
        "",
        "Service network",
        "address       │ served at       │ usable at       │ connections",
        "──────────────┼─────────────────┼─────────────────┼────────────",
        "database:5432 │ private         │ public, private │ none yet",
        "payments:8080 │ ◔ no target yet │ public, private │ none yet",
        "",
        "Services",
        "service       │ site    │ behind it",
        "──────────────┼─────────┼──────────────────────────",
        "portal:8080   │ public  │ ✓ 1 pod",
        "database:5432 │ public  │ ✗ at private, not reached",
        "skupper:8080  │ public  │ ○ no pod",
        "database:5432 │ private │ ✓ at private",
        "",
        "Routes",
        "route  │ site   │ host",
        "───────┼────────┼───────────────────────────────",
        "portal │ public │ portal-public.apps.example.com",
        "claims │ public │ claims-public.apps.example.com",
        "",
        "Pods",
        "pod                        │ site    │ ready │ state               │ restarts",
        "───────────────────────────┼─────────┼───────┼─────────────────────┼─────────",
        "portal-7d9c5f6b8-x2x7z     │ public  │ 1/1   │ ✓ Running           │ 0",
        "portal-7d9c5f6b8-k9q2w     │ public  │ 0/1   │ ◔ ContainerCreating │ 0",
        "skupper-router-6c9b7-abcde │ public  │ 1/1   │ ✓ Running           │ 0",
        "database-5f7d8-p4k2m       │ private │ 1/1   │ ✓ Running           │ 0",
        "payments-64b8c-zz9xw       │ private │ 0/1   │ ✗ CrashLoopBackOff  │ 3",
        "skupper-router-5d4f3-fghij │ private │ 1/1   │ ✓ Running           │ 0",
      ])
  }

  @Test func without_room_for_columns_a_row_is_a_sentence() {
    #expect(
      read(MapFixture.linked, columns: 40).prefix(18) == [
        "2 sites, 1 link connected, 3 services, 4",
        "of 6 pods ready, 2 connections open.",
        "",
        "Sites",
        "public: state ◔ 1 not ready, platform",
        "openshift, namespace public, router ✓",
        "interior 1.3.0",
        "private: state ✗ 1 not ready, platform",
        "openshift, namespace private, router ✓",
        "edge 1.3.0",
        "",
        "Links",
        "link1: from private, to public, state ✓",
        "connected, details edge",
        "",
        "Service network",
        "database:5432: served at private, usable",
        "at public, private, connections public",
      ])
  }

  @Test func every_change_is_a_sentence() {
    #expect(
      MapFixture.linked.changes(from: MapFixture.begun) == [
        "The router of public is ready.",
        "The router of private is ready.",
        "The link link1 from private to public is connected.",
        "The address database is served at private.",
        "The address payments is on the network and has no target yet.",
        "Service portal was added on public.",
        "Service database was added on public.",
        "Route portal of public leads to portal-public.apps.example.com.",
        "Pod portal-7d9c5f6b8-x2x7z on public is ready.",
        "Pod portal-7d9c5f6b8-k9q2w on public is ContainerCreating.",
        "Pod skupper-router-6c9b7-abcde on public is ready.",
        "Service database was added on private.",
        "Pod database-5f7d8-p4k2m on private is ready.",
        "Pod payments-64b8c-zz9xw on private is CrashLoopBackOff, 3 restarts.",
        "Pod skupper-router-5d4f3-fghij on private is ready.",
        "14 new connections to database at private from public, 2 open.",
      ])
    #expect(
      MapFixture.broken.changes(from: MapFixture.linked) == [
        "The site cloud does not answer.",
        "The router of cloud was installed.",
        "The link link1 from private to public has failed: the certificate of 127.20.0.1 is signed "
          + "by an unknown authority.",
        "The link link2 from public to cloud is connecting.",
        "The address database can't be reached from public.",
      ])
  }

  @Test func nothing_changed_is_nothing_to_say() {
    #expect(MapFixture.linked.changes(from: MapFixture.linked) == [])
    var faster = MapFixture.linked
    faster.flows[0].bytesPerSecond = 99_000_000
    #expect(faster.changes(from: MapFixture.linked) == [])
  }

  @Test func a_pod_that_ends_is_told_once() {
    var ending = MapFixture.linked
    ending.sites[1].pods[0].state = "Terminating"
    var ended = ending
    ended.sites[1].pods[0].ready = 0
    #expect(
      ending.changes(from: MapFixture.linked)
        == ["Pod database-5f7d8-p4k2m on private is Terminating."])
    #expect(ended.changes(from: ending) == [])
  }

  @Test func an_address_that_loses_its_last_target_is_not_cut_off_as_well() {
    var later = MapFixture.linked
    later.addresses[0].targets = []
    later.addresses[0].cutOff = ["public", "private"]
    #expect(
      later.changes(from: MapFixture.linked)
        == ["The address database is no longer served at private."])
    #expect(
      MapFixture.linked.changes(from: later) == ["The address database is served at private."])
  }

  @Test func what_goes_is_told_too() {
    var later = MapFixture.linked
    later.links = []
    later.addresses = []
    later.sites[0].router = nil
    later.sites[0].services = []
    later.sites[0].routes = []
    later.sites[0].pods.removeFirst()
    later.sites[0].pods[0].ready = 1
    later.sites[0].pods[0].state = "Running"
    later.sites[1].answers = false
    later.flows[0].open = 0
    #expect(
      later.changes(from: MapFixture.linked) == [
        "The router of public is gone.",
        "The site private does not answer.",
        "The link link1 from private to public was deleted.",
        "The address database was removed from the network.",
        "The address payments was removed from the network.",
        "Service portal was removed on public.",
        "Service database was removed on public.",
        "Route portal was removed on public.",
        "Pod portal-7d9c5f6b8-x2x7z on public is gone.",
        "Pod portal-7d9c5f6b8-k9q2w on public is ready.",
        "2 connections to database at private from public closed, 0 open.",
      ])
  }

  @Test(arguments: [(1240, "1.2 kB/s"), (999, "999 B/s"), (52_000_000, "52 MB/s")])
  func speeds_have_units(bytes: Int, words: String) {
    var map = MapFixture.linked
    map.flows[0].bytesPerSecond = bytes
    #expect(map.text(columns: 100).contains { $0.text.contains("14 in all, \(words)") })
  }

  private func read(_ map: SiteMap, columns: Int) -> [String] {
    map.text(columns: columns).map { line in
      String(line.text.reversed().drop { $0 == " " }.reversed())
    }
  }
}
