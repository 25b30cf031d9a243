/// Keys and tokens that were written down.
enum SecretText: Rule {
  static let id = "secret"
  static let summary = "A text holds a key, a token or a password that looks real."
  static let severity = Finding.Severity.warning
  static let guide = """
    What a track's files hold, everybody has who can read them, and their history keeps it for ever.
    Withdraw the key first, then take it out. Show `<token>` in its place, or a value that is
    plainly made up.
    """

  /// How secrets begin, how many signs of which kind follow, and what they are.
  private struct Shape {
    var begin: String
    var least: Int
    var name: String
    var signs = "_-"
  }

  private static let shapes = [
    Shape(begin: "AKIA", least: 16, name: "a key of AWS", signs: ""),
    Shape(begin: "ghp_", least: 36, name: "a token of GitHub"),
    Shape(begin: "gho_", least: 36, name: "a token of GitHub"),
    Shape(begin: "ghs_", least: 36, name: "a token of GitHub"),
    Shape(begin: "github_pat_", least: 60, name: "a token of GitHub"),
    Shape(begin: "glpat-", least: 20, name: "a token of GitLab"),
    Shape(begin: "xoxb-", least: 24, name: "a token of Slack"),
    Shape(begin: "xoxp-", least: 24, name: "a token of Slack"),
    Shape(begin: "AIza", least: 35, name: "a key of Google"),
    Shape(begin: "sk_live_", least: 24, name: "a key of Stripe"),
    Shape(begin: "npm_", least: 36, name: "a token of npm"),
    Shape(begin: "hvs.", least: 24, name: "a token of Vault"),
    Shape(begin: "sha256~", least: 40, name: "a token of OpenShift"),
    Shape(begin: "eyJhbGciOi", least: 60, name: "a signed token", signs: "_-."),
    // "-----BEGIN … PRIVATE KEY" in base64.
    Shape(
      begin: "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRV", least: 20, name: "a private key", signs: "+/="),
    Shape(begin: "LS0tLS1CRUdJTiBQUklWQVRFIEtFW", least: 20, name: "a private key", signs: "+/="),
    Shape(
      begin: "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFW", least: 20, name: "a private key", signs: "+/="),
  ]

  static func findings(in context: RuleContext) -> [Finding] {
    var seen: Set<String> = []
    let texts =
      context.track.challenges.map { ($0.file, $0.text) }
      + context.track.allScripts.map { ($0.script.file, $0.script.text) }
    return texts.filter { seen.insert($0.0).inserted }.flatMap { file, text -> [Finding] in
      let words = Set(ByteSearch.found([privateKey] + shapes.map(\.begin), in: text))
      guard !words.isEmpty else { return [] }
      let shapes = shapes.filter { words.contains($0.begin) }
      return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
        index, line in
        found(in: line, shapes).map { name, column in
          Finding(
            id, .warning, at: SourceLocation(file: file, line: index + 1, column: column),
            "This looks like \(name).", remedy: "Withdraw it, and write <token> in its place.")
        }
      }
    }
  }

  /// How much of a line is looked at.
  private static let longestLine = 4096

  private static let privateKey = "PRIVATE KEY-----"

  private static func found(
    in whole: Substring, _ shapes: [Shape]
  ) -> (name: String, column: Int)? {
    guard whole.utf8.count > 15 else { return nil }
    let line = whole.prefix(longestLine)
    if let range = line.firstRange(of: privateKey), line.contains("-----BEGIN ") {
      return ("a private key", line.distance(from: line.startIndex, to: range.lowerBound) + 1)
    }
    for shape in shapes {
      guard let range = line.firstRange(of: shape.begin) else { continue }
      if let before = line[..<range.lowerBound].last, before.isLetter || before.isNumber {
        continue
      }
      let body = line[range.upperBound...].prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber) || shape.signs.contains($0)
      }
      // Made-up ones repeat a sign.
      if body.count >= shape.least, Set(body).count > 8 {
        return (shape.name, line.distance(from: line.startIndex, to: range.lowerBound) + 1)
      }
    }
    return nil
  }
}
