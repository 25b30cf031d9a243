import Transcripts

/// A run as JUnit XML: a suite for every section, a case for every step, and a suite of checks.
/// Drift is a passing case with a note; an unverified step is a skipped one, since nothing was
/// verified.
package enum JUnitReport {
  package static func text(_ reports: [RunReport]) -> String {
    let totals = Counts(reports.flatMap { $0.challenges.flatMap(suites).flatMap(\.cases) })
    let name = reports.map(\.track).joined(separator: ", ")
    let duration = reports.reduce(Duration.zero) { $0 + $1.duration }
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append(
      "<testsuites\(attributes([("name", name)] + totals.attributes))"
        + " time=\"\(duration.seconds(decimals: 3))\">")
    for (report, prefix) in zip(reports, RunReport.prefixes(of: reports)) {
      for suite in report.challenges.flatMap(suites) {
        lines += written(suite, named: prefix + suite.name, at: report.started)
      }
      if let problem = report.problem {
        lines.append("  <system-err>\(escaped(problem))</system-err>")
      }
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func written(_ suite: Suite, named name: String, at time: String) -> [String] {
    let attributes =
      attributes([("name", name)] + Counts(suite.cases).attributes)
      + " time=\"\(suite.duration.seconds(decimals: 3))\"" + attributes([("timestamp", time)])
    return ["  <testsuite\(attributes)>"] + suite.cases.flatMap(written) + ["  </testsuite>"]
  }

  private enum Outcome {
    case passed
    case failed(type: String, message: String, text: String)
    case broken(message: String, text: String)
    case skipped(String)
  }

  private struct Case {
    let name: String
    let group: String
    let file: String
    let line: Int
    let duration: Duration
    let outcome: Outcome
    let note: String
  }

  private struct Suite {
    let name: String
    var cases: [Case]
    var duration: Duration { cases.reduce(.zero) { $0 + $1.duration } }
  }

  private struct Counts {
    var (tests, failures, errors, skipped) = (0, 0, 0, 0)

    init(_ cases: [Case]) {
      for item in cases {
        tests += 1
        switch item.outcome {
        case .passed: break
        case .failed: failures += 1
        case .broken: errors += 1
        case .skipped: skipped += 1
        }
      }
    }

    var attributes: [(String, String)] {
      [
        ("tests", String(tests)), ("failures", String(failures)), ("errors", String(errors)),
        ("skipped", String(skipped)),
      ]
    }
  }

  private static func suites(_ challenge: ChallengeReport) -> [Suite] {
    var suites: [Suite] = []
    for step in challenge.steps {
      let name =
        step.section.isEmpty || step.section == challenge.title
        ? challenge.title : "\(challenge.title) / \(step.section)"
      if suites.last?.name != name { suites.append(Suite(name: name, cases: [])) }
      suites[suites.count - 1].cases.append(self.step(step, in: challenge))
    }
    if !challenge.checks.isEmpty {
      suites.append(
        Suite(
          name: "\(challenge.title) / checks",
          cases: challenge.checks.map { check($0, in: challenge) }))
    }
    return suites
  }

  private static func step(_ step: StepReport, in challenge: ChallengeReport) -> Case {
    let renderer = ComparisonRenderer()
    let mismatch = step.comparison.map(renderer.text) ?? step.outputs.map(\.text).joined()
    let message = step.sentence ?? step.verdict.rawValue
    let outcome: Outcome =
      if let reason = step.skipReason { .skipped(reason) } else {
        switch step.verdict {
        case .exact, .similar, .drift: .passed
        case .unverified: .skipped("unverified: nothing is promised that could be compared")
        case .notReady, .different:
          .failed(type: step.verdict.rawValue, message: message, text: mismatch)
        case .error: .broken(message: message, text: mismatch)
        }
      }
    let tolerated = step.comparison.map(renderer.tolerated) ?? []
    let note = step.verdict.passes() ? tolerated.map { "tolerated: " + $0 } : []
    return Case(
      name: step.title,
      group: [challenge.id, step.host].filter { !$0.isEmpty }.joined(separator: "."),
      file: step.file, line: step.line, duration: step.duration, outcome: outcome,
      note: note.joined(separator: "\n"))
  }

  private static func check(_ check: CheckReport, in challenge: ChallengeReport) -> Case {
    Case(
      name: check.name, group: challenge.id + ".checks", file: "", line: 0,
      duration: check.duration,
      outcome: check.hasPassed
        ? .passed : .failed(type: "check", message: check.message, text: check.message),
      note: "")
  }

  private static func written(_ item: Case) -> [String] {
    var names = [("name", item.name), ("classname", item.group)]
    if !item.file.isEmpty { names.append(("file", item.file)) }
    if item.line > 0 { names.append(("line", String(item.line))) }
    let start =
      "    <testcase\(attributes(names)) time=\"\(item.duration.seconds(decimals: 3))\""
    var body: [String] = []
    switch item.outcome {
    case .passed: break
    case .failed(let type, let message, let text):
      body.append(
        "      <failure\(attributes([("message", message), ("type", type)]))>"
          + "\(escaped(text))</failure>")
    case .broken(let message, let text):
      body.append(
        "      <error\(attributes([("message", message), ("type", "error")]))>"
          + "\(escaped(text))</error>")
    case .skipped(let reason): body.append("      <skipped\(attributes([("message", reason)]))/>")
    }
    if !item.note.isEmpty { body.append("      <system-out>\(escaped(item.note))</system-out>") }
    return body.isEmpty ? [start + "/>"] : [start + ">"] + body + ["    </testcase>"]
  }

  private static func attributes(_ pairs: [(String, String)]) -> String {
    pairs.map { " \($0)=\"\(escaped($1))\"" }.joined()
  }

  /// The text with markup escaped and without the characters that XML 1.0 cannot hold.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: result += "&amp;"
      case 0x3C: result += "&lt;"
      case 0x3E: result += "&gt;"
      case 0x22: result += "&quot;"
      case 0x0A, 0x09, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
        result.unicodeScalars.append(scalar)
      default: continue
      }
    }
    return result
  }
}
