import Testing

@testable import Tracks

/// Foreign folders as tracks of our own kind.
@Suite struct ImportTests {
  private func imported(
    _ texts: [String: String], path: String = ""
  ) throws -> (texts: [String: String], track: Track, result: ImportedTrack) {
    let result = try TrackImport.read(path: path, files: TrackFiles(texts: texts))
    let made = result.files.mapValues { String(decoding: $0, as: UTF8.self) }
    return (made, try TrackReader.read(files: TrackFiles(texts: made)), result)
  }

  /// What a track does, without where it is written.
  private func deeds(_ track: Track) -> [String] {
    track.steps.map { step in
      let commands = step.commandStep
      return [
        commands?.terminal.name ?? "-", commands?.terminal.host ?? "-",
        commands?.commands.map(\.text).joined(separator: "; ") ?? step.title,
        commands?.outputs.map(\.text).joined() ?? "", step.settings.audience?.rawValue ?? "",
        step.settings.exit.map { "\($0)" } ?? "",
      ].joined(separator: "|")
    }
  }

  private static let scenario = [
    "index.json": #"""
    {"title": "A scenario", "description": "What it is about", "difficulty": "easy",
     "details": {
       "intro": {"text": "intro.md", "background": "prepare.sh"},
       "steps": [
         {"title": "Step: one", "text": "one/text.md", "verify": "one/verify.sh"},
         {"title": "Two", "text": "two/text.md", "hint": "hint.sh"}],
       "assets": {"host01": [{"file": "app.yaml", "target": "/root"}]}},
     "backend": {"imageid": "kubernetes-kubeadm-1node"}}
    """#,
    "intro.md":
      "# Hello\n\n![map](./pictures/map.png) and <img src=\"pictures/b.png\">\n\n[more](my%20file.md)\n",
    "my file.md": "More.\n",
    "pictures/map.png": "PNG", "pictures/b.png": "PNG2", "prepare.sh": "#!/bin/bash\nls\n",
    "one/text.md":
      "Run:\n\n```\nkubectl apply -f app.yaml\n```{{exec}}\n\nOr `ls`{{execute T2}}.\n"
      + "See {{TRAFFIC_HOST1_80}}.\n\n>>Q1: Which?<<\n(*) this\n( ) that\n",
    "one/verify.sh": "#!/bin/bash\nexit 1\n", "two/text.md": "```bash\nid\n```{{execute HOST2}}\n",
    "hint.sh": "echo hint\n", "assets/app.yaml": "a: 1\n", "unused.txt": "x",
  ]

  @Test func a_scenario_does_the_same_as_a_track() throws {
    let original = try TrackReader.read(files: TrackFiles(texts: Self.scenario))
    let (texts, track, result) = try imported(Self.scenario)
    #expect(deeds(track) == deeds(original))
    #expect(track.steps.count == 4)
    #expect(track.origin == .instruqt)
    #expect(track.title == "A scenario")
    #expect(track.challenges.map(\.title) == original.challenges.map(\.title))
    #expect(track.sites == original.sites)
    #expect(texts["02-one/check-host01"] == "#!/bin/bash\nexit 1\n")
    #expect(texts["01-intro/setup-host01"] == "#!/bin/bash\nls\n")
    #expect(texts["assets/pictures/map.png"] == "PNG")
    #expect(texts["01-intro/assignment.md"]?.contains("(../assets/pictures/map.png)") == true)
    #expect(texts["01-intro/assignment.md"]?.contains("\"../assets/pictures/b.png\"") == true)
    #expect(texts["01-intro/assignment.md"]?.contains("(../assets/my%20file.md)") == true)
    #expect(texts["assets/my file.md"] == "More.\n")
    #expect(result.programs == ["01-intro/setup-host01", "02-one/check-host01"])
    let files = TrackFiles(texts: texts)
    #expect(Rules.check(track, files: files).filter { $0.severity != .note } == [])
  }

  @Test func what_could_not_be_carried_is_listed() throws {
    let (_, _, result) = try imported(Self.scenario)
    #expect(
      result.leftOut.map { "\($0.location) \($0.message)" } == [
        "index.json:1:1 The key \"difficulty\" is not carried over.",
        "index.json:6:1 The key \"hint\" is not carried over.",
        "hint.sh:1:1 The file \"hint.sh\" is not carried over.",
        "unused.txt:1:1 The file \"unused.txt\" is not carried over.",
      ])
  }

  @Test func a_description_does_the_same_as_a_track() throws {
    let texts = [
      "skewer.yaml": """
      title: Two
      overview: <img src="images/a.svg"/>
      sites:
        west: {title: West, namespace: west, env: {KUBECONFIG: ~/.kube/west, OWN: x}}
        east: {title: East, namespace: east}
      steps:
        - standard: kubernetes/create_your_sites
        - title: Own
          commands:
            west: [{run: ls, apply: readme}, {run: "false", expect_failure: true}]
            east: [{await_port: 80, run: id, output: me}]
      workflow: main.yaml
      """,
      "images/a.svg": "SVG",
    ]
    let original = try TrackReader.read(
      path: "skewer.yaml", files: TrackFiles(texts: texts))
    let (made, track, result) = try imported(texts, path: "skewer.yaml")
    #expect(deeds(track) == deeds(original))
    #expect(track.sites.map(\.namespace) == original.sites.map(\.namespace))
    #expect(track.lab?.profiles == ["skupper": "1.8"])
    #expect(made["assets/images/a.svg"] == "SVG")
    #expect(
      result.leftOut.map(\.message) == [
        "The variable OWN of west is not set.", "The key \"workflow\" is not carried over.",
      ])
  }

  @Test func what_is_a_track_already_is_not_imported() throws {
    let error = try #require(
      throws: TrackError.self,
      performing: {
        try TrackImport.read(path: "a.md", files: TrackFiles(texts: ["a.md": "x"]))
      })
    #expect(
      error.description
        == "\"a.md\" cannot be imported: it can be run as it is, so there is nothing to import. "
        + "Use trestle run or trestle test with it.")
  }

  @Test func what_cannot_be_read_is_not_imported() throws {
    let error = try #require(
      throws: TrackError.self,
      performing: {
        try TrackImport.read(
          path: "a.yaml", files: TrackFiles(texts: ["a.yaml": "sites: {a: {}}\nsteps: ]\n"]))
      })
    #expect(error.description.hasPrefix("\"a.yaml\" cannot be imported: "))
    #expect(!error.description.contains(".."))
  }
}
