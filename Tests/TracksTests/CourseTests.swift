import Testing

@testable import Tracks

/// Courses of several scenarios, with their files, answers and scripts.
@Suite struct CourseTests {
  private static func scenario(_ name: String, details: String) -> String {
    #"{"title": "\#(name)", "details": {"steps": [{"title": "\#(name)", "text": "a.md"}], \#(details)}}"#
  }

  private static let course = [
    "structure.json": #"""
    {"title": "Course", "items": [{"path": "one"}, {"path": "two"},
     {"path": "three"}]}
    """#,
    "one/index.json": scenario(
      "One", details: #""assets": {"host01": [{"file": "a.txt", "target": "/root"}]}"#),
    "one/a.md": "`ls`{{exec}}\n", "one/assets/a.txt": "first",
    "two/index.json": scenario(
      "Two",
      details: #"""
        "assets": {
          "host01": [{"file": "b.txt", "target": "/root"}, {"file": "a.txt", "target": "/root"}],
          "host02": [{"file": "c.txt", "target": "/"}], "client": [{"file": "d.txt", "target": "~"}]}
        """#),
    "two/a.md": "`ls -a`{{exec}}\n", "two/assets/a.txt": "second", "two/assets/b.txt": "b",
    "two/assets/c.txt": "c", "two/assets/d.txt": "d",
  ]

  private func files(of track: Track, on host: String) -> [String: String] {
    guard let site = track.sites.first else { return [:] }
    return SiteDescription.files(site.files, ofHost: host, among: site.hosts)
  }

  @Test func every_scenario_puts_its_files_on_the_hosts_that_it_names() throws {
    let track = try TrackReader.read(files: TrackFiles(texts: Self.course))
    #expect(track.sites.map(\.hosts) == [["host01", "host02"]])
    #expect(
      files(of: track, on: "host01") == [
        "root/a.txt": "first", "root/b.txt": "b", "root/d.txt": "d",
      ])
    #expect(files(of: track, on: "host02") == ["c.txt": "c"])
    #expect(
      track.findings.map { "\($0.location.file):\($0.location.line) \($0.id) \($0.message)" } == [
        "structure.json:2 missing-page The scenario \"three\" does not exist.",
        "two/index.json:2 left-out An earlier scenario puts another \"root/a.txt\" on host01, "
          + "and that one counts.",
      ])
  }

  @Test func an_imported_course_has_the_same_files() throws {
    let original = try TrackReader.read(files: TrackFiles(texts: Self.course))
    let result = try TrackImport.read(files: TrackFiles(texts: Self.course))
    let made = result.files.mapValues { String(decoding: $0, as: UTF8.self) }
    let track = try TrackReader.read(files: TrackFiles(texts: made))
    #expect(track.sites == original.sites)
    #expect(!result.leftOut.contains { $0.message.contains("is not carried over") })
  }

  @Test func a_lab_file_adds_files_to_those_of_the_scenarios() throws {
    let own = SourceFile(
      path: "lab.yml", text: "sites: {cluster: {files: {root/a.txt: own, root/e.txt: e}}}\n")
    let track = try TrackReader.read(files: TrackFiles(texts: Self.course), labFile: own)
    let found = files(of: track, on: "host01")
    #expect(found["root/e.txt"] == "e")
    #expect(found["root/b.txt"] == "b")
  }

  private static func page(_ keys: String, _ more: [String: String]) -> [String: String] {
    [
      "index.json": #"{"details": {"steps": [{"title": "T", "text": "a.md", \#(keys)}]}}"#,
      "a.md": "# Work\n\nList it:\n\n`ls`{{exec}}\n",
    ].merging(more) { $1 }
  }

  @Test func a_text_that_tells_the_answer_is_a_hint_and_no_script() throws {
    let texts = Self.page(
      #""answer": "answer.md", "solution": "do.sh""#,
      ["answer.md": "Answer: do it\n", "do.sh": "#!/bin/bash\nls\n"])
    let track = try TrackReader.read(files: TrackFiles(texts: texts))
    #expect(track.challenges[0].scripts.solve["host01"]?.file == "do.sh")
    #expect(track.steps.last?.settings.hints == ["Answer: do it"])
    #expect(Rules.check(track).filter { $0.id == "script-shebang" } == [])
    let result = try TrackImport.read(files: TrackFiles(texts: texts))
    #expect(result.leftOut == [])
    let made = result.files.mapValues { String(decoding: $0, as: UTF8.self) }
    let again = try TrackReader.read(files: TrackFiles(texts: made))
    #expect(again.steps.last?.settings.hints == ["Answer: do it"])
    #expect(again.challenges[0].scripts.solve["host01"]?.text == "#!/bin/bash\nls\n")
  }

  @Test func an_answer_that_nobody_is_shown_is_told() throws {
    var texts = Self.page(#""answer": "answer.md""#, ["answer.md": "Do it\n"])
    texts["a.md"] = "Words.\n"
    let track = try TrackReader.read(files: TrackFiles(texts: texts))
    #expect(track.findings.map { "\($0.location.file) \($0.id)" } == ["answer.md left-out"])
  }

  @Test(
    arguments: [
      ("#!/bin/bash\na\n", "#!/usr/bin/env bash\nb\n", "#!/bin/bash\na\nb\n"),
      ("a", "b\n", "a\nb\n"),
      (
        "#!/usr/bin/env python3\na\n", "b\n",
        "#!/bin/bash\npython3 /dev/stdin <<'BACKGROUND' || exit\na\nBACKGROUND\n"
          + "bash /dev/stdin <<'FOREGROUND'\nb\nFOREGROUND\n"
      ),
    ])
  func each_of_two_scripts_is_run_by_its_own_program(
    background: String, foreground: String, both: String
  ) throws {
    let texts = Self.page(
      #""background": "bg", "foreground": "fg""#, ["bg": background, "fg": foreground])
    let track = try TrackReader.read(files: TrackFiles(texts: texts))
    #expect(track.challenges[0].scripts.setup["host01"]?.text == both)
    let result = try TrackImport.read(files: TrackFiles(texts: texts))
    #expect(result.leftOut == [])
  }
}

/// What ends a command that goes on, and where code in a sentence is run.
@Suite struct MarkTests {
  @Test func a_mark_ends_what_goes_on_in_its_terminal() throws {
    let track = try Fixtures.page(
      """
      `sleep 1000`{{exec}}

      `ls`{{exec interrupt}}

      ```
      id
      ```{{execute interrupt}}

      `pwd`{{exec}} and `^C`{{execute ctrl-seq}} and `date`{{exec}}
      """)
    #expect(track.steps.map(\.settings.interrupts) == [false, true, true, false, true])
    #expect(Rules.check(track).map(\.id) == [])
  }

  @Test(arguments: [
    "sleep 1000", "sleep 3m", "yes", "while true; do date; sleep 1; done",
  ])
  func a_command_that_nothing_ends_is_told(command: String) throws {
    try MarkedText("`1️⃣\(command)`{{exec}}\n\n`ls`{{exec}}\n").expect(["1 blocking-command"])
    try MarkedText("```bash\n1️⃣\(command)\n```\n").expect(["1 blocking-command"])
    try MarkedText("<!-- lab: background -->\n```bash\n\(command)\n```\n").expect([])
    try MarkedText("`\(command)`{{exec}}\n\n`ls`{{exec interrupt}}\n").expect([])
  }

  @Test(arguments: [
    "sleep 5", "sleep 110 && ls", "yes | head", "while true; do ls && break; done",
  ])
  func a_command_that_ends_is_not(command: String) throws {
    try MarkedText("```bash\n\(command)\n```\n").expect([])
  }

  @Test(arguments: ["read -p 'Name: ' name", "read -sp Key key; echo", "echo -n x; read name"])
  func a_question_to_a_person_is_told(command: String) throws {
    try MarkedText("```bash\n1️⃣\(command)\n```\n").expect(["1 blocking-command"])
  }

  @Test(arguments: [
    "read a < file", "read -t 5 a", "echo 'then; read it'", "ls | while read a; do :; done",
  ])
  func a_line_that_is_read_from_elsewhere_is_not(command: String) throws {
    try MarkedText("```bash\n\(command)\n```\n").expect([])
  }

  private static let tabs = """
    ---
    tabs:
    - {title: Web shell, type: terminal, hostname: web}
    - {title: DB, type: terminal, hostname: db}
    - {title: Page, type: website, url: "https://x.example"}
    ---

    """

  private func terminals(_ text: String) throws -> [String] {
    try Fixtures.page(Self.tabs + text).steps.compactMap(\.commandStep?.terminal.name)
  }

  @Test func a_name_counts_for_the_code_behind_it() throws {
    #expect(
      try terminals(
        "Run `a`{{execute}}, go to the **DB** tab, run `b`{{execute}} and then in **Web shell**:\n\n"
          + "```bash\nc\n```\n") == ["Web shell", "DB", "Web shell"])
    #expect(try terminals("In **DB**:\n\nRun `a`{{execute}} but not in the Web shell.\n") == ["DB"])
  }

  @Test func a_button_leads_to_its_tab_and_is_called_by_its_words() throws {
    let text = "Go to [button label=\"Database\" background=\"#fff\"](tab-1).\n\n```bash\nls\n```\n"
    #expect(try terminals(text) == ["DB"])
    let step = try #require(try Fixtures.page(Self.tabs + text).steps.first)
    #expect(step.title == "Go to Database")
    #expect(step.commandStep?.routing.reason == "\"DB\" is named on line 7")
    #expect(try terminals("See [the page](tab-2).\n\n```bash\nls\n```\n") == ["Web shell"])
  }

  @Test func a_typed_answer_is_a_hint_and_is_listed() throws {
    let track = try Fixtures.page(">>Q1: How many?<<\n=== 42\n=~= forty\n")
    #expect(track.steps.map(\.settings.hints) == [["It is \"42\". It has \"forty\" in it."]])
    #expect(track.findings.map(\.id) == ["left-out"])
  }
}
