import Documents
import Testing

@testable import Tracks

/// What runs where, in documents that nobody here wrote. Each line is a block: its line, its role,
/// and the terminal, the rule that chose it and the number of commands, or the line of the
/// commands that print it.
@Suite(.enabled(if: Fixtures.hasDocuments)) struct RealDocumentTests {
  @Test func the_patient_portal_runs_fourteen_blocks_in_two_terminals() throws {
    let track = try Fixtures.document("seeds/patient-portal.md", lab: "patient-portal.yml")
    #expect(
      table(track) == """
        79 command Terminal-public mention 4
        86 command Terminal-public carry-on 1
        90 output of 87
        115 command Terminal-private mention 1
        120 command Terminal-private mention 2
        126 command Terminal-private carry-on 1
        130 output of 127
        160 command Terminal-public mention 1
        164 output of 161
        182 command Terminal-private mention 1
        187 output of 183
        201 command Terminal-public mention 1
        205 command Terminal-public carry-on 1
        209 output of 206
        247 command Terminal-private mention 1
        251 output of 248
        256 command Terminal-private carry-on 1
        260 output of 257
        288 command Terminal-private mention 1
        292 output of 289
        296 command Terminal-private carry-on 1
        300 output of 297
        314 command Terminal-public mention 1
        318 output of 315
        """)
    #expect(track.findings == [])
  }

  @Test func the_patient_portal_has_two_steps_for_hands_with_a_machine_part() throws {
    let track = try Fixtures.document("seeds/patient-portal.md", lab: "patient-portal.yml")
    let manual = track.steps.filter { $0.manualStep != nil }
    #expect(manual.map(\.id) == ["1.10", "1.16"])
    #expect(manual.map(\.settings.points) == [2, 2])
    #expect(
      manual.first?.manualStep?.actions == [
        .copy(
          from: SitePath(place: "public", path: "root/secret.token"),
          to: SitePath(place: "private", path: "home/secret.token"))
      ])
    guard case .http(let request) = manual.last?.manualStep?.actions.first else {
      Issue.record("no request in \(manual)")
      return
    }
    #expect(request.method == "POST")
    #expect(request.json == ["bill": 1])
    #expect(
      request.url == "https://patient-portal-frontend-public.crc-rwwzd-master-0.crc."
        + "${_SANDBOX_ID}.instruqt.io/api/bill/pay")
  }

  @Test func the_patient_portal_has_two_sites_and_three_checks() throws {
    let track = try Fixtures.document("seeds/patient-portal.md", lab: "patient-portal.yml")
    #expect(track.sites.map(\.name) == ["public", "private"])
    #expect(track.sites.map(\.hosts) == [["crc"], ["rhel"]])
    #expect(track.sites.map(\.namespace) == ["public", "private"])
    #expect(
      track.sites.map(\.domain) == ["crc-rwwzd-master-0.crc.${_SANDBOX_ID}.instruqt.io", nil])
    #expect(track.sites.last?.files == ["home/secret.token": ""])
    #expect(track.lab?.profiles == ["skupper": "1.3", "openshift": "4.12"])
    #expect(track.lab?.checks.map(\.afterStep) == ["1.12", "1.15", nil])
    #expect(
      track.lab?.checks.map(\.kind) == [
        .link(from: "private", to: "public"),
        .services(["database", "payment-processor"], on: "public"),
        .sql(
          "select date_paid from bills where patient_id = 1", site: "private",
          deployment: "patient-portal-database", expect: "today"),
      ])
  }

  @Test func the_patient_portal_waits_where_its_text_says_so() throws {
    let track = try Fixtures.document("seeds/patient-portal.md", lab: "patient-portal.yml")
    let waits = track.steps.compactMap { step in
      step.commandStep?.wait.map { "\(step.id) \($0.seconds)" }
    }
    #expect(waits == ["1.2 60", "1.5 60", "1.12 10"])
  }

  @Test func the_hybrid_cloud_page_pairs_its_outputs() throws {
    let track = try Fixtures.document("seeds/hybrid-cloud.md")
    #expect(
      table(track) == """
        32 command Terminal only-terminal 1
        37 output of 33
        106 command Terminal only-terminal 2
        112 output of 107
        123 command Terminal only-terminal 1
        128 output of 124
        133 command Terminal only-terminal 1
        138 output of 134
        144 command Terminal only-terminal 1
        149 output of 145
        161 command Terminal only-terminal 1
        166 output of 162
        173 command Terminal only-terminal 1
        178 output of 174
        203 command Terminal only-terminal 4
        210 command Terminal only-terminal 4
        219 command Terminal only-terminal 6
        229 output of 220
        235 output of 220
        243 command Terminal only-terminal 2
        249 output of 244
        253 command Terminal only-terminal 3
        260 output of 254
        276 command Terminal only-terminal 2
        284 command Terminal only-terminal 2
        292 command Terminal only-terminal 2
        298 output of 293
        306 command Terminal only-terminal 3
        313 output of 307
        323 command Terminal only-terminal 2
        329 output of 324
        339 command Terminal only-terminal 2
        345 output of 340
        """)
    #expect(track.origin == .markdown)
    let contexts = track.steps.first { $0.location.line == 219 }?.commandStep?.outputs
    #expect(contexts?.map(\.commands) == [0..<3, 3..<6])
  }

  @Test func the_skupper_example_has_the_sites_that_its_markers_name() throws {
    let track = try Fixtures.document("third-party/skupper-hello-world/README.md")
    #expect(
      table(track) == """
        72 command West first-terminal 1
        119 command West mention 3
        128 command East mention 3
        145 command West mention 1
        151 command East mention 1
        173 command West mention 2
        180 output of 174
        192 command East mention 2
        199 output of 193
        237 command West mention 1
        243 output of 238
        250 command East mention 1
        256 output of 251
        279 command East mention 1
        285 output of 280
        300 command West mention 1
        314 command West mention 3
        322 command East mention 2
        """)
    #expect(track.sites.map(\.name) == ["west", "east"])
    let status = track.steps.first { $0.location.line == 173 }?.commandStep?.outputs
    #expect(status?.map(\.commands) == [0..<1, 1..<2])
    #expect(status?.map(\.location.line) == [182, 187])
  }

  @Test func the_skupper_example_leaves_out_only_what_installs_the_program() throws {
    let track = try Fixtures.document(
      "third-party/skupper-hello-world/README.md", lab: "skupper-hello-world.yml")
    #expect(track.findings == [])
    let skipped = track.steps.filter { $0.settings.skip != nil }
    #expect(skipped.map(\.location.line) == [72])
    #expect(skipped.first?.settings.skip?.contains("skupper.io") == true)
    #expect(track.steps.filter { $0.manualStep != nil }.map(\.location.line) == [245])
    #expect(track.lab?.checks.map(\.afterStep) == ["1.10", "1.11", "1.12"])
    #expect(
      track.sites.map(\.traits.configurations) == [[".kube/config-west"], [".kube/config-east"]])
  }

  @Test func the_description_of_the_skupper_example_runs_the_same_commands() throws {
    let readme = try Fixtures.document("third-party/skupper-hello-world/README.md")
    let track = try Fixtures.document(
      "third-party/skupper-hello-world/skewer.yaml", lab: "skupper-hello-world.yml")
    #expect(track.findings == [])
    func commands(_ track: Track, in terminal: String) -> [String] {
      track.steps.filter { $0.settings.audience != .auto && $0.settings.skip == nil }
        .compactMap(\.commandStep).filter { $0.terminal.name == terminal }
        .flatMap(\.commands).map { $0.text.replacing(" --ignore-not-found", with: "") }
    }
    for terminal in ["West", "East"] {
      #expect(commands(track, in: terminal) == commands(readme, in: terminal))
    }
    #expect(track.steps.filter { $0.settings.skip != nil }.map(\.place.line) == [35])
    #expect(track.lab?.checks.allSatisfy { $0.afterStep != nil } == true)
    let last = track.lab?.checks.last.flatMap { check in
      track.steps.first { $0.id == check.afterStep }
    }
    #expect(last?.commandStep?.commands.first?.text.contains("/api/health") == true)
    #expect(track.steps.compactMap(\.manualStep).first?.actions.count == 1)
  }

  /// The page's line breaks are lost, so that it holds no block at all: nothing of it runs.
  @Test func the_page_without_line_breaks_has_no_commands() throws {
    let track = try Fixtures.document("seeds/edge-interconnect.rst")
    #expect(table(track) == "")
    #expect(track.steps.compactMap(\.commandStep) == [])
  }
}

