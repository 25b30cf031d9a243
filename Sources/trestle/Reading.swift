import ArgumentParser
import Documents
import Labs
import Platform
import Tracks

/// `trestle lint`: what is doubtful in a track.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what in a track is wrong, guessed or doubtful.")

  @Argument(help: "Tracks: folders or Markdown files.")
  var paths: [String]

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Option(help: "text or json.")
  var format: TextForm = .text

  @Flag(help: "Fail on warnings too.")
  var strict = false

  func run() throws {
    var all: [Finding] = []
    for path in paths {
      do {
        let track = try TrackLoader.load(path, lab: lab)
        all += TrackLoader.findings(of: track, at: path)
      } catch {
        Terminal.end(because: error)
      }
    }
    switch format {
    case .text: Terminal.print(FindingReport.text(all))
    case .json: Terminal.print(FindingReport.json(all))
    }
    let isBad = all.contains { $0.severity == .error || (strict && $0.severity == .warning) }
    Executable.end(isBad ? 1 : 0)
  }
}

/// `trestle show`: a track as Trestle understands it.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a track's steps, their terminals and why, without starting anything.")

  @Argument(help: "A track: a folder or a Markdown file.")
  var path: String

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Option(help: "text or json.")
  var format: TextForm = .text

  func run() throws {
    do {
      let track = try TrackLoader.load(path, lab: lab)
      switch format {
      case .text: Terminal.print(TrackOutline.text(track))
      case .json: Terminal.print(TrackOutline.json(track))
      }
    } catch {
      Terminal.end(because: error)
    }
  }
}

/// The forms of what is shown.
enum TextForm: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
