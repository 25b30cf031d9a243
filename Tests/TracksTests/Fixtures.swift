import FoundationEssentials
import Testing

@testable import Tracks

/// The documents that nobody here wrote, beside the project; suites that need them say so.
enum Fixtures {
  /// The project's own folder.
  static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let documents = project.deletingLastPathComponent().appending(path: "shared/tracks")

  static var hasDocuments: Bool { bytes(documents.appending(path: "README.md")) != nil }

  static func bytes(_ url: URL) -> [UInt8]? { (try? Data(contentsOf: url)).map { Array($0) } }

  /// The files of one of the documents.
  static func files(_ path: String) -> TrackFiles {
    let folder = documents
    return TrackFiles(paths: [path]) { bytes(folder.appending(path: $0)) }
  }

  /// Reads one of the documents, with a lab file of the project's where there is one.
  static func document(_ path: String, lab: String? = nil) throws -> Track {
    let files = files(path)
    var labFile: SourceFile?
    if let lab {
      let url = project.appending(path: "Tests/Fixtures/labs").appending(path: lab)
      labFile = SourceFile(
        path: lab, text: String(decoding: try #require(bytes(url)), as: UTF8.self))
    }
    return try TrackReader.read(path: path, files: files, labFile: labFile)
  }

  /// Reads a single page.
  static func page(_ text: String, lab: String? = nil) throws -> Track {
    let labFile = lab.map { SourceFile(path: "lab.yml", text: $0) }
    return try TrackReader.read(
      path: "page.md", files: TrackFiles(texts: ["page.md": text]), labFile: labFile)
  }
}

/// A track as a table: one line for each block, with its role and, for commands, the terminal.
func table(_ track: Track) -> String {
  track.challenges.flatMap { challenge in
    challenge.blocks.map { block in
      let step = challenge.steps.first {
        $0.commandStep?.block == block.index
      }?.commandStep
      let outputs = challenge.steps.compactMap(\.commandStep).first { step in
        step.outputs.contains { $0.block == block.index }
      }
      let first = outputs?.commands.first?.location.line
      return [
        "\(block.location.line)", block.role.rawValue,
        step.map { "\($0.terminal.name) \($0.routing.rule) \($0.commands.count)" }
          ?? first.map { "of \($0)" } ?? "-",
      ].joined(separator: " ")
    }
  }.joined(separator: "\n")
}
