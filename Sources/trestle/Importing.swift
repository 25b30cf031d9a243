import ArgumentParser
import Labs
import Platform
import Tracks

/// `trestle import`: a foreign folder as a track.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turn a scenario of Killercoda or Katacoda, or a skewer.yaml, into a track.",
    discussion: "What could not be carried over is listed, each with its place.")

  @Argument(help: "The folder of the scenario, or the skewer.yaml.")
  var path: String

  @Option(help: "The folder of the new track; it must be empty or not there.")
  var to: String

  func run() throws {
    do {
      let leftOut = try TrackLoader.importTrack(at: path, to: to)
      if !leftOut.isEmpty { Terminal.print(FindingReport.text(leftOut)) }
      Terminal.say("The track is in \(to). Next: trestle lint \(to)")
    } catch {
      Terminal.end(because: error)
    }
  }
}
