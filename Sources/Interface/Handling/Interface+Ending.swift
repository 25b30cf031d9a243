import Grading
import Tracks
import Transcripts
import Views

/// What is asked of the lab itself: whether a step was done by hand, whether all is as it should be,
/// and what came of the lab at its end.
extension Interface {
  /// Goes on behind a step; what was done by hand is looked at before, where the lab can see it.
  mutating func goOn() {
    guard let step else { return }
    if !isDone(place), readUpToStep() { return }
    if case .manual = step.kind, !isDone(place) {
      if lesson.track.isLookedAt(step) { return look(at: step, goesOn: true) }
      progress.apply(.stepUnverified(step.id))
    }
    leaveStep()
  }

  private mutating func leaveStep() {
    if readToEnd() { return }
    if place + 1 < lesson.steps.count { return move(to: place + 1) }
    actions.append(.keep)
    end()
  }

  /// Asks the lab whether a step was done.
  mutating func look(at step: Step, goesOn: Bool) {
    activity = .looking(step: step.id, goesOn: goesOn)
    outcomes[step.id] = nil
    actions.append(.look(step: step.id))
  }

  /// Takes what the lab has seen of a step.
  mutating func take(_ seen: [CheckOutcome], ofLookAt id: String) {
    var goesOn = false
    if case .looking(id, let wanted) = activity {
      goesOn = wanted
      activity = .idle
    }
    keep(seen)
    if let problem = seen.first(where: { !$0.hasPassed }) {
      outcomes[id] = Outcome(.different, sentence: problem.message)
      progress.apply(.stepFailed(id, verdict: Verdict.different.rawValue))
      say("Step \(id) is not done yet: \(problem.message)", .bad)
    } else {
      outcomes[id] = nil
      progress.apply(.stepPassed(id, verdict: Verdict.exact.rawValue))
      say("Step \(id) passed. n goes on.", .good)
    }
    actions.append(.keep)
    guard id == step?.id else { return }
    if goesOn, state(ofStep: id) == .passed { return leaveStep() }
    layOut()
    revealStep()
  }

  // The checks.

  /// The furthest step that the learner has come to.
  var furthestStep: String {
    let done = lesson.steps.indices.last { isDone($0) } ?? 0
    let furthest = max(place, done)
    return lesson.steps.indices.contains(furthest) ? lesson.steps[furthest].id : ""
  }

  /// How many checks of the lab are asked only further on.
  private var laterChecks: Int {
    (lesson.track.lab?.checks.count ?? 0) - lesson.track.checks(asFarAs: furthestStep).count
  }

  mutating func check() {
    activity = .checking
    askChecks()
  }

  private mutating func askChecks() {
    actions.append(.check(challenge: lesson.challenge(ofStep: place), asFarAs: furthestStep))
  }

  mutating func take(_ outcomes: [CheckOutcome]) {
    let isEnd = activity == .ending
    activity = .idle
    keep(outcomes)
    for check in outcomes where !check.hasPassed { say(check.problem, .bad) }
    actions.append(.keep)
    if isEnd, overlay == nil {
      flash = nil
      return showEnd(outcomes)
    }
    let words = Interface.words(for: outcomes)
    let later =
      switch laterChecks {
      case 0: ""
      case 1: " One more comes later."
      case let count: " \(count) more come later."
      }
    if outcomes.isEmpty {
      say(
        laterChecks == 0
          ? "There is nothing to check here but the steps themselves."
          : "Nothing is to be checked yet.\(later)", .note)
    } else if let failed = outcomes.first(where: { !$0.hasPassed }) {
      say("\(words) \(failed.problem)", .bad)
    } else {
      say(words + later, .good)
    }
  }

  /// Keeps what the lab's checks said.
  private mutating func keep(_ outcomes: [CheckOutcome]) {
    for check in outcomes
    where lesson.track.lab?.checks.contains(where: { $0.name == check.name }) == true {
      progress.apply(
        check.hasPassed
          ? .checkPassed(check.name) : .checkFailed(check.name, message: check.message))
    }
  }

  private static func words(for outcomes: [CheckOutcome]) -> String {
    let passed = outcomes.count { $0.hasPassed }
    if passed < outcomes.count { return "\(passed) of \(outcomes.count) checks passed." }
    return outcomes.count == 1 ? "The check passed." : "All \(passed) checks passed."
  }

  // The end.

  /// Ends the lab: its checks are asked, then what came of everything is shown.
  private mutating func end() {
    let hasScripts =
      challenge.map { lesson.track.asksScripts(of: $0, asFarAs: furthestStep) } ?? false
    guard hasScripts || !lesson.track.checks(asFarAs: furthestStep).isEmpty else {
      return showEnd([])
    }
    activity = .ending
    askChecks()
  }

  private mutating func showEnd(_ checks: [CheckOutcome]) {
    let score = Scorecard(plan: lesson.plan, progress: progress).total
    let failed = checks.filter { !$0.hasPassed }
    let open = steps { $0 == .open || $0 == .failed }
    let isDone = failed.isEmpty && open.isEmpty
    var lines: [String] = []
    if let grade = score.grade {
      lines.append(
        "\(Interface.amount(score.earned)) of \(Interface.amount(score.possible)) points: \(grade)%."
      )
    }
    if !checks.isEmpty { lines.append(Interface.words(for: checks)) }
    lines += failed.map { "\(look.glyphs.failed) \($0.name): \($0.message)" }
    if !open.isEmpty { lines.append("Still to do: \(list(open)).") }
    let skipped = steps { $0 == .skipped }
    if !skipped.isEmpty { lines.append("Done for you: \(list(skipped)).") }
    let unverified = steps { $0 == .unverified }
    if !unverified.isEmpty {
      lines.append("Unverified, as nothing could judge them: \(list(unverified)).")
    }
    if score.hints > 0 { lines.append("Hints taken: \(score.hints).") }
    lines += [
      "",
      isDone
        ? "Everything is kept; trestle progress shows the score. Esc goes back to the text."
        : "Everything is kept. Esc goes back to the text: l lists the steps, and n at the last one "
          + "asks all this again.",
    ]
    overlay = .confirm(
      Question(
        subject: .finish, title: isDone ? "The lab is done" : "The lab is not done yet",
        lines: lines, yes: "leave", no: "stay"))
  }

  private func steps(_ isMeant: (StepProgress.State) -> Bool) -> [String] {
    lesson.steps.map(\.id).filter { isMeant(state(ofStep: $0)) }
  }

  private func list(_ ids: [String]) -> String {
    switch ids.count {
    case 1: "step \(ids[0])"
    case ...12: "steps \(ids.joined(separator: ", "))"
    default: "\(ids.count) steps"
    }
  }
}
