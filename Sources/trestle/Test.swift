import ArgumentParser
import Console
import Labs
import Platform

/// `trestle test`: tracks as tests.
struct Test: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run tracks without a person and judge every step.")

  @Argument(help: "Tracks: folders or Markdown files.")
  var paths: [String]

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Option(help: "The report's form: text, json, junit, tap or github.")
  var format: ReportFormat = .text

  @Option(help: "Run only the steps with this id, or with this text in their title.")
  var only: String?

  @Option(name: .customLong("protocol"), help: "document (as a learner) or instruqt (scripts).")
  var protocolName: TestProtocol = .document

  @Option(help: "Seconds that a read-only command is tried again until it prints what is expected.")
  var deadline: Int = 30

  @Option(help: "Run each track so many times.")
  var `repeat`: Int = 1

  @Flag(help: "Leave the sites running at the end, until Ctrl-C.")
  var keepRunning = false

  @Flag(help: "Go on after a step that failed.")
  var continueAfterFailure = false

  @Flag(help: "Fail with 4 when all that is wrong is drift or unverified steps.")
  var strict = false

  @Flag(help: "With --protocol instruqt: don't ask that checks fail before anything was done.")
  var skipFailCheck = false

  func run() async throws {
    let tester = Tester(
      options: .init(
        lab: lab, only: only, usesScripts: protocolName == .instruqt, deadline: .seconds(deadline),
        keepsRunning: keepRunning, continuesAfterFailure: continueAfterFailure,
        skipsFailCheck: skipFailCheck, isLive: format == .text),
      say: Terminal.say)
    let reports = await tester.run(paths: paths, times: max(1, `repeat`))
    if format != .text { Terminal.print(reports.map { format.text($0, strict: strict) }.joined()) }
    Executable.end(RunReport.exitCode(of: reports, strict: strict))
  }
}

/// How a track is tested.
enum TestProtocol: String, ExpressibleByArgument, CaseIterable {
  case document, instruqt
}

extension ReportFormat: ExpressibleByArgument {}
