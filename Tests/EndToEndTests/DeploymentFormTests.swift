import Platform
import Testing

extension EndToEnd {
  /// The form that makes deployments, in front of a real orchestrator.
  @Suite(
    .serialized, .lane, .enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
  struct DeploymentFormTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func what_the_form_says_is_typed_and_done() async throws {
      let terminal = try TmuxTerminal(
        home, rows: 40, columns: 200,
        ["run", "\(Trestle.root)/labs/edge-interconnect", "--color", "never"])
      try await terminal.wait("are up after")
      try terminal.press("d")
      // What there is to choose from comes from the orchestrator.
      try await terminal.wait("[ ] cluster-spoke")
      try await terminal.wait("none: an extension takes part in no network")
      try terminal.type("routers")
      try terminal.press("Tab", "Space")
      try await terminal.wait("skupper →")
      try terminal.press("Tab", "Space", "Tab", "Space")
      try await terminal.wait(
        "edge deploy routers --package skupper --clusters cluster-hub,cluster-spoke")
      try terminal.press("Enter")
      try await terminal.wait(
        "]# edge deploy routers --package skupper --clusters cluster-hub,cluster-spoke")
      try await terminal.wait("/routers created")
      try terminal.press("C-g", "q")
      try await terminal.wait("Enter leave")
      try terminal.press("Enter")
      try await terminal.wait("ended with 0")
      terminal.end()
    }
  }
}
