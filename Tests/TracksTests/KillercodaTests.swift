import Testing

@testable import Tracks

/// Scenarios of Killercoda and Katacoda.
@Suite struct KillercodaTests {
  private func track(_ texts: [String: String], path: String = "") throws -> Track {
    try TrackReader.read(path: path, files: TrackFiles(texts: texts))
  }

  private static let index = #"""
    {
    	"title": "Pods", "description": "…",
    	"details": {
    		"intro": {"text": "intro.md", "background": "prepare.sh", "foreground": "wait.sh"},
    		"steps": [
    			{"title": "First", "text": "step1/text.md", "verify": "step1/verify.sh"},
    			{"title": "Second", "text": "step2.md"},
    		],
    		"finish": {"text": "finish.md"},
    		"assets": {"host01": [{"file": "*.yaml", "target": "~/", "chmod": "+x"}]}
    	},
    	"backend": {"imageid": "kubernetes-kubeadm-1node"},
    	"interface": {"layout": "terminal-terminal"}
    }
    """#

  private static let scenario = [
    "index.json": index, "intro.md": "Welcome.\n", "prepare.sh": "touch a", "wait.sh": "ls a\n",
    "step1/text.md":
      "Run:\n\n```\nkubectl get pods\n```{{exec}}\n\nThen `kubectl get nodes`{{exec}}.\n",
    "step1/verify.sh": "exit 0\n",
    "step2.md": "```bash\nsleep 1\n```{{execute T2 interrupt}}\n\n`x`{{copy}} `y`\n",
    "finish.md": "Done.\n", "assets/a.yaml": "a: 1\n", "assets/b.txt": "b\n",
  ]

  @Test func a_scenario_is_a_track_with_a_challenge_for_each_page() throws {
    let track = try track(Self.scenario)
    #expect(track.origin == .killercoda)
    #expect(track.title == "Pods")
    #expect(track.challenges.map(\.title) == ["intro", "First", "Second", "finish"])
    #expect(track.challenges.map(\.file) == ["intro.md", "step1/text.md", "step2.md", "finish.md"])
    #expect(track.challenges[1].slug == "step1")
    #expect(track.sites.map(\.name) == ["cluster"])
    #expect(track.sites.map(\.hosts) == [["host01"]])
    #expect(track.sites.first?.files == ["root/a.yaml": "a: 1\n"])
    #expect(track.findings.map(\.id) == ["left-out"])
  }

  @Test func marked_code_runs_in_fences_and_in_the_text() throws {
    let track = try track(Self.scenario)
    let steps = track.steps.compactMap(\.commandStep)
    #expect(
      steps.flatMap(\.commands).map(\.text) == ["kubectl get pods", "kubectl get nodes", "sleep 1"])
    #expect(steps.map(\.terminal.name) == ["Terminal 1", "Terminal 1", "Terminal 2"])
    #expect(steps.last?.routing.rule == "info-word")
    #expect(track.steps.map(\.location.line) == [3, 7, 1])
    let places = steps.flatMap(\.commands).map(\.location)
    #expect(places.map(\.line) == [4, 7, 2])
    #expect(places[1].column == 7)
    #expect(track.challenges[1].text.contains("{{exec}}.") == false)
    #expect(track.challenges[1].blocks.first?.lastLine == 5)
  }

  @Test func its_scripts_prepare_and_verify() throws {
    let track = try track(Self.scenario)
    #expect(track.challenges[0].scripts.setup["host01"]?.text == "touch a\nls a\n")
    #expect(track.challenges[1].scripts.check["host01"]?.file == "step1/verify.sh")
    #expect(track.challenges[2].scripts.isEmpty)
  }

  @Test func a_course_is_read_in_the_order_it_lists() throws {
    func page(_ name: String) -> String {
      #"{"title": "\#(name)", "details": {"steps": [{"title": "\#(name)", "text": "a.md"}]}}"#
    }
    let track = try track([
      "structure.json": #"{"title": "Course", "items": [{"path": "two"}, {"path": "one"}]}"#,
      "one/index.json": page("One"), "one/a.md": "`ls`{{execute}}",
      "three/index.json": page("Three"),
      "two/index.json": page("Two"), "two/a.md": "`ls -a`{{execute HOST2}}",
    ])
    #expect(track.title == "Course")
    #expect(track.challenges.map(\.title) == ["Two", "One"])
    #expect(track.challenges.map(\.number) == [1, 2])
    #expect(track.steps.first?.commandStep?.terminal.host == "host02")
  }

  @Test func questions_of_a_page_are_asked() throws {
    let page = try Fixtures.page(
      """
      >>Q1: Which are even?<<
      [*] two
      [ ] three
      [*] four

      >>Q2: Choose<<
      ( ) no
      (*) yes

      >>Q3: Type it<<
      === 42

