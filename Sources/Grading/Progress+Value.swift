import Documents

/// Progress as a document, so that it can be stored.
extension Progress {
  /// The document's version, for readers to come.
  private static let version = 1

  package var value: Value {
    var value: Value = [
      "version": .integer(Progress.version),
      "steps": Progress.object(steps) { step in
        var value: Value = [
          "state": .string(step.state.rawValue), "attempts": .integer(step.attempts),
          "hints": .integer(step.hints),
        ]
        value["verdict"] = step.verdict.map(Value.string)
        return value
      },
      "checks": Progress.object(checks) { check in
        var value: Value = ["passed": .bool(check.hasPassed)]
        value["message"] = check.message.map(Value.string)
        return value
      },
    ]
    if seconds > 0 { value["seconds"] = .integer(seconds) }
    return value
  }

  /// Reads a stored document; what it does not know it leaves alone, and what is not progress at
  /// all is refused.
  package init(_ value: Value) throws(ProgressError) {
    guard let version = value["version"]?.integer else {
      throw ProgressError(code: .notProgress, context: "it is \(value.kindName) without a version")
    }
    guard version <= Progress.version else {
      throw ProgressError(code: .tooNew, context: "its version is \(version)")
    }
    var steps: [String: StepProgress] = [:]
    for (id, step) in value["steps"]?.object ?? [:] {
      guard let state = step["state"]?.string.flatMap(StepProgress.State.init) else { continue }
      steps[id] = StepProgress(
        state: state, attempts: max(0, step["attempts"]?.integer ?? 0),
        hints: max(0, step["hints"]?.integer ?? 0), verdict: step["verdict"]?.string)
    }
    var checks: [String: CheckProgress] = [:]
    for (name, check) in value["checks"]?.object ?? [:] {
      guard let hasPassed = check["passed"]?.bool else { continue }
      checks[name] = CheckProgress(hasPassed: hasPassed, message: check["message"]?.string)
    }
    self.init(
      steps: steps, checks: checks, seconds: max(0, value["seconds"]?.integer ?? 0))
  }

  private static func object<Item>(
    _ items: [String: Item], _ write: (Item) -> Value
  ) -> Value {
    .object(Members(items.sorted { $0.key < $1.key }.map { ($0.key, write($0.value)) }))
  }
}

/// Why a stored document is not a learner's progress.
package struct ProgressError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Code: String, Hashable, Sendable {
    case notProgress = "not-progress"
    case tooNew = "too-new"
  }

  package let code: Code
  package let context: String

  package var description: String {
    switch code {
    case .notProgress:
      "The stored progress cannot be read because \(context). Start the track anew with a reset."
    case .tooNew:
      "The stored progress cannot be read because \(context), which a later release wrote."
        + " Use that release, or start the track anew with a reset."
    }
  }
}
