import Tracks
import Transcripts

/// A run as text for a terminal or a log: a line for every step, the mismatch below the ones that
/// failed, and the counts at the end. Colour only repeats what signs and words say.
package struct TextReport: Hashable, Sendable {
  package var usesColour: Bool
  package var isStrict: Bool

  package init(usesColour: Bool = false, isStrict: Bool = false) {
    self.usesColour = usesColour
    self.isStrict = isStrict
  }

  package func text(_ report: RunReport) -> String {
    var lines = [styled("\(report.track) (\(report.path))", .bold)]
    for challenge in report.challenges {
      lines += ["", styled(challenge.title, .bold)]
      for step in challenge.steps { lines += self.lines(step) }
      for check in challenge.checks { lines += self.lines(check) }
    }
    lines += ["", summary(report)]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The lines of one step, as they are shown when it has ended.
  package func lines(_ step: StepReport) -> [String] {
    let place = step.host.isEmpty ? step.place : "\(step.place) on \(step.host)"
    var remarks: [String] = []
    if step.attempts > 1 { remarks.append("\(step.attempts) attempts") }
    if !step.isSkipped { remarks.append(step.duration.seconds(decimals: 1) + " s") }
    let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))"
    var lines = ["  \(word(step)) \(step.title)\(remark)"]
    if let reason = step.skipReason {
      lines.append("    \(reason)")
      return lines
    }
    for rewrite in step.rewrites {
      lines.append("    \(rewrite.expected) is \(rewrite.actual) here")
    }
    lines += step.captures.sorted { $0.key < $1.key }.map { "    captured \($0): \($1)" }
    for correction in step.corrections {
      lines.append(
        "    corrected: \"\(correction.says)\" means \"\(correction.means)\", "
          + "because \(correction.reason)")
    }
    if step.verdict == .drift, let comparison = step.comparison {
      lines += ComparisonRenderer().tolerated(comparison).filter { $0.hasSuffix("(drift)") }
        .map { "    " + $0 }
    }
    guard step.hasFailed else { return lines }
    if !place.isEmpty { lines.append("    at \(place)") }
    lines += step.commands.map { "    $ " + $0 }
    lines += mismatch(step).map { $0.isEmpty ? "" : "    " + $0 }
    return lines
  }

  /// The lines of one check.
  package func lines(_ check: CheckReport) -> [String] {
    let word = check.hasPassed ? sign("+", "passed", .green) : sign("x", "failed", .red)
    let message = check.hasPassed || check.message.isEmpty ? "" : ": \(check.message)"
    return ["  \(word) check \(check.name)\(message)"]
  }

  /// The counts, and whether the run has passed.
  package func summary(_ report: RunReport) -> String {
    let totals = report.totals
    var counts = Verdict.allCases.filter { totals[$0] > 0 }.map { "\(totals[$0]) \($0.rawValue)" }
    if totals.skipped > 0 { counts.append("\(totals.skipped) skipped") }
    let steps = totals.steps == 1 ? "1 step" : "\(totals.steps) steps"
    var parts = [counts.isEmpty ? steps : "\(steps): \(counts.joined(separator: ", "))"]
    if totals.checks > 0 {
      let checks = totals.checks == 1 ? "1 check" : "\(totals.checks) checks"
      let failed = totals.checksFailed > 0 ? "\(totals.checksFailed) failed" : "passed"
      parts.append("\(checks): \(failed)")
    }
    let evidence = report.evidence.map { "\nwhat every terminal and site knew: \($0)" } ?? ""
    return parts.joined(separator: "; ") + "\n" + outcome(report) + evidence
  }

  private func outcome(_ report: RunReport) -> String {
    let time = " after \(report.duration.seconds(decimals: 1)) s"
    switch report.exitCode(strict: isStrict) {
    case 0: return sign("+", "passed", .green) + time
    case 1: return sign("x", "failed", .red) + time
    case 2: return sign("x", "failed", .red) + time + ": there was nothing to run or to check"
    case 3:
      return sign("x", "stopped", .red) + time + ": "
        + (report.problem ?? "the environment failed, not the track")
    case 4: return sign("x", "failed", .red) + time + ": strict, with drift or unverified steps"
    default: return sign("x", "interrupted", .red) + time
    }
  }

  private func mismatch(_ step: StepReport) -> [String] {
    var text: [String] = []
    if let message = step.message { text += [message] }
    if let comparison = step.comparison, comparison.verdict.isFailure {
      if !text.isEmpty { text.append("") }
      let rendered = ComparisonRenderer(usesColour: usesColour).text(comparison)
      text += rendered.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    } else {
      text += step.outputs.flatMap { output in
        output.text.split(separator: "\n").suffix(20).map { "| " + $0 }
      }
    }
    return text
  }

  private func word(_ step: StepReport) -> String {
    if step.isSkipped { return sign(">", "skipped", .dim) }
    switch step.verdict {
    case .exact, .similar: return sign("+", step.verdict.rawValue, .green)
    case .drift: return sign("~", step.verdict.rawValue, .yellow)
    case .unverified: return sign("?", step.verdict.rawValue, .yellow)
    case .notReady, .different, .error: return sign("x", step.verdict.rawValue, .red)
    }
  }

  private enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  private func sign(_ sign: String, _ word: String, _ style: Style) -> String {
    styled("\(sign) \(word)", style)
  }

  private func styled(_ text: String, _ style: Style) -> String {
    usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
