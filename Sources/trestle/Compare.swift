import ArgumentParser
import Documents
import Platform
import Transcripts

/// `trestle compare`: whether one text may stand for another, and why.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say whether an output is what a text promises, and why.",
    discussion: """
      Compares as a lab's steps are compared: values that change from day to day may differ, words, \
      numbers, states and ports may not. Exit codes: 0 accepted, 1 not accepted, 2 usage, an \
      unreadable file or nothing expected.
      """)

  @Argument(help: "The file with the expected text; - reads standard input.")
  var expected: String?

  @Argument(help: "The file with the actual text; - reads standard input.")
  var actual: String?

  @Option(help: "text or json.")
  var format: TextForm = .text

  @Option(help: ColorChoice.help)
  var color = ColorChoice.auto

  @Option(help: "exact, similar, contains, regex, json or none.")
  var match = "similar"

  @Option(
    name: .customLong("with"),
    help: "What an author may write of a comparison: rows=subset, volatile=IMAGE, number=±10%.")
  var controls: [String] = []

  @Option(help: "The status with which the command ended.")
  var status: Int32 = 0

  @Flag(help: "Print the JSON Schema of --format json, and compare nothing.")
  var schema = false

  func validate() throws {
    if !schema, expected == nil || actual == nil {
      throw ValidationError("Name the file with the expected text and that with the actual text.")
    }
    if expected == "-", actual == "-" {
      throw ValidationError("Only one of the two texts can come from standard input.")
    }
  }

  func run() throws {
    if schema {
      Terminal.print(ComparisonSchema.document.json(indent: 2) + "\n")
      Executable.end(0)
    }
    let comparison: Comparison
    do {
      let options = try options()
      comparison = Comparison.compare(
        expected: try text(expected),
        outputs: [CommandOutput(command: "the command", text: try text(actual), status: status)],
        options: options)
    } catch {
      Terminal.complain("trestle: \(error)")
      Executable.end(2)
    }
    switch format {
    case .text:
      let renderer = ComparisonRenderer(usesColour: color.isOn)
      Terminal.say(renderer.text(renderer.report(comparison)))
    case .json: Terminal.print(ComparisonReport.value(comparison).json(indent: 2) + "\n")
    }
    Executable.end(comparison.verdict == .unverified ? 2 : comparison.verdict.passes() ? 0 : 1)
  }

  private func options() throws -> ComparisonOptions {
    var options = ComparisonOptions()
    for control in ["match=" + match] + controls {
      let parts = control.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let (name, value) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
      if let problem = options.set(name, value) {
        throw ValidationError("\(name)=\(value) can't be used: \(problem).")
      }
    }
    return options
  }

  private func text(_ path: String?) throws -> String {
    guard let path else { return "" }
    return path == "-"
      ? String(decoding: try StandardStream.input.readToEnd(), as: UTF8.self)
      : try Files.readText(path)
  }
}
