/// A plan and the progress in it, added up.
package struct Scorecard: Hashable, Sendable {
  package let plan: GradingPlan
  package let progress: Progress

  package init(plan: GradingPlan, progress: Progress) {
    self.plan = plan
    self.progress = progress
  }

  /// What is earned in one challenge.
  package func score(of challenge: PlannedChallenge) -> Score {
    var score = Score()
    for step in challenge.steps {
      let state = self.state(of: step)
      score.steps += 1
      score.hints += min(state.hints, step.hints)
      switch state.state {
      case .open: break
      case .failed: score.failed += 1
      case .skipped: score.skipped += 1
      case .unverified: score.unverified += 1
      case .passed: score.passed += 1
      }
      score.possible += Double(step.points)
      score.earned += earned(step)
    }
    for check in challenge.checks {
      score.checks += 1
      score.possible += Double(check.points)
      if progress.checks[check.name]?.hasPassed == true {
        score.checksPassed += 1
        score.earned += Double(check.points)
      }
    }
    return score
  }

  /// What is earned in the whole track.
  package var total: Score { plan.challenges.reduce(Score()) { $0 + score(of: $1) } }

  /// The points that a step has brought: all of them, less the hints' price.
  package func earned(_ step: PlannedStep) -> Double {
    let state = state(of: step)
    guard state.state == .passed else { return 0 }
    let hints = Double(min(state.hints, step.hints))
    return Double(step.points) * max(0, 1 - plan.hintPrice * hints)
  }

  /// What has happened to a step; an untouched one is open.
  package func state(of step: PlannedStep) -> StepProgress {
    progress.steps[step.id] ?? StepProgress()
  }

  /// The first step that is neither passed, unverified nor skipped.
  package var nextStep: PlannedStep? {
    plan.challenges.lazy.flatMap(\.steps).first { step in
      switch state(of: step).state {
      case .open, .failed: true
      case .passed, .unverified, .skipped: false
      }
    }
  }

  /// Whether every step has been dealt with and every check has passed.
  package var isComplete: Bool { nextStep == nil && total.checksPassed == total.checks }
}

/// Points and counts of a challenge or a track.
package struct Score: Hashable, Sendable {
  package var earned = 0.0
  package var possible = 0.0
  package var steps = 0
  package var passed = 0
  package var failed = 0
  package var skipped = 0
  package var unverified = 0
  package var hints = 0
  package var checks = 0
  package var checksPassed = 0

  package init() {}

  /// The grade in per cent; nothing where there is nothing to earn. It is 100 only when
  /// everything is earned.
  package var grade: Int? {
    guard possible > 0 else { return nil }
    return Int((earned / possible * 100).rounded(earned < possible ? .down : .toNearestOrEven))
  }

  package static func + (left: Score, right: Score) -> Score {
    var sum = left
    sum.earned += right.earned
    sum.possible += right.possible
    sum.steps += right.steps
    sum.passed += right.passed
    sum.failed += right.failed
    sum.skipped += right.skipped
    sum.unverified += right.unverified
    sum.hints += right.hints
    sum.checks += right.checks
    sum.checksPassed += right.checksPassed
    return sum
  }
}
