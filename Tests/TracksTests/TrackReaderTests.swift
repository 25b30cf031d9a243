import Testing

@testable import Tracks

@Suite struct TrackReaderTests {
  @Test func a_quiz_needs_no_terminal() throws {
    let track = try TrackReader.read(
      files: TrackFiles(texts: [
        "track.yml": "slug: t\ntitle: T\n",
        "01-a/assignment.md":
          "---\nslug: a\ntabs:\n- {title: S, type: terminal, hostname: h}\n---\n```sh\nls\n```\n",
        "02-q/assignment.md": "---\ntype: quiz\nanswers: [x]\nsolution: [0]\n---\nQ?\n",
      ]))
    #expect(track.sites.map(\.name) == ["h"])
    #expect(track.challenges.map(\.terminals.count) == [1, 0])
    #expect(try Fixtures.page("---\ntype: quiz\nanswers: [x]\n---\nQ?\n").sites.count == 1)
  }

  @Test func a_terminal_in_front_of_a_block_is_a_part_of_its_title() throws {
    let track = try Fixtures.page(
      "# Look\n_**West:**_\n```sh\nls\n```\n_**East:**_\n```sh\nls\n```\n")
    #expect(track.steps.map(\.title) == ["Look (West)", "Look (East)"])
  }

  @Test func steps_of_a_section_have_titles_of_their_own() throws {
    let track = try Fixtures.page(
      """
      # Words
      Say it:
      ```sh
      echo a
      ```
      Then:
      ```sh
      echo b
      ```
      Then:
      ```sh
      cat <<X
      c
      X
      ```
      # Others
      Then:
      ```sh
      echo d
      ```
      """)
    #expect(track.steps.map(\.title) == ["Say it", "`echo b`", "`cat <<X`", "Others"])
  }

  private static let challenge = """
    ---
    slug: one
    type: challenge
    title: "One \\U0001F4A1"
    notes:
    - type: text
      contents: Hello
    - type: image
      url: https://x.example/a.png
    tabs:
    - {title: Shell, type: terminal, hostname: a, cmd: tmux, workdir: /root}
    - {title: Files, type: code, hostname: a, path: /etc}
    - {title: App, type: service, hostname: a, port: 8080, path: /x, new_window: true}
    difficulty: basic
    timelimit: 600
    ---
    ```sh
    ls
    ```
    """

