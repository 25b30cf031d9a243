import Transcripts

/// How many steps and checks came to what.
package struct RunTotals: Hashable, Sendable {
  /// Steps that were run, by verdict.
  package var verdicts: [Verdict: Int] = [:]
  package var skipped = 0
  package var checksPassed = 0
  package var checksFailed = 0

  package init() {}

  package subscript(verdict: Verdict) -> Int { verdicts[verdict] ?? 0 }

  /// Steps that were run.
  package var steps: Int { verdicts.values.reduce(0, +) }
  package var checks: Int { checksPassed + checksFailed }
  /// Steps and checks that failed.
  package var failures: Int {
    Verdict.allCases.filter(\.isFailure).reduce(checksFailed) { $0 + self[$1] }
  }
}

extension RunReport {
  /// The names of the runs: those of their tracks, with the number of the run where one track was
  /// run several times.
  static func names(of reports: [RunReport]) -> [String] {
    let times = Dictionary(grouping: reports, by: \.path).mapValues(\.count)
    var number: [String: Int] = [:]
    return reports.map { report in
      guard times[report.path, default: 1] > 1 else { return report.track }
      number[report.path, default: 0] += 1
      return "\(report.track) (run \(number[report.path, default: 1]))"
    }
  }

  /// What stands before the names of the steps of each run: its own name, unless it is the only one.
  static func prefixes(of reports: [RunReport]) -> [String] {
    names(of: reports).map { reports.count > 1 ? "\($0): " : "" }
  }

  package var totals: RunTotals {
    var totals = RunTotals()
    for challenge in challenges {
      for step in challenge.steps {
        if step.isSkipped {
          totals.skipped += 1
        } else {
          totals.verdicts[step.verdict, default: 0] += 1
        }
      }
      for check in challenge.checks {
        if check.hasPassed { totals.checksPassed += 1 } else { totals.checksFailed += 1 }
      }
    }
    return totals
  }

  /// The exit status: 0 all passed, 1 a step or check failed, 2 nothing was run or checked,
  /// 3 the environment is to blame, 4 only drift or unverified steps and strict, 130 interrupted.
  package func exitCode(strict: Bool = false) -> Int32 {
    if isInterrupted { return 130 }
    if problem != nil { return isInputProblem ? 2 : 3 }
    let totals = totals
    if totals.steps == 0, totals.checks == 0 { return 2 }
    if totals.failures > 0 {
      let failed = challenges.flatMap(\.steps).filter(\.hasFailed)
      let isEnvironmental = totals.checksFailed == 0 && failed.allSatisfy(\.isEnvironmental)
      return isEnvironmental ? 3 : 1
    }
    return strict && totals[.drift] + totals[.unverified] > 0 ? 4 : 0
  }

  /// The worst exit status of several runs: what needs attention first.
  package static func exitCode(of reports: [RunReport], strict: Bool = false) -> Int32 {
    let codes = Set(reports.map { $0.exitCode(strict: strict) })
    if codes.isEmpty { return 2 }
    return [130, 1, 3, 2, 4].first(where: codes.contains) ?? 0
  }
}

extension Duration {
  /// Seconds with a fixed number of decimals.
  package func seconds(decimals: Int) -> String {
    let (whole, attoseconds) = components
    var unit: Int64 = 1
    for _ in 0..<decimals { unit *= 10 }
    let step = 1_000_000_000_000_000_000 / unit
    let units = whole * unit + (attoseconds + step / 2) / step
    guard decimals > 0 else { return String(units) }
    let fraction = String(units % unit)
    return "\(units / unit)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}
