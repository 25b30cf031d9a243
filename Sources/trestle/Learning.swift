import ArgumentParser
import Console
import Grading
import Labs
import Platform
import Tracks

/// `trestle run`: a lab for a learner.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a lab, step by step, on sites of your own.",
    discussion: """
      Enter runs a step's commands in its terminal; anything else you type is run there. check, hint, \
      next, back, list, open, skip, reset and quit work at any time. Coming back goes on at the same \
      step.
      """)

  @Argument(help: "A track: a folder or a Markdown file.")
  var path: String

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Flag(help: "A stream of steps for any terminal or screen reader (the only form so far).")
  var plain = false

  func run() async throws {
    do {
      Executable.end(try await Learning.run(path, lab: lab, say: Terminal.say))
    } catch let error as LabError {
      Terminal.complain("trestle: \(error)")
      Executable.end(error.exitCode)
    } catch {
      Terminal.complain("trestle: \(error)")
      Executable.end(3)
    }
  }
}

/// `trestle progress`: how far a learner is.
struct Progress: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show progress and grades of the labs taken on this machine.")

  @Argument(help: "A track; all of them without it.")
  var path: String?

  func run() throws {
    do {
      Terminal.print(try Learning.progress(path))
    } catch {
      Terminal.complain("trestle: \(error)")
      Executable.end(error.exitCode)
    }
  }
}
