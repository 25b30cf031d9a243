import Emulation

/// A key with what is held.
package struct Chord: Hashable, Sendable {
  package let key: Key
  package let modifiers: Key.Modifiers

  package init(_ key: Key, _ modifiers: Key.Modifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }

  /// A key as the table writes it: `n`, `Enter`, `Ctrl-g`, `Shift-Tab`, `F6`; nothing for another text.
  package init?(_ text: String) {
    var rest = text[...]
    var modifiers: Key.Modifiers = []
    for (name, modifier) in Chord.modifiers where rest.hasPrefix(name) && rest.count > name.count {
      modifiers.insert(modifier)
      rest = rest.dropFirst(name.count)
    }
    if let key = Chord.names.first(where: { $0.name == rest })?.key {
      self.init(key, modifiers)
    } else if rest.hasPrefix("F"), let number = Int(rest.dropFirst()) {
      self.init(.function(number), modifiers)
    } else if rest.unicodeScalars.count == 1, let scalar = rest.unicodeScalars.first {
      self.init(.character(scalar), modifiers)
    } else {
      return nil
    }
  }

  /// What it is called.
  package var name: String {
    let held = Chord.modifiers.filter { modifiers.contains($0.modifier) }.map(\.name).joined()
    if let name = Chord.names.first(where: { $0.key == key })?.name { return held + name }
    return switch key {
    case .function(let number): held + "F\(number)"
    case .character(let scalar), .keypad(let scalar): held + String(scalar)
    default: held
    }
  }

  private static let modifiers: [(name: String, modifier: Key.Modifiers)] = [
    ("Ctrl-", .control), ("Alt-", .alt), ("Shift-", .shift),
  ]

  private static let names: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("Backspace", .backspace), ("Esc", .escape), ("Up", .up),
    ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
    ("PgUp", .pageUp), ("PgDn", .pageDown), ("Insert", .insert), ("Delete", .delete),
    ("Space", .character(" ")),
  ]
}
