/// A scorecard as text: a table of challenges, or every step with a sign and a word.
extension Scorecard {
  /// One row for every challenge and one for the track.
  package func table() -> String {
    let header = [
      "CHALLENGE", "STEPS", "UNVERIFIED", "SKIPPED", "HINTS", "CHECKS", "POINTS", "GRADE",
    ]
    let rows = plan.challenges.map { row($0.title, score(of: $0)) }
    return Columns.text([header] + rows + [row("Total", total)])
  }

  /// The table, and below it every step of every challenge.
  package func details() -> String {
    let steps = plan.challenges.map { challenge in
      let rows = challenge.steps.map { step in
        let state = state(of: step)
        return [
          "  " + Self.sign(state.state), step.title, Self.points(earned(step), Double(step.points)),
          Self.remarks(state),
        ]
      }
      let checks = challenge.checks.map { check in
        let state = progress.checks[check.name]
        let sign = state.map { $0.hasPassed ? "+ passed" : "x failed" } ?? "  open"
        let hasPassed = state?.hasPassed == true
        return [
          "  " + sign, check.name,
          Self.points(hasPassed ? Double(check.points) : 0, Double(check.points)),
          hasPassed ? "" : state?.message ?? "",
        ]
      }
      return challenge.title + "\n" + Columns.text(rows + checks)
    }
    return ([table()] + steps).joined(separator: "\n")
  }

  private func row(_ title: String, _ score: Score) -> [String] {
    [
      title, "\(score.passed)/\(score.steps)", Self.count(score.unverified),
      Self.count(score.skipped), Self.count(score.hints),
      score.checks == 0 ? "-" : "\(score.checksPassed)/\(score.checks)",
      Self.points(score.earned, score.possible), score.grade.map { "\($0)%" } ?? "-",
    ]
  }

  private static func sign(_ state: StepProgress.State) -> String {
    switch state {
    case .open: "  open"
    case .failed: "x failed"
    case .passed: "+ passed"
    case .unverified: "? unverified"
    case .skipped: "> skipped"
    }
  }

  private static func remarks(_ state: StepProgress) -> String {
    var remarks: [String] = []
    if state.attempts > 1 { remarks.append("\(state.attempts) attempts") }
    if state.hints > 0 { remarks.append(state.hints == 1 ? "1 hint" : "\(state.hints) hints") }
    if let verdict = state.verdict, state.state != .unverified { remarks.append(verdict) }
    return remarks.joined(separator: ", ")
  }

  private static func count(_ number: Int) -> String { number == 0 ? "-" : String(number) }

  private static func points(_ earned: Double, _ possible: Double) -> String {
    possible == 0 ? "-" : "\(number(earned))/\(number(possible))"
  }

  /// At most two decimals, and none that are zero.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
    if part == 0 { return String(whole) }
    let decimals = (part < 10 ? "0" : "") + String(part)
    return "\(whole).\(decimals.hasSuffix("0") ? String(decimals.dropLast()) : decimals)"
  }
}

/// Rows of text in columns, three blanks apart.
enum Columns {
  static func text(_ rows: [[String]]) -> String {
    var widths: [Int] = []
    for row in rows {
      for (index, cell) in row.enumerated() {
        if index == widths.count { widths.append(0) }
        widths[index] = max(widths[index], cell.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (index, cell) in row.enumerated() {
        line += cell
        let needsPadding = row[(index + 1)...].contains { !$0.isEmpty }
        if needsPadding { line += String(repeating: " ", count: widths[index] - cell.count + 3) }
      }
      return line + "\n"
    }.joined()
  }
}
