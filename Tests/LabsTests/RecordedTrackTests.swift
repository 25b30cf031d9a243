import Testing
import Tracks

@testable import Labs

@Suite struct RecordedTrackTests {
  @Test func what_only_a_person_can_do_again_is_left_out_of_runs() {
    var track = RecordedTrack(title: "One", hosts: ["east"])
    track.add(.init(host: "east", command: "cd /tmp", output: ""))
    track.add(.init(host: "east", command: "vi notes", output: "~", isFullScreen: true))
    track.add(.init(host: "east", command: "sleep 50", output: "^C", status: 130))
    track.add(.init(host: "east", command: "pwd", output: "/tmp"))
    #expect(
      track.markdown.contains(
        """
        ```bash
        cd /tmp
        ```

        Then:

        <!-- lab: skip="it took the whole screen: do it by hand" -->
        ```bash
        vi notes
        ```

        Then:

        <!-- lab: skip="it was interrupted by hand" -->
        ```bash
        sleep 50
        ```

        Then:

        ```bash
        pwd
        ```
        """), "\(track.markdown)")
  }

  @Test func a_page_has_the_terminals_the_commands_and_what_they_printed() throws {
    var track = RecordedTrack(title: "Two", hosts: ["east", "west"])
    track.add(.init(host: "east", command: "cd /tmp", output: ""))
    track.add(.init(host: "east", command: "clear", output: ""))
    track.add(.init(host: "east", command: "echo one", output: "one\n"))
    track.add(.init(host: "east", command: "false", output: "", status: 1))
    track.add(.init(host: "west", command: "for i in 1\ndo echo $i; done", output: "1"))
    track.add(.init(host: "west", command: "echo '```'", output: "```"))
    #expect(
      track.markdown == """
        ---
        tabs:
        - {title: East, type: terminal, hostname: east}
        - {title: West, type: terminal, hostname: west}
        ---

        # Two

        In the **East** terminal:

        ```bash
        cd /tmp
        echo one
        ```

        It prints something like:

        ```text,nocopy
        one
        ```

        Then:

        <!-- lab: exit=1 -->
        ```bash
        false
        ```

        In the **West** terminal:

        ```bash
        for i in 1
        do echo $i; done
        ```

        It prints something like:

        ```text,nocopy
        1
        ```

        Then:

        ````bash
        echo '```'
        ````

        It prints something like:

        ````text,nocopy
        ```
        ````

        """)
    let read = try TrackReader.read(
      path: "a.md", files: TrackFiles(texts: ["a.md": track.markdown]))
    let steps = read.steps.compactMap(\.commandStep)
    #expect(steps.map(\.terminal.host) == ["east", "east", "west", "west"])
    #expect(
      steps.map { $0.commands.map(\.text) } == [
        ["cd /tmp", "echo one"], ["false"], ["for i in 1\ndo echo $i; done"], ["echo '```'"],
      ])
    #expect(steps.map { $0.outputs.map(\.text) } == [["one\n"], [], ["1\n"], ["```\n"]])
    #expect(read.findings.filter { $0.severity == .error }.isEmpty)
  }

  @Test func a_long_output_is_cut() {
    var track = RecordedTrack(title: "Long", hosts: ["a"])
    let output = (1...200).map(String.init).joined(separator: "\n")
    track.add(.init(host: "a", command: "seq 200", output: output))
    #expect(track.markdown.contains("\n60\n...\n```\n"))
    #expect(!track.markdown.contains("\n61\n"))
  }

  @Test(
    arguments: [
      ([0x61, 0x62], [.keys([0x61, 0x62])]),
      ([0x61, 0x1D, 0x6E, 0x62], [.keys([0x61]), .next, .keys([0x62])]),
      ([0x1D, 0x32], [.terminal(2)]), ([0x1D, 0x1D], [.keys([0x1D])]), ([0x1D, 0x71], [.end]),
      ([0x1D, 0x78, 0x61], [.keys([0x61])]),
    ] as [([UInt8], [TrackRecorder.Request])])
  func a_leader_divides_keys(bytes: [UInt8], requests: [TrackRecorder.Request]) {
    var whole = LeaderKeys()
    #expect(whole.take(bytes) == requests)
  }

  @Test func a_leader_may_come_in_one_piece_and_its_key_in_the_next() {
    var keys = LeaderKeys()
    #expect(keys.take([0x1D]) == [])
    #expect(keys.take([0x71]) == [.end])
  }
}
