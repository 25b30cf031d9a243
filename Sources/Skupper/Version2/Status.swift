import Documents
import Kubernetes

/// How version 2's objects tell how they are: conditions, and one word and one sentence that sum
/// them up.
extension Version2 {
  /// What a condition says.
  package enum State: Sendable, Equatable {
    case ready
    case pending(String)
    case error(String)

    /// Ready, unless there is a problem.
    package init(error problem: String?) { self = problem.map(State.error) ?? .ready }

    var reason: String {
      switch self {
      case .ready: "Ready"
      case .pending: "Pending"
      case .error: "Error"
      }
    }

    var message: String {
      switch self {
      case .ready: "OK"
      case .pending(let text), .error(let text): text
      }
    }
  }

  /// What has to hold before an object of a type is ready, in the order in which it is told.
  static func requirements(of object: Value) -> [String] {
    switch object["kind"]?.string {
    case "Site":
      object.wantsLinkAccess ? ["Configured", "Running", "Resolved"] : ["Configured", "Running"]
    case "Link": ["Configured", "Operational"]
    case "Listener", "Connector", "AttachedConnectorBinding": ["Configured", "Matched"]
    case "AccessGrant": ["Processed", "Resolved"]
    case "RouterAccess", "SecuredAccess": ["Configured", "Resolved"]
    default: []
    }
  }
}

extension Value {
  /// Whether a Site is to be reached by others.
  package var wantsLinkAccess: Bool {
    let access = self["spec", "linkAccess"]?.string ?? ""
    return !access.isEmpty && access != "none"
  }

  /// Whether what the object was asked to be has changed since that condition was written.
  func isStale(_ condition: String) -> Bool {
    self.condition(condition)?["observedGeneration"]?.integer != generation
  }

  /// Writes a condition.
  mutating func setState(_ type: String, _ state: Version2.State, now: Timestamp) {
    let status = state == .ready ? "True" : "False"
    var conditions = self["status", "conditions"]?.array ?? []
    let index = conditions.firstIndex { $0["type"]?.string == type }
    let present = index.map { conditions[$0] }
    let keeps = present?["status"]?.string == status
    let document: Value = [
      "type": Value(type), "status": Value(status), "observedGeneration": Value(generation),
      "lastTransitionTime": (keeps ? present?["lastTransitionTime"] : nil) ?? Value(now.text),
      "reason": Value(state.reason), "message": Value(state.message),
    ]
    if let index { conditions[index] = document } else { conditions.append(document) }
    self["status", "conditions"] = .array(conditions)
  }

  /// Sums the conditions up: the first that does not hold says why the object is not ready.
  mutating func sumUp(now: Timestamp) {
    let requirements = Version2.requirements(of: self)
    let lacking = requirements.first { !holds($0) }
    let state: Version2.State
    if let lacking {
      let found = condition(lacking)
      let text = found?["message"]?.string ?? "Not \(lacking)"
      state = found?["reason"]?.string == "Error" ? .error(text) : .pending(text)
    } else {
      state = .ready
    }
    setSummary(state)
    setState("Ready", state, now: now)
  }

  /// The word and the sentence that tables show.
  mutating func setSummary(_ state: Version2.State) {
    self["status", "status"] = Value(state.reason)
    self["status", "message"] = Value(state.message)
  }
}
