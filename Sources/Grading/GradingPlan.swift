/// What a learner can earn and has earned: this target knows points, hints and progress, and
/// nothing of how a step is judged.
package struct GradingPlan: Hashable, Sendable {
  package var challenges: [PlannedChallenge]
  /// The share of a step's points that each hint costs.
  package var hintPrice: Double

  package init(challenges: [PlannedChallenge], hintPrice: Double = 0.25) {
    self.challenges = challenges
    self.hintPrice = hintPrice
  }
}

/// One challenge with what can be earned in it.
package struct PlannedChallenge: Hashable, Sendable {
  package var id: String
  package var title: String
  package var steps: [PlannedStep]
  package var checks: [PlannedCheck]

  package init(id: String, title: String, steps: [PlannedStep], checks: [PlannedCheck] = []) {
    self.id = id
    self.title = title
    self.steps = steps
    self.checks = checks
  }
}

/// One step, its worth and how many hints there are for it.
package struct PlannedStep: Hashable, Sendable {
  package var id: String
  package var title: String
  /// None where nothing can judge the step: then there is nothing to earn or to lose.
  package var points: Int
  package var hints: Int

  package init(id: String, title: String, points: Int = 1, hints: Int = 0) {
    self.id = id
    self.title = title
    self.points = points
    self.hints = hints
  }
}

/// One check, and its worth.
package struct PlannedCheck: Hashable, Sendable {
  package var name: String
  package var points: Int

  package init(name: String, points: Int = 1) {
    self.name = name
    self.points = points
  }
}
