/// Bytes from a terminal as keys, pastes, mouse and focus. It knows no terminal: bytes may be cut
/// anywhere, and `flush` says that nothing more belongs to what has begun.
package struct InputDecoder: Hashable, Sendable {
  private enum State: Hashable {
    case ground
    case escape
    /// Behind `ESC O`, with a modifier where one is written.
    case application(digits: [UInt8])
    /// Behind `ESC [`.
    case control([UInt8])
    /// Behind `ESC [ [`, as the Linux console writes F1 to F5.
    case console
    /// Behind `ESC [ M`: three bytes of an old mouse event.
    case oldMouse([UInt8])
    case paste([UInt8])
  }

  /// The byte of the backspace key where it is not 0x7F.
  private let backspace: UInt8
  private var state = State.ground
  private var isAlt = false
  private var partial: [UInt8] = []
  private var expected = 0
  private var inputs: [Input] = []

  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  private static let longestSequence = 64
  private static let longestPaste = 4 << 20

  /// A decoder of a terminal whose backspace key sends this byte.
  package init(backspace: UInt8 = 0x7F) { self.backspace = backspace }

  /// Whether a key may have begun that only time can end: the escape key sends what every other
  /// sequence begins with.
  package var isWaiting: Bool {
    switch state {
    case .ground: isAlt || expected > 0
    case .paste: false
    default: true
    }
  }

  /// What these bytes say.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Input] {
    for byte in bytes { take(byte) }
    return takeInputs()
  }

  /// What has begun, as far as it is something: no more bytes belong to it.
  package mutating func flush() -> [Input] {
    switch state {
    case .paste: return []
    case .escape: key(.escape)
    case .application: press(character: "O", alt: true)
    case .control(let bytes) where bytes.isEmpty: press(character: "[", alt: true)
    default: break
    }
    if expected > 0 { press(character: "\u{FFFD}") }
    (state, isAlt, partial, expected) = (.ground, false, [], 0)
    return takeInputs()
  }

  private mutating func takeInputs() -> [Input] {
    defer { inputs = [] }
    return inputs
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte)
    case .escape: escape(byte)
    case .application(let digits): application(digits, byte)
    case .control(let bytes): control(bytes, byte)
    case .console: console(byte)
    case .oldMouse(let bytes): oldMouse(bytes + [byte])
    case .paste(var bytes):
      state = .ground
      bytes.append(byte)
      paste(&bytes)
    }
  }

  private mutating func ground(_ byte: UInt8) {
    if expected > 0 {
      if byte & 0xC0 == 0x80 {
        partial.append(byte)
        if partial.count == expected { character() }
        return
      }
      press(character: "\u{FFFD}")
      (partial, expected) = ([], 0)
    }
    switch byte {
    case 0x1B: state = .escape
    case backspace, 0x7F: key(.backspace)
    case 0x0D: key(.enter)
    case 0x09: key(.tab)
    case 0x00: press(character: " ", .control)
    case 0x01...0x1A: press(character: Unicode.Scalar(byte + 0x60), .control)
    case 0x1C...0x1F: press(character: Unicode.Scalar(byte + 0x40), .control)
    case 0x20...0x7E: press(character: Unicode.Scalar(byte))
    case 0xC2...0xF4:
      expected = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      partial = [byte]
    default: press(character: "\u{FFFD}")
    }
  }

  private mutating func character() {
    let text = String(decoding: partial, as: UTF8.self)
    (partial, expected) = ([], 0)
    for scalar in text.unicodeScalars { press(character: scalar) }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "["): state = .control([])
    case UInt8(ascii: "O"): state = .application(digits: [])
    case 0x1B where !isAlt: isAlt = true
    default:
      isAlt = true
      state = .ground
      ground(byte)
    }
  }

  private mutating func application(_ digits: [UInt8], _ byte: UInt8) {
    if (0x30...0x3B).contains(byte), digits.count < 4 {
      state = .application(digits: digits + [byte])
      return
    }
    state = .ground
    let held = ControlSequence.modifiers(Int(String(decoding: digits, as: UTF8.self)) ?? 1)
    if let (key, modifiers) = ControlSequence.application(byte) {
      self.key(key, modifiers.union(held))
    } else if digits.isEmpty {
      press(character: "O", alt: true)
      ground(byte)
    }
    isAlt = false
  }

  private mutating func control(_ bytes: [UInt8], _ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "[") where bytes.isEmpty: state = .console
    case UInt8(ascii: "M") where bytes.isEmpty: state = .oldMouse([])
    case 0x20...0x3F where bytes.count < Self.longestSequence: state = .control(bytes + [byte])
    case 0x40...0x7E:
      state = .ground
      if bytes == Array("200".utf8), byte == UInt8(ascii: "~") {
        state = .paste([])
      } else if let input = ControlSequence(bytes, final: byte).input {
        if case .key(let key, let modifiers) = input {
          self.key(key, modifiers)
        } else {
          inputs.append(input)
        }
      }
      isAlt = false
    default:
      (state, isAlt) = (.ground, false)
      if byte < 0x20 { ground(byte) }
    }
  }

  private mutating func console(_ byte: UInt8) {
    state = .ground
    if (0x41...0x45).contains(byte) { key(.function(Int(byte) - 0x40)) }
    isAlt = false
  }

  private mutating func oldMouse(_ bytes: [UInt8]) {
    guard bytes.count == 3 else {
      state = .oldMouse(bytes)
      return
    }
    (state, isAlt) = (.ground, false)
    let code = Int(bytes[0]) - 32
    let isRelease = code & 0x43 == 3
    if let mouse = ControlSequence.mouse(
      isRelease ? code & ~3 : code, column: Int(bytes[1]) - 32, row: Int(bytes[2]) - 32,
      isRelease: isRelease)
    {
      inputs.append(.mouse(mouse))
    }
  }

  private mutating func paste(_ bytes: inout [UInt8]) {
    let isWhole = bytes.last == UInt8(ascii: "~") && bytes.suffix(6).elementsEqual(Self.pasteEnd)
    if isWhole { bytes.removeLast(6) }
    if isWhole || bytes.count >= Self.longestPaste {
      inputs.append(.paste(Self.lines(String(decoding: bytes, as: UTF8.self))))
      bytes = []
    }
    if !isWhole { state = .paste(bytes) }
  }

  private static func lines(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\n", previous == "\r" {
        previous = scalar
        continue
      }
      result.append(scalar == "\r" ? "\n" : scalar)
      previous = scalar
    }
    return String(result)
  }

  private mutating func press(
    character scalar: Unicode.Scalar, _ modifiers: Input.Modifiers = [], alt: Bool = false
  ) {
    if alt { isAlt = true }
    key(.character(scalar), modifiers)
  }

  private mutating func key(_ key: Input.Key, _ modifiers: Input.Modifiers = []) {
    inputs.append(.key(key, isAlt ? modifiers.union(.alt) : modifiers))
    isAlt = false
  }
}
