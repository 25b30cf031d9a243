import Emulation
import Platform
import Testing

/// What a program wrote to a terminal of 80 by 24, and what was to be seen after so many bytes.
struct Recording: CustomTestStringConvertible {
  let name: String
  let stream: [UInt8]
  let screens: [(cut: Int, lines: [String])]

  static let folder = Path.parent(of: #filePath) + "/Fixtures/"

  init(_ name: String) throws {
    self.name = name
    stream = try Files.read(Self.folder + name + ".stream")
    let text = try Files.readText(Self.folder + name + ".screens")
    screens = text.split(separator: "--- ").map { part in
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return (Int(lines[0]) ?? 0, Array(lines[1...24]))
    }
  }

  var testDescription: String { name }

  /// What the emulator shows after the bytes.
  func shown(_ cut: Int) -> [String] {
    var screen = Screen(columns: 80, rows: 24)
    screen.feed(Array(stream[..<cut]))
    return screen.lines
  }
}

@Suite(.timeLimit(.minutes(1)))
struct RecordingTests {
  /// The screens of `vttest` were looked at one by one: each shows what its own text says it should.
  @Test(arguments: [
    "vttest-1", "vttest-2", "vttest-3", "vttest-6", "vttest-8",
    "vim", "less", "nano", "htop", "top", "mc",
  ])
  func programs_show_what_they_showed_when_recorded(name: String) throws {
    let recording = try Recording(name)
    #expect(recording.screens.count > 2)
    for screen in recording.screens {
      #expect(recording.shown(screen.cut) == screen.lines, "\(name) after \(screen.cut) bytes")
    }
  }

  @Test func a_stream_cut_at_any_byte_gives_the_same_screen() throws {
    let bytes = Array(try Recording("vim").stream.prefix(6000))
    var whole = Screen(columns: 80, rows: 24)
    whole.feed(bytes)
    var single = Screen(columns: 80, rows: 24)
    for byte in bytes { single.feed([byte]) }
    #expect(single == whole)
    var first = Screen(columns: 80, rows: 24)
    for cut in stride(from: 0, to: bytes.count, by: 97) {
      var second = first
      second.feed(Array(bytes[cut...]))
      #expect(second == whole, "cut at \(cut)")
      first.feed(Array(bytes[cut..<min(cut + 97, bytes.count)]))
    }
  }

  static let hasTmux = (try? ProcessLaunch("tmux", ["-V"]).run()) != nil

  @Test(.enabled(if: hasTmux, "tmux is not installed"))
  func tmux_shows_the_same() throws {
    let recordings = try ["vim", "less", "nano", "htop", "top", "mc"].map(Recording.init)
    let cuts = recordings.flatMap { recording in
      recording.screens.map { (recording: recording, cut: $0.cut) }
    }
    let panes = try Tmux().captures(cuts.map { $0.recording.stream[..<$0.cut] })
    #expect(panes.count == cuts.count)
    for (place, pane) in zip(cuts, panes) {
      #expect(
        place.recording.shown(place.cut) == pane,
        "\(place.recording.name) after \(place.cut) bytes")
    }
  }
}

/// A tmux of its own that is fed bytes.
struct Tmux {
  private let folder: String

  init() throws { folder = try Files.makeTemporaryDirectory(prefix: "tmux-test") }

  /// What each of these streams shows in a pane of 80 by 24.
  func captures(_ streams: [ArraySlice<UInt8>]) throws -> [[String]] {
    defer { try? Files.remove(folder) }
    for (number, stream) in streams.enumerated() {
      try Files.write("\(folder)/\(number)", Array(stream))
    }
    try Files.write(folder + "/conf", text: "set -g status off\n")
    // The pane shows each stream after a reset, and knows by the answer to a request that tmux has
    // read all of it.
    let pane = """
      stty raw -echo
      for i in $(seq 0 \(streams.count - 1)); do
        printf '\\033[?1049l\\033c'; cat $i; printf '\\033[5n'; IFS= read -r -d n answer
        tmux -S ./socket wait-for -S shown$i \\; wait-for taken$i
      done
      """
    try Files.write(folder + "/pane", text: pane)
    let script = """
      cd \(folder)
      export LC_ALL=C.UTF-8 TMUX=
      tmux="tmux -S ./socket -f ./conf"
      $tmux new-session -d -x 80 -y 24 'bash ./pane'
      for i in $(seq 0 \(streams.count - 1)); do
        $tmux wait-for shown$i \\; capture-pane -p \\; wait-for -S taken$i
        echo ----
      done
      $tmux kill-server
      """
    let (_, output) = try ProcessLaunch("bash", ["-c", script]).run(timeout: .seconds(30))
    return String(decoding: output, as: UTF8.self).split(separator: "----\n").map { part in
      var lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return lines + Array(repeating: "", count: max(0, 24 - lines.count))
    }
  }
}
