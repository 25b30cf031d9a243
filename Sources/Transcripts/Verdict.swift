/// Expected text against what came back: this target normalises both, compares them by typed
/// tokens, by table cell or by document tree, and says in one sentence what differs.
package enum Verdict: String, CaseIterable, Hashable, Sendable {
  /// The two texts are the same.
  case exact
  /// They differ only where volatile values may: ages, identifiers, addresses.
  case similar
  /// Accepted, but worth a warning: a version or a restart count moved.
  case drift
  /// They would match but for a state that is still pending.
  case notReady = "not-ready"
  /// They differ.
  case different
  /// It could not be judged: the time ran out, or the shell is gone.
  case error
  /// Nothing was promised, so nothing was compared.
  case unverified
}

extension Verdict {
  /// Whether a step with this verdict counts as done. Drift is refused when strict; what was not
  /// verified never passes, though it does not fail either.
  package func passes(strict: Bool = false) -> Bool {
    switch self {
    case .exact, .similar: true
    case .drift: !strict
    case .notReady, .different, .error, .unverified: false
    }
  }

  /// Whether a run with this verdict in it has failed.
  package var isFailure: Bool {
    switch self {
    case .notReady, .different, .error: true
    case .exact, .similar, .drift, .unverified: false
    }
  }
}
