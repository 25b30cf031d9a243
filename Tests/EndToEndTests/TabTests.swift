import Platform
import Testing

extension EndToEnd {
  /// What the tabs of a track ask for besides a terminal.
  @Suite(.serialized, .lane, .enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
  struct TabTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func a_terminal_begins_as_its_tab_says_and_a_port_of_its_host_is_a_page() async throws {
      let track = "\(home.path)/ports.md"
      try Files.write(
        track,
        text: """
          ---
          slug: ports
          title: Ports
          type: challenge
          tabs:
          - title: Machine
            type: terminal
            hostname: machine
            workdir: /home
            cmd: echo "begun in $PWD"
          - title: Page
            type: service
            hostname: machine
            port: 8765
            path: /hello.txt
          ---
          # Serve a file

          Serve what stands in this folder:

          ```bash
          echo 'served by hand' > hello.txt
          ```

          Then look at it.

          """)
      let terminal = try TmuxTerminal(home, rows: 24, columns: 80, ["run", track])
      try await terminal.wait("begun in ")
      try await terminal.wait("/home")
      try terminal.press("Tab")
      try await terminal.wait("Ctrl-g text")
      try terminal.type("echo 'served by hand' > hello.txt; python3 -m http.server 8765")
      try terminal.press("Enter")
      try await terminal.wait("Serving HTTP")
      try terminal.press("C-g", "2")
      try await terminal.wait("[2 Page]")
      try terminal.press("Tab", "C-r")
      try await terminal.wait(for: "the page") {
        $0.contains("http://machine:8765/hello.txt") && $0.contains("served by hand")
      }
      try terminal.press("F6", "q", "Enter")
      try await terminal.wait("ended with 0")
      terminal.end()
    }
  }
}
