import ArgumentParser
import Documents
import Labs
import Platform
import Tracks

/// `trestle lint`: what is doubtful in a track.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Say what in a track is wrong, guessed or doubtful.")

  @Argument(help: "Tracks: folders or Markdown files.")
  var paths: [String] = []

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Option(help: "text, json, sarif (2.1.0) or github (workflow commands).")
  var format: LintForm = .text

  @Flag(help: "Fail on warnings too.")
  var strict = false

  @Flag(help: "Repair in the files what can be repaired safely, then say what is left.")
  var fix = false

  @Option(help: ArgumentHelp("Print the page of a rule, and look at nothing.", valueName: "rule"))
  var explain: String?

  func validate() throws {
    if explain == nil, paths.isEmpty { throw ValidationError("Name a track to look at.") }
  }

  func run() throws {
    if let explain { return explainRule(explain) }
    var all: [Finding] = []
    for path in paths {
      do {
        if fix {
          for file in try TrackLoader.fix(at: path, lab: lab) {
            Terminal.complain("Repaired \(file).")
          }
        }
        let track = try TrackLoader.load(path, lab: lab)
        all += TrackLoader.findings(of: track, at: path)
      } catch {
        Terminal.end(because: error)
      }
    }
    switch format {
    case .text: Terminal.print(FindingReport.text(all))
    case .json: Terminal.print(FindingReport.json(all))
    case .sarif: Terminal.print(FindingReport.sarif(all, version: Trestle.configuration.version))
    case .github: Terminal.print(FindingReport.github(all))
    }
    let isBad = all.contains { $0.severity == .error || (strict && $0.severity == .warning) }
    Executable.end(isBad ? 1 : 0)
  }
}

extension Lint {
  private func explainRule(_ id: String) {
    let found = Rules.page(id)
    if let page = found.page { return Terminal.print(page.text) }
    let names = Rules.pages.map(\.id).joined(separator: ", ")
    Terminal.complain(
      "There is no rule \"\(id)\". "
        + (found.near.map { "Did you mean \($0)?" } ?? "The rules are \(names)."))
    Executable.end(2)
  }
}

/// The forms of what lint says.
enum LintForm: String, ExpressibleByArgument, CaseIterable {
  case text, json, sarif, github
}

/// `trestle show`: a track as Trestle understands it.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
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
