import Transcripts

/// A run as Markdown, for the summary page of a CI job: the counts as a table, and every step or
/// check that did not pass with the reason.
package enum MarkdownReport {
  package static func text(_ report: RunReport, strict: Bool = false) -> String {
    let outcome = report.exitCode(strict: strict) == 0 ? "passed" : "failed"
    var lines = [
      "## \(cell(report.track)): \(outcome)", "",
      "`\(report.path)` in \(report.duration.seconds(decimals: 1)) s", "",
    ]
    if let problem = report.problem { lines += ["> \(cell(problem))", ""] }
    let totals = report.totals
    var counts = Verdict.allCases.filter { totals[$0] > 0 }.map { ($0.rawValue, totals[$0]) }
    if totals.skipped > 0 { counts.append(("skipped", totals.skipped)) }
    if totals.checks > 0 {
      counts.append(("checks passed", totals.checksPassed))
      counts.append(("checks failed", totals.checksFailed))
    }
    if !counts.isEmpty {
      lines.append(row(counts.map(\.0)))
      lines.append(row(counts.map { _ in "---:" }))
      lines += [row(counts.map { "\($0.1)" }), ""]
    }
    for challenge in report.challenges {
      for step in challenge.steps where step.hasFailed || step.verdict == .drift {
        lines += self.lines(step)
      }
      for check in challenge.checks where !check.hasPassed {
        lines += ["### Check failed: \(cell(check.name))", "", cell(check.message), ""]
      }
    }
    if let evidence = report.evidence { lines += ["What is known is in `\(evidence)`.", ""] }
    return lines.joined(separator: "\n")
  }

  private static func lines(_ step: StepReport) -> [String] {
    var lines = ["### \(step.verdict.rawValue): \(cell(step.title))", ""]
    let host = step.host.isEmpty ? "" : " on \(step.host)"
    if !step.place.isEmpty { lines += ["`\(step.place)`\(host)", ""] }
    if let sentence = step.sentence { lines += [cell(sentence), ""] }
    var details = step.commands.map { "$ \($0)" }
    if let comparison = step.comparison {
      let text =
        comparison.verdict.isFailure
        ? ComparisonRenderer().text(comparison)
        : ComparisonRenderer().tolerated(comparison).joined(separator: "\n")
      details += ["", text]
    } else {
      details += step.outputs.flatMap { $0.text.split(separator: "\n").suffix(20) }.map(String.init)
    }
    return lines + fenced(details.joined(separator: "\n")) + [""]
  }

  /// A block of a text as it is.
  private static func fenced(_ text: String) -> [String] {
    let fence = MarkdownFence.around(text)
    return [fence + "text", text, fence]
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  /// One line of text that means nothing else in Markdown.
  private static func cell(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\n", "\r\n": result += " "
      case "|", "<", "*", "_", "`", "[", "\\", "#": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }
}
