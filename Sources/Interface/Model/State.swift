import Views

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
  /// The lab looks whether a step was done; if so, the learner goes on.
  case looking(step: String, goesOn: Bool)
  /// The checks are asked at the lab's end.
  case ending
  /// It can't be used any more; why.
  case failed(String)

  /// Why nothing can be started now; nothing when it can.
  var obstacle: String? {
    switch self {
    case .starting: "the lab is still starting"
    case .idle: nil
    case .running(let step, _): "step \(step) is running"
    case .solving(let step): "step \(step) is being done for you"
    case .checking, .ending: "the checks are being asked"
    case .looking(let step, _): "the lab looks whether step \(step) is done"
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
  case links(FilteredList)
  case confirm(Question)
  case edit(CommandEditor)
  case fill(CommandEditor)
  case deploy(DeploymentForm)
  case search(SearchField)
}

extension Overlay {
  /// The list that is shown, in whichever overlay.
  var list: FilteredList? {
    get {
      switch self {
      case .help(let list), .steps(let list, _), .messages(let list), .links(let list): list
      case .confirm, .edit, .fill, .deploy, .search: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .help: self = .help(newValue)
      case .steps(_, let filter): self = .steps(newValue, filter)
      case .messages: self = .messages(newValue)
      case .links: self = .links(newValue)
      case .confirm, .edit, .fill, .deploy, .search: break
      }
    }
  }

  /// The fields that are shown.
  var editor: CommandEditor? {
    get {
      switch self {
      case .edit(let editor), .fill(let editor): editor
      case .help, .steps, .messages, .links, .confirm, .deploy, .search: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .edit: self = .edit(newValue)
      case .fill: self = .fill(newValue)
      case .help, .steps, .messages, .links, .confirm, .deploy, .search: break
      }
    }
  }
}

/// Which steps a list shows.
package enum StepFilter: String, Hashable, Sendable, CaseIterable {
  case all, pending, done
}

/// Something that is done only after a yes.
package struct Question: Hashable, Sendable {
  /// What is asked for.
  package enum Subject: Hashable, Sendable {
    case hint, solve, resetStep, resetLab, quit, finish, runAgain
  }

  package var subject: Subject
  package var title: String
  package var lines: [String]
  /// What the yes is called.
  package var yes: String
  /// What the no is called.
  package var no = "no"
}
