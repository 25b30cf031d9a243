import Emulation
import Grading
import Testing
import Tracks
import Transcripts
import Views

@testable import Interface

/// What nothing can judge, what the lab itself looks at, and how a lab ends.
@Suite struct EndingTests {
  static let files = [
    "track.yml": "{slug: post, type: track, title: Post}",
    "01-send/assignment.md": """
    ---
    slug: send
    type: challenge
    title: Send
    tabs:
    - {title: East, type: terminal, hostname: east}
    - {title: West, type: terminal, hostname: west}
    ---

    Write in the **East** terminal:

    ```bash
    echo hello > letter
    ```

    - **Carry the letter**: copy it over to the other side and save it.

    - **Wave across**: open the window and press the button, then save the picture.
    """,
    "02-read/assignment.md": """
    ---
    slug: read
    type: challenge
    title: Read
    tabs:
    - {title: West, type: terminal, hostname: west}
    ---

    Read the letter:

    ```bash
    cat letter
    ```

    ```text,nocopy
    hello
    ```

    Answer it:

    ```bash
    touch answer
    ```
    """,
  ]

  static let lab = """
    sites:
      east: {hosts: [east]}
      west: {hosts: [west]}
    steps:
      - at: Carry the letter
        solve: {copy: "east:letter", to: "west:letter"}
        hints: [Use both terminals.]
        points: 2
      - at: Wave across
        solve: {run: wave, on: east}
        hints: [Lift your arm.]
        points: 5
    checks:
      answered: {run: test -e answer, on: west, after: Answer it, points: 3}
      all is well: {run: "true", on: west}
    """

  private func begun() throws -> Stage {
    try Stage.started(files: EndingTests.files, lab: EndingTests.lab)
  }

  /// At the last step, with the steps before it done.
  private func atTheLast() throws -> Stage {
    var stage = try begun()
    stage.lab(.judged(step: "1.1", Outcome(.unverified)))
    stage.press("n n")
    stage.lab(.looked(step: "1.2", [CheckOutcome(name: "carried", hasPassed: true)]))
    stage.press("n")
    stage.lab(.judged(step: "2.1", Outcome(.exact)))
    stage.press("n")
    #expect(stage.interface.stepID == "2.2")
    stage.actions = []
    return stage
  }

  // What nothing can judge.

