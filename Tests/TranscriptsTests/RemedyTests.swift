import Testing
import Transcripts

/// What a report offers to allow a difference must do so when it is pasted as it stands.
@Suite struct RemedyTests {
  /// The controls in a remedy, each in a comment of its own.
  private func controls(_ remedy: String) -> [(name: String, value: String)] {
    remedy.matches(of: /<!-- lab: (\w+)=(?:"([^"]*)"|(\S+)) -->/).map {
      (String($0.1), String($0.2 ?? $0.3 ?? ""))
    }
  }

  @Test(arguments: Pair.labelled([.wrong]))
  func a_remedy_of_a_wrong_pair_works(_ pair: Pair) throws {
    let difference = try #require(pair.judged().difference)
    let remedy = difference.remedy ?? ""
    let offered = controls(remedy)
    #expect(offered.count == remedy.ranges(of: "lab:").count, "\(remedy)")
    for control in offered {
      var options = pair.options
      #expect(options.set(control.name, control.value) == nil, "\(remedy)")
      let after = Comparison.compare(
        expected: pair.expected, outputs: pair.outputs, options: options)
      #expect(after.difference != difference, "\(remedy): \(after.sentence ?? "")")
    }
  }

  @Test(arguments: [
    // remedy, expected, actual
    ("<!-- lab: optional=b -->", "{\"a\": 1}", "{\"a\": 1, \"b\": 2}"),
    ("a placeholder such as <address>", "netmask 255.255.255.0 up", "netmask 255.255.0.0 up"),
    (
      "<!-- lab: number=±20% --> or a placeholder such as <count>", "port 8080 open",
      "port 9090 open"
    ),
    ("a placeholder such as <count>", "port 80 open", "port 9090 open"),
    ("<!-- lab: optional=\"level=error msg=\" -->", "a\n...", "a\nlevel=error msg=\"x\""),
    ("<!-- lab: optional=\"error: unknown flag:\" -->", "a\n...", "a\nerror: unknown flag: --foo"),
    ("a placeholder such as <port> for it", "at http://till:80/x", "at http://till:81/x"),
    ("... in place of the words that differ", "saved the token", "saved token"),
  ])
  func what_is_offered_fits_the_difference(remedy: String, expected: String, actual: String) {
    #expect(judge(expected, actual).difference?.remedy == remedy)
  }

  @Test func a_long_line_is_named_by_words_that_are_whole() throws {
    let line = "Error: " + (1...60).map { "word\($0)" }.joined(separator: " ")
    let comparison = judge("a\n...", "a\n" + line)
    let remedy = try #require(comparison.difference?.remedy)
    let control = try #require(controls(remedy).first)
    #expect(line.hasPrefix(control.value + " "))
    var options = ComparisonOptions()
    #expect(options.set(control.name, control.value) == nil)
    #expect(judge("a\n...", "a\n" + line, options).verdict == .similar)
  }

  @Test func what_may_be_missing_may_be_so_in_any_order_and_beside_other_differences() {
    var options = ComparisonOptions()
    options.optional = ["error: b"]
    #expect(judge("a\nc", "a\nerror: b\nd", options).sentence?.contains("\"c\"") == true)
    options.order = .any
    #expect(judge("a\nc", "c\nerror: b\na", options).verdict == .similar)
    #expect(judge("a\nerror: b\nc", "c\na", options).verdict == .similar)
  }

  @Test func a_masked_remedy_is_not_offered() {
    let comparison = judge("a\n...", "a\nerror: hunter2")
    #expect(comparison.masked { $0 }.difference?.remedy != nil)
    #expect(comparison.masked { $0.replacing("hunter2", with: "***") }.difference?.remedy == nil)
  }
}
