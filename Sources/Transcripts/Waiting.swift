/// Decides whether a command is run again until it prints what is expected: events in, actions
/// out, without a clock of its own.
package struct Waiting: Hashable, Sendable {
  /// What the command is and how long its step may take.
  package struct Policy: Hashable, Sendable {
    /// Whether running the command again does no harm.
    package var isReadOnly: Bool
    /// Whether the command goes on by itself, so that its output is looked at as it grows.
    package var isNonTerminating: Bool
    /// Whether a person waits, who wants to see an error at once rather than at the deadline.
    package var isInteractive: Bool
    package var deadline: Duration
    package var backoff: Backoff

    package init(
      isReadOnly: Bool, isNonTerminating: Bool = false, isInteractive: Bool = false,
      deadline: Duration = .seconds(120), backoff: Backoff = .standard
    ) {
      self.isReadOnly = isReadOnly
      self.isNonTerminating = isNonTerminating
      self.isInteractive = isInteractive
      self.deadline = deadline
      self.backoff = backoff
    }
  }

  /// What has happened, with the time since the step began.
  package enum Event: Hashable, Sendable {
    /// The command has ended, or a command that goes on has printed something.
    case compared(verdict: Verdict, errorClass: String?, pending: String?, elapsed: Duration)
    /// The deadline's time has come while the command is still running.
    case deadline(elapsed: Duration)
  }

  /// What to do next.
  package enum Action: Hashable, Sendable {
    /// Run the command again after the wait; show the line meanwhile.
    case retry(after: Duration, status: String)
    /// Look again when there is more output, at the latest after the time.
    case watch(atMost: Duration, status: String)
    /// The step is judged.
    case settle(Verdict)
  }

  package let policy: Policy
  package private(set) var attempts = 0
  private var last: Verdict?

  package init(_ policy: Policy) { self.policy = policy }

  /// Takes an event and says what to do.
  package mutating func handle(_ event: Event) -> Action {
    switch event {
    case .compared(let verdict, let errorClass, let pending, let elapsed):
      attempts += 1
      last = verdict
      guard verdict == .notReady || verdict == .different,
        policy.isReadOnly || policy.isNonTerminating,
        elapsed < policy.deadline, !(policy.isInteractive && errorClass != nil)
      else { return .settle(verdict) }
      let left = policy.deadline - elapsed
      let status = status(errorClass ?? pending, elapsed)
      if policy.isNonTerminating { return .watch(atMost: left, status: status) }
      return .retry(
        after: min(policy.backoff.delay(afterAttempts: attempts), left), status: status)
    case .deadline:
      if let last, policy.isNonTerminating || policy.isReadOnly { return .settle(last) }
      return .settle(.error)
    }
  }

  /// `waiting: STATUS ContainerCreating (12 s of 120 s)`
  private func status(_ reason: String?, _ elapsed: Duration) -> String {
    let seconds = elapsed.components.seconds
    let all = policy.deadline.components.seconds
    return "waiting: \(reason ?? "the expected output") (\(seconds) s of \(all) s)"
  }
}
