import Testing
import Transcripts

@Suite struct WaitingTests {
  private func waiting(
    readOnly: Bool = true, goesOn: Bool = false, interactive: Bool = false
  ) -> Waiting {
    Waiting(
      Waiting.Policy(
        isReadOnly: readOnly, isNonTerminating: goesOn, isInteractive: interactive,
        deadline: .seconds(120)))
  }

  private func compared(
    _ verdict: Verdict, error: String? = nil, pending: String? = nil, at elapsed: Double
  ) -> Waiting.Event {
    .compared(
      verdict: verdict, errorClass: error, pending: pending,
      elapsed: .milliseconds(Int(elapsed * 1000)))
  }

  @Test func waits_longer_after_each_attempt() {
    #expect(
      (1...8).map { Backoff.standard.delay(afterAttempts: $0) } == [
        .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2), .seconds(3), .seconds(5),
        .seconds(5), .seconds(5),
      ])
  }

  @Test func a_match_settles_at_once() {
    for verdict in [Verdict.exact, .similar, .drift, .unverified, .error] {
      var waiting = waiting()
      #expect(waiting.handle(compared(verdict, at: 1)) == .settle(verdict))
    }
  }

  @Test func a_looking_command_is_run_again_until_it_matches() {
    var waiting = waiting()
    #expect(
      waiting.handle(compared(.notReady, pending: "STATUS ContainerCreating", at: 0.1))
        == .retry(
          after: .milliseconds(200), status: "waiting: STATUS ContainerCreating (0 s of 120 s)"))
    #expect(
      waiting.handle(compared(.different, at: 12.9))
        == .retry(
          after: .milliseconds(500), status: "waiting: the expected output (12 s of 120 s)"))
    #expect(waiting.handle(compared(.similar, at: 14)) == .settle(.similar))
    #expect(waiting.attempts == 3)
  }

  @Test func what_only_prints_its_own_words_is_constant() {
    for command in ["echo hello", "printf 'a\\n'", "echo a; echo b"] {
      #expect(CommandTraits(command).isConstant, "\(command)")
    }
    for command in ["echo $HOME", "echo `date`", "echo *", "echo a > b", "cat a", "echo a; ls", ""]
    {
      #expect(!CommandTraits(command).isConstant, "\(command)")
    }
  }

  @Test func the_reason_of_a_failure_is_its_last_error_line() {
    #expect(
      Lexicon.reason(in: "working\nError: no token\n  --platform string  x\n") == "Error: no token")
    #expect(
      Lexicon.reason(in: "Traceback (most recent call last):\n  x\nValueError: 7\n")
        == "ValueError: 7")
    #expect(Lexicon.reason(in: "one\n\ntwo\n\n") == "two")
    #expect(Lexicon.reason(in: "\n") == nil)
  }

  @Test func a_changing_command_is_never_run_again() {
    var waiting = waiting(readOnly: false)
    #expect(waiting.handle(compared(.different, at: 1)) == .settle(.different))
  }

  @Test func the_deadline_ends_it_and_shortens_the_last_wait() {
    var waiting = waiting()
    #expect(
      waiting.handle(compared(.notReady, pending: "READY 0/1", at: 119.9))
        == .retry(after: .milliseconds(100), status: "waiting: READY 0/1 (119 s of 120 s)"))
    #expect(waiting.handle(compared(.notReady, at: 120)) == .settle(.notReady))
  }

  @Test func a_person_sees_an_error_at_once_and_a_build_at_the_deadline() {
    let failed = compared(.different, error: "ImagePullBackOff", at: 3)
    var person = waiting(interactive: true)
    #expect(person.handle(failed) == .settle(.different))
    var build = waiting()
    #expect(
      build.handle(failed)
        == .retry(after: .milliseconds(200), status: "waiting: ImagePullBackOff (3 s of 120 s)"))
  }

  @Test func a_command_that_goes_on_is_watched() {
    var waiting = waiting(readOnly: false, goesOn: true)
    #expect(
      waiting.handle(compared(.different, at: 20))
        == .watch(atMost: .seconds(100), status: "waiting: the expected output (20 s of 120 s)"))
    #expect(waiting.handle(compared(.exact, at: 21)) == .settle(.exact))
  }

  @Test func a_deadline_without_an_end_is_an_error_unless_something_was_compared() {
    var silent = waiting(readOnly: false)
    #expect(silent.handle(.deadline(elapsed: .seconds(120))) == .settle(.error))
    var watched = waiting(readOnly: false, goesOn: true)
    _ = watched.handle(compared(.different, at: 20))
    #expect(watched.handle(.deadline(elapsed: .seconds(120))) == .settle(.different))
  }
}
