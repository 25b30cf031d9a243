import Documents
import Tracks
import Transcripts

/// The schema of the report that ``JSONReport`` makes: it only grows.
package enum ReportSchema {
  /// The schema, asked for by its name; nothing for other names.
  package static func document(_ name: String) -> Value? {
    guard name == "report" else { return nil }
    return Schema.either([run, .list(run)]).document(
      title: "Trestle report",
      about: "What came of 'trestle test --format json': one run, or a list of several.")
  }

  static let run = Schema.map(
    [
      .init("version", "The version of this schema.", .integer),
      .init("track", "The track's title."), .init("path", "The track's folder or file."),
      .init("started", "When, as RFC 3339 text."), .init("duration", "Seconds.", .any),
      .init(
        "exitCode",
        "0 passed, 1 failed, 2 nothing to run, 3 environment, 4 strict, 130 interrupted.", .integer),
      .init("interrupted", "Whether somebody ended the run.", .truth),
      .init(
        "totals", "How many steps came to which verdict, and how many checks.", .named(.integer)),
      .init("challenges", "The parts of the track.", .list(challenge)),
      .init("problem", "Why the run could not go on."),
      .init("evidence", "The folder with what was kept of a failure."),
    ], required: ["version", "track", "path", "exitCode", "totals", "challenges"], isOpen: true)

  static let challenge = Schema.map(
    [
      .init("id", "The challenge's name."), .init("title", "Its title."),
      .init("steps", "The steps that were run or left out.", .list(step)),
      .init("checks", "What was asked.", .list(check)),
    ], isOpen: true)

  static let step = Schema.map(
    [
      .init("id", "The step's number."), .init("title", "What it is about."),
      .init("section", "The heading that it stands under."), .init("file", "The document."),
      .init("line", "Where it begins.", .integer), .init("host", "Where it ran."),
      .init(
        "verdict", "What came of it.", .choice(Verdict.allCases.map(\.rawValue) + ["skipped"])),
      .init("attempts", "How often its last commands ran.", .integer),
      .init("duration", "Seconds.", .any), .init("commands", "What ran.", .list(.text)),
      .init("outputs", "What it printed, a command at a time.", .list(output)),
      .init("expected", "What the document promises."),
      .init("sentence", "What is wrong, or why it was left out."),
      .init("difference", "The difference that decided.", difference),
      .init("tolerated", "Differences that were accepted.", .list(.any)),
      .init("rewrites", "Values of the document that are others here.", .list(.any)),
      .init("captures", "Values that were taken from the output, by name.", .named(.text)),
      .init("corrections", "Mistakes of the document that the lab file names.", .list(.any)),
    ], required: ["id", "title", "verdict"], isOpen: true)

  static let check = Schema.map(
    [
      .init("name", "What was asked."), .init("passed", "Whether it holds.", .truth),
      .init("message", "Why not."), .init("duration", "Seconds.", .any),
    ], required: ["name", "passed"], isOpen: true)

  static let output = Schema.map(
    [
      .init("command", "The command."), .init("status", "Its exit code.", .integer),
      .init("text", "What a person saw."),
    ], isOpen: true)

  static let difference = Schema.map(
    [
      .init("expected", "What the document has."), .init("actual", "What came."),
      .init("rule", "The rule that decided."), .init("remedy", "What would allow it."),
      .init("expectedLine", "The line in the document's block.", .integer),
      .init("actualLine", "The line of the output.", .integer),
    ], isOpen: true)
}
