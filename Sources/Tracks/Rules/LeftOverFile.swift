/// Files that lie where only scripts and assignments belong.
enum LeftOverFile: Rule {
  static let id = "left-over-file"
  static let summary = "A challenge's folder holds a file that is neither assignment nor script."
  static let severity = Finding.Severity.warning
  static let guide = """
    Platforms take every other file in a challenge's folder for a script, and files that end in
    `.remote` for a conflict nobody has resolved. Pictures and downloads belong in `assets`.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    guard let files = context.files, context.track.origin == .instruqt else { return [] }
    let folders = Set(
      context.track.challenges.filter { $0.file.hasSuffix("assignment.md") }.map(\.folder))
    return files.paths.compactMap { path in
      let name = TrackPaths.name(of: path)
      let place = SourceLocation(file: files.displayed(path), line: 1)
      if name.hasSuffix(".remote") {
        return Finding(
          id, .warning, at: place, "This file is left from a conflict.",
          remedy: "Take over what is right in it, and remove it.")
      }
      let scripts = ["setup-", "check-", "solve-", "cleanup-"]
      guard folders.contains(TrackPaths.parent(of: path)), name != "assignment.md",
        !scripts.contains(where: name.hasPrefix), !name.hasPrefix("."),
        !name.hasSuffix(".yml"), !name.hasSuffix(".yaml")
      else { return nil }
      return Finding(
        id, .warning, at: place, "\"\(name)\" is neither the assignment nor one of its scripts.",
        remedy: "Move it to assets.")
    }
  }
}
