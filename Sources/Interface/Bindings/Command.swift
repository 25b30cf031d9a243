/// Everything that a learner can do with a key or the mouse. Its raw value is its name in settings and
/// tests.
package enum Command: String, Hashable, Sendable, CaseIterable {
  // Steps.
  case run
  case edit
  case interrupt
  case copy
  case copyOutput = "copy-output"
  case paste
  case deploy
  case next
  case previous
  case hint
  case skip
  case check
  case reset
  case resetLab = "reset-lab"
  case steps
  // Reading.
  case scrollUp = "scroll-up"
  case scrollDown = "scroll-down"
  case pageUp = "page-up"
  case pageDown = "page-down"
  case top
  case bottom
  case search
  case openLink = "open-link"
  // Panes.
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case focusReader = "focus-reader"
  case nextTab = "next-tab"
  case number
  case previousTab = "previous-tab"
  case zoom
  case wider
  case narrower
  case map
  // A terminal.
  case leader
  case sendLeader = "send-leader"
  case terminalBack = "terminal-back"
  case terminalForward = "terminal-forward"
  // A page, a file tree, the map.
  case nextItem = "next-item"
  case previousItem = "previous-item"
  case activate
  case pageBack = "page-back"
  case reload
  case leaveField = "leave-field"
  case save
  case closeFile = "close-file"
  case mapText = "map-text"
  // Lists and questions.
  case accept
  case cancel
  case listUp = "list-up"
  case listDown = "list-down"
  case listPageUp = "list-page-up"
  case listPageDown = "list-page-down"
  case changeFilter = "change-filter"
  case change
  case changeBack = "change-back"
  // The program.
  case help
  case messages
  case redraw
  case suspend
  case quit
}

/// Where keys mean something of their own.
package enum Context: String, Hashable, Sendable, CaseIterable {
  /// Everywhere but in a terminal, whose program gets all keys but the leader.
  case everywhere
  /// The text with its steps, and what has no keys of its own.
  case reader
  /// A terminal: all other keys are the program's.
  case terminal
  /// Behind the leader key: what the reader's keys do, and these.
  case leader
  case page
  case files
  case editor
  case map
  case list
  case question
  case fields
  case form
  case search
  /// The window is too small to show what a key would do.
  case notice

  /// What it is called in the help.
  package var title: String {
    switch self {
    case .everywhere: "Everywhere but in a terminal"
    case .reader: "The text and its steps"
    case .terminal: "In a terminal"
    case .leader: "After Ctrl-g"
    case .page: "On a web page"
    case .files: "In a file tree"
    case .editor: "In the editor"
    case .map: "On the map"
    case .list: "In a list"
    case .question: "In a question"
    case .fields: "While editing commands"
    case .form: "In the form of a deployment"
    case .search: "While searching"
    case .notice: "While the window is too small"
    }
  }
}
