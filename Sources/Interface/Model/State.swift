/// Who gets the keys.
package enum Focus: Hashable, Sendable {
  case reader
  case pane
}

/// What the lab is doing.
enum Activity: Hashable, Sendable {
  /// It can't be used yet; what is being done.
  case starting(String)
  case idle
  /// A step runs; what it waits for.
  case running(step: String, sentence: String)
  case solving(step: String)
  case checking
  /// It can't be used any more; why.
  case failed(String)

  /// Why nothing can be started now; nothing when it can.
  var obstacle: String? {
    switch self {
    case .starting: "the lab is still starting"
    case .idle: nil
    case .running(let step, _): "step \(step) is running"
    case .solving(let step): "step \(step) is being done for you"
    case .checking: "the checks are being asked"
    case .failed: "the lab can't be used; press q, then start it again"
    }
  }
}

/// A message to the learner.
struct Flash: Hashable, Sendable {
  enum Level: Hashable, Sendable { case note, good, bad }

  var level: Level
  var text: String

  /// How long it stays.
  static let milliseconds = 6000
}

/// What lies over the panes.
package enum Overlay: Hashable, Sendable {
  case help(FilteredList)
  case steps(FilteredList, StepFilter)
  case messages(FilteredList)
  case confirm(Question)
  case edit(CommandEditor)
  case fill(CommandEditor)
  case search(SearchField)
}

/// Which steps a list shows.
package enum StepFilter: String, Hashable, Sendable, CaseIterable {
  case all, pending, done
}

/// Something that is done only after a yes.
package struct Question: Hashable, Sendable {
  /// What is asked for.
  package enum Subject: Hashable, Sendable {
    case hint, solve, resetStep, resetLab, quit, runAgain
  }

  package var subject: Subject
  package var title: String
  package var lines: [String]
  /// What the yes is called.
  package var yes: String
}
