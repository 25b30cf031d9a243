import Testing

@testable import Tracks

/// Which terminal a command runs in. Commands are named by what they echo.
@Suite struct RoutingTests {
  private func routes(_ body: String, lab: String? = nil, tabs: Bool = true) throws -> [String] {
    let front = """
      ---
      tabs:
      - {title: Terminal-east, type: terminal, hostname: e}
      - {title: Terminal-west, type: terminal, hostname: w}
      - {title: Editor, type: code, hostname: w, path: /}
      ---

      """
    let track = try Fixtures.page((tabs ? front : "") + body, lab: lab)
    return track.steps.compactMap(\.commandStep).map { step in
      let name = step.commands.first?.text.split(separator: " ").last ?? ""
      return "\(name): \(step.terminal.name) by \(step.routing.rule)"
    }
  }

  @Test func the_nearest_name_before_a_block_decides_and_carries_on() throws {
    let routes = try routes(
      """
      ```sh
      echo 1
      ```
      - Go to **terminal-WEST**
        ```sh
        echo 2
        ```
      - And again
        ```sh
        echo 3
        ```
      # Back in Terminal east
      ```sh
      echo 4
      ```
      From **Terminal-east** copy, then paste in **Terminal-west**:
      ```sh
      echo 5
      ```
      """)
    #expect(
      routes == [
        "1: Terminal-east by first-terminal", "2: Terminal-west by mention",
        "3: Terminal-west by carry-on", "4: Terminal-east by mention",
        "5: Terminal-west by mention",
      ])
  }

  @Test func a_list_that_only_tells_which_tabs_there_are_decides_nothing() throws {
    let routes = try routes(
      "- **Terminal-east** is one\n- **Terminal-west** is the other\n\n```sh\necho 1\n```\n")
    #expect(routes == ["1: Terminal-east by first-terminal"])
  }

  @Test func quotes_and_editors_decide_nothing() throws {
    let routes = try routes(
      "> See **Terminal-west**\n\nNow open the **Editor**\n```sh\necho 1\n```\n")
    #expect(routes == ["1: Terminal-east by first-terminal"])
  }

  @Test func a_comment_decides_before_the_text() throws {
    let routes = try routes(
      "In **Terminal-east**:\n<!-- lab: site=w -->\n```sh\necho 1\n```\n")
    #expect(routes == ["1: Terminal-west by directive"])
  }

  @Test func sites_of_the_lab_file_can_be_named_too() throws {
    let routes = try routes(
      """
      # Install it on the private cluster
      ```sh
      echo 1
      ```
      # Join public and private
      ```sh
      echo 2
      ```
      _**Public:**_
      ```sh
      echo 3
      ```
      Switch to the private terminal.
      ```sh
      echo 4
      ```
      """, lab: "sites:\n  public: {hosts: [e]}\n  private: {hosts: [w]}\n")
    #expect(
      routes == [
        "1: Terminal-west by mention", "2: Terminal-west by carry-on",
        "3: Terminal-east by mention", "4: Terminal-west by mention",
      ])
  }

  @Test func markers_name_sites_where_there_are_no_tabs() throws {
    let text = "**West:**\n```sh\necho 1\n```\n**East:**\n```sh\necho 2\n```\n"
    #expect(try routes(text, tabs: false) == ["1: West by mention", "2: East by mention"])
    let track = try Fixtures.page(text)
    #expect(track.sites.map(\.name) == ["west", "east"])
    let one = "**Note:**\n```sh\necho 1\n```\n**Example:**\n```sh\necho 2\n```\n"
    #expect(try Fixtures.page(one).sites.map(\.name) == ["local"])
  }

  @Test func common_words_count_as_names_only_where_they_stand_out() throws {
    let front = """
      ---
      tabs:
      - {title: Client, type: terminal, hostname: c}
      - {title: Server, type: terminal, hostname: s}
      ---

      """
    let track = try Fixtures.page(
      front + """
        The server answers every client.
        ```sh
        ls
        ```
        On the `Server`:
        ```sh
        ls
        ```
        In the client terminal:
        ```sh
        ls
        ```
        """)
    let names = track.steps.compactMap(\.commandStep?.terminal.name)
    #expect(names == ["Client", "Server", "Client"])
  }

  @Test func outputs_go_to_the_terminal_that_is_named_for_them() throws {
    let track = try Fixtures.page(
      """
      ---
      tabs:
      - {title: Terminal-east, type: terminal, hostname: e}
      - {title: Terminal-west, type: terminal, hostname: w}
      ---
      In **Terminal-east**:
      ```sh
      ls a
      ```
      In **Terminal-west**:
      ```sh
      ls b
      ```
      The output in **Terminal-east**:
      ```,nocopy
      a
      ```
      """)
    #expect(track.steps.compactMap(\.commandStep).map(\.outputs.count) == [1, 0])
  }
}
