/// What tells a step that was done from one that was not, and when the lab's checks are asked.
extension Track {
  /// Whether anything tells that a learner has done a step as it should be. What nothing can judge
  /// brings no points and costs none.
  package func canJudge(_ step: Step) -> Bool {
    guard step.reasonToLeaveOut(forLearner: true) == nil else { return false }
    // Whether a step with a condition is to be done at all is not up to the learner.
    if step.settings.condition != nil { return false }
    switch step.kind {
    case .quiz: return true
    case .manual: return isLookedAt(step)
    case .commands(let commands):
      return commands.promisesSomething(step.settings) || isLookedAt(step)
    }
  }

  /// Whether the lab itself can see that a step was done: a check stands behind it, or what hands do
  /// shows in files and pages.
  package func isLookedAt(_ step: Step) -> Bool {
    !checks(after: step).isEmpty || step.manualStep?.shows == true
  }

  /// The checks that stand behind a step.
  package func checks(after step: Step) -> [LabCheck] {
    (lab?.checks ?? []).filter { $0.afterStep == step.id }
  }

  /// The checks that may be asked of a learner who has come as far as a step: those behind it or a
  /// step before it, and at the last step those of the end.
  package func checks(asFarAs step: String) -> [LabCheck] {
    let ids = steps.map(\.id)
    guard let place = ids.firstIndex(of: step) else { return lab?.checks ?? [] }
    return (lab?.checks ?? []).filter { check in
      (check.afterStep.flatMap(ids.firstIndex(of:)) ?? ids.count - 1) <= place
    }
  }

  /// Whether a challenge's own check scripts may be asked of a learner who has come as far as a step:
  /// they speak of the challenge as it is at its end.
  package func asksScripts(of challenge: Challenge, asFarAs step: String) -> Bool {
    guard !challenge.scripts.check.isEmpty else { return false }
    let ids = steps.map(\.id)
    guard let last = challenge.steps.last.flatMap({ ids.firstIndex(of: $0.id) }),
      let place = ids.firstIndex(of: step)
    else { return true }
    return last <= place
  }
}

extension ManualStep {
  /// Whether all that a machine would do in place of hands shows afterwards.
  package var shows: Bool { !actions.isEmpty && actions.allSatisfy(\.shows) }
}

extension MachineAction {
  /// Whether it can be seen that this was done, without doing it: a file is as another one, or a page
  /// that is only read (RFC 9110, 9.2.1) answers as it should. What a command or a form has changed
  /// only its author knows.
  package var shows: Bool {
    switch self {
    case .copy: true
    case .http(let request): ["GET", "HEAD"].contains(request.method)
    case .run: false
    }
  }
}

extension CommandStep {
  /// Whether the text or its author says what the commands bring about.
  func promisesSomething(_ settings: StepSettings) -> Bool {
    let hasOutput =
      settings.match != StepSettings.Match.none
      && outputs.contains { !$0.text.allSatisfy(\.isWhitespace) }
    return hasOutput || !settings.counts.isEmpty || !settings.absent.isEmpty
      || !settings.awaited.isEmpty || settings.until != nil
  }
}
