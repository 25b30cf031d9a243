import Emulation
import Testing
import Views

@Suite struct MapTests {
  @Test func sites_stand_side_by_side_and_links_and_flows_run_between_their_routers() {
    #expect(
      picture(MapFixture.linked, rows: 22, columns: 80) == [
        "╭─ ◔ public ──────────────────────────╮  ╭─ ✗ private ─────────────────────────╮",
        "│ openshift                           │  │ openshift                           │",
        "│ pods                                │  │ pods                                │",
        "│ ✓ portal-x2x7z              Running │  │ ✓ database                  Running │",
        "│ ◔ portal-k9q2w                      │  │ ✗ payments                          │",
        "│   0/1 ContainerCreating             │  │   0/1 CrashLoopBackOff, 3 restarts  │",
        "│ ✓ skupper-router            Running │  │ ✓ skupper-router            Running │",
        "│ services                            │  │ services                            │",
        "│ ✓ portal:8080               → 1 pod │  │ ✓ database:5432        → at private │",
        "│ ✓ database:5432        → at private │  │                                     │",
        "│ ○ skupper:8080             → no pod │  │                                     │",
        "│ routes                              │  │                                     │",
        "│ ↗ portal-public.apps.example.com    │  │                                     │",
        "│ ↗ claims-public.apps.example.com    │  │                                     │",
        "├─────────────────────────────────────┤  ├─────────────────────────────────────┤",
        "│ ✓ router interior 1.3.0             │  │ ✓ router edge 1.3.0                 │",
        "╰──────────────────┬──────────────────╯  ╰──────────────────┬──────────────────╯",
        "                   │                                        │",
        "                   │←────── ✓ link1 connected, edge ────────┤",
        "                   │                                        │",
        "                   ├──────── ● database:5432 2 open ───────→│",
        "                   ├─ ◔ payments:8080, no target yet        │",
      ])
  }

  @Test func with_less_room_headings_go_and_what_skupper_made_is_counted() {
    #expect(
      picture(MapFixture.linked, rows: 15, columns: 56) == [
        "╭─ ◔ public ──────────────╮  ╭─ ✗ private ─────────────╮",
        "│ ✓ portal-x2x7z  Running │  │ ✓ database      Running │",
        "│ ◔ portal-k9q2w          │  │ ✗ payments              │",
        "│   0/1 ContainerCreating │  │   CrashLoopBackOff      │",
        "│ ✓ portal:8080   → 1 pod │  │   3 restarts            │",
        "│ ✓ database:5432         │  │ ✓ database:5432         │",
        "│   → at private          │  │   → at private          │",
        "│ ↗ portal-public.apps.e… │  │ and 1 pod of Skupper    │",
        "│ and 3 of Skupper        │  │                         │",
        "├─────────────────────────┤  ├─────────────────────────┤",
        "│ ✓ router interior 1.3.0 │  │ ✓ router edge 1.3.0     │",
        "╰────────────┬────────────╯  ╰────────────┬────────────╯",
        "             │←─── ✓ link1 connected ─────┤",
        "             ├──── ● database 2 open ────→│",
        "             ├─ ◔ payments:8080, no target yet",
      ])
  }

  @Test func in_a_narrow_part_sites_stand_one_below_the_other() {
    #expect(
      picture(MapFixture.linked, rows: 24, columns: 34) == [
        "  ╭─ ◔ public ───────────────────╮",
        "  │ ✓ portal-x2x7z       Running │",
        "  │ ◔ portal-k9q2w               │",
        "  │   0/1 ContainerCreating      │",
        "  │ ✓ portal:8080        → 1 pod │",
        "  │ ✓ database:5432 → at private │",
        "  │ ↗ portal-public.apps.exampl… │",
        "  │ and 3 of Skupper             │",
        "  ├──────────────────────────────┤",
        "╭─┤ ✓ router interior 1.3.0      │",
        "│ ╰──────────────────────────────╯",
        "│  ↑ ✓ link1 connected, edge",
        "│  ↓ ● database:5432 2 open",
        "│  ◔ payments:8080, no target yet",
        "│ ╭─ ✗ private ──────────────────╮",
        "│ │ ✓ database           Running │",
        "│ │ ✗ payments                   │",
        "│ │   CrashLoopBackOff           │",
        "│ │   3 restarts                 │",
        "│ │ ✓ database:5432 → at private │",
        "│ │ and 1 pod of Skupper         │",
        "│ ├──────────────────────────────┤",
        "╰─┤ ✓ router edge 1.3.0          │",
        "  ╰──────────────────────────────╯",
      ])
  }

  @Test func what_is_broken_says_why_and_what_it_cuts_off() {
    #expect(
      picture(MapFixture.broken, rows: 20, columns: 80, Look(isASCII: true)).suffix(8) == [
        "| + router interior     |  | + router edge 1.3.0   |  | ~ no answer           |",
        "+-----------+-----------+  +-----------+-----------+  +-----------+-----------+",
        "            |<.... x link1 failed .....+                          |",
        "            | the certificate of 127.20.0.1 is signed by an unknown authority",
        "            +............ ~ link2 connecting, cost 5 ............>|",
        "            | x database:5432 not reached                         |",
        "            +.........................>|                          |",
        "            +- ~ payments:8080, no target yet                     |",
      ])
  }

  @Test func every_pair_of_stacked_sites_has_a_line_of_its_own() {
    let lines = picture(MapFixture.broken, rows: 45, columns: 40)
    let edges = lines.filter { $0.hasPrefix("╭") || $0.hasPrefix("╰") || $0.contains("╰─┤") }
    #expect(
      edges == [
        "╭─┬─┤ ✓ router interior 1.3.0          │",
        "│ ╰─┤ ✓ router edge 1.3.0              │",
        "╰───┤ ◔ router does not answer         │",
      ])
    #expect(lines.contains("│ │  ↑ private to public: ✗ link1 failed"))
  }

  @Test func links_over_a_site_in_between_cross_its_line() {
    var map = MapFixture.linked
    map.sites += ["west", "east"].map {
      SiteMap.Site(name: $0, platform: "kubernetes", router: SiteMap.Router())
    }
    map.links = [
      SiteMap.Link("west", from: "west", to: "public"),
      SiteMap.Link("east", from: "east", to: "public"),
    ]
    #expect(
      picture(map, rows: 40, columns: 104).filter { $0.contains(" connected") } == [
        "            │←─────────────── ✓ west connected ─────────────────┤                         │",
        "            │←────────────────────────┼─── ✓ east connected ────┼─────────────────────────┤",
      ])
  }

  @Test func a_lab_that_has_just_begun_says_what_is_not_there() {
    #expect(
      picture(MapFixture.begun, rows: 9, columns: 60) == [
        "╭─ ◔ public ────────────────╮  ╭─ ✓ private ───────────────╮",
        "│ openshift                 │  │ openshift                 │",
        "│ pods                      │  │ no pods yet               │",
        "│ ◔ portal                  │  │                           │",
        "│   0/1 ContainerCreating   │  │                           │",
        "├───────────────────────────┤  ├───────────────────────────┤",
        "│ ○ no router               │  │ ○ no router               │",
        "╰───────────────────────────╯  ╰───────────────────────────╯",
        "                 No link between the sites.",
      ])
    #expect(picture(SiteMap(), rows: 1, columns: 30) == ["No site runs."])
  }

  @Test func the_signs_have_the_colours_of_their_states() {
    var canvas = Canvas(rows: 9, columns: 60)
    canvas.map(MapFixture.begun, in: canvas.bounds)
    let theme = Theme.colors
    let legend: KeyValuePairs<Character, Style> = [
      "n": theme[.strong], "g": theme[.good], "w": theme[.waiting], "-": theme[.border],
    ]
    #expect(
      canvas.styleMap(legend).prefix(5) == [
        "--.w.nnnnnn.-----------------..--.g.nnnnnnn.----------------",
        "-.---------.................-..-.---------.................-",
        "-.----......................-..-.-----------...............-",
        "-.w.........................-..-...........................-",
        "-...wwwwwwwwwwwwwwwwwwwww...-..-...........................-",
      ])
  }

  @Test func a_picture_that_is_too_high_tells_how_much_more_there_is_and_scrolls() {
    var canvas = Canvas(rows: 5, columns: 34)
    var scroll = Scroll()
    let (count, visible) = canvas.map(MapFixture.linked, in: canvas.bounds, scroll: scroll)
    #expect(count == 24 && visible == 4)
    #expect(canvas.lines.last == "↓ 20 more below")
    scroll.move(by: 9, count: count, visible: visible)
    canvas.map(MapFixture.linked, in: canvas.bounds, scroll: scroll)
    #expect(
      canvas.lines == [
        "╭─┤ ✓ router interior 1.3.0      │",
        "│ ╰──────────────────────────────╯",
        "│  ↑ ✓ link1 connected, edge",
        "│  ↓ ● database:5432 2 open",
        "↑ 9 more above, ↓ 11 more below",
      ])
    canvas.map(MapFixture.linked, in: canvas.bounds, scroll: Scroll(first: 99))
    #expect(canvas.lines.last == "↑ 20 more above")
  }

  @Test func no_size_is_too_small_or_too_large() {
    for map in [SiteMap(), MapFixture.begun, MapFixture.linked, MapFixture.broken] {
      for (rows, columns) in [(0, 0), (1, 1), (2, 3), (3, 9), (10, 34), (7, 46), (60, 200)] {
        for look in [Look(), Look(hasColors: false, isASCII: true)] {
          var canvas = Canvas(rows: rows + 2, columns: columns + 2)
          let inner = canvas.bounds.inset()
          canvas.map(map, in: inner, scroll: Scroll(first: 3), look: look)
          let outside = canvas.lines.enumerated().filter { $0.offset == 0 || $0.offset > rows }
          #expect(outside.allSatisfy { $0.element.isEmpty }, "\(rows) by \(columns)")
          #expect(canvas.lines.allSatisfy { $0.count <= columns + 1 }, "\(rows) by \(columns)")
        }
      }
    }
  }

  @Test func in_ascii_nothing_else_is_drawn() {
    for map in [MapFixture.begun, MapFixture.linked, MapFixture.broken] {
      for columns in [34, 80, 120] {
        let lines = picture(map, rows: 60, columns: columns, Look(isASCII: true))
        #expect(lines.joined().unicodeScalars.allSatisfy { $0.isASCII })
      }
    }
  }

  private func picture(
    _ map: SiteMap, rows: Int, columns: Int, _ look: Look = Look()
  ) -> [String] {
    var canvas = Canvas(rows: rows, columns: columns)
    canvas.map(map, in: canvas.bounds, look: look)
    return canvas.lines
  }
}
