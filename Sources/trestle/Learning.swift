import ArgumentParser
import Console
import Grading
import Labs
import Platform
import Tracks
import Views

/// `trestle run`: a lab for a learner.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Take a lab, step by step, on sites of your own.",
    discussion: """
      The text is on one side, its terminals, files, pages and a live map on the other. Enter runs a \
      step, n goes on, ? lists all keys, q leaves. Coming back goes on at the same step.

      With --plain, or where there is no terminal, a lab is a stream of steps: Enter runs a step's \
      commands in its terminal; anything else you type is run there. check, hint, next, back, list, \
      open, skip, reset and quit work at any time.
      """)

  @Argument(help: "A track: a folder or a Markdown file.")
  var path: String

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Flag(help: "A stream of steps for any terminal or screen reader.")
  var plain = false

  @Option(help: ColorChoice.help)
  var color = ColorChoice.auto

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  func run() async throws {
    do {
      if plain || !StandardStream.output.isTerminal || !StandardStream.input.isTerminal {
        Executable.end(try await Learning.run(path, lab: lab, say: Terminal.say))
      }
      let (code, words) = try await Learning.show(path, lab: lab, look: look)
      if !words.isEmpty { Terminal.say(words) }
      Executable.end(code)
    } catch {
      Terminal.end(because: error)
    }
  }
}

extension Run {
  private var look: Look { Look(hasColors: color.isOn, isASCII: ascii) }
}

/// `trestle progress`: how far a learner is.
struct Progress: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress",
    abstract: "Show progress and grades of the labs taken on this machine.")

  @Argument(help: "A track; all of them without it.")
  var path: String?

  func run() throws {
    do {
      Terminal.print(try Learning.progress(path))
    } catch {
      Terminal.end(because: error)
    }
  }
}
