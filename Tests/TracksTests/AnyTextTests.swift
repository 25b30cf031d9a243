import Testing

@testable import Tracks

/// Whatever bytes a file holds, it is read, and every place points into it.
@Suite struct AnyTextTests {
  @Test func any_bytes_are_read_and_every_place_lies_inside() throws {
    var generator = SeededGenerator(state: 11)
    let pieces: [String] = [
      "---\n", "tabs:\n- {title: A b, type: terminal, hostname: a}\n", "```bash\n", "```\n",
      "```,nocopy\n", "~~~\n", "- ", "> ", "\t", "    ", "# ", "oc get <pod>\n", "$ ls\n",
      "Output:\n",
      "**A b**", "<pre>\n", "</pre>\n", "<!-- lab: site=a -->\n", "<!--", "-->", "\n", "\n\n",
      "cat <<EOF\n",
      "EOF\n", "â\u{20AC}\u{2122}", "![a](b.png)\n", "Paste it.\n", "words and more\n", "===\n",
      "\r\n", "\0",
      "\u{FEFF}", "`", "*", "[", "](", "${_SANDBOX_ID}", "&#x10;", "title: [\n", "é\u{301}",
    ]
    for _ in 0..<250 {
      let count = Int.random(in: 0..<30, using: &generator)
      var bytes = (0..<count).flatMap { _ in
        Array((pieces.randomElement(using: &generator) ?? "").utf8)
      }
      if Int.random(in: 0..<3, using: &generator) == 0, !bytes.isEmpty {
        for _ in 0..<3 {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
            UInt8.random(in: 0...255, using: &generator)
        }
      }
      try check(bytes)
    }
  }

  private func check(_ bytes: [UInt8]) throws {
    let files = TrackFiles(paths: ["a.md"]) { $0 == "a.md" ? bytes : nil }
    let track = try TrackReader.read(path: "a.md", files: files)
    let text = try #require(track.challenges.first?.text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(\.count)
    for place in places(track) + Rules.check(track, files: files).map(\.location) {
      let isInside =
        lines.indices.contains(place.line - 1) && place.column >= 1
        && place.column <= lines[place.line - 1] * 4 + 1
      #expect(isInside, "\(place) lies outside of \(text.debugDescription)")
    }
    _ = TrackOutline.text(track) + TrackOutline.json(track)
  }

  private func places(_ track: Track) -> [Tracks.SourceLocation] {
    var places: [Tracks.SourceLocation] = []
    for challenge in track.challenges {
      places += challenge.blocks.map(\.location)
      places += challenge.sections.map(\.location)
      places += challenge.tabs.map(\.location)
      places += challenge.steps.map(\.location)
      for step in challenge.steps.compactMap(\.commandStep) {
        places += step.commands.map(\.location)
        places += step.outputs.map(\.location)
        places += step.placeholders.map(\.location)
      }
    }
    return places
  }

  @Test func a_long_document_is_read() throws {
    let line = "- In **A** run\n\t```\n\toc get pods\n\t```\n"
    let track = try Fixtures.page(String(repeating: line, count: 500))
    #expect(track.steps.count == 500)
  }
}

/// A small generator whose sequence is the same on every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
