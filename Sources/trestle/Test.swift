import ArgumentParser
import Console
import Labs
import Platform

/// `trestle test`: tracks as tests.
struct Test: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run tracks without a person and judge every step.")

  @Argument(help: "Tracks: folders or Markdown files.")
  var paths: [String]

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Option(help: "The report's form: text, json, junit, tap, github or markdown.")
  var format: ReportFormat = .text

  @Option(
    help: ArgumentHelp(
      "Write a report to a file too, as in junit=report.xml; may be given several times.",
      valueName: "form=file"))
  var report: [ReportFile] = []

  @Option(help: "Run only the steps with this id, or with this text in their title.")
  var only: String?

  @Option(help: "Run the steps before this one without reporting them, unless they fail.")
  var startAt: String?

  @Option(help: "Run nothing after this step.")
  var stopAfter: String?

  @Option(name: .customLong("protocol"), help: "document (as a learner) or instruqt (scripts).")
  var protocolName: TestProtocol = .document

  @Option(help: "Seconds that a read-only command is tried again until it prints what is expected.")
  var deadline: Int = 30

  @Option(help: "Run each track so many times.")
  var `repeat`: Int = 1

  @Option(help: "Run so many tracks at a time.")
  var jobs: Int = 1

  @Flag(help: "Leave the sites running at the end, until Ctrl-C.")
  var keepRunning = false

  @Flag(help: "Go on after a step that failed.")
  var continueAfterFailure = false

  @Flag(help: "Fail with 4 when all that is wrong is drift or unverified steps.")
  var strict = false

  @Flag(help: "With --protocol instruqt: don't ask that checks fail before anything was done.")
  var skipFailCheck = false

  @Option(
    help: ArgumentHelp(
      "Keep transcripts and recordings of the terminals, pods, events and logs of a failed run here.",
      valueName: "folder"))
  var evidence: String?

  @Flag(
    help: "Show the smallest change of the document that makes its outputs right; asks to write it."
  )
  var update = false

  @Flag(help: "With --update: write the change without asking.")
  var yes = false

  @Flag(help: "Run again each time that a file of the tracks is saved, until Ctrl-C.")
  var watch = false

  func validate() throws {
    for (name, number) in [("--repeat", self.repeat), ("--jobs", jobs)] where number < 1 {
      throw ValidationError("\(name) must be at least 1.")
    }
    if deadline < 0 { throw ValidationError("--deadline must not be negative.") }
    if watch, keepRunning {
      throw ValidationError("--watch runs the tracks again; leave out --keep-running.")
    }
    if only != nil, startAt != nil || stopAfter != nil {
      throw ValidationError("--only runs steps alone; leave out --start-at and --stop-after.")
    }
    if protocolName == .instruqt, only != nil || startAt != nil || stopAfter != nil {
      throw ValidationError(
        "--only, --start-at and --stop-after name steps of the document; "
          + "--protocol instruqt runs its scripts.")
    }
  }

  func run() async throws {
    let isText = format == .text
    let tester = Tester(
      options: .init(
        lab: lab, scope: RunScope(only: only, start: startAt, stop: stopAfter),
        usesScripts: protocolName == .instruqt, deadline: .seconds(deadline),
        keepsRunning: keepRunning, continuesAfterFailure: continueAfterFailure || update,
        skipsFailCheck: skipFailCheck, isLive: isText, evidence: evidence),
      say: isText ? Terminal.say : Terminal.complain,
      status: isText && jobs == 1 ? Terminal.status : nil)
    let reports: [RunReport]
    do {
      if watch {
        let written = report.map(\.path) + (evidence.map { [$0] } ?? [])
        reports = try await tester.watch(
          paths: paths, times: self.repeat, jobs: jobs, written: written, tell: tell)
      } else {
        reports = try await tester.run(paths: paths, times: self.repeat, jobs: jobs)
        try tell(reports)
      }
    } catch {
      Terminal.end(because: error)
    }
    Executable.end(RunReport.exitCode(of: reports, strict: strict))
  }
}

extension Test {
  /// Writes the reports of one run of all tracks, and what it would change in them.
  @Sendable private func tell(_ reports: [RunReport]) throws {
    if format != .text { Terminal.print(format.text(reports, strict: strict)) }
    for file in report {
      try Files.write(file.path, text: file.format.text(reports, strict: strict))
    }
    if update { try self.update(reports) }
  }

  /// Shows what would change in the documents, and changes it when that is wished.
  private func update(_ reports: [RunReport]) throws {
    let made = OutputUpdate.made(of: reports) { try? Files.readText($0) }
    for refusal in made.refusals { Terminal.say(refusal) }
    if made.edits.isEmpty, made.refusals.isEmpty { Terminal.say("No output needs a change.") }
    try EditOffer(isTaken: yes).make(made.edits)
  }
}

/// How a track is tested.
enum TestProtocol: String, ExpressibleByArgument, CaseIterable {
  case document, instruqt
}

extension ReportFormat: ExpressibleByArgument {}

/// A report's form and the file that it goes to.
struct ReportFile: ExpressibleByArgument {
  let format: ReportFormat
  let path: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let format = ReportFormat(rawValue: String(parts[0])) else {
      return nil
    }
    (self.format, path) = (format, String(parts[1]))
  }
}
