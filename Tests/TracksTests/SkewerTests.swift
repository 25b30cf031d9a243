import Testing

@testable import Tracks

/// Descriptions that the READMEs of Skupper's examples are made from.
@Suite struct SkewerTests {
  @Test func keys_and_variables_that_nothing_reads_are_told() throws {
    let text = """
      title: T
      sites:
        west: {title: West, env: {FOO: x, KUBECONFIG: y}}
      steps:
        - title: A
          commands:
            west:
              - {run: ls, await: x}
              - {run: ls, outputs: x}
      """
    let track = try TrackReader.read(path: "a.yaml", files: TrackFiles(texts: ["a.yaml": text]))
    #expect(
      track.findings.map { "\($0.location) \($0.id)" } == [
        "a.yaml:3:29 left-out", "a.yaml:8:21 left-out", "a.yaml:9:21 unknown-key",
      ])
  }

  private func track(_ text: String, lab: String? = nil) throws -> Track {
    try TrackReader.read(
      path: "skewer.yaml", files: TrackFiles(texts: ["skewer.yaml": text]),
      labFile: lab.map { SourceFile(path: "lab.yml", text: $0) })
  }

  private static let sites = """
    title: Two sites
    sites:
      public1: {title: Public 1, platform: kubernetes, namespace: public1}
      private1: {title: Private 1, platform: kubernetes, namespace: private1}

    """

  @Test func commands_run_in_the_terminals_of_their_sites() throws {
    let track = try track(
      Self.sites + """
        steps:
          - title: Deploy
            preamble: |
              Some words.
            commands:
              public1:
                - run: kubectl create namespace public1
                - run: kubectl get pods
                  output: |
                    NAME   READY
              "*":
                - run: skupper status
        """)
    #expect(track.title == "Two sites")
    #expect(track.origin == .skewer)
    let steps = track.steps.compactMap(\.commandStep)
    #expect(steps.map(\.terminal.name) == ["Public 1", "Private 1"])
    #expect(steps.map(\.terminal.site) == ["public1", "private1"])
    #expect(
      steps.map { $0.commands.map(\.text) } == [
        ["kubectl create namespace public1", "kubectl get pods"], ["skupper status"],
      ])
    #expect(steps.first?.outputs.map(\.commands) == [1..<2])
    #expect(steps.first?.outputs.map(\.text) == ["NAME   READY\n"])
    // A namespace that a command makes is not there before.
    #expect(track.sites.map(\.namespace) == ["default", "private1"])
    #expect(track.steps.map(\.place.line) == [11, 16])
    #expect(Rules.check(track) == [])
  }

  @Test func commands_of_one_reader_and_expected_failures_say_so() throws {
    let track = try track(
      Self.sites + """
        steps:
          - title: Try
            commands:
              public1:
                - {run: ls, apply: readme}
                - {run: ls -a, apply: test}
                - {run: "false", expect_failure: true}
        """)
    #expect(track.steps.map(\.settings.audience) == [.learner, .auto, nil])
    #expect(track.steps.map(\.settings.exit) == [nil, nil, .nonzero])
    #expect(track.steps[0].reasonToLeaveOut(forLearner: true) == nil)
    #expect(track.steps[0].reasonToLeaveOut(forLearner: false) != nil)
    #expect(track.steps[1].reasonToLeaveOut(forLearner: true) != nil)
  }

  @Test func waiting_is_done_by_commands() throws {
    let track = try track(
      Self.sites + """
        steps:
          - title: Wait
            commands:
              private1:
                - await_resource: deployment/backend
                - await_ingress: service/frontend
                - await_http_ok: [service/frontend, "http://{}:8080/api/health"]
                - await_port: 8080
                - run: ls
                  await_resource: secret/token
        """)
    let commands = track.steps.compactMap(\.commandStep?.commands.first?.text)
    #expect(commands.count == 6)
    #expect(commands[0].hasPrefix("kubectl wait --for=create --timeout=240s deployment/backend &&"))
    #expect(commands[1].contains("kubectl get service/frontend -o jsonpath="))
    #expect(commands[2].contains(":8080/api/health\""))
    #expect(commands[3].contains("/dev/tcp/127.0.0.1/8080"))
    #expect(commands[4] == "kubectl wait --for=create --timeout=240s secret/token")
    #expect(commands[5] == "ls")
    #expect(track.steps.dropLast().allSatisfy { $0.settings.audience == .auto })
    #expect(Set(track.steps.compactMap(\.commandStep?.terminal.name)) == ["Private 1"])
  }

  @Test func standard_steps_are_filled_in_for_each_site() throws {
    let track = try track(
      """
      title: T
      sites:
        west: {namespace: west, env: {KUBECONFIG: ~/.kube/config-west}}
        east: {namespace: east, env: {KUBECONFIG: ~/.kube/config-east}}
      steps:
        - standard: kubernetes/set_up_your_clusters
        - standard: kubernetes/create_your_sites
          title: Another title
        - standard: kubernetes/crate_your_sites
      """)
    let steps = track.steps.compactMap(\.commandStep)
    #expect(steps.map(\.terminal.name) == ["West", "East", "West", "East"])
    #expect(steps[1].commands.first?.text == "export KUBECONFIG=~/.kube/config-east")
    #expect(steps[3].outputs.first?.text.contains("namespace 'east'") == true)
    #expect(
      track.challenges.first?.sections.contains { $0.title.contains("Another title") } == true)
    #expect(
      track.sites.map(\.traits.configurations) == [[".kube/config-west"], [".kube/config-east"]])
    #expect(track.findings.map(\.id) == ["standard-step"])
    #expect(track.findings.first?.location.line == 9)
    #expect(track.findings.first?.remedy == "Did you mean kubernetes/create_your_sites?")
  }

  @Test func every_standard_step_can_be_read() throws {
    #expect(StandardSteps.names.count == 25)
    for name in StandardSteps.names {
      let track = try track(Self.sites + "steps:\n  - standard: \(name)\n")
      #expect(track.findings == [])
      #expect(track.challenges.first?.sections.count == 2)
    }
  }

  @Test func a_lab_file_goes_before_the_description() throws {
    let track = try track(
      Self.sites + "steps: [{title: A, commands: {private1: [{run: ls}]}}]\n",
      lab: "sites: {private1: {namespace: other, platform: openshift}}\nprofiles: {skupper: '2'}\n")
    let site = track.sites.first { $0.name == "private1" }
    #expect(site?.namespace == "other")
    #expect(site?.platform == .openshift)
    #expect(track.sites.count == 2)
    #expect(track.lab?.profiles["skupper"] == "2")
  }

  @Test func keys_written_almost_right_are_told_with_their_place() throws {
    let track = try track(
      Self.sites + "steps:\n  - title: A\n    commands:\n      public1:\n"
        + "        - run: ls\n          expect_failur: true\n          note: kept\n")
    #expect(
      track.findings.map { "\($0.location.line) \($0.id)" } == ["10 unknown-key", "11 left-out"])
  }

  @Test func sites_that_no_cluster_is_are_left_out_with_a_reason() throws {
    let track = try track(
      "title: T\nsites: {a: {platform: podman}, b: {}}\n"
        + "steps: [{title: A, commands: {a: [{run: ls}], b: [{run: ls}]}}]\n")
    #expect(track.steps.map { $0.settings.skip != nil } == [true, false])
    #expect(track.sites.map(\.name).contains("b"))
  }

  @Test func yaml_without_steps_is_no_track() {
    #expect(throws: TrackError.self) { try track("a: 1\n") }
  }
}

