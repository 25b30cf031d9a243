/// A key that a person presses, as a terminal knows it.
package enum Key: Hashable, Sendable {
  /// A character as the keyboard's layout gives it; shift is in it already.
  case character(Unicode.Scalar)
  case enter, tab, backspace, escape
  case up, down, left, right, home, end, pageUp, pageDown, insert, delete
  /// F1 and so on; from F13 they are the shifted F1 and so on, as in terminfo.
  case function(Int)
  /// A key of the numeric keypad by what is printed on it: a digit or one of `. , + - * / =`; a
  /// carriage return for its Enter.
  case keypad(Unicode.Scalar)

  /// The keys that are held while another is pressed.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }
}

extension Screen {
  /// What the terminal sends to the program for a key, by the modes that the program has set, as
  /// `xterm` does and the terminfo entry `xterm-256color` says. Empty for a key that sends nothing.
  package func encode(_ key: Key, modifiers: Key.Modifiers = []) -> [UInt8] {
    switch key {
    case .character(let scalar): encode(character: scalar, modifiers)
    case .enter: escaped(modifiers, modes.newLine ? [0x0D, 0x0A] : [0x0D])
    case .tab: modifiers.contains(.shift) ? sequence("[Z") : escaped(modifiers, [0x09])
    case .backspace: escaped(modifiers, [backspace(modifiers)])
    case .escape: escaped(modifiers, [0x1B])
    case .up: cursorKey("A", modifiers)
    case .down: cursorKey("B", modifiers)
    case .right: cursorKey("C", modifiers)
    case .left: cursorKey("D", modifiers)
    case .home: cursorKey("H", modifiers)
    case .end: cursorKey("F", modifiers)
    case .insert: editingKey(2, modifiers)
    case .delete: editingKey(3, modifiers)
    case .pageUp: editingKey(5, modifiers)
    case .pageDown: editingKey(6, modifiers)
    case .function(let number): functionKey(number, modifiers)
    case .keypad(let scalar): keypadKey(scalar, modifiers)
    }
  }

  /// What the terminal sends when its window gains or loses the focus, if the program has asked.
  package func encode(focus: Bool) -> [UInt8] {
    modes.reportsFocus ? sequence(focus ? "[I" : "[O") : []
  }

  private func encode(character scalar: Unicode.Scalar, _ modifiers: Key.Modifiers) -> [UInt8] {
    if modifiers.contains(.control), let control = controlCode(scalar) {
      return escaped(modifiers, [control])
    }
    return escaped(modifiers, Array(String(scalar).utf8))
  }

  /// The control character that control makes of another: letters and the row of digits as `xterm`.
  private func controlCode(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar {
    case "a"..."z", "@"..."_": UInt8(scalar.value & 0x1F)
    case " ", "2", "`": 0
    case "3"..."7": UInt8(scalar.value - 0x33 + 0x1B)
    case "/", "~": scalar == "/" ? 0x1F : 0x1E
    case "8", "?": 0x7F
    default: nil
    }
  }

  private func backspace(_ modifiers: Key.Modifiers) -> UInt8 {
    modifiers.contains(.control) != modes.backspaceSendsBS ? 0x08 : 0x7F
  }

  private func cursorKey(_ letter: Character, _ modifiers: Key.Modifiers) -> [UInt8] {
    guard modifiers.isEmpty else { return sequence("[1;\(modifiers.parameter)\(letter)") }
    return sequence((modes.applicationCursorKeys ? "O" : "[") + String(letter))
  }

  private func editingKey(_ number: Int, _ modifiers: Key.Modifiers) -> [UInt8] {
    sequence(modifiers.isEmpty ? "[\(number)~" : "[\(number);\(modifiers.parameter)~")
  }

  private func functionKey(_ number: Int, _ modifiers: Key.Modifiers) -> [UInt8] {
    switch number {
    case 1...4:
      let letter = ["P", "Q", "R", "S"][number - 1]
      return sequence(modifiers.isEmpty ? "O\(letter)" : "[1;\(modifiers.parameter)\(letter)")
    case 5...12: return editingKey([15, 17, 18, 19, 20, 21, 23, 24][number - 5], modifiers)
    case 13...24: return functionKey(number - 12, modifiers.union(.shift))
    default: return []
    }
  }

  private func keypadKey(_ scalar: Unicode.Scalar, _ modifiers: Key.Modifiers) -> [UInt8] {
    guard modes.keypadSendsKeys, modifiers.isEmpty else {
      return scalar == "\r"
        ? encode(.enter, modifiers: modifiers) : encode(character: scalar, modifiers)
    }
    switch scalar {
    case "0"..."9", "*"..."/": return sequence("O" + String(scalar.moved(by: 0x40)))
    case "=": return sequence("OX")
    case "\r": return sequence("OM")
    default: return []
    }
  }

  private func escaped(_ modifiers: Key.Modifiers, _ bytes: [UInt8]) -> [UInt8] {
    modifiers.contains(.alt) ? [0x1B] + bytes : bytes
  }

  private func sequence(_ text: String) -> [UInt8] { [0x1B] + text.utf8 }
}

extension Key.Modifiers {
  /// How sequences write it: one more than the bits.
  fileprivate var parameter: Int { Int(rawValue) + 1 }
}

extension Unicode.Scalar {
  fileprivate func moved(by distance: UInt32) -> Character {
    Character(Unicode.Scalar(value + distance) ?? self)
  }
}
