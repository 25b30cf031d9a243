/// Challenges with one name.
enum DuplicateSlug: Rule {
  static let id = "duplicate-slug"
  static let summary = "Two challenges of a track have the same slug."
  static let severity = Finding.Severity.warning
  static let guide = """
    Reports, saved progress and links name a challenge by its slug. Two challenges of one name
    cannot be told apart: what is done in one seems done in the other.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    var seen: [String: Challenge] = [:]
    return context.track.challenges.compactMap { challenge in
      guard let other = seen.updateValue(challenge, forKey: challenge.slug) else { return nil }
      return Finding(
        id, .warning, at: SourceLocation(file: challenge.file, line: 1),
        "The slug \"\(challenge.slug)\" is already used by \(other.file).",
        remedy: "Give every challenge a slug of its own.")
    }
  }
}