  @Test func a_step_that_promises_nothing_is_never_called_passed() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    stage.lab(.judged(step: "1.1", Outcome(.exact)))
    stage.press("n")
    stage.lab(.judged(step: "1.2", Outcome(.unverified)))
    #expect(stage.text.contains("▶ West ? unverified"), "\(stage.text)")
    #expect(stage.text.contains("? unverified  n goes on."))
    #expect(!stage.text.contains("▶ West ✓ passed"))
    #expect(!stage.lines[39].contains("✓"), "\(stage.lines[39])")
    stage.press("l")
    #expect(stage.text.contains("? 1.2   unverified"))
  }

  @Test func the_total_stays_the_same_while_one_works() throws {
    var stage = try begun()
    func total() -> Double {
      Scorecard(plan: stage.interface.lesson.plan, progress: stage.interface.progress).total
        .possible
    }
    #expect(total() == 2 + 1 + 1 + 3 + 1, "1.2, 2.1, 2.2 and both checks")
    stage.lab(.judged(step: "1.1", Outcome(.unverified)))
    stage.press("n n")
    stage.lab(.looked(step: "1.2", [CheckOutcome(name: "carried", hasPassed: true)]))
    stage.press("n")
    #expect(stage.interface.stepID == "2.1")
    #expect(total() == 8)
  }

  @Test func a_hint_for_a_step_that_nothing_can_judge_is_free() throws {
    var stage = try begun()
    stage.press("l Down Down Enter h")
    #expect(stage.interface.stepID == "1.3")
    #expect(stage.text.contains("It costs nothing"), "\(stage.text)")
    stage.press("Esc s")
    #expect(stage.text.contains("brings no points either way"), "\(stage.text)")
    stage.press("Esc l Up Enter h")
    #expect(stage.text.contains("It costs 0.5 of this step's 2 points."))
  }

  // What the lab looks at.

  @Test func what_a_check_misses_is_told_in_sentences() throws {
    var stage = try Stage.started(
      rows: 40, columns: 200, files: EndingTests.files, lab: EndingTests.lab)
    stage.press("c")
    stage.lab(
      .checked([
        CheckOutcome(name: "the letter is there", hasPassed: false, message: "It is empty."),
        CheckOutcome(name: "All is well.", hasPassed: false),
      ]))
    #expect(
      stage.lines[39].contains(
        "0 of 2 checks passed. Not yet: the letter is there. It is empty."))
    stage.press("M")
    #expect(stage.text.contains("Not yet: All is well. "))
  }

  @Test func a_step_by_hand_is_reset_without_a_word_of_commands() throws {
    var stage = try begun()
    stage.press("l Down Enter r")
    #expect(stage.text.contains("It counts as open again; what was done stays."))
    #expect(!stage.text.contains("its terminal begins anew"))
  }

  @Test func what_was_done_by_hand_is_looked_at_before_it_goes_on() throws {
    var stage = try begun()
    stage.press("l Down Enter")
    #expect(stage.text.contains("n looks and goes on."), "\(stage.text)")
    stage.actions = []
    stage.press("n")
    #expect(stage.takeActions() == [.look(step: "1.2")])
    #expect(stage.interface.stepID == "1.2")
    stage.press("n")
    #expect(stage.lines[23].contains("Not now: the lab looks whether step 1.2 is done."))
    stage.lab(
      .looked(
        step: "1.2",
        [CheckOutcome(name: "carried", hasPassed: false, message: "west:letter is still empty.")]))
    #expect(stage.interface.stepID == "1.2")
    #expect(stage.interface.progress.steps["1.2"]?.state == .failed)
    #expect(stage.text.contains("✗ not done yet"))
    #expect(stage.text.contains("west:letter is still empty."))
    stage.press("n")
    stage.lab(.looked(step: "1.2", [CheckOutcome(name: "carried", hasPassed: true)]))
    #expect(stage.interface.progress.steps["1.2"]?.state == .passed)
    #expect(stage.interface.stepID == "1.3", "whoever asked to go on does")
    #expect(stage.interface.progress.checks.isEmpty, "it is no check of the lab's")
  }

  @Test func a_check_behind_a_step_judges_what_its_output_cannot() throws {
    var stage = try atTheLast()
    stage.lab(.judged(step: "2.2", Outcome(.unverified)))
    #expect(stage.takeActions().contains(.look(step: "2.2")))
    stage.lab(.looked(step: "2.2", [CheckOutcome(name: "answered", hasPassed: true)]))
    #expect(stage.interface.progress.steps["2.2"]?.state == .passed)
    #expect(stage.interface.progress.checks["answered"]?.hasPassed == true)
    #expect(stage.interface.stepID == "2.2")
  }

  // The checks.

  @Test func checks_that_come_later_are_not_asked_now() throws {
    var stage = try begun()
    stage.press("c")
    #expect(stage.takeActions() == [.check(challenge: 0, asFarAs: "1.1")])
    stage.lab(.checked([]))
    #expect(
      stage.lines[23].contains("Nothing is to be checked yet. 2 more come later."),
      "\(stage.lines[23])")
    let track = stage.interface.lesson.track
    #expect(track.checks(asFarAs: "2.1").isEmpty)
    #expect(track.checks(asFarAs: "2.2").map(\.name) == ["answered", "all is well"])
    // Whoever has been further and is back is still asked.
    stage.lab(.judged(step: "2.1", Outcome(.exact)))
    stage.actions = []
    stage.press("c")
    #expect(stage.takeActions() == [.check(challenge: 0, asFarAs: "2.1")])
  }

  // The end.

  @Test func the_end_asks_the_checks_by_itself_and_shows_the_score() throws {
    var stage = try atTheLast()
    stage.lab(.judged(step: "2.2", Outcome(.unverified)))
    stage.lab(.looked(step: "2.2", [CheckOutcome(name: "answered", hasPassed: true)]))
    stage.actions = []
    stage.press("n")
    #expect(stage.takeActions() == [.keep, .check(challenge: 1, asFarAs: "2.2")])
    stage.lab(
      .checked([
        CheckOutcome(name: "answered", hasPassed: true),
        CheckOutcome(name: "all is well", hasPassed: true),
      ]))
    for text in [
      "The lab is done", "8 of 8 points: 100%.", "All 2 checks passed.",
      "Unverified, as nothing could judge them: steps 1.1, 1.3.", "Enter leave, Esc stay",
    ] {
      #expect(stage.text.contains(text), "\(text)\n\(stage.text)")
    }
    stage.press("Esc")
    #expect(!stage.takeActions().contains(.quit))
    stage.press("n")
    stage.lab(.checked([CheckOutcome(name: "answered", hasPassed: true)]))
    stage.press("Enter")
    #expect(stage.takeActions().last == .quit)
  }

  @Test func the_end_tells_what_is_missing() throws {
    var stage = try atTheLast()
    stage.press("s Enter")
    stage.lab(.solved(step: "2.2", .success("Done.")))
    stage.press("n")
    stage.lab(
      .checked([
        CheckOutcome(name: "answered", hasPassed: false, message: "there is no answer"),
        CheckOutcome(name: "all is well", hasPassed: true),
      ]))
    for text in [
      "The lab is not done yet", "1 of 2 checks passed.", "✗ answered: there is no answer",
      "Done for you: step 2.2.", "l lists the steps",
    ] {
      #expect(stage.text.contains(text), "\(text)\n\(stage.text)")
    }
  }

  // Questions.

  private func question() throws -> Stage {
    let quiz = """
      ---
      slug: ask
      type: quiz
      title: Ask
      answers: [One, Two]
      solution: [1]
      ---

      Which?
      """
    return try Stage.started(
      files: [
        "track.yml": "{slug: quiz, type: track, title: Quiz}", "01-ask/assignment.md": quiz,
      ], lab: nil)
  }

  @Test func a_question_without_an_answer_is_no_attempt() throws {
    var stage = try question()
    #expect(stage.lines[23].contains("Enter answer"))
    stage.press("Enter")
    #expect(stage.lines[23].contains("Choose an answer first, by its number."))
    #expect(stage.interface.progress.steps["1.1"] == nil)
    stage.press("1 Enter")
    #expect(stage.lines[23].contains("Not quite"))
    #expect(stage.interface.progress.steps["1.1"]?.attempts == 1)
  }

  @Test func a_question_that_was_answered_right_is_not_asked_again() throws {
    var stage = try question()
    stage.press("2 Enter")
    #expect(stage.interface.progress.steps["1.1"]?.state == .passed)
    stage.press("1 Enter")
    #expect(!stage.text.contains("Not quite"))
    #expect(stage.lines[23].contains("This step is done already; n goes on."))
    #expect(stage.interface.progress.steps["1.1"]?.attempts == 1)
  }
}
