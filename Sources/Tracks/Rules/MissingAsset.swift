/// Images and files that are not there.
import Markdown

enum MissingAsset: Rule {
  static let id = "missing-asset"
  static let summary = "The text shows an image or links a file that does not exist."
  static let severity = Finding.Severity.warning
  static let guide = """
    A picture or file that the page shows is not beside it, so readers see an empty frame or a
    dead link. Paths are relative to the file that names them.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    guard let files = context.files else { return [] }
    return context.track.challenges.flatMap { challenge -> [Finding] in
      let assets = assets(in: challenge)
      let missing = assets.filter { !files.exists($0.path) }
      let folders = Dictionary(grouping: missing) { TrackPaths.parent(of: $0.path) }
      return folders.sorted { $0.key < $1.key }.flatMap { folder, missing -> [Finding] in
        let known = assets.contains {
          TrackPaths.parent(of: $0.path) == folder && files.exists($0.path)
        }
        guard let first = missing.first, missing.count > 1, !known else {
          return missing.map { finding("\"\($0.written)\" does not exist.", at: $0.location) }
        }
        let count = Set(missing.map(\.path)).count
        let name = first.written.split(separator: "/").dropLast().joined(separator: "/")
        return [
          finding(
            "None of the \(count) files that the text shows from \"\(name)\" exists.",
            at: first.location)
        ]
      }
    }
  }

  private static func finding(_ message: String, at location: SourceLocation) -> Finding {
    Finding(
      id, .warning, at: location, message, remedy: "Add the file, or correct the path.")
  }

  private struct Asset {
    var written: String
    var path: String
    var location: SourceLocation
  }

  /// The images and files that a challenge's text shows, as it writes them.
  static func written(in challenge: Challenge) -> [String] {
    var seen: Set<String> = []
    return shown(in: challenge).flatMap(\.1).filter { seen.insert($0).inserted }
  }

  private static func shown(in challenge: Challenge) -> [(ClosedRange<Int>, [String])] {
    OutlineBuilder.items(of: challenge.body).map { ($0.lines, ($0.inlines ?? []).files) }
      + challenge.body.blocks.htmlFiles
  }

  private static func assets(in challenge: Challenge) -> [Asset] {
    let lines = challenge.text.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = shown(in: challenge)
    return shown.sorted { $0.0.lowerBound < $1.0.lowerBound }.flatMap { range, files in
      files.compactMap { written -> Asset? in
        guard let path = TrackPaths.resolved(written, from: challenge.folder) else { return nil }
        let line = range.first {
          lines.indices.contains($0 - 1) && lines[$0 - 1].contains(written)
        }
        return Asset(
          written: written, path: path,
          location: SourceLocation(file: challenge.file, line: line ?? range.lowerBound))
      }
    }
  }
}

extension [MarkdownBlock] {
  /// The images of HTML blocks, with the lines of the block.
  fileprivate var htmlFiles: [(ClosedRange<Int>, [String])] {
    flatMap { block -> [(ClosedRange<Int>, [String])] in
      switch block.kind {
      case .html(let html): [(block.lines, HTMLPieces.images(in: html))]
      case .quote(let inner): inner.htmlFiles
      case .list(_, let items): items.flatMap(\.blocks.htmlFiles)
      default: []
      }
    }
  }
}

extension [MarkdownInline] {
  /// The images and linked files; links without a dot lead to tabs and sections.
  fileprivate var files: [String] {
    flatMap { piece -> [String] in
      switch piece {
      case .image(let source, _, _): [source]
      case .html(let html): HTMLPieces.images(in: html)
      case .link(let destination, _, let inner):
        (destination.contains(".") && !destination.contains(":") ? [destination] : []) + inner.files
      case .emphasis(let inner), .strong(let inner): inner.files
      default: []
      }
    }
  }
}