/// What lint says about documents that nobody here wrote.
@Suite(.enabled(if: Fixtures.hasDocuments)) struct RealDocumentLintTests {
  @Test(
    arguments: [
      (
        "seeds/patient-portal.md", "patient-portal.yml",
        [
          "13 misdecoded-text", "66 missing-asset", "95 manual-step", "98 manual-step",
          "170 manual-step", "340 idle-points",
        ]
      ),
      (
        "seeds/hybrid-cloud.md", "hybrid-cloud.yml",
        ["28 missing-asset", "174 reused-value", "340 reused-value"]
      ),
      ("seeds/edge-interconnect.rst", nil, ["1 manual-step", "1 nothing-to-run"]),
      (
        "third-party/skupper-hello-world/README.md", "skupper-hello-world.yml",
        ["50 missing-asset", "72 fetching-step"]
      ),
      (
        "third-party/skupper-hello-world/skewer.yaml", "skupper-hello-world.yml",
        ["20 missing-asset", "35 fetching-step"]
      ),
    ] as [(String, String?, [String])])
  func names_what_is_doubtful_and_nothing_else(
    document: String, lab: String?, expected: [String]
  ) throws {
    let track = try Fixtures.document(document, lab: lab)
    let found = Rules.check(track, files: Fixtures.files(document))
    #expect(found.map { "\($0.location.line) \($0.id)" } == expected)
  }
}
