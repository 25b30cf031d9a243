import Transcripts

/// A run as workflow commands, which show findings beside the lines of the document.
package enum GitHubReport {
  package static func text(_ report: RunReport) -> String {
    var lines: [String] = []
    if let problem = report.problem {
      lines.append(annotation("error", report.path, 0, "The run has stopped", problem))
    }
    for challenge in report.challenges {
      lines += challenge.steps.compactMap(line)
      lines += challenge.checks.filter { !$0.hasPassed }.map { check in
        annotation("error", report.path, 0, "Check failed: \(check.name)", check.message)
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func line(_ step: StepReport) -> String? {
    guard !step.isSkipped else { return nil }
    switch step.verdict {
    case .exact, .similar: return nil
    case .drift:
      let tolerated = step.comparison.map(ComparisonRenderer().tolerated) ?? []
      let drift = tolerated.filter { $0.hasSuffix("(drift)") }
      return annotation(
        "warning", step.file, step.line, "Drift: \(step.title)", drift.joined(separator: "\n"))
    case .unverified:
      return annotation(
        "notice", step.file, step.line, "Unverified: \(step.title)",
        "Nothing is promised that could be compared")
    case .notReady, .different, .error:
      return annotation(
        "error", step.file, step.line, "\(step.title): \(step.verdict.rawValue)",
        step.sentence ?? "The command failed")
    }
  }

  private static func annotation(
    _ level: String, _ file: String, _ line: Int, _ title: String, _ message: String
  ) -> String {
    var properties: [String] = []
    if !file.isEmpty { properties.append("file=\(property(file))") }
    if line > 0 { properties.append("line=\(line)") }
    properties.append("title=\(property(title))")
    return "::\(level) \(properties.joined(separator: ","))::\(data(message))"
  }

  private static func data(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func property(_ text: String) -> String {
    data(text).reduce(into: "") { result, character in
      switch character {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.append(character)
      }
    }
  }
}