/// Steps that only install what a lab has already.
@Suite struct FetchingTests {
  @Test(
    arguments: [
      ("curl https://skupper.io/install.sh | sh", true),
      ("bash <(curl -s https://get.example.org/x)", true),
      ("sh -c \"$(curl -fsSL https://get.example.org/x)\"", true),
      ("kubectl apply -f https://skupper.io/v2/install.yaml", true),
      ("sudo dnf install -y jq", true),
      ("curl -LO https://example.org/kind\nchmod +x kind\nsudo mv kind /usr/local/bin/kind", true),
      (
        "curl https://skupper.io/install.sh | sh\nexport PATH=$PATH:~/.local/bin\nskupper version",
        true
      ),
      ("curl https://example.org/page", false),
      ("curl http://localhost:8080/install.sh | sh", false),
      ("curl http://10.1.2.3/x | bash", false),
      ("kubectl apply -f app.yaml", false),
      ("curl https://example.org/x | sh\nkubectl get pods", false),
      ("kubectl create deployment a --image example.org/a", false),
      ("chmod +x run.sh", false),
    ] as [(String, Bool)])
  func commands_that_only_install_are_known(text: String, isLeftOut: Bool) throws {
    let track = try Fixtures.page("```bash\n\(text)\n```\n")
    let step = try #require(track.steps.first)
    #expect((step.settings.skip != nil) == isLeftOut)
    #expect(Rules.check(track).contains { $0.id == "fetching-step" } == isLeftOut)
  }

  @Test func the_author_may_run_them_all_the_same() throws {
    let text = "Install it:\n```bash\ncurl https://example.org/x | sh\n```\n"
    #expect(
      try Fixtures.page("<!-- lab: skip=off -->\n\(text)").steps.first?.settings.skip == nil)
    let lab = "steps:\n- {at: Install it, skip: off}\n"
    #expect(try Fixtures.page(text, lab: lab).steps.first?.settings.skip == nil)
  }

  @Test func a_placeholder_that_stands_for_a_command_is_not_run() throws {
    let track = try Fixtures.page("```bash\nls\n<your own login command>\n```\n")
    #expect(track.steps.compactMap(\.commandStep).flatMap(\.commands).map(\.text) == ["ls"])
    #expect(Rules.check(track).map(\.id) == ["unfilled-placeholder"])
  }
}
