/// A control sequence that a terminal sends: `ESC [`, parameters, a final byte.
struct ControlSequence {
  private let prefix: UInt8?
  private let numbers: [Int]
  private let final: Unicode.Scalar

  init(_ bytes: [UInt8], final: UInt8) {
    let hasPrefix = bytes.first.map { (0x3C...0x3F).contains($0) } ?? false
    prefix = hasPrefix ? bytes.first : nil
    numbers = bytes.dropFirst(hasPrefix ? 1 : 0).split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    ).map { part in
      // Behind a colon stand details that nobody asked for.
      let digits = part.prefix { $0 != UInt8(ascii: ":") }
      return Int(String(decoding: digits.prefix(9), as: UTF8.self)) ?? 0
    }
    self.final = Unicode.Scalar(final)
  }

  /// What it says; nothing for one that is no input.
  var input: Input? {
    if prefix == UInt8(ascii: "<") { return mouse.map(Input.mouse) }
    guard prefix == nil else { return nil }
    let held = Self.modifiers(number(1) ?? 1)
    switch final {
    case "I": return .focus(true)
    case "O": return .focus(false)
    case "Z": return .key(.tab, held.union(.shift))
    case "a"..."d": return arrow.map { .key($0, .shift) }
    case "A"..."D", "F", "H": return arrow.map { .key($0, held) }
    case "P"..."S":
      guard final != "R" || numbers.count == 2 else { return nil }
      return .key(.function(Int(final.value) - 0x4F), held)
    case "~" where number(0) == 27: return number(2).flatMap { character($0, held) }
    case "u": return number(0).flatMap { character($0, held) }
    case "~": return Self.numbered(number(0) ?? 0).map { .key($0, held) }
    case "^": return Self.numbered(number(0) ?? 0).map { .key($0, .control) }
    case "@": return Self.numbered(number(0) ?? 0).map { .key($0, [.control, .shift]) }
    default: return nil
    }
  }

  private func number(_ index: Int) -> Int? {
    numbers.indices.contains(index) ? numbers[index] : nil
  }

  private var arrow: Input.Key? { Self.arrows[final.value < 0x60 ? final : Self.capital(final)] }

  private static func capital(_ letter: Unicode.Scalar) -> Unicode.Scalar {
    Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value) & 0x5F)
  }

  private static let arrows: [Unicode.Scalar: Input.Key] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "F": .end, "H": .home,
  ]

  /// The key behind `ESC O`.
  static func application(_ byte: UInt8) -> (Input.Key, Input.Modifiers)? {
    let letter = Unicode.Scalar(byte)
    switch letter {
    case "A"..."D", "F", "H": return arrows[letter].map { ($0, []) }
    case "a"..."d": return arrows[capital(letter)].map { ($0, .control) }
    case "P"..."S": return (.function(Int(byte) - 0x4F), [])
    case "M": return (.enter, [])
    case "X": return (.character("="), [])
    case "j"..."y": return (.character(Unicode.Scalar(byte - 0x40)), [])
    default: return nil
    }
  }

  private static func numbered(_ number: Int) -> Input.Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// A character by its number, as terminals send it that tell every modifier.
  private func character(_ number: Int, _ modifiers: Input.Modifiers) -> Input? {
    switch number {
    case 9: return .key(.tab, modifiers)
    case 13: return .key(.enter, modifiers)
    case 27: return .key(.escape, modifiers)
    case 8, 127: return .key(.backspace, modifiers)
    default:
      guard number >= 32, let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else {
        return nil
      }
      return .key(.character(scalar), modifiers)
    }
  }

  /// What is held, as sequences write it: one more than the bits. Meta counts as alt.
  static func modifiers(_ parameter: Int) -> Input.Modifiers {
    let bits = UInt8(truncatingIfNeeded: max(1, parameter) - 1)
    var modifiers = Input.Modifiers(rawValue: bits & 7)
    if bits & 8 != 0 { modifiers.insert(.alt) }
    return modifiers
  }

  private var mouse: Input.Mouse? {
    guard numbers.count == 3, final == "M" || final == "m" else { return nil }
    return Self.mouse(numbers[0], column: numbers[1], row: numbers[2], isRelease: final == "m")
  }

  /// An event of the mouse by its code, at a place counted from 1.
  static func mouse(_ code: Int, column: Int, row: Int, isRelease: Bool) -> Input.Mouse? {
    guard row > 0, column > 0, code >= 0 else { return nil }
    let button: Input.Mouse.Button?
    switch code & 0xC3 {
    case 0: button = .left
    case 1: button = .middle
    case 2: button = .right
    case 64: button = .wheelUp
    case 65: button = .wheelDown
    case 66: button = .wheelLeft
    case 67: button = .wheelRight
    default: button = nil
    }
    let modifiers = Input.Modifiers(rawValue: UInt8(code >> 2 & 7))
    let action: Input.Mouse.Action
    if code & 32 != 0 {
      action = .move(button)
    } else if let button {
      action = isRelease ? .release(button) : .press(button)
    } else {
      return nil
    }
    return Input.Mouse(action, row: row - 1, column: column - 1, modifiers: modifiers)
  }
}
