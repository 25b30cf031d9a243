/// What a program has asked of the terminal.
package struct Modes: Hashable, Sendable {
  /// How the mouse is told to the program.
  package enum Mouse: Int, Hashable, Sendable {
    case off = 0
    case presses = 9
    case clicks = 1000
    case drags = 1002
    case moves = 1003
  }

  /// Text goes on in the next row when a row is full.
  package internal(set) var wraps = true
  /// Rows count from the top of the scroll region.
  package internal(set) var origin = false
  /// The cursor shows.
  package internal(set) var showsCursor = true
  /// Arrow keys send SS3 sequences.
  package internal(set) var applicationCursorKeys = false
  /// The numeric keypad sends sequences.
  package internal(set) var keypadSendsKeys = false
  /// Pasted text comes between marks.
  package internal(set) var bracketedPaste = false
  /// Gaining and losing the focus are told.
  package internal(set) var reportsFocus = false
  /// How the mouse is told.
  package internal(set) var mouse = Mouse.off
  /// Mouse positions are written as decimal numbers.
  package internal(set) var mouseAsText = false
  /// The Backspace key sends BS in the place of DEL.
  package internal(set) var backspaceSendsBS = false
  /// Printed characters push the rest of the row to the right.
  package internal(set) var inserts = false
  /// A line feed also returns to the first column.
  package internal(set) var newLine = false
  /// The whole screen is shown with its colours exchanged (DECSCNM).
  package internal(set) var reversesScreen = false
  /// Backspace at the beginning of a row goes to the end of the row above.
  package internal(set) var wrapsBackwards = false
  /// The cursor's shape as DECSCUSR numbers it.
  package internal(set) var cursorShape = 0

  /// A DEC private mode by number, nil when it is not known.
  subscript(number: Int) -> Bool? {
    switch number {
    case 1: applicationCursorKeys
    case 5: reversesScreen
    case 6: origin
    case 7: wraps
    case 45: wrapsBackwards
    case 25: showsCursor
    case 66: keypadSendsKeys
    case 67: backspaceSendsBS
    case 9, 1000, 1002, 1003: mouse.rawValue == number
    case 1004: reportsFocus
    case 1006: mouseAsText
    case 2004: bracketedPaste
    default: nil
    }
  }

  /// An ANSI mode by number, nil when it is not known.
  func standard(_ number: Int) -> Bool? {
    switch number {
    case 4: inserts
    case 20: newLine
    default: nil
    }
  }

  mutating func setStandard(_ number: Int, _ on: Bool) {
    switch number {
    case 4: inserts = on
    case 20: newLine = on
    default: break
    }
  }

  mutating func setPrivate(_ number: Int, _ on: Bool) {
    switch number {
    case 1: applicationCursorKeys = on
    case 5: reversesScreen = on
    case 6: origin = on
    case 7: wraps = on
    case 45: wrapsBackwards = on
    case 25: showsCursor = on
    case 66: keypadSendsKeys = on
    case 67: backspaceSendsBS = on
    case 9, 1000, 1002, 1003:
      if on {
        mouse = Mouse(rawValue: number) ?? .off
      } else if mouse.rawValue == number {
        mouse = .off
      }
    case 1004: reportsFocus = on
    case 1006: mouseAsText = on
    case 2004: bracketedPaste = on
    default: break
    }
  }
}

extension Screen {
  /// A DEC private mode: those that only set a flag, and those that move the cursor or the grid.
  mutating func setPrivateMode(_ number: Int, _ on: Bool) {
    switch number {
    case 3: changeColumns()
    case 6:
      modes.setPrivate(6, on)
      moveTo(row: on ? scrollTop : 0, column: 0)
    case 7:
      modes.setPrivate(7, on)
      cursor.wrapsNext = false
    case 47, 1047: showAlternate(on)
    case 1048: if on { saveCursor() } else { restoreCursor() }
    case 1049:
      if on, !isAlternate { saveCursor() }
      let left = !on && isAlternate
      showAlternate(on)
      if left { restoreCursor() }
    default: modes.setPrivate(number, on)
    }
  }

  /// Whether a mode is on, for DECRQM: 1 on, 2 off, 0 unknown.
  func modeState(_ number: Int, isPrivate: Bool) -> Int {
    guard isPrivate else { return modes.standard(number).map { $0 ? 1 : 2 } ?? 0 }
    switch number {
    case 47, 1047, 1049: return isAlternate ? 1 : 2
    default: return modes[number].map { $0 ? 1 : 2 } ?? 0
    }
  }

  /// A request for 80 or 132 columns (DECCOLM): the width stays as the window is, all else happens.
  private mutating func changeColumns() {
    (scrollTop, scrollBottom) = (0, rows - 1)
    moveTo(row: 0, column: 0)
    blankRows(0..<rows)
  }

  private mutating func showAlternate(_ on: Bool) {
    guard on != isAlternate else { return }
    isAlternate = on
    if on {
      primary = Primary(grid: grid, saved: saved)
      grid = Grid(columns: columns, rows: rows, style: cursor.style)
    } else if let primary {
      grid = primary.grid
      saved = primary.saved
      self.primary = nil
    }
    (scrollTop, scrollBottom) = (0, rows - 1)
    keepCursorInside()
  }
}
