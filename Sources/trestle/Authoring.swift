import ArgumentParser
import Documents
import Labs
import Platform
import Tracks

/// `trestle new`: a track to begin with.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a small track of two sites that works, to make your own of.")

  @Argument(help: "The folder to write it to.")
  var folder: String

  func run() {
    do {
      let files = try NewTrack(folder: folder).write(to: folder)
      for file in files { Terminal.say(file) }
      Terminal.say(
        """

        trestle test \(folder)    runs it without a person
        trestle run \(folder)     takes it as a learner does
        trestle lint \(folder)    says what is doubtful in it
        """)
    } catch {
      Terminal.end(because: error)
    }
  }
}

/// `trestle schema`: what the files of a track may hold.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract:
      "Print a JSON Schema: of lab.yml, track.yml, assignment.md's front matter or a report.",
    discussion: """
      An editor that reads such schemas completes keys and marks mistakes: save it beside the track \
      and begin lab.yml with '# yaml-language-server: $schema=lab.schema.json'.
      """)

  @Argument(help: "lab, track, assignment or report.")
  var name: String

  func run() throws {
    guard let document = Schemas.document(name) ?? ReportSchema.document(name) else {
      throw ValidationError(
        "There is no schema \"\(name)\"; there are lab, track, assignment, report.")
    }
    Terminal.say(document.json(indent: 2))
  }
}

/// `trestle watch`: a track under edit.
struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Run a track, and each time it is saved the steps that have changed, on live sites.")

  @Argument(help: "A track: a folder or a Markdown file.")
  var path: String

  @Option(help: "The lab file; one beside the track is taken without it.")
  var lab: String?

  @Option(help: "Seconds that a read-only command is tried again until it prints what is expected.")
  var deadline: Int = 10

  func run() async {
    do {
      try await TrackWatch(path, lab: lab, deadline: .seconds(deadline), say: Terminal.say).run()
    } catch {
      Terminal.end(because: error)
    }
  }
}

/// `trestle record`: a track from what somebody types.
struct Record: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Work in the terminals of new sites, and get a page with commands and outputs.")

  @Argument(help: "The Markdown file to write.")
  var file: String

  @Option(name: .customLong("site"), help: "A site's name; may be given several times.")
  var sites: [String] = []

  @OptionGroup var kind: SiteOptions

  func run() async {
    do {
      let names = sites.isEmpty ? ["site"] : sites
      try kind.check(names)
      guard StandardStream.input.isTerminal, StandardStream.output.isTerminal else {
        throw LabError(.input, "'trestle record' needs a terminal to work in.")
      }
      guard !Files.exists(file) else {
        throw LabError(.input, "\(file) is there already; choose another name.")
      }
      let stem = Path.name(of: file).split(separator: ".").first.map(String.init) ?? "track"
      let track = try await TrackRecorder(
        title: stem, sites: names, profiles: kind.profiles, isOpenShift: kind.isOpenShift,
        input: StandardStream.input, output: StandardStream.output
      ).run(say: Terminal.say)
      guard !track.entries.isEmpty else { return Terminal.say("Nothing was typed.") }
      try Files.write(file, text: track.markdown)
      Terminal.say("\(file) has \(track.entries.count) commands; 'trestle test \(file)' runs them.")
    } catch {
      Terminal.end(because: error)
    }
  }
}
