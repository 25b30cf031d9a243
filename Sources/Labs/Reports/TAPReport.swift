import Transcripts

/// A run in the Test Anything Protocol, version 14: one point for every step and check.
package enum TAPReport {
  package static func text(_ reports: [RunReport]) -> String {
    let points = zip(reports, RunReport.prefixes(of: reports)).flatMap { report, prefix in
      report.challenges.flatMap { challenge in
        challenge.steps.map { step($0, in: challenge) }
          + challenge.checks.map { check($0, in: challenge) }
      }.map { point in
        var point = point
        point.name = prefix + point.name
        return point
      }
    }
    var lines = ["TAP version 14", "1..\(points.count)"]
    for (index, point) in points.enumerated() {
      let result = point.isOK ? "ok" : "not ok"
      let directive = point.skip.map { " # SKIP " + oneLine($0) } ?? ""
      lines.append("\(result) \(index + 1) - \(description(point.name))\(directive)")
      lines += point.diagnostics
    }
    if let problem = reports.lazy.compactMap(\.problem).first {
      lines.append("Bail out! " + oneLine(problem))
    } else if reports.contains(where: \.isInterrupted) {
      lines.append("Bail out! interrupted")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Point {
    var name: String
    let isOK: Bool
    var skip: String?
    var diagnostics: [String] = []
  }

  private static func step(_ step: StepReport, in challenge: ChallengeReport) -> Point {
    let name = "\(challenge.title): \(step.title)"
    if let reason = step.skipReason { return Point(name: name, isOK: true, skip: reason) }
    if step.verdict == .unverified {
      return Point(
        name: name, isOK: true, skip: "unverified: nothing is promised that could be compared")
    }
    guard step.hasFailed || step.verdict == .drift else { return Point(name: name, isOK: true) }
    let tolerated = step.comparison.map(ComparisonRenderer().tolerated) ?? []
    let drift = tolerated.filter { $0.hasSuffix("(drift)") }.joined(separator: ", ")
    let message = step.sentence ?? (drift.isEmpty ? step.verdict.rawValue : drift)
    var details = [
      "message: \(quoted(message))", "severity: \(step.hasFailed ? "fail" : "comment")",
      "verdict: \(step.verdict.rawValue)",
    ]
    if !step.file.isEmpty {
      details += ["at:", "  file: \(quoted(step.file))", "  line: \(step.line)"]
    }
    if !step.host.isEmpty { details.append("host: \(quoted(step.host))") }
    if !step.commands.isEmpty {
      details += ["commands:"] + step.commands.map { "  - \(quoted($0))" }
    }
    return Point(name: name, isOK: !step.hasFailed, diagnostics: block(details))
  }

  private static func check(_ check: CheckReport, in challenge: ChallengeReport) -> Point {
    let details = ["message: \(quoted(check.message))", "severity: fail"]
    return Point(
      name: "\(challenge.title): check \(check.name)", isOK: check.hasPassed,
      diagnostics: check.hasPassed ? [] : block(details))
  }

  private static func block(_ lines: [String]) -> [String] {
    ["  ---"] + lines.map { "  " + $0 } + ["  ..."]
  }

  /// A description must hold neither a directive nor a line break.
  private static func description(_ text: String) -> String {
    oneLine(text).reduce(into: "") { result, character in
      if character == "#" || character == "\\" { result.append("\\") }
      result.append(character)
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// A YAML string in double quotes.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
