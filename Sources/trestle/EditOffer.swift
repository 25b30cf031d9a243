import Labs
import Platform

/// Changes of an author's files: they are shown as a patch, and made when that is wished.
struct EditOffer {
  /// Whether nobody is asked.
  let isTaken: Bool

  func make(_ edits: [String: LineEdits]) throws {
    for (path, edits) in edits.sorted(by: { $0.key < $1.key }) {
      let text = try Files.readText(path)
      Terminal.print(edits.patch(of: text, path: path))
      guard isTaken || isWished(path) else { continue }
      try Files.write(path, text: edits.applied(to: text))
      Terminal.say("\(path) is changed.")
    }
  }

  private func isWished(_ path: String) -> Bool {
    guard StandardStream.input.isTerminal, StandardStream.output.isTerminal else { return false }
    Terminal.print("Write this to \(path)? [y/N] ")
    return ["y", "yes"].contains((readLine() ?? "").lowercased())
  }
}
