import Emulation
import Grading
import Testing
import Tracks
import Transcripts
import Views

@testable import Interface

/// What a learner does with steps.
@Suite struct StepTests {
  @Test func enter_runs_the_step_in_its_terminal() throws {
    var stage = try Stage.started()
    stage.press("Enter")
    #expect(stage.takeActions() == [.run(step: "1.1", commands: ["echo hello"])])
    #expect(stage.text.contains("running"))
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    #expect(stage.text.contains("✓ exactly as expected"))
    #expect(stage.text.contains("Step 1.1 passed. n goes on."))
    #expect(stage.takeActions().contains(.keep))
  }

  @Test func the_next_step_is_offered_only_when_this_one_has_passed() throws {
    var stage = try Stage.started()
    #expect(!stage.lines[23].contains("n next"))
    stage.press("n")
    #expect(stage.lines[23].contains("Not yet: Enter runs this step"))
    #expect(stage.interface.place == 0)
    stage.lab(.judged(step: "1.1", Outcome(.similar)))
    stage.handle(.timer(.flash))
    #expect(stage.lines[23].contains("n next"))
    #expect(stage.interface.place == 0, "nobody is taken on by itself")
    stage.press("n")
    #expect(stage.interface.place == 1)
  }

  @Test func what_differs_is_shown_with_both_values() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    stage.lab(
      .judged(
        step: "1.1",
        Outcome(
          .different, sentence: "Line 1: expected hello, got help",
          details: ["  1   - hello", "    1 + help"], attempts: 1)))
    #expect(stage.text.contains("✗ not as expected"))
    #expect(stage.text.contains("Line 1: expected hello, got help"))
    #expect(stage.text.contains("- hello"))
    #expect(stage.text.contains("+ help"))
    #expect(stage.interface.progress.steps["1.1"]?.state == .failed)
  }

  @Test func not_ready_yet_comes_with_a_count() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    stage.press("Enter")
    stage.lab(.waiting(step: "1.1", sentence: "1 of 2 ready, looked 3 times"))
    #expect(stage.text.contains("running  1 of 2 ready, looked 3 times"))
    stage.lab(
      .judged(step: "1.1", Outcome(.notReady, sentence: "READY is 0/1.", attempts: 7)))
    #expect(stage.text.contains("◔ not ready yet (looked 7 times)"))
  }

  @Test func what_was_typed_passes_a_step_and_never_fails_it() throws {
    var stage = try Stage.started()
    stage.lab(.judged(step: "1.1", Outcome(.different, sentence: "No.", isTyped: true)))
    #expect(stage.interface.progress.steps["1.1"] == nil)
    #expect(stage.text.contains("✗ not as expected by what you typed"))
    stage.lab(.judged(step: "1.1", Outcome(.exact, isTyped: true)))
    #expect(stage.interface.progress.steps["1.1"]?.state == .passed)
    stage.lab(.judged(step: "1.1", Outcome(.different, isTyped: true)))
    #expect(stage.text.contains("✓ exactly as expected"), "what has passed stays so")
  }

  @Test func what_is_missing_is_asked_for_and_remembered() throws {
    var stage = try Stage.started()
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    stage.press("n Enter")
    #expect(stage.text.contains("What belongs there?"))
    stage.press("Enter")
    #expect(stage.lines[23].contains("name is still empty."))
    stage.type("Ada")
    stage.actions = []
    stage.press("Enter")
    #expect(stage.takeActions().contains(.run(step: "1.2", commands: ["echo Ada", "ls"])))
    stage.lab(.judged(step: "1.2", Outcome(.error, sentence: "No.")))
    stage.press("Enter")
    #expect(stage.text.contains("name Ada"))
  }

  @Test func commands_can_be_changed_before_they_run() throws {
    var stage = try Stage.started()
    stage.press("e")
    #expect(stage.text.contains("$ echo hello"))
    stage.press("Ctrl-w")
    stage.type("world")
    stage.press("Enter")
    #expect(stage.takeActions() == [.run(step: "1.1", commands: ["echo world"])])
  }

  @Test func commands_are_copied() throws {
    var stage = try Stage.started()
    stage.press("y")
    #expect(stage.takeActions().first == .copy("echo hello"))
  }

  @Test func a_hint_shows_its_price_before_it_is_taken() throws {
    var stage = try Stage.started()
    stage.press("h")
    #expect(stage.text.contains("Hint 1 of 2."))
    #expect(stage.text.contains("It costs 0.5 of this step's 2 points."))
    stage.press("Esc")
    #expect(stage.interface.progress.steps["1.1"] == nil)
    stage.press("h Enter")
    #expect(stage.text.contains("Hint: Type it."))
    #expect(!stage.text.contains("Press Enter."))
    stage.press("h y")
    #expect(stage.text.contains("Hint: Press Enter."))
    stage.press("h")
    #expect(stage.lines[23].contains("There is no further hint"))
  }

  @Test func a_step_is_done_for_the_learner_only_after_a_yes() throws {
    var stage = try Stage.started()
    stage.press("s")
    #expect(stage.text.contains("counts as skipped"))
    stage.press("n")
    #expect(stage.takeActions() == [])
    stage.press("s Enter")
    #expect(stage.takeActions() == [.solve(step: "1.1")])
    stage.lab(.solved(step: "1.1", .success("Done for you.")))
    #expect(stage.interface.progress.steps["1.1"]?.state == .skipped)
    #expect(stage.text.contains("» skipped"))
  }

  @Test func a_step_is_reset_only_after_a_yes() throws {
    var stage = try Stage.started()
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    stage.actions = []
    stage.press("r Esc")
    #expect(stage.interface.progress.steps["1.1"]?.state == .passed)
    stage.press("r Enter")
    #expect(stage.interface.progress.steps["1.1"]?.state == .open)
    #expect(
      stage.takeActions() == [
        .restart(terminal: "east"), .keep, .watch(step: "1.1"),
        .start(.flash, milliseconds: 6000),
      ])
  }

  @Test func the_lab_begins_anew_only_after_a_yes() throws {
    var stage = try Stage.started()
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    stage.press("n R")
    #expect(stage.text.contains("Begin the whole lab anew?"))
    stage.actions = []
    stage.press("Enter")
    #expect(stage.takeActions().first == .reset)
    #expect(stage.interface.place == 0)
    #expect(stage.interface.progress.steps.isEmpty)
  }

  @Test func another_challenge_brings_its_own_text_and_tabs() throws {
    var stage = try Stage.started()
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    stage.press("n")
    stage.lab(.judged(step: "1.2", Outcome(.unverified)))
    // The text goes on behind the step.
    stage.press("n n")
    #expect(stage.lines[0].contains("2/2 Say goodbye"))
    #expect(stage.text.contains("[1 East] 2 Map"))
    stage.press("p")
    #expect(stage.lines[0].contains("1/2 Say hello"))
  }

  @Test func a_challenge_is_prepared_when_it_is_entered() throws {
    var stage = try Stage.started()
    stage.lab(.starting("Setting up Say hello …"))
    stage.press("Enter")
    #expect(stage.text.contains("the lab is still starting"))
    #expect(!stage.takeActions().contains { if case .run = $0 { true } else { false } })
    stage.lab(.prepared(.success("Say hello is set up.")))
    #expect(stage.text.contains("Say hello is set up."))
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    stage.press("n")
    #expect(!stage.takeActions().contains(.enter(challenge: 0)), "it is the same challenge")
    stage.lab(.judged(step: "1.2", Outcome(.unverified)))
    // The text goes on behind the step.
    stage.press("n n")
    #expect(stage.takeActions().contains(.enter(challenge: 1)))
    stage.lab(.prepared(.failure(Sentence("The set-up failed: no disk."))))
    #expect(stage.text.contains("The set-up failed: no disk."))
    #expect(stage.interface.activity.obstacle == nil)
  }

  @Test func texts_show_what_scripts_have_set() throws {
    let page = """
      ---
      tabs:
      - {title: Here, type: terminal, hostname: here}
      - {title: Site, type: website, url: 'https://${NAME}.example/'}
      ---
      Greet [[ Instruqt-Var key="NAME" hostname="here" ]]:

      ```bash
      echo [[ Instruqt-Var key="NAME" hostname="here" ]]
      ```
      """
    let files = ["track.yml": "slug: a\ntitle: A", "01-a/assignment.md": page]
    var stage = try Stage(files: files, lab: nil)
    stage.lab(.started("here is up."))
    #expect(!stage.text.contains("Greet Ada:"))
    var variables = Variables(values: ["NAME": "ada"])
    variables.hostValues = ["here": ["name": "Ada"]]
    stage.lab(.variables(variables))
    #expect(stage.text.contains("Greet Ada:"), "\(stage.text)")
    #expect(stage.text.contains("echo Ada"))
    stage.press("2")
    #expect(stage.text.contains("https://ada.example/"), "\(stage.text)")
  }

  @Test func the_end_is_told() throws {
    var stage = try Stage.started()
    stage.press("l End")
    for _ in 0..<5 { stage.press("Down") }
    stage.press("Enter")
    #expect(stage.interface.place == 2)
    stage.lab(.judged(step: "2.1", Outcome(.unverified)))
    stage.press("n")
    #expect(stage.text.contains("The lab is not done yet"))
    #expect(stage.text.contains("Still to do: steps 1.1, 1.2."))
  }

  @Test func checks_tell_what_is_wrong() throws {
    var stage = try Stage.started()
    stage.press("c")
    #expect(stage.takeActions() == [.check(challenge: 0, asFarAs: "1.1")])
    stage.lab(
      .checked([
        CheckOutcome(name: "linked", hasPassed: true),
        CheckOutcome(name: "paid", hasPassed: false, message: "no row"),
      ]))
    #expect(stage.lines[23].contains("1 of 2 checks passed. Not yet: paid. No row."))
  }

  @Test func nothing_is_started_while_something_runs() throws {
    var stage = try Stage.started()
    stage.press("Enter")
    stage.actions = []
    stage.press("Enter c s")
    #expect(stage.lines[23].contains("Not now: step 1.1 is running."))
    #expect(!stage.actions.contains(.check(challenge: 0, asFarAs: "1.1")))
    stage.press("x")
    #expect(stage.takeActions().contains(.interrupt(step: "1.1")))
  }

  @Test func leaving_is_asked_for() throws {
    var stage = try Stage.started()
    stage.press("q Esc")
    #expect(stage.takeActions() == [])
    stage.press("q Enter")
    #expect(stage.takeActions() == [.quit])
  }
}
