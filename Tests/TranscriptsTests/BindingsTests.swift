import Testing
import Transcripts

@Suite struct BindingsTests {
  private func learnt(_ expected: String, _ actual: String) -> Bindings {
    var bindings = Bindings()
    bindings.learn(from: judge(expected, actual, session))
    return bindings
  }

  @Test func a_seen_name_takes_the_place_of_the_author_s() {
    let bindings = learnt(
      "NAME                       AGE\nbackend-79c4d4676f-dw99z   1s",
      "NAME                       AGE\nbackend-5d9c6b8f7b-8kq2z   1s")
    let (command, rewrites) = bindings.rewrite(
      "oc delete pod/backend-79c4d4676f-dw99z && oc get rs backend-79c4d4676f")
    #expect(command == "oc delete pod/backend-5d9c6b8f7b-8kq2z && oc get rs backend-5d9c6b8f7b")
    #expect(
      rewrites == [
        Bindings.Rewrite(expected: "backend-79c4d4676f-dw99z", actual: "backend-5d9c6b8f7b-8kq2z"),
        Bindings.Rewrite(expected: "backend-79c4d4676f", actual: "backend-5d9c6b8f7b"),
      ])
  }

  @Test func ages_and_versions_are_never_carried_on() {
    #expect(learnt("a 10s v1.2.3", "a 11s v1.2.4").isEmpty)
  }

  @Test func a_placeholder_s_value_is_filled_in() {
    let bindings = learnt("the token is <token>", "the token is abc")
    #expect(bindings.rewrite("login --token=<token>").command == "login --token=abc")
  }

  @Test func a_path_below_a_home_is_carried_on() {
    let bindings = learnt("written to /Users/ada/x.token", "written to /root/x.token")
    #expect(bindings.rewrite("cat /Users/ada/x.token").command == "cat /root/x.token")
  }

  @Test func only_whole_words_are_replaced() {
    let bindings = Bindings(["web-1a": "web-2b"])
    #expect(bindings.rewrite("get web-1a").command == "get web-2b")
    #expect(bindings.rewrite("get web-1abc my-web-1a web-1a-x").rewrites == [])
  }

  @Test func the_longest_text_is_replaced_first_and_only_once() {
    let bindings = Bindings(["a": "b", "b": "c", "a.x": "d"])
    #expect(bindings.rewrite("a b a.x").command == "b c d")
  }
}
