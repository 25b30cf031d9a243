import Testing
import Transcripts

@testable import Labs

@Suite struct KnownCauseTests {
  private func cause(
    _ command: String, _ text: String, wanted: String..., verdict: Verdict = .different
  ) -> KnownCause? {
    KnownCause.of(
      [CommandOutput(command: command, text: text, status: 1)], wanted: wanted, verdict: verdict)
  }

  @Test func a_program_that_is_not_there_may_be_another_ones_name() {
    #expect(
      cause("kubctl get pods", "bash: kubctl: command not found", wanted: "kubectl get pods")
        == .unknownProgram("kubctl", meant: "kubectl"))
    #expect(
      cause("frobnicate", "bash: line 1: frobnicate: command not found", wanted: "frobnicate")
        == .unknownProgram("frobnicate", meant: nil))
  }

  @Test func one_word_that_is_nearly_right_is_named() {
    #expect(
      cause("oc project pubic", "error: none", wanted: "oc get pods", "oc  project public")
        == .misspelt("pubic", meant: "public"))
    #expect(cause("oc project other", "error: none", wanted: "oc project public") == nil)
    #expect(cause("oc get all", "error: none", wanted: "oc get pods -n x") == nil)
  }

  @Test func the_steps_own_command_has_no_such_cause() {
    #expect(cause("oc get pods", "none", wanted: "oc get pods") == nil)
    #expect(
      cause("oc get pods", "Pending", wanted: "oc get pods", verdict: .notReady) == .notReady)
    #expect(cause("oc project pubic", "ok", wanted: "oc project public", verdict: .exact) == nil)
  }

  @Test func a_command_in_another_terminal_is_told_with_both_names() throws {
    let cause = KnownCause.of(
      "skupper  init", in: "private", wanted: ["skupper init"], meant: "public")
    #expect(
      cause?.hint
        == "This was run in the terminal private, and the step belongs in public.")
    #expect(KnownCause.of("skupper init", in: "a", wanted: ["skupper init"], meant: "a") == nil)
    #expect(KnownCause.of("ls", in: "a", wanted: ["skupper init"], meant: "b") == nil)
  }
}
