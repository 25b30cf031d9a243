import Emulation
import Testing
import Views

@testable import Interface

@Suite struct DeployingTests {
  static let lab = """
    sites:
      east: {hosts: [east], role: orchestrator, platform: openshift}
      west: {hosts: [west], role: edge}
    """

  static let choices = DeploymentChoices(
    packages: [
      .init("skupper", isExtension: true, applications: ["skupper"]),
      .init("greeter", applications: ["server"]),
    ], clusters: ["west"], networks: ["greetings"])

  /// A lab with an orchestrator, whose terminals are open.
  func stage(lab: String? = DeployingTests.lab) throws -> Stage {
    var stage = try Stage(lab: lab)
    stage.lab(.started("All are up."))
    for name in ["east", "west"] { stage.print(name, "$ ") }
    stage.handle(.timer(.flash))
    stage.actions = []
    return stage
  }

  /// The same with the form on it.
  func form() throws -> Stage {
    var stage = try stage()
    stage.press("d")
    #expect(stage.takeActions().contains(.askOrchestrator(site: "east")))
    stage.lab(.deploymentChoices(site: "east", .success(Self.choices)))
    return stage
  }

  func sent(_ stage: Stage) -> [String] {
    stage.actions.compactMap {
      if case .send("east", let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
  }

  @Test func what_is_filled_in_is_typed_into_the_orchestrators_terminal() throws {
    var stage = try form()
    stage.type("server")
    // The second package, its only cluster, the network and the box.
    stage.press("Down Space Down Space Tab Right Tab Space")
    #expect(stage.text.contains("Package   ← greeter →"))
    #expect(stage.text.contains("[✓] server"))
    stage.press("Enter")
    #expect(stage.interface.overlay == nil)
    #expect(stage.interface.context == .terminal)
    // The end of the line, all of it away, the command, Return.
    #expect(
      sent(stage) == [
        "\u{5}\u{15}edge deploy server --package greeter --clusters west --network greetings"
          + " --expose server\r"
      ])
  }

  @Test func what_is_wrong_is_said_and_the_form_stays() throws {
    var stage = try form()
    stage.press("Enter")
    #expect(stage.lines[23].contains("Name the deployment."))
    stage.type("a b")
    stage.press("Enter")
    #expect(stage.lines[23].contains("small letters"))
    stage.press("Backspace Backspace")
    stage.press("Enter")
    #expect(stage.lines[23].contains("Tick the clusters"))
    guard case .deploy(let form) = stage.interface.overlay else {
      Issue.record("The form is gone.")
      return
    }
    #expect(form.active == .cluster("west"))
    // A network is not for an extension.
    stage.press("Tab Space")
    #expect(stage.lines[23].contains("Not now: an extension takes part in no network."))
    #expect(sent(stage) == [])
  }

  @Test func it_is_left_without_a_trace() throws {
    for keys in ["Esc", "Up Enter", "Up Space"] {
      var stage = try form()
      stage.type("server")
      stage.press(keys)
      #expect(stage.interface.overlay == nil, "\(keys)")
      #expect(sent(stage) == [])
    }
  }

  @Test func the_mouse_does_what_the_keys_do() throws {
    var stage = try form()
    func click(_ text: String) throws {
      let lines = stage.lines
      let row = try #require(lines.firstIndex { $0.contains(text) }, "\(text)")
      let range = try #require(lines[row].firstRange(of: text))
      let column = lines[row].distance(from: lines[row].startIndex, to: range.lowerBound)
      stage.handle(.mouse(MouseEvent(.press(.left), column: column, row: row)))
    }
    stage.type("server")
    try click("← skupper")
    try click("[ ] west")
    try click("← none")
    try click("[ ] server")
    try click("Name")
    stage.type("s")
    try click("[ Apply ]")
    #expect(
      sent(stage) == [
        "\u{5}\u{15}edge deploy servers --package greeter --clusters west --network greetings"
          + " --expose server\r"
      ])
    stage = try form()
    try click("[ Leave ]")
    #expect(stage.interface.overlay == nil)
  }

  @Test func text_is_pasted_into_the_field() throws {
    var stage = try form()
    stage.handle(.paste("pasted"))
    #expect(stage.text.contains("Name      pasted"))
  }

  @Test func without_an_orchestrator_there_is_no_form() throws {
    var stage = try Stage.started()
    stage.press("d")
    #expect(stage.interface.overlay == nil)
    #expect(stage.lines[23].contains("This lab has no orchestrator"))
    // The help says it too.
    stage.press("?")
    stage.type("deploy")
    #expect(stage.text.contains("deploy: This lab has no orchestrator"))
  }

  @Test func an_orchestrator_that_does_not_answer_is_told() throws {
    var stage = try stage()
    stage.press("d")
    #expect(stage.text.contains("Asking the orchestrator …"))
    stage.lab(.deploymentChoices(site: "east", .failure(Sentence("It does not answer."))))
    #expect(stage.interface.overlay == nil)
    #expect(stage.lines[23].contains("It does not answer."))
  }

  @Test func a_program_with_the_whole_screen_gets_no_command() throws {
    var stage = try stage()
    stage.print("east", "\u{1B}[?1049h")
    stage.press("d")
    #expect(stage.interface.overlay == nil)
    #expect(stage.lines[23].contains("A program has the screen of east"))
  }
}
