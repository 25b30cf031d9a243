import Testing

@testable import Tracks

/// What authors say about steps: in comments, in braces behind a fence's language, in the lab file.
@Suite struct ControlTests {
  private func settings(_ text: String, lab: String? = nil) throws -> [StepSettings] {
    try Fixtures.page(text, lab: lab).steps.map(\.settings)
  }

  @Test func braces_of_a_fence_hold_settings_and_keep_their_backslashes() throws {
    let track = try Fixtures.page(
      #"""
      ```bash {.wide capture="ID=/id (\d+)\./" await=port:8080 until="/^go on$/" secret}
      serve
      ```

      ```{.bash #one capture KEY=/key (.+)/, timeout=2m title="A server"}
      look
      ```
      """#)
    #expect(track.findings.isEmpty)
    let first = try #require(track.steps.first)
    #expect(first.settings.captures == [.init(name: "ID", expression: #"id (\d+)\."#)])
    #expect(first.settings.awaited == [.port(8080, host: nil)])
    #expect(first.settings.until?.holds(in: "wait\ngo on\n") == true)
    #expect(first.settings.isSecret)
    let second = try #require(track.steps.last)
    #expect(second.settings.captures == [.init(name: "KEY", expression: "key (.+)")])
    #expect(second.settings.timeout == 120)
    #expect(track.challenges[0].blocks.map(\.info.language) == ["bash", "bash"])
    #expect(track.challenges[0].blocks.map(\.info.title) == [nil, "A server"])
    #expect(track.challenges[0].blocks[0].info.words == ["wide"])
  }

  @Test func words_in_settings_are_no_words_of_the_mark() throws {
    let track = try Fixtures.page(
      """
      ```bash {not="output run" until=/run/}
      echo hi
      ```
      """)
    #expect(track.challenges[0].blocks[0].role == .command)
    #expect(track.challenges[0].blocks[0].info.words.isEmpty)
    #expect(track.steps[0].settings.absent == ["output run"])
  }

  @Test func other_attributes_in_braces_are_somebody_elses() throws {
    for mark in [
      "{.bash .copy #x linenums=\"1\"}", "bash {name=start interactive=false}", "bash{{exec}}",
    ] {
      let track = try Fixtures.page("```\(mark)\necho hi\n```\n")
      #expect(track.findings.isEmpty, "\(mark)")
      #expect(track.steps.map(\.settings) == [StepSettings()], "\(mark)")
    }
  }

  @Test func a_comment_and_braces_say_things_together() throws {
    let found = try settings(
      """
      <!-- lab: timeout=5 fails -->
      ```bash {timeout=7}
      false
      ```
      """)
    #expect(found.map(\.timeout) == [7])
    #expect(found.map(\.exit) == [.nonzero])
  }

  @Test(arguments: [
    ("port:8080", "port 8080"), ("port:shop:80", "port 80 of shop"),
    ("http:http://localhost/x", "http://localhost/x"), ("https://a.example/", "https://a.example/"),
    ("file:~/token.yaml", "the file ~/token.yaml"), ("output:ready", "an output with \"ready\""),
    ("output:/^up$/", "an output with /^up$/"),
  ])
  func conditions_are_read(text: String, meaning: String) throws {
    #expect(try #require(Awaited(text)).description == meaning)
  }

  @Test(arguments: [
    "port:http", "port:0", "port::80", "http:ftp://x", "https://", "file:", "output:",
    "output:/[/", "8080", "",
  ])
  func conditions_that_mean_nothing_are_told(text: String) throws {
    #expect(Awaited(text) == nil)
    let track = try Fixtures.page("<!-- lab: await=\"\(text)\" -->\n```bash\nls\n```\n")
    let finding = try #require(track.findings.first)
    #expect(finding.id == "directive-value")
    #expect(finding.message.contains("\"\(text)\" is none of port:8080"))
  }

  @Test func an_expression_is_asked_of_each_line() throws {
    let test = try #require(TextTest("/^two$/"))
    #expect(test.holds(in: "one\ntwo\n"))
    #expect(!test.holds(in: "one two\n"))
    #expect(try #require(TextTest("/home/x")).holds(in: "in /home/x"))
  }

  private static let page = """
    # Edit

    Change the **colour** to blue.

    Look at it in the editor:

    ```bash
    vi colour
    ```
    """

  @Test func what_a_machine_runs_stands_for_hands_or_for_the_commands_that_words_bring_in() throws {
    let byHand = try Fixtures.page(
      Self.page, lab: "steps:\n- {at: Change the colour, auto: echo blue > colour}\n")
    let manual = try #require(byHand.steps.first?.manualStep)
    #expect(manual.actions == [.run(host: nil, command: "echo blue > colour")])
    #expect(byHand.steps.last?.settings.auto == nil)
    let commands = try Fixtures.page(
      Self.page, lab: "steps:\n- {at: Look at it in the editor, auto: cat colour}\n")
    #expect(commands.steps.last?.settings.auto == "cat colour")
    #expect(commands.steps.last?.commandStep != nil)
  }

  @Test func the_lab_file_sends_a_step_to_another_terminal() throws {
    let track = try Fixtures.page(
      """
      ---
      tabs:
      - {title: One, type: terminal, hostname: one}
      - {title: Two, type: terminal, hostname: two}
      ---
      Look:

      ```bash
      ls
      ```
      """, lab: "steps:\n- {at: Look, site: two}\n")
    let step = try #require(track.steps.first?.commandStep)
    #expect(step.terminal.host == "two")
    #expect(step.routing.reason == "the lab file says site: two")
  }

  @Test func a_value_that_an_earlier_challenge_captures_fills_a_placeholder() throws {
    let text = """
      ```bash
      use <KEY>
      ```
      """
    func unfilled(_ name: String) throws -> [String] {
      let track = try Fixtures.page(
        "<!-- lab: capture \(name)=/k (.+)/ -->\n```bash\nmake\n```\n\nThen:\n\n\(text)\n")
      return Rules.check(track).map(\.id).filter { $0 == "unfilled-placeholder" }
    }
    #expect(try unfilled("KEY").isEmpty)
    // Names are compared to the letter when a lab runs.
    #expect(try unfilled("key").count == 1)
  }
}
