import Emulation
import Views

/// A part of a terminal that is selected with the mouse: the places where it begins and ends, in the
/// order in which they were touched.
struct Selection: Hashable, Sendable {
  var terminal: String
  var start: Position
  var end: Position

  /// Its ends in reading order.
  var ordered: (first: Position, last: Position) {
    let isForward = (start.row, start.column) <= (end.row, end.column)
    return isForward ? (start, end) : (end, start)
  }

  /// The columns of a row that belong to it.
  func columns(ofRow row: Int, of count: Int) -> Range<Int> {
    let (first, last) = ordered
    guard (first.row...last.row).contains(row) else { return 0..<0 }
    let from = row == first.row ? first.column : 0
    let to = row == last.row ? last.column + 1 : count
    return from..<max(from, min(to, count))
  }
}

extension Interface {
  /// Copies a text, to the terminal's clipboard and for pasting it here.
  mutating func copy(_ text: String) {
    copied = text
    actions.append(.copy(text))
  }

  /// What the last command printed in the shown terminal, else in that of the step.
  var printedText: String? {
    let names = [pane?.terminal?.name, stepID.flatMap { terminal(ofStep: $0) }]
    let own = names.compactMap { $0.flatMap { printed[$0] } }.first { !$0.isEmpty }
    return own ?? printed.values.first { !$0.isEmpty && printed.count == 1 }
  }

  mutating func copyOutput() {
    guard let text = printedText else { return }
    copy(text + "\n")
    let lines = text.split(separator: "\n").count
    say(
      "Copied \(lines == 1 ? "a line" : "\(lines) lines"). Ctrl-v pastes in a file or a field.",
      .note)
  }

  // With the mouse.

  mutating func beginSelection(at place: Position) {
    guard let terminal = pane?.terminal else { return }
    let start = Position(
      row: place.row - contentRect.row, column: place.column - contentRect.column)
    selection = Selection(terminal: terminal.name, start: start, end: start)
  }

  /// Moves the end of the selection; when the button is let go the text is copied.
  mutating func select(to place: Position, isEnd: Bool) {
    guard var selection else { return }
    let rect = contentRect
    selection.end = Position(
      row: min(max(0, place.row - rect.row), rect.rows - 1),
      column: min(max(0, place.column - rect.column), rect.columns - 1))
    self.selection = selection
    guard isEnd else { return }
    if selection.start == selection.end {
      self.selection = nil
    } else {
      copy(text(of: selection))
      say("Copied. Ctrl-v pastes in a file or a field.", .note)
    }
  }

  /// What a person reads in the selection.
  private func text(of selection: Selection) -> String {
    let canvas = canvas()
    let rect = contentRect
    let screen = screens[selection.terminal]
    let isBack = pane?.terminal.map { $0.scrolledBack > 0 } ?? false
    var text = ""
    let (first, last) = selection.ordered
    for row in first.row...last.row {
      var line = ""
      for column in selection.columns(ofRow: row, of: rect.columns) {
        guard let cell = canvas[rect.row + row, rect.column + column], cell.width > 0 else {
          continue
        }
        line.unicodeScalars.append(cell.scalar ?? " ")
      }
      while line.last == " " { line.removeLast() }
      text += line
      // A line that goes on in the next row is one line.
      let goesOn = !isBack && (screen.map { row < $0.rows && $0.grid[row].continues } ?? false)
      if row < last.row, !goesOn { text += "\n" }
    }
    return text
  }

  /// Marks the selection on the canvas.
  func drawSelection(on canvas: inout Canvas) {
    guard let selection, pane?.terminal?.name == selection.terminal else { return }
    let rect = contentRect
    let (first, last) = selection.ordered
    for row in first.row...last.row {
      let columns = selection.columns(ofRow: row, of: rect.columns)
      let part = Rect(
        row: rect.row + row, column: rect.column + columns.lowerBound, rows: 1,
        columns: columns.count)
      canvas.restyle(part) { $0 = $0.adding(look.theme[.selection]) }
    }
  }
}
