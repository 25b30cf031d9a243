import Documents
import Tracks
import Transcripts

/// A run as one JSON document: the full record, under a schema that only grows.
package enum JSONReport {
  /// The schema's version.
  package static let version = 1

  /// One run as an object, several as an array.
  package static func value(_ reports: [RunReport], strict: Bool) -> Value {
    guard let report = reports.first, reports.count == 1 else {
      return .array(reports.map { value($0, strict: strict) })
    }
    return value(report, strict: strict)
  }

  package static func value(_ report: RunReport, strict: Bool = false) -> Value {
    var value: Value = [
      "version": .integer(version), "track": .string(report.track), "path": .string(report.path),
      "started": .string(report.started), "duration": seconds(report.duration),
      "exitCode": .integer(Int(report.exitCode(strict: strict))),
      "interrupted": .bool(report.isInterrupted), "totals": totals(report.totals),
      "challenges": .array(report.challenges.map(challenge)),
    ]
    value["problem"] = report.problem.map(Value.string)
    value["evidence"] = report.evidence.map(Value.string)
    return value
  }

  private static func challenge(_ challenge: ChallengeReport) -> Value {
    [
      "id": .string(challenge.id), "title": .string(challenge.title),
      "steps": .array(challenge.steps.map(step)), "checks": .array(challenge.checks.map(check)),
    ]
  }

  private static func step(_ step: StepReport) -> Value {
    var value: Value = [
      "id": .string(step.id), "title": .string(step.title), "section": .string(step.section),
      "file": .string(step.file), "line": .integer(step.line), "host": .string(step.host),
      "verdict": .string(step.isSkipped ? "skipped" : step.verdict.rawValue),
      "attempts": .integer(step.attempts), "duration": seconds(step.duration),
      "commands": .array(step.commands.map(Value.string)),
      "outputs": .array(step.outputs.map(output)),
    ]
    value["expected"] = step.expected.map(Value.string)
    value["sentence"] = (step.skipReason ?? step.sentence).map(Value.string)
    value["difference"] = step.comparison?.difference?.value
    if !step.tolerated.isEmpty { value["tolerated"] = .array(step.tolerated.map(tolerance)) }
    if !step.rewrites.isEmpty {
      value["rewrites"] = .array(
        step.rewrites.map { ["expected": .string($0.expected), "actual": .string($0.actual)] })
    }
    if !step.captures.isEmpty { value["captures"] = Value(step.captures) }
    if !step.corrections.isEmpty {
      value["corrections"] = .array(
        step.corrections.map {
          [
            "says": .string($0.says), "means": .string($0.means), "because": .string($0.reason),
          ]
        })
    }
    return value
  }

  private static func check(_ check: CheckReport) -> Value {
    [
      "name": .string(check.name), "passed": .bool(check.hasPassed),
      "message": .string(check.message), "duration": seconds(check.duration),
    ]
  }

  private static func output(_ output: CommandOutput) -> Value {
    [
      "command": .string(output.command), "status": .integer(Int(output.status)),
      "text": .string(output.text),
    ]
  }

  private static func tolerance(_ note: Tolerance) -> Value {
    [
      "kind": .string(note.kind), "expected": .string(note.expected),
      "actual": .string(note.actual), "line": .integer(note.line),
      "drift": .bool(note.effect == .drift),
    ]
  }

  private static func totals(_ totals: RunTotals) -> Value {
    let verdicts = Verdict.allCases.map { ($0.rawValue, Value.integer(totals[$0])) }
    return .object(
      Members(
        verdicts + [
          ("skipped", .integer(totals.skipped)), ("checksPassed", .integer(totals.checksPassed)),
          ("checksFailed", .integer(totals.checksFailed)),
        ]))
  }

  /// Seconds to the millisecond.
  private static func seconds(_ duration: Duration) -> Value {
    let (whole, attoseconds) = duration.components
    let milliseconds = whole * 1000 + attoseconds / 1_000_000_000_000_000
    return .number(Double(milliseconds) / 1000)
  }
}
