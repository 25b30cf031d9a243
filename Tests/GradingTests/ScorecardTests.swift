import Testing

@testable import Grading

@Suite struct ScorecardTests {
  private let plan = GradingPlan(challenges: [
    PlannedChallenge(
      id: "deploy", title: "Deploy the portal",
      steps: [
        PlannedStep(id: "a", title: "Start the frontend"),
        PlannedStep(id: "b", title: "Wait for it", points: 2, hints: 3),
        PlannedStep(id: "c", title: "Look around", points: 0),
      ], checks: [PlannedCheck(name: "frontend answers")]),
    PlannedChallenge(
      id: "link", title: "Link the sites", steps: [PlannedStep(id: "d", title: "Make a token")]),
  ])

  private func card(_ events: Progress.Event...) -> Scorecard {
    Scorecard(plan: plan, progress: events.reduce(Progress()) { $0.after($1) })
  }

  @Test func nothing_done_earns_nothing() {
    #expect(card().total.grade == 0)
    #expect(card().nextStep?.id == "a")
  }

  @Test func everything_done_earns_all() {
    let card = card(
      .stepPassed("a", verdict: "exact"), .stepPassed("b", verdict: "drift"),
      .stepPassed("c", verdict: "similar"), .stepPassed("d", verdict: "exact"),
      .checkPassed("frontend answers"))
    #expect(card.total.grade == 100)
    #expect(card.isComplete)
  }

  @Test(arguments: [(1, 1.5), (2, 1.0), (3, 0.5), (9, 0.5)])
  func each_hint_costs_a_quarter_of_the_step(taken: Int, earned: Double) {
    var progress = Progress()
    for _ in 0..<taken { progress.apply(.hintTaken("b")) }
    progress.apply(.stepPassed("b", verdict: "exact"))
    #expect(
      Scorecard(plan: plan, progress: progress).earned(plan.challenges[0].steps[1]) == earned)
  }

  @Test func the_total_stays_the_same_whatever_happens() {
    let events: [Progress.Event] = [
      .stepPassed("a", verdict: "exact"), .stepUnverified("c"), .stepFailed("b", verdict: "error"),
      .hintTaken("b"), .stepSkipped("b"), .stepUnverified("d"), .checkPassed("frontend answers"),
    ]
    for count in 0...events.count {
      let progress = events.prefix(count).reduce(Progress()) { $0.after($1) }
      #expect(Scorecard(plan: plan, progress: progress).total.possible == 5, "after \(count)")
    }
  }

  @Test func an_unverified_step_neither_earns_nor_costs() {
    let card = card(
      .stepPassed("a", verdict: "exact"), .stepPassed("b", verdict: "exact"),
      .stepUnverified("c"), .stepPassed("d", verdict: "exact"), .checkPassed("frontend answers"))
    #expect(card.total.grade == 100)
    #expect(card.total.passed == 3)
    #expect(card.total.unverified == 1)
  }

  @Test func a_skipped_step_costs_its_points_and_is_passed_over() {
    let card = card(.stepSkipped("a"))
    #expect(card.nextStep?.id == "b")
    #expect(card.total.possible == 5)
    #expect(!card.isComplete)
  }

  @Test func almost_everything_is_never_called_all() {
    var score = Score()
    (score.earned, score.possible) = (999, 1000)
    #expect(score.grade == 99)
  }

  @Test func shows_a_table_of_challenges() {
    let card = card(
      .stepPassed("a", verdict: "exact"), .hintTaken("b"), .stepPassed("b", verdict: "similar"),
      .stepSkipped("c"), .checkFailed("frontend answers", message: "it does not answer"))
    #expect(
      card.table() == """
        CHALLENGE           STEPS   UNVERIFIED   SKIPPED   HINTS   CHECKS   POINTS   GRADE
        Deploy the portal   2/3     -            1         1       0/1      2.5/4    62%
        Link the sites      0/1     -            -         -       -        0/1      0%
        Total               2/4     -            1         1       0/1      2.5/5    50%

        """)
  }

  @Test func shows_every_step_with_a_sign_and_a_word() {
    let card = card(
      .stepFailed("a", verdict: "different"), .stepPassed("a", verdict: "exact"),
      .hintTaken("b"), .stepFailed("b", verdict: "not-ready"), .stepUnverified("c"),
      .checkFailed("frontend answers", message: "it does not answer"))
    #expect(
      card.details().hasSuffix(
        """
        Deploy the portal
          + passed       Start the frontend   1/1   2 attempts, exact
          x failed       Wait for it          0/2   1 hint, not-ready
          ? unverified   Look around          -
          x failed       frontend answers     0/1   it does not answer

        Link the sites
            open   Make a token   0/1

        """))
  }
}
