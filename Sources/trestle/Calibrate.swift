import ArgumentParser
import Labs
import Platform

/// `trestle calibrate`: what of a track's outputs varies from run to run.
struct Calibrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Run a track several times and propose how to say what varies in its outputs.",
    discussion: """
      Names, ages, addresses and the like may vary anyway. For what else does, the fewest controls \
      are proposed, as comments that no reader sees, and shown as a patch. What is the same in all \
      runs and not what the text says is left to 'trestle test --update'. Exit codes: 0 all that \
      varies can be said, 1 something can't, others as of 'trestle test'.
      """)

  @Argument(help: "A track: a folder or a Markdown file.")
  var path: String

  @Option(help: "How often the track is run, each time on new sites.")
  var runs: Int = 3

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Option(help: "Seconds that a read-only command is tried again until it prints what is expected.")
  var deadline: Int = 5

  @Flag(help: "Write the change without asking.")
  var yes = false

  func validate() throws {
    if runs < 2 { throw ValidationError("--runs must be at least 2: one run shows no variation.") }
    if deadline < 0 { throw ValidationError("--deadline must not be negative.") }
  }

  func run() async {
    do {
      let tester = Tester(
        options: .init(lab: lab, deadline: .seconds(deadline), continuesAfterFailure: true),
        say: Terminal.say, status: Terminal.status)
      let reports = try await tester.run(paths: [path], times: runs)
      let code = RunReport.exitCode(of: reports)
      if reports.contains(where: { $0.problem != nil || $0.isInterrupted }) { Executable.end(code) }
      let found = CalibratedTrack(try TrackLoader.load(path, lab: lab), reports)
      Terminal.say("")
      for sentence in found.sentences { Terminal.say(sentence) }
      if found.proposals.isEmpty {
        Terminal.say("In \(runs) runs nothing varied beyond what may vary anyway.")
      }
      try EditOffer(isTaken: yes).make(found.edits { try? Files.readText($0) })
      let isLeft = found.proposals.contains { !$0.unsettled.isEmpty }
      Executable.end(isLeft ? 1 : 0)
    } catch {
      Terminal.end(because: error)
    }
  }
}
