/// What a person does, and what happens to the terminal.
package enum Input: Hashable, Sendable {
  case key(Key, Modifiers)
  /// Text that was pasted, with line feeds as line ends.
  case paste(String)
  case mouse(Mouse)
  /// The terminal's window gained or lost the focus.
  case focus(Bool)
  /// The terminal has another size now.
  case resized(rows: Int, columns: Int)
  /// The process goes on after it was stopped; the next frame is written whole.
  case resumed
  /// The terminal went away.
  case closed

  /// A key.
  package enum Key: Hashable, Sendable {
    /// A character as the keyboard's layout gives it; shift is in it already. With control it is the
    /// small letter or the sign.
    case character(Unicode.Scalar)
    case enter, tab, backspace, escape
    case up, down, left, right, home, end, pageUp, pageDown, insert, delete
    /// F1 and so on.
    case function(Int)
  }

  /// The keys that are held while another is pressed.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }

  /// Something done with the mouse, at a place counted from 0.
  package struct Mouse: Hashable, Sendable {
    /// A button; turning the wheel is pressing one of the last four.
    package enum Button: Hashable, Sendable {
      case left, middle, right, wheelUp, wheelDown, wheelLeft, wheelRight
    }

    /// What happened. Moves are told while a button is held.
    package enum Action: Hashable, Sendable {
      case press(Button)
      case release(Button)
      case move(Button?)
    }

    package var action: Action
    package var row: Int
    package var column: Int
    package var modifiers: Modifiers

    /// An event of the mouse.
    package init(_ action: Action, row: Int, column: Int, modifiers: Modifiers = []) {
      self.action = action
      self.row = row
      self.column = column
      self.modifiers = modifiers
    }
  }
}
