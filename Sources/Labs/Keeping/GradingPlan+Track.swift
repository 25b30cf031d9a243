import Grading
import Tracks

extension GradingPlan {
  /// What can be earned in a track: a step's points are the lab's, else one, and none where
  /// nothing can judge it; a check is worth one.
  package init(_ track: Track) {
    let checks = track.lab?.checks ?? []
    let last = track.challenges.last?.number
    self.init(
      challenges: track.challenges.map { challenge in
        PlannedChallenge(
          id: challenge.slug, title: challenge.title,
          steps: challenge.steps.map {
            PlannedStep(
              id: $0.id, title: $0.title,
              points: track.canJudge($0) ? $0.settings.points ?? 1 : 0,
              hints: $0.settings.hints.count)
          },
          checks: checks.filter { check in
            guard let step = check.afterStep else { return challenge.number == last }
            return challenge.steps.contains { $0.id == step }
          }.map { PlannedCheck(name: $0.name, points: $0.points ?? 1) })
      })
  }
}
