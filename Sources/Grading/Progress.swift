/// How far a learner has come: what happened to each step and check, by name. Events in, new
/// state out; a track that has changed since keeps what it still has.
package struct Progress: Hashable, Sendable {
  /// What has happened.
  package enum Event: Hashable, Sendable {
    case stepPassed(String, verdict: String)
    /// Done, but nothing was promised that could be compared.
    case stepUnverified(String)
    case stepFailed(String, verdict: String)
    case hintTaken(String)
    case stepSkipped(String)
    case checkPassed(String)
    case checkFailed(String, message: String)
    /// So much time went by in the lab.
    case timeSpent(seconds: Int)
    /// The step is to be done again; hints stay taken.
    case stepReset(String)
    /// Everything begins anew.
    case reset
  }

  package private(set) var steps: [String: StepProgress]
  package private(set) var checks: [String: CheckProgress]
  /// How long the learner has been in the lab, in all sittings, in seconds.
  package private(set) var seconds: Int

  package init(
    steps: [String: StepProgress] = [:], checks: [String: CheckProgress] = [:], seconds: Int = 0
  ) {
    self.steps = steps
    self.checks = checks
    self.seconds = seconds
  }

  /// The state after an event.
  package func after(_ event: Event) -> Progress {
    var next = self
    next.apply(event)
    return next
  }

  /// Takes an event. What has passed stays passed until it is reset; a check says how things are
  /// now, so it may fail again.
  package mutating func apply(_ event: Event) {
    switch event {
    case .stepPassed(let id, let verdict):
      update(id) { step in
        step.attempts += 1
        step.state = .passed
        step.verdict = verdict
      }
    case .stepUnverified(let id):
      update(id) { step in
        step.attempts += 1
        guard step.state != .passed else { return }
        step.state = .unverified
        step.verdict = "unverified"
      }
    case .stepFailed(let id, let verdict):
      update(id) { step in
        step.attempts += 1
        guard step.state != .passed else { return }
        step.state = .failed
        step.verdict = verdict
      }
    case .hintTaken(let id):
      update(id) { step in
        if step.state != .passed { step.hints += 1 }
      }
    case .stepSkipped(let id):
      update(id) { step in
        if step.state != .passed { step.state = .skipped }
      }
    case .checkPassed(let name): checks[name] = CheckProgress(hasPassed: true, message: nil)
    case .checkFailed(let name, let message):
      checks[name] = CheckProgress(hasPassed: false, message: message)
    case .timeSpent(let more): seconds += max(0, min(more, Int.max - seconds))
    case .stepReset(let id):
      update(id) { step in
        step.state = .open
        step.verdict = nil
      }
    case .reset: self = Progress()
    }
  }

  private mutating func update(_ id: String, _ change: (inout StepProgress) -> Void) {
    change(&steps[id, default: StepProgress()])
  }
}

/// What has happened to one step.
package struct StepProgress: Hashable, Sendable {
  /// Where the step stands.
  package enum State: String, CaseIterable, Hashable, Sendable {
    case open, failed, passed, unverified, skipped
  }

  package var state: State
  package var attempts: Int
  package var hints: Int
  /// The verdict of the attempt that counts.
  package var verdict: String?

  package init(
    state: State = .open, attempts: Int = 0, hints: Int = 0, verdict: String? = nil
  ) {
    self.state = state
    self.attempts = attempts
    self.hints = hints
    self.verdict = verdict
  }
}

/// What a check has said last.
package struct CheckProgress: Hashable, Sendable {
  package var hasPassed: Bool
  package var message: String?

  package init(hasPassed: Bool, message: String? = nil) {
    self.hasPassed = hasPassed
    self.message = message
  }
}
