/// The interface that a learner works in, as a state machine: what a person and the lab do goes in as
/// events, what is to be done comes out as actions, and `canvas()` is what is to be seen. It knows no
/// terminal, no process and no clock.
import Emulation
import Grading
import Pictures
import Tracks
import Views

/// The interface of one lab that is taken.
package struct Interface: Sendable {
  /// What is taken.
  package internal(set) var lesson: Lesson
  /// How everything is drawn.
  package let look: Look
  /// The size of the terminal that all this is shown on.
  package internal(set) var size: Size
  /// What the learner has done so far.
  package internal(set) var progress: Progress
  /// The place of the present step among the track's steps.
  package internal(set) var place: Int
  /// Who gets the keys.
  package internal(set) var focus = Focus.reader
  /// What lies over the panes and takes the keys before them.
  package internal(set) var overlay: Overlay?

  var reader = Reader()
  var panes: [Pane] = []
  var selected = 0
  /// What the terminals show, by the terminal's name.
  var screens: [String: Screen] = [:]
  var outcomes: [String: Outcome] = [:]
  var activity = Activity.starting("Starting the lab …")
  var fills: [String: String] = [:]
  /// The share of the reading pane, in hundredths of what is divided.
  var share = Interface.usualShare
  var isZoomed = false
  var isDragging = false
  var isLeading = false
  var showsLeaderMenu = false
  var flash: Flash?
  var messages: [Flash] = []
  /// What the last command in a terminal printed, by the terminal's name.
  var printed: [String: String] = [:]
  /// What was copied last, for pasting it elsewhere.
  var copied = ""
  var selection: Selection?
  /// The pictures that have come, by their paths in the track, and those that were asked for.
  var pictures: [String: Picture] = [:]
  var askedPictures: Set<String> = []
  /// The challenges whose notes were shown.
  var shownNotes: Set<Int> = []
  /// The challenge that was prepared last.
  var entered: Int?
  var map = SiteMapState()
  /// The sizes that the terminals were told.
  var told: [String: Size] = [:]
  var actions: [Action] = []
  /// What the present event changes of what is seen.
  var reach = Reach.everything
  /// How much of what is seen the last event has changed.
  package private(set) var change = Reach.everything

  static let usualShare = 44

  /// The interface of a lab, at the step of that id where there is one.
  package init(
    _ lesson: Lesson, progress: Progress = Progress(), step: String = "", size: Size,
    look: Look = Look()
  ) {
    self.lesson = lesson
    self.progress = progress
    self.size = size
    self.look = look
    place = lesson.steps.firstIndex { $0.id == step } ?? 0
    panes = lesson.panes(of: lesson.challenge(ofStep: place))
  }

  /// The id of the present step.
  package var stepID: String? { step?.id }

  /// What is to be done first.
  package mutating func begin() -> [Action] {
    enterStep()
    return takeActions()
  }

  /// Takes what has happened; what is to be done now.
  package mutating func handle(_ event: InterfaceEvent) -> [Action] {
    switch event {
    case .key(let key, let modifiers): press(Chord(key, modifiers))
    case .paste(let text): paste(text)
    case .mouse(let mouse): point(mouse)
    case .focused(let isFocused): forward(focus: isFocused)
    case .resized(let size): resize(size)
    case .resumed: actions.append(.redraw)
    case .timer(let timer): fire(timer)
    case .lab(let event): take(event)
    }
    return takeActions()
  }

  private mutating func takeActions() -> [Action] {
    change = reach
    if reach == .everything {
      layOut()
      seeText()
    }
    reach = .everything
    defer { actions = [] }
    return actions
  }
}

extension Interface {
  /// How much of what is seen an event changes.
  package enum Reach: Hashable, Sendable {
    case everything
    /// What a terminal shows: see `canvas(afterTerminalsOn:)`.
    case terminal
    /// A key that goes to a program: what is seen is up to that.
    case nothing
  }
}

/// So many rows and columns.
package struct Size: Hashable, Sendable {
  package var rows: Int
  package var columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// A line of text to draw, not one of a comparison.
typealias Line = Views.Line
