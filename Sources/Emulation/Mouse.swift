/// What a person does with the mouse above the terminal's grid.
package struct MouseEvent: Hashable, Sendable {
  /// A button; turning the wheel is pressing one of the last four.
  package enum Button: Hashable, Sendable {
    case left, middle, right, wheelUp, wheelDown, wheelLeft, wheelRight
  }

  /// What happened.
  package enum Action: Hashable, Sendable {
    case press(Button)
    case release(Button)
    /// The mouse moved into another cell; the button when one is held.
    case move(Button?)
  }

  package var action: Action
  /// The column from 0.
  package var column: Int
  /// The row from 0.
  package var row: Int
  package var modifiers: Key.Modifiers

  package init(_ action: Action, column: Int, row: Int, modifiers: Key.Modifiers = []) {
    self.action = action
    self.column = column
    self.row = row
    self.modifiers = modifiers
  }
}

extension Screen {
  /// What the terminal sends for an event of the mouse: nothing unless the program has asked for
  /// events of its kind, and nothing for a place that the program's encoding cannot write.
  package func encode(mouse event: MouseEvent) -> [UInt8] {
    guard asksFor(event.action), (0..<columns).contains(event.column),
      (0..<rows).contains(event.row)
    else { return [] }
    var code = event.action.code
    if modes.mouse != .presses { code += Int(event.modifiers.mouseBits) }
    if modes.mouseAsText {
      let final = event.action.isRelease ? "m" : "M"
      return [0x1B] + "[<\(code);\(event.column + 1);\(event.row + 1)\(final)".utf8
    }
    if event.action.isRelease { code |= 3 }
    let numbers = [code + 32, event.column + 33, event.row + 33].compactMap(UInt8.init(exactly:))
    return numbers.count == 3 ? [0x1B, UInt8(ascii: "["), UInt8(ascii: "M")] + numbers : []
  }

  private func asksFor(_ action: MouseEvent.Action) -> Bool {
    switch (modes.mouse, action) {
    case (.off, _), (.presses, .release), (.presses, .move), (.clicks, .move), (.drags, .move(nil)):
      false
    case (_, .release(let button)): !button.isWheel
    default: true
    }
  }
}

extension MouseEvent.Button {
  fileprivate var code: Int {
    switch self {
    case .left: 0
    case .middle: 1
    case .right: 2
    case .wheelUp: 64
    case .wheelDown: 65
    case .wheelLeft: 66
    case .wheelRight: 67
    }
  }

  fileprivate var isWheel: Bool { code >= 64 }
}

extension MouseEvent.Action {
  fileprivate var code: Int {
    switch self {
    case .press(let button), .release(let button): button.code
    case .move(let button): 32 + (button?.code ?? 3)
    }
  }

  fileprivate var isRelease: Bool {
    if case .release = self { true } else { false }
  }
}

extension Key.Modifiers {
  /// How the mouse's sequences write them.
  fileprivate var mouseBits: UInt8 { rawValue << 2 }
}
