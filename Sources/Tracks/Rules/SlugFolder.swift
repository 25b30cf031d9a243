/// Challenges whose folder says another name.
enum SlugFolder: Rule {
  static let id = "slug-folder"
  static let summary = "A challenge's folder is not called by its number and its slug."
  static let severity = Finding.Severity.warning
  static let guide = """
    Platforms find a challenge by its folder, `01-SLUG`, and its saved state by its slug. Where the
    two differ, one of them was renamed and the other was not.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    guard context.track.origin == .instruqt else { return [] }
    return context.track.challenges.compactMap { challenge in
      let name = TrackPaths.name(of: challenge.folder)
      guard let match = name.wholeMatch(of: /\d+-(.+)/), String(match.1) != challenge.slug,
        challenge.file.hasSuffix("assignment.md")
      else { return nil }
      return Finding(
        id, .warning, at: SourceLocation(file: challenge.file, line: 1),
        "The folder \"\(name)\" holds the challenge \"\(challenge.slug)\".",
        remedy: "Give both the same name.")
    }
  }
}
