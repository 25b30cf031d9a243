/// Questions that cannot be answered.
enum QuizSolution: Rule {
  static let id = "quiz-solution"
  static let summary = "A question names no right answer, or one that it does not offer."
  static let severity = Finding.Severity.warning
  static let guide = """
    `solution` lists the places of the right answers, counted from 0; all of them and no other must
    be chosen. A place that `answers` does not have makes the question impossible.
    """

  static func findings(in context: RuleContext) -> [Finding] {
    context.track.steps.compactMap { step in
      guard case .quiz(let quiz) = step.kind else { return nil }
      let message: String
      if let place = quiz.solution.first(where: { !quiz.answers.indices.contains($0) }) {
        message = "The answer \(place) is right, and there are \(quiz.answers.count) from 0 on."
      } else if quiz.solution.isEmpty {
        message = "No answer of this question is right."
      } else {
        return nil
      }
      return Finding(
        id, .warning, at: step.location, message,
        remedy: "Write the places of the right answers, counted from 0.")
    }
  }
}
