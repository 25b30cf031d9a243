import Grading
import Tracks
import Views

extension Interface {
  mutating func askForHint() {
    guard let step else { return }
    let taken = hintsTaken(step.id)
    let points = Double(self.points(ofStep: step.id))
    let price = lesson.plan.hintPrice * points
    overlay = .confirm(
      Question(
        subject: .hint, title: "Take a hint?",
        lines: [
          "Hint \(taken + 1) of \(step.settings.hints.count).",
          points > 0
            ? "It costs \(Interface.amount(price)) of this step's \(Interface.amount(points)) points."
            : "It costs nothing: nothing can judge this step, so it brings no points.",
        ], yes: "show it"))
  }

  /// What a step can bring; nothing where nothing can judge it.
  private func points(ofStep id: String) -> Int {
    lesson.plan.challenges.lazy.flatMap(\.steps).first { $0.id == id }?.points ?? 0
  }

  mutating func askToSolve() {
    guard let step else { return }
    overlay = .confirm(
      Question(
        subject: .solve, title: "Have this step done for you?",
        lines: [
          points(ofStep: step.id) > 0
            ? "It counts as skipped and brings no points."
            : "It counts as skipped; it brings no points either way.",
          "Your files stay as copies beside the lab; the message says where.",
        ], yes: "do it"))
  }

  mutating func askToReset() {
    overlay = .confirm(
      Question(
        subject: .resetStep, title: "Do this step anew?",
        lines: step?.commandStep == nil
          ? ["It counts as open again; what was done stays.", "R begins the whole lab anew."]
          : [
            "It counts as open again, and its terminal begins anew.",
            "What its commands made on the sites stays. R begins the whole lab anew.",
          ], yes: "this step"))
  }

  mutating func askToResetLab() {
    overlay = .confirm(
      Question(
        subject: .resetLab, title: "Begin the whole lab anew?",
        lines: ["Sites, files, progress and score are forgotten."], yes: "everything"))
  }

  mutating func askToQuit() {
    overlay = .confirm(
      Question(
        subject: .quit, title: "Leave the lab?",
        lines: ["The sites stop. Your place, your files, the terminals and the score are kept."],
        yes: "leave"))
  }

  /// The yes to a question.
  mutating func accept(_ question: Question) {
    overlay = nil
    guard let step else {
      if question.subject == .quit { actions.append(.quit) }
      return
    }
    switch question.subject {
    case .hint:
      progress.apply(.hintTaken(step.id))
      actions.append(.keep)
      layOut()
      revealStep()
    case .solve:
      showTerminal(of: step)
      activity = .solving(step: step.id)
      actions.append(.solve(step: step.id))
    case .resetStep:
      progress.apply(.stepReset(step.id))
      outcomes[step.id] = nil
      if let terminal = terminal(ofStep: step.id) { actions.append(.restart(terminal: terminal)) }
      actions += [.keep, .watch(step: step.id)]
      say("Step \(step.id) is open again.", .note)
    case .resetLab:
      activity = .starting("Beginning anew …")
      outcomes = [:]
      screens = [:]
      told = [:]
      progress.apply(.reset)
      place = 0
      panes = lesson.panes(of: 0)
      selected = 0
      reader = Reader()
      map = SiteMapState()
      actions.append(.reset)
      enterStep()
    case .quit, .finish: actions.append(.quit)
    case .runAgain: start(commands)
    }
  }

  /// Points without needless digits.
  static func amount(_ points: Double) -> String {
    if points == points.rounded() { return String(Int(points)) }
    let hundredths = Int((points * 100).rounded())
    let digits = String(100 + hundredths % 100).dropFirst()
    return "\(hundredths / 100).\(digits.last == "0" ? digits.dropLast() : digits)"
  }
}
