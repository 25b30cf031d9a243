import Documents
import Testing

@testable import Tracks

@Suite struct LabFileTests {
  @Test func profiles_of_tools_that_nobody_has_are_told() throws {
    let track = try Fixtures.page("```sh\nls\n```\n", lab: "profiles: {skuper: '1.3'}\n")
    #expect(
      track.findings.map { "\($0.location) \($0.remedy)" } == ["lab.yml:1:12 Did you mean skupper?"]
    )
    #expect(track.findings.first?.fix?.inserts == "skupper")
  }

  private static let page = """
    # First
    ```sh
    ls a
    ```
    - Paste the key, and save it.

    # Second part
    Then _look_ at the user’s list:
    ```sh
    ls b
    ```
    """

  /// What is said about a lab file: the line and column, and the message's end.
  private func complaints(_ lab: String) throws -> [String] {
    let track = try Fixtures.page(Self.page, lab: lab)
    return track.findings.map { "\($0.location.line):\($0.location.column) \($0.message)" }
  }

  @Test func a_check_without_a_name_is_called_what_it_asks() throws {
    let track = try Fixtures.page(
      Self.page, lab: "checks: {'': {run: test -f x}, Well named: {run: test -f y}}")
    #expect(
      track.lab?.checks.map(\.name) == ["'test -f x' tells that all is well", "Well named"])
    #expect(track.findings.map(\.message) == ["A check has no name."])
  }

  @Test func defaults_hold_for_every_step_that_says_nothing_else() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: """
        defaults: {kind: "BERTH=/[A-Z]{2}[0-9]{3}/", volatile: IMAGE, match: contains}
        steps:
        - {at: Second part, match: exact, volatile: color}
        """)
    #expect(track.findings.allSatisfy { $0.id != "lab-file" })
    let steps = track.challenges.flatMap(\.steps).filter { $0.commandStep != nil }
    #expect(steps.map(\.settings.match) == [.contains, .exact])
    #expect(steps.map(\.settings.volatile) == [["IMAGE"], ["IMAGE", "color"]])
    #expect(steps.allSatisfy { $0.settings.kinds.map(\.name) == ["BERTH"] })
  }

  @Test func tells_of_defaults_and_values_that_cannot_be_used() throws {
    let complaints = try complaints(
      """
      defaults: {vollatile: IMAGE, capture: "A=/b/", number: many}
      steps:
      - {at: First, count: "200", kind: "A=/[/", not: ""}
      """)
    for part in [
      "unknown key \"vollatile\"", "unknown key \"capture\"", "\"many\" is no share such as ±10%",
      "\"200\" does not have the form TEXT:>=NUMBER", "/[/ is no regular expression",
      "it is empty, and an empty text is in every line",
    ] {
      #expect(complaints.contains { $0.contains(part) }, "\(part) in \(complaints)")
    }
  }

  @Test func reads_sites_images_and_what_is_applied() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: """
        sites:
          east: {hosts: [a, b], namespace: n, platform: openshift, domain: d.example, user: u}
          west:
            files: {home/x: "text", etc/y: ""}
        profiles: {skupper: 1.10}
        images:
          registry.example/thing: {run: [python3, server.py], ports: [8080], env: {A: b, C: 1}}
        apply: {east: [a.yml, b.yml], west: c.yml}
        """)
    let lab = try #require(track.lab)
    #expect(track.findings == [])
    #expect(lab.sites.map(\.hosts) == [["a", "b"], []])
    #expect(lab.sites.last?.files == ["home/x": "text", "etc/y": ""])
    #expect(lab.profiles == ["skupper": "1.10"])
    #expect(lab.images.first?.run == ["python3", "server.py"])
    #expect(lab.images.first?.environment == ["A": "b", "C": "1"])
    #expect(
      lab.apply.map { "\($0.site) \($0.file)" } == ["east a.yml", "east b.yml", "west c.yml"])
    #expect(track.sites.map(\.name) == ["east", "west"])
    #expect(track.challenges.first?.terminals.map(\.name) == ["a", "b", "west"])
  }

  @Test func a_site_can_look_after_others() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: "sites: {o: {role: orchestrator}, e: {role: edge, platform: kubernetes}, f: {}}")
    #expect(track.findings == [])
    #expect(track.sites.map(\.role) == [.orchestrator, .edge, nil])
    #expect(track.sites.first?.platform == .openshift, "its web API needs a route")
    #expect(
      try complaints("sites: {o: {role: orchestrator, platform: kubernetes}, e: {role: hub}}") == [
        "1:9 The orchestrator o cannot be a kubernetes site: its web API needs a route.",
        "1:66 \"hub\" is no role of a site.",
      ])
  }

  @Test func a_host_may_reach_several_sites_and_belong_to_none() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: """
        hosts:
          laptop: {sites: [here, there, elsewhere], system: macos, files: {home/x: text}}
        sites:
          here: {domain: apps-crc.testing, start: crc, loadbalancer: false, projects: all}
          there: {loadbalancer: 2s}
        """)
    #expect(track.findings == [])
    let laptop = try #require(track.sharedHosts.first)
    #expect(laptop.sites == ["here", "there", "elsewhere"])
    #expect(laptop.credentials == ["there", "elsewhere"], "here does not run from the start")
    #expect(laptop.system == .macos)
    #expect(track.sites.map(\.name) == ["here", "there", "elsewhere"])
    #expect(track.sites.map(\.hosts) == [[], [], []])
    #expect(track.sites[0].traits.start == .crc)
    #expect(track.sites[0].traits.loadBalancer == .never)
    #expect(track.sites[0].traits.hasAllProjects)
    #expect(track.sites[1].traits.loadBalancer == .after(2))
    #expect(track.challenges.first?.terminals.map(\.host) == ["laptop"])
  }

  @Test func a_site_that_a_host_reaches_may_have_hosts_of_its_own() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: """
        hosts: {laptop: {sites: [east, west]}}
        sites: {east: {hosts: [inside]}}
        """)
    #expect(track.sites.map(\.hosts) == [["inside"], []])
    #expect(track.challenges.first?.terminals.map(\.host) == ["laptop", "inside"])
  }

  @Test func a_host_that_reaches_no_site_needs_none() throws {
    let track = try Fixtures.page(Self.page, lab: "hosts: {desk: {sites: []}}")
    #expect(track.findings == [])
    #expect(track.sites == [])
    #expect(track.challenges.first?.terminals.map(\.host) == ["desk"])
  }

  @Test func hosts_and_traits_that_make_no_sense_are_told() throws {
    #expect(
      try complaints(
        """
        hosts:
          laptop: {system: windows}
        sites:
          here: {start: never, loadbalancer: soon, projects: most}
        """) == [
          "2:20 \"windows\" is no system of a host.",
          "2:3 The host laptop does not say which sites it reaches.",
          "4:17 The value of start, \"never\", is not usable.",
          "4:38 The value of loadbalancer, \"soon\", is not usable.",
          "4:54 The value of projects, \"most\", is not usable.",
        ])
  }

  @Test func a_correction_says_what_is_wrong_what_is_true_and_why() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: """
        steps:
        - at: Second part
          corrections:
            - {says: default, means: north, because: the namespace is north}
            - {says: x, means: y}
        """)
    #expect(
      track.findings.map(\.message) == [
        "The correction lacks one of says, means and because."
      ])
    let corrections = try #require(track.lab?.steps.first).settings.corrections
    #expect(corrections.map { $0.applied(to: "in default here") } == ["in north here"])
  }

  @Test func every_kind_of_check_is_read_and_placed() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: """
        sites: {s: {hosts: [h]}}
        checks:
          linked: {link: s, to: s, within: 1m30s, after: look at the user's list}
          offered: {services: [a, b], on: s, after: Second part}
          stored: {sql: select 1, in: s/db, expect: 1, points: 3, after: "ls a"}
          listed: {run: ls, on: s, expect: x, message: There is no x.}
          shown: {http: "https://x.example/", expect: 404}
          asked: {http: {method: put, url: "https://x.example/", json: {a: 1}, expect: {error: null}}}
        """)
    let checks = try #require(track.lab?.checks)
    #expect(track.findings == [])
    #expect(
      checks.map(\.kind) == [
        .link(from: "s", to: "s"), .services(["a", "b"], on: "s"),
        .sql("select 1", site: "s", deployment: "db", expect: "1"),
        .command("ls", on: "s", expect: "x"),
        .http(
          HTTPAction(
            method: "GET", url: "https://x.example/", json: nil,
            expect: HTTPExpectation(status: 404))),
        .http(
          HTTPAction(
            method: "PUT", url: "https://x.example/", json: ["a": 1],
            expect: HTTPExpectation(json: ["error": .null]))),
      ])
    #expect(checks.map(\.within) == [90, nil, nil, nil, nil, nil])
    #expect(checks.map(\.afterStep) == ["1.3", "1.3", "1.1", nil, nil, nil])
    #expect(checks[2].points == 3)
    #expect(checks[3].message == "There is no x.")
  }

  @Test func a_step_gets_its_machine_part_hints_and_points() throws {
    let track = try Fixtures.page(
      Self.page,
      lab: """
        sites: {s: {hosts: [h]}, t: {}}
        steps:
        - at: paste the KEY
          solve:
          - {copy: "s:a/b", to: "t:c"}
          - {run: {host: h, command: touch x}}
          hints: [Look, Look again]
          points: 2
        - at: ls b
          hints: Think
          timeout: 5m
          exit: nonzero
        """)
    #expect(track.findings == [])
    #expect(track.steps.map(\.id) == ["1.1", "1.2", "1.3"])
    let manual = try #require(track.steps[1].manualStep)
    #expect(manual.instructions == ["Paste the key, and save it."])
    #expect(
      manual.actions == [
        .copy(from: SitePath(place: "s", path: "a/b"), to: SitePath(place: "t", path: "c")),
        .run(host: "h", command: "touch x"),
      ])
    #expect(track.steps[1].settings.hints == ["Look", "Look again"])
    #expect(track.steps[1].sectionPath == ["First"])
    #expect(track.steps[2].settings.hints == ["Think"])
    #expect(track.steps[2].settings.timeout == 300)
    #expect(track.steps[2].settings.exit == .nonzero)
  }

  @Test func unknown_and_unusable_entries_are_told_with_their_place() throws {
    #expect(
      try complaints(
        """
        site: {}
        sites:
          s: {host: [a], platform: windows}
        checks:
          one: {link: s}
          two: {within: 5}
          three: {run: ls, within: soon}
          four: {sql: select 1, in: s}
        steps:
        - solve: {run: ls}
        - at: ls a
          solve: {copy: a, to: "b:c"}
          match: fuzzy
        """) == [
          "1:1 The lab file has an unknown key \"site\".",
          "3:7 The site s has an unknown key \"host\".",
          "3:28 \"windows\" is no platform of a site.",
          "5:3 The check one does not say `to`.",
          "6:3 The check two must ask one thing, and asks none.",
          "7:28 This is no duration.",
          "8:3 \"s\" names no database.",
          "10:3 A step does not say where it belongs.",
          "12:17 The copy does not say from where to where.",
          "13:10 The value of match is not usable: \"fuzzy\" is none of "
            + "exact, similar, contains, regex, json, none.",
        ])
    let track = try Fixtures.page(Self.page, lab: "chekcs: {}\n")
    #expect(track.findings.map(\.remedy) == ["Did you mean checks?"])
  }

  @Test func a_lab_file_that_is_no_yaml_is_told_with_its_place() throws {
    let track = try Fixtures.page(Self.page, lab: "sites:\n  a: [\n")
    #expect(track.findings.map(\.id) == ["lab-file"])
    #expect(track.findings.map(\.location.line) == [2])
    #expect(!track.isReadable)
  }

  @Test func words_that_stand_nowhere_or_twice_are_told() throws {
    let lab = "steps:\n- at: nowhere to be found\n- at: ls\n- at: First\n"
    #expect(
      try complaints(lab) == [
        "2:3 The words \"nowhere to be found\" stand nowhere in the document.",
        "3:3 The words \"ls\" stand in several places: lines 3, 10.",
      ])
  }

  @Test func names_of_sites_and_tabs_must_exist() throws {
    let lab = """
      sites: {east: {hosts: [h]}}
      steps:
      - at: Paste the key
        solve: {copy: "esat:a", to: "h:b"}
      - at: Second part
        solve: {http: {tab: Portal, path: /x}}
      checks:
        one: {link: east, to: north}
      """
    let track = try Fixtures.page(Self.page, lab: lab)
    let found = Rules.check(track).filter { $0.id == "lab-name" }
    #expect(
      found.map(\.message) == [
        "There is no site or host \"esat\".", "There is no tab \"Portal\" with a page.",
        "There is no site or host \"north\".",
      ])
    #expect(found.first?.remedy == "Did you mean east?")
  }

  @Test func a_page_can_be_named_by_its_tab() throws {
    let front = """
      ---
      tabs:
      - {title: My Portal, type: website, url: "https://p.${_SANDBOX_ID}.example/"}
      - {title: API, type: service, hostname: h, port: 8443}
      ---

      """
    let lab = """
      checks:
        one: {http: {tab: my portal, path: /x}}
        two: {http: {tab: API, path: y}}
      """
    let track = try Fixtures.page(front + Self.page, lab: lab)
    let urls = track.lab?.checks.compactMap { check in
      if case .http(let request) = check.kind { request.url } else { nil }
    }
    #expect(urls == ["https://p.${_SANDBOX_ID}.example/x", "https://h:8443/y"])
  }

  @Test func a_comment_sets_the_same_as_the_lab_file() throws {
    let track = try Fixtures.page(
      """
      <!-- lab: timeout=2m match=contains volatile="AGE, IP" capture pod=/a b/ fails
           hint="Look there" not=error background -->
      ```sh
      ls
      ```
      <!-- lab: tiemout=3 points=many -->
      """)
    let settings = try #require(track.steps.first?.settings)
    #expect(settings.timeout == 120)
    #expect(settings.match == .contains)
    #expect(settings.volatile == ["AGE", "IP"])
    #expect(settings.captures == [.init(name: "pod", expression: "a b")])
    #expect(settings.exit == .nonzero)
    #expect(settings.hints == ["Look there"])
    #expect(settings.absent == ["error"])
    #expect(settings.isBackground)
    #expect(track.findings.map(\.id) == ["directive-key", "directive-value"])
    #expect(track.findings.first?.remedy == "Did you mean timeout?")
    #expect(track.findings.map(\.location.line) == [6, 6])
  }

  @Test func a_comment_makes_a_step_of_a_sentence() throws {
    let track = try Fixtures.page(
      "<!-- lab: role=manual site=h auto=\"touch x\" -->\nDo what you like.\n")
    #expect(
      track.steps.map(\.kind) == [
        .manual(
          ManualStep(
            instructions: ["Do what you like."], actions: [.run(host: "h", command: "touch x")]))
      ])
  }
}
