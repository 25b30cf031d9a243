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

  @Test func any_bytes_in_any_file_are_read_and_every_place_lies_inside() throws {
    var generator = SeededGenerator(state: 23)
    let pieces = [
      "title: T\n", "sites:\n  west: {title: West}\n  east: {}\n", "steps:\n", "  - title: A\n",
      "    commands:\n", "      west:\n", "        - run: ls\n", "          output: |\n",
      "            x\n", "  - standard: kubernetes/link_your_sites\n", "    preamble: |\n      a\n",
      "          await_port: 80\n",
      "{\"details\": {\"steps\": [{\"text\": \"a.md\", \"verify\": \"v\"}",
      "]}, \"backend\": {}}", "slug: a\n", "checks:\n  a: {run: ls}\n", "- at: ls\n", ": ", "[",
      "]",
      "{", "}", "|\n", "\t", "&a ", "*a ", "\0", "#!/bin/bash\n", "fail-message x\n", "exit 0\n",
      "\r",
      "```\nls\n```{{execute T2}}\n", "`ls`{{exec}} ", ">>Q1: a<<\n(*) b\n",
      "=== \"Tab\"\n\n    x\n",
    ]
    let names = [
      "skewer.yaml", "index.json", "track.yml", "lab.yml", "a.md", "v", "01-a/assignment.md",
      "01-a/check-h", "structure.json", "config.yml",
    ]
    for _ in 0..<150 {
      var texts: [String: [UInt8]] = [:]
      for name in names where Bool.random(using: &generator) {
        var bytes = (0..<Int.random(in: 0..<16, using: &generator)).flatMap { _ in
          Array((pieces.randomElement(using: &generator) ?? "").utf8)
        }
        if Int.random(in: 0..<3, using: &generator) == 0, !bytes.isEmpty {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
            UInt8.random(in: 0...255, using: &generator)
        }
        texts[name] = bytes
      }
      let held = texts
      let files = TrackFiles(paths: Array(held.keys)) { held[$0] }
      for path in ["", "skewer.yaml"] {
        guard let track = try? TrackReader.read(path: path, files: files) else { continue }
        let findings = Rules.check(track, files: files)
        for place in track.steps.map(\.place) + findings.map(\.location) {
          let text = files.text(place.file)?.text ?? ""
          let count = text.split(separator: "\n", omittingEmptySubsequences: false).count
          let isInside = held[place.file] != nil && (1...max(1, count)).contains(place.line)
          #expect(
            isInside || place.file.isEmpty, "\(place) lies outside of \(text.debugDescription)")
        }
        _ = FindingReport.sarif(findings, version: "1") + FindingReport.github(findings)
        let fixed = TextFixes.applied(findings, to: files)
        #expect(fixed.allSatisfy { held[$0.key] != $0.value })
        _ = try? TrackImport.read(path: path, files: files)
      }
    }
  }

  /// One mark over and over: deep nesting, open brackets, half-begun pieces.
  @Test(
    arguments: [
      ">", "> ", "*", "* ", "[", "![", "`", "``` ", "~~~\n", "- ", "1. ", "_**", "<", "<pre>",
      "<!--",
      "<!-- -->", "{{", "`{{exec}}", "```{{exec}}\n", "$ ", "((", "\"$(", "$(", "\\", "&amp;", "a ",
      "\t",
      "\n", "\r\n", "|", "<x> ", "[a](b)", "[a][b] ", "# a\n", "terminal ", "Run. ",
      "=== \"a\"\n\n    ",
      "-----BEGIN ", "ghp_", "â\u{20AC}", "cat <<A\n", "~~~ sh\n$ ls\n",
    ])
  func a_long_row_of_one_mark_is_read_in_time(mark: String) throws {
    let size = 4_000
    let text = String(repeating: mark, count: size / mark.utf8.count)
    let files = TrackFiles(texts: ["a.md": text])
    let clock = ContinuousClock()
    let time = try clock.measure {
      _ = Rules.check(try TrackReader.read(path: "a.md", files: files), files: files)
    }
    #expect(time < .seconds(60))
  }

  @Test(arguments: [">", "> ", "*", "- ", "`"])
  func ten_megabytes_of_nested_marks_are_judged_in_time(mark: String) throws {
    let text = String(repeating: mark, count: 10_000_000 / mark.utf8.count)
    let files = TrackFiles(texts: ["a.md": text])
    let clock = ContinuousClock()
    var findings: [Finding] = []
    let time = try clock.measure {
      findings = Rules.check(try TrackReader.read(path: "a.md", files: files), files: files)
    }
    #expect(findings.contains { $0.id == "too-long" && $0.severity == .error })
    #expect(time < .seconds(60))
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