  @Test func reads_a_folder_with_its_scripts() throws {
    let track = try TrackReader.read(
      path: "lab/",
      files: TrackFiles(
        root: "up",
        texts: [
          "lab/track.yml": "slug: t\ntitle: T\nteaser: short\nunknown: [1]\n",
          "lab/config.yml": """
          version: "3"
          containers:
          - {name: a, image: i:1, shell: /bin/bash, environment: {A: b, N: 1}}
          virtualmachines:
          - {name: v, image: w}
          """,
          "lab/01-one/assignment.md": Self.challenge,
          "lab/01-one/check-a": "#!/bin/bash\n", "lab/01-one/solve-a": "ls\n",
          "lab/01-one/notes.txt": "x",
          "lab/10-ten/assignment.md": "---\nslug: ten\ntype: quiz\ntitle: Q\nanswers: [a, b, c]\n"
            + "solution: [0, 2]\n---\nWhich?\n",
          "lab/02-two/assignment.md": "No front matter, one fence.\n```sh\nls\n```\n",
          "lab/track_scripts/setup-a": "echo\n", "lab/track_scripts/cleanup-a": "echo\n",
          "lab/lab.yml": "profiles: {skupper: 1.3}\n",
        ]))
    #expect(track.findings == [])
    #expect(track.title == "T")
    #expect(track.origin == .instruqt)
    #expect(track.timeLimit == 600)
    #expect(track.challenges.map(\.slug) == ["one", "lab-02-two", "ten"])
    #expect(track.hosts.map(\.name) == ["a", "v"])
    #expect(track.hosts.first?.environment == ["A": "b", "N": "1"])
    #expect(track.scripts.setup["a"]?.file == "up/lab/track_scripts/setup-a")
    #expect(track.scripts.cleanup.keys.sorted() == ["a"])
    #expect(track.lab?.profiles == ["skupper": "1.3"])
    #expect(track.steps.map(\.id) == ["1.1", "2.1", "3.1"])

    let one = try #require(track.challenges.first)
    #expect(one.title == "One 💡")
    #expect(one.scripts.check["a"]?.text == "#!/bin/bash\n")
    #expect(one.scripts.solve.keys.sorted() == ["a"])
    #expect(one.notes.map(\.content) == [.text("Hello"), .image("https://x.example/a.png")])
    #expect(
      one.tabs.map(\.kind) == [
        .terminal(host: "a", command: "tmux", directory: "/root"),
        .code(host: "a", path: "/etc"), .service(host: "a", port: 8080, path: "/x"),
      ])
    #expect(one.tabs.map(\.opensWindow) == [false, false, true])
    #expect(one.steps.first?.location.description == "up/lab/01-one/assignment.md:17:1")
    #expect(
      track.challenges.last?.quiz
        == Quiz(question: "Which?", answers: ["a", "b", "c"], solution: [0, 2]))
  }

  @Test func reads_the_older_format() throws {
    let track = try TrackReader.read(
      files: TrackFiles(texts: [
        "track.yml": """
        slug: old
        title: Old
        challenges:
        - slug: first
          title: First
          tabs: [{title: Shell, type: terminal, hostname: a}]
          assignment: |
            Text
            ```sh
            ls
            ```
        """, "first/check-a": "true\n",
      ]))
    #expect(track.origin == .instruqtLegacy)
    #expect(track.challenges.map(\.title) == ["First"])
    #expect(track.challenges.first?.scripts.check.keys.sorted() == ["a"])
    #expect(track.steps.map(\.location.line) == [9])
    #expect(track.steps.first?.commandStep?.terminal.host == "a")
  }

  @Test func two_hosts_are_two_sites_and_need_no_words() throws {
    let track = try Fixtures.page(
      "---\ntabs:\n- {title: A, type: terminal, hostname: a}\n- {title: B, type: terminal, "
        + "hostname: b}\n---\n```sh\noc get pods\n```\n")
    #expect(track.sites.map(\.name) == ["a", "b"])
    #expect(track.sites.map(\.platform) == [.openshift, .openshift])
  }

  @Test(
    arguments: [
      ("https://app-default.apps.${_SANDBOX_ID}.example:443/x", "apps.${_SANDBOX_ID}.example"),
      ("https://console-openshift-console.apps.example", "apps.example"),
      ("https://www.example", nil), ("no address", nil),
    ] as [(String, String?)])
  func the_address_of_a_page_tells_the_domain_of_its_site(url: String, domain: String?) throws {
    let track = try Fixtures.page(
      "---\ntabs:\n- {title: A, type: terminal, hostname: a}\n- {title: W, type: website, "
        + "url: \"\(url)\"}\n---\n```sh\nls\n```\n")
    #expect(track.sites.map(\.domain) == [domain])
  }

  @Test func a_file_with_windows_line_ends_and_a_mark_is_read_as_any_other() throws {
    let text = "\u{FEFF}---\r\ntitle: T\r\n---\r\n```sh\r\nls\r\n```\r\n"
    let track = try Fixtures.page(text)
    #expect(track.title == "T")
    #expect(track.steps.first?.commandStep?.commands.map(\.text) == ["ls"])
    #expect(track.steps.first?.location.line == 4)
  }

  @Test func an_empty_file_is_a_track_without_steps() throws {
    let track = try Fixtures.page("")
    #expect(track.challenges.count == 1)
    #expect(track.steps == [])
    #expect(track.title == "page")
  }

  @Test func a_page_takes_the_lab_file_that_lies_beside_it() throws {
    let texts = ["d/a.md": "```sh\nls\n```", "d/a.lab.yml": "profiles: {x: 1}", "d/lab.yml": ""]
    let track = try TrackReader.read(path: "d/a.md", files: TrackFiles(texts: texts))
    #expect(track.lab?.file == "d/a.lab.yml")
  }

  @Test(arguments: [
    (["README.md", "b.md"], "README.md"), (["only.md", "x.txt"], "only.md"),
  ])
  func a_folder_without_a_track_file_is_its_page(paths: [String], file: String) throws {
    let texts = Dictionary(uniqueKeysWithValues: paths.map { ($0, "text") })
    #expect(try TrackReader.read(files: TrackFiles(texts: texts)).file == file)
  }

  @Test(arguments: [[], ["a.txt"], ["a.md", "b.md"]])
  func a_folder_that_is_no_track_is_refused(paths: [String]) {
    let texts = Dictionary(uniqueKeysWithValues: paths.map { ($0, "text") })
    #expect(throws: TrackError.self) { try TrackReader.read(files: TrackFiles(texts: texts)) }
  }

  @Test func a_missing_file_is_refused_with_its_path() {
    let error = #expect(throws: TrackError.self) {
      try TrackReader.read(path: "x.md", files: TrackFiles(root: "r", texts: [:]))
    }
    #expect(error?.description.contains("r/x.md") == true)
  }

  @Test func runtime_variables_stay_in_the_model_and_are_put_in_on_demand() throws {
    var generator = SeededGenerator(state: 1)
    let id = Variables.sandboxID(using: &generator)
    #expect(id.count == 12)
    #expect(id.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) })
    var variables = Variables(sandboxID: "abc", slug: "t")
    variables.hostValues = ["h": ["key": "v"], "a": ["other": "w"]]
    #expect(
      variables.substitute("${_SANDBOX_ID}.x ${HOME} $_SANDBOX_ID ${")
        == "abc.x ${HOME} $_SANDBOX_ID ${")
    #expect(
      variables.substitute(
        "[[ Instruqt-Var key=\"KEY\" hostname=\"h\" ]] [[ Instruqt-Var key=\"other\" ]] [[ x ]]")
        == "v w [[ x ]]")
    #expect(
      variables.substitute("[[ Instruqt-Var key=\"no\" ]]") == "[[ Instruqt-Var key=\"no\" ]]")
  }
}
