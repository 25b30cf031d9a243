/// What a person did at the terminal, as the interface takes it.
import Emulation
import Interface
import Screens
import Views

extension InterfaceEvent {
  /// What a person did; nothing for what is no event of the interface's.
  init?(_ input: Input) {
    switch input {
    case .key(let key, let modifiers):
      self = .key(Key(key), Key.Modifiers(rawValue: modifiers.rawValue))
    case .paste(let text): self = .paste(text)
    case .mouse(let mouse):
      self = .mouse(
        MouseEvent(
          MouseEvent.Action(mouse.action), column: mouse.column, row: mouse.row,
          modifiers: Key.Modifiers(rawValue: mouse.modifiers.rawValue)))
    case .focus(let isFocused): self = .focused(isFocused)
    case .resized(let rows, let columns): self = .resized(Size(rows: rows, columns: columns))
    case .resumed: self = .resumed
    case .closed: return nil
    }
  }
}

extension Emulation.Key {
  init(_ key: Input.Key) {
    self =
      switch key {
      case .character(let scalar): .character(scalar)
      case .enter: .enter
      case .tab: .tab
      case .backspace: .backspace
      case .escape: .escape
      case .up: .up
      case .down: .down
      case .left: .left
      case .right: .right
      case .home: .home
      case .end: .end
      case .pageUp: .pageUp
      case .pageDown: .pageDown
      case .insert: .insert
      case .delete: .delete
      case .function(let number): .function(number)
      }
  }
}

extension MouseEvent.Action {
  init(_ action: Input.Mouse.Action) {
    self =
      switch action {
      case .press(let button): .press(MouseEvent.Button(button))
      case .release(let button): .release(MouseEvent.Button(button))
      case .move(let button): .move(button.map { MouseEvent.Button($0) })
      }
  }
}

extension MouseEvent.Button {
  init(_ button: Input.Mouse.Button) {
    self =
      switch button {
      case .left: .left
      case .middle: .middle
      case .right: .right
      case .wheelUp: .wheelUp
      case .wheelDown: .wheelDown
      case .wheelLeft: .wheelLeft
      case .wheelRight: .wheelRight
      }
  }
}
