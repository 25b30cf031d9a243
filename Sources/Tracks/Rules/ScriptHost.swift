/// Scripts for hosts that are not there.
enum ScriptHost: Rule {
  static let id = "script-host"
  static let summary = "A script is named after a host that the track does not have."
  static let severity = Finding.Severity.warning
  static let guide = """
    `check-HOST` runs on the host in its name. Where there is no such host, it is never run, and a
    challenge that it should guard lets everybody through.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    let track = context.track
    guard track.origin == .instruqt || track.origin == .instruqtLegacy else { return [] }
    let known =
      track.hosts.map(\.name) + track.sites.flatMap(\.hosts) + track.sharedHosts.map(\.name)
      + track.challenges.flatMap(\.tabs).compactMap(\.host)
    guard !known.isEmpty else { return [] }
    return track.allScripts.compactMap { kind, script in
      guard !known.contains(script.host) else { return nil }
      let near = Spelling.nearest(to: script.host, in: known)
      return Finding(
        id, .warning, at: SourceLocation(file: script.file, line: 1),
        "The script \(kind)-\(script.host) belongs to no host of the track, so it is never run.",
        remedy: near.map { "Did you mean \(kind)-\($0)?" }
          ?? "Hosts are \(Set(known).sorted().joined(separator: ", ")).")
    }
  }
}
