import Documents
import Testing
import Transcripts

@testable import Labs
@testable import Tracks

@Suite struct CapturesTests {
  private let outputs = [
    CommandOutput(command: "a", text: "pod backend-x1 runs\npod backend-y2 waits\n"),
    CommandOutput(command: "b", text: "token abc\n"),
  ]

  private func pattern(_ name: String, _ expression: String) -> StepSettings.Pattern {
    StepSettings.Pattern(name: name, expression: expression)
  }

  @Test func a_pattern_takes_its_group_or_all_of_the_first_line_that_has_it() {
    let found = Captures.found(
      by: [
        pattern("POD", #"backend-\S+"#), pattern("TOKEN", "^token (.+)"), pattern("NO", "none"),
      ],
      in: outputs)
    #expect(found == ["POD": "backend-x1", "TOKEN": "abc"])
  }

  @Test func later_commands_name_a_value_in_two_ways() {
    var captures = Captures()
    captures.keep(["TOKEN": "abc"])
    captures.keep(["TOKEN": "def"])
    let rewritten = captures.bindings(on: Bindings(["web-1": "web-2"]))
      .rewrite("use <TOKEN> {{TOKEN}} TOKEN web-1 <OTHER>")
    #expect(rewritten.command == "use def def TOKEN web-2 <OTHER>")
    #expect(rewritten.rewrites.map(\.actual) == ["def", "def", "web-2"])
  }

  @Test func what_a_machine_does_is_filled_too() {
    let captures = Captures(["ID": "7"])
    #expect(
      MachineAction.run(host: "a", command: "pay {{ID}}").filled(with: captures)
        == .run(host: "a", command: "pay 7"))
  }

  @Test func what_a_check_asks_and_expects_is_filled_too() {
    let captures = Captures(["ID": "7"])
    func filled(_ kind: LabCheck.Kind) -> LabCheck.Kind {
      LabCheck(
        name: "paid", kind: kind, time: .end, location: SourceLocation(file: "lab.yml", line: 1)
      )
      .filled(with: captures).kind
    }
    #expect(
      filled(.command("show {{ID}}", on: "a", expect: "<ID> is paid"))
        == .command("show 7", on: "a", expect: "7 is paid"))
    #expect(
      filled(.sql("select <ID>", site: "s", deployment: "db", expect: "{{ID}}"))
        == .sql("select 7", site: "s", deployment: "db", expect: "7"))
    let asked = HTTPAction(
      method: "POST", url: "/bills/{{ID}}", json: ["bills": ["{{ID}}", 1]],
      expect: HTTPExpectation(contains: "<ID>", json: ["id": "<ID>"]))
    let wanted = HTTPAction(
      method: "POST", url: "/bills/7", json: ["bills": ["7", 1]],
      expect: HTTPExpectation(contains: "7", json: ["id": "7"]))
    #expect(filled(.http(asked)) == .http(wanted))
  }
}