      > Only a quote
      """)
    let quizzes = page.steps.compactMap { step -> Quiz? in
      if case .quiz(let quiz) = step.kind { quiz } else { nil }
    }
    #expect(quizzes.map(\.question) == ["Which are even?", "Choose"])
    #expect(quizzes.map(\.answers) == [["two", "three", "four"], ["no", "yes"]])
    #expect(quizzes.map(\.solution) == [[0, 2], [1]])
    #expect(page.steps.map { $0.manualStep?.instructions ?? [] } == [[], [], ["Type it"]])
    #expect(page.steps.map(\.location.line) == [1, 6, 10])
  }

  @Test(
    arguments: [
      ("```\nls\n```{{execute}}\n", "```  {{execute}}\nls\n```\n"),
      ("~~~ sh\nls\n~~~ {{exec interrupt}}\n", "~~~ sh {{exec interrupt}}\nls\n~~~\n"),
      ("   ```\n   ls\n   ```{{copy}}\n", "   ``` {{copy}}\n   ls\n   ```\n"),
      ("```\n```inner {{x}}\n```\n", "```\n```inner {{x}}\n```\n"),
      ("````\n```{{exec}}\n````{{exec}}\n", "```` {{exec}}\n```{{exec}}\n````\n"),
      ("`a`{{exec}}\n", "`a`{{exec}}\n"),
    ])
  func marks_behind_a_fence_are_moved_to_its_begin(text: String, prepared: String) {
    let expected = prepared.replacing("```  {{", with: "``` {{")
    #expect(ActionMarks.prepared(text) == expected)
  }

  @Test(
    arguments: [
      ("a.yaml", "*.yaml", true), ("x/a.yaml", "*.yaml", false), ("x/a.yaml", "**/*.yaml", true),
      ("a.yaml", "**/*.yaml", true), ("a.yaml", "a.yaml", true), ("a.yaml", "b*", false),
      ("x/y/a.sh", "x/*/a.sh", true), ("x/y/z/a.sh", "x/*/a.sh", false), ("a", "*", true),
    ])
  func patterns_find_files(path: String, pattern: String, matches: Bool) {
    #expect(Glob.matches(path, pattern) == matches)
  }

  @Test func a_page_that_does_not_exist_is_told() throws {
    let track = try track([
      "index.json": "{\"details\": {\"steps\": [\n{\"text\": \"a.md\"}]}}", "README.md": "x",
    ])
    #expect(track.findings.map { "\($0.location.line) \($0.id)" } == ["2 missing-page"])
  }
}

/// Constructs of MkDocs and Instruqt that are no CommonMark.
@Suite struct DialectTests {
  @Test func tabs_and_admonitions_of_mkdocs_hold_text() throws {
    let track = try Fixtures.page(
      """
      === "Bash"

          Take a look around:

          ``` { .bash title="one" hl_lines="1" linenums="1" }
          ls
          ```

      !!! warning "Mind"

          ```yaml title="a.yml"
          a: 1
          ```

      > [!TIP]
      > ```sh
      > ls -a
      > ```
      """)
    let blocks = try #require(track.challenges.first?.blocks)
    #expect(blocks.map(\.role) == [.command, .content, .command])
    #expect(blocks.map(\.location.line) == [5, 11, 16])
    #expect(blocks.map(\.info.title) == ["one", "a.yml", nil])
    #expect(track.steps.first?.title == "Take a look around")
  }

  @Test func setext_headings_and_lines_of_equal_signs_in_fences_are_kept_apart() throws {
    let track = try Fixtures.page(
      "One\n===\n\n```bash\nls\n```\n```,nocopy\n===\n```\n\nTwo\n---\n")
    #expect(track.challenges.first?.sections.map(\.title) == ["One", "Two"])
    #expect(track.challenges.first?.blocks.last?.text == "===\n")
  }

  @Test func keys_near_known_ones_are_told_in_front_matter_tabs_and_track() throws {
    let files = TrackFiles(texts: [
      "track.yml": "slug: t\ntitle: T\ntimelimits: 5\nown_key: kept\n",
      "01-a/assignment.md":
        "---\nslug: a\ntitle: A\ntype: challenge\ndificulty: basic\ntabs:\n- title: S\n"
        + "  type: terminal\n  hostnme: x\n---\n```sh\nls\n```\n",
    ])
    let found = try TrackReader.read(files: files).findings
    #expect(
      found.map { "\($0.location) \($0.id) \($0.remedy)" } == [
        "track.yml:3:1 unknown-key Did you mean timelimit?",
        "01-a/assignment.md:5:1 unknown-key Did you mean difficulty?",
        "01-a/assignment.md:9:3 unknown-key Did you mean hostname?",
        "01-a/assignment.md:7:3 tab-host Add `hostname:`.",
      ])
  }
}
