/// Cuts a program's output into characters, controls and sequences, by the state diagram that Paul
/// Williams drew of DEC's VT500 terminals. Strings of no use here (DCS, SOS, PM, APC) are skipped.
struct Parser: Hashable, Sendable {
  enum State: Hashable, Sendable {
    /// Text.
    case ground
    /// After ESC.
    case escape
    /// After ESC and a byte that says which set of sequences is meant.
    case escapeIntermediate
    /// After CSI.
    case controlEntry
    /// In the numbers of a control sequence.
    case controlParameter
    /// After the numbers.
    case controlIntermediate
    /// In a control sequence that makes no sense.
    case controlIgnore
    /// In an operating system command.
    case command
    /// In one, after an ESC that may end it.
    case commandEscape
    /// In a string that is skipped.
    case skip
  }

  /// What the screen is to do with the byte that was taken.
  enum Action: Sendable {
    case nothing, print, execute
    /// The byte ends an escape sequence, a control sequence; a command is complete in `string`.
    case escape, control, command
    /// The byte belongs to what follows; give it again.
    case again
  }

  static let mostParameters = 32
  static let largestParameter = 99_999
  static let longestString = 4096

  var state = State.ground
  /// The numbers of the sequence; -1 where none was written.
  var parameters: [Int] = []
  /// Which numbers were joined to the one before by a colon.
  var joined: Set<Int> = []
  /// `?`, `>`, `<`, `=` before the numbers, or 0.
  var prefix: UInt8 = 0
  /// The last byte between numbers and final byte, or 0.
  var intermediate: UInt8 = 0
  var string: [UInt8] = []

  mutating func take(_ byte: UInt8) -> Action {
    switch byte {
    case 0x18, 0x1A:
      state = .ground
      return .nothing
    case 0x1B where state != .command:
      enterEscape()
      return .nothing
    default: break
    }
    switch state {
    case .ground:
      return byte < 0x20 || byte == 0x7F ? .execute : .print
    case .command: return takeInCommand(byte)
    case .commandEscape: return takeAfterCommand(byte)
    case .skip: return .nothing
    default: break
    }
    if byte < 0x20 { return .execute }
    if byte == 0x7F { return .nothing }
    if byte >= 0x80 {
      state = .ground
      return .again
    }
    switch state {
    case .escape, .escapeIntermediate: return takeInEscape(byte)
    default: return takeInControl(byte)
    }
  }

  private mutating func enterEscape() {
    state = .escape
    parameters = []
    joined = []
    prefix = 0
    intermediate = 0
  }

  private mutating func takeInEscape(_ byte: UInt8) -> Action {
    if byte < 0x30 {
      intermediate = byte
      state = .escapeIntermediate
      return .nothing
    }
    guard state == .escape else {
      state = .ground
      return .escape
    }
    switch byte {
    case UInt8(ascii: "["): state = .controlEntry
    case UInt8(ascii: "]"):
      string = []
      state = .command
    case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): state = .skip
    default:
      state = .ground
      return .escape
    }
    return .nothing
  }

  private mutating func takeInControl(_ byte: UInt8) -> Action {
    switch byte {
    case 0x40...0x7E:
      let complete = state != .controlIgnore
      state = .ground
      return complete ? .control : .nothing
    case 0x30...0x3B where state == .controlEntry || state == .controlParameter:
      state = .controlParameter
      takeParameter(byte)
    case 0x3C...0x3F where state == .controlEntry:
      prefix = byte
      state = .controlParameter
    case 0x20...0x2F where state != .controlIgnore:
      intermediate = byte
      state = .controlIntermediate
    default: state = .controlIgnore
    }
    return .nothing
  }

  private mutating func takeParameter(_ byte: UInt8) {
    if parameters.isEmpty { parameters = [-1] }
    let last = parameters.count - 1
    if byte < 0x3A {
      let value = max(0, parameters[last]) * 10 + Int(byte - 0x30)
      parameters[last] = min(value, Self.largestParameter)
    } else if parameters.count < Self.mostParameters {
      parameters.append(-1)
      if byte == 0x3A { joined.insert(last + 1) }
    } else {
      state = .controlIgnore
    }
  }

  private mutating func takeInCommand(_ byte: UInt8) -> Action {
    switch byte {
    case 0x07:
      state = .ground
      return .command
    case 0x1B: state = .commandEscape
    case 0x20...: if string.count < Self.longestString { string.append(byte) }
    default: break
    }
    return .nothing
  }

  /// ESC \ ends a command; any other escape sequence cancels it.
  private mutating func takeAfterCommand(_ byte: UInt8) -> Action {
    if byte == UInt8(ascii: "\\") {
      state = .ground
      return .command
    }
    enterEscape()
    return .again
  }

  /// A number of the sequence, or the default where none or zero was written.
  func number(_ index: Int, default value: Int = 1) -> Int {
    guard index < parameters.count, parameters[index] > 0 else { return value }
    return parameters[index]
  }
}

/// Puts scalars together from bytes; what is not UTF-8 becomes U+FFFD, once per broken sequence.
struct UTF8Decoder: Hashable, Sendable {
  private var value: UInt32 = 0
  private var missing = 0
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xBF

  /// True between two characters.
  var isIdle: Bool { missing == 0 }

  /// U+FFFD when a character has begun that this byte does not continue.
  mutating func endBefore(_ byte: UInt8) -> Unicode.Scalar? {
    guard missing > 0, byte < lower || byte > upper else { return nil }
    self = UTF8Decoder()
    return "\u{FFFD}"
  }

  /// Takes a byte of 0x80 or more that may come next; the scalar when it is complete.
  mutating func take(_ byte: UInt8) -> Unicode.Scalar? {
    if missing > 0 {
      value = value << 6 | UInt32(byte & 0x3F)
      missing -= 1
      (lower, upper) = (0x80, 0xBF)
      return missing == 0 ? Unicode.Scalar(value) ?? "\u{FFFD}" : nil
    }
    switch byte {
    case 0xC2...0xDF: (value, missing) = (UInt32(byte & 0x1F), 1)
    case 0xE0...0xEF: (value, missing) = (UInt32(byte & 0x0F), 2)
    case 0xF0...0xF4: (value, missing) = (UInt32(byte & 0x07), 3)
    default: return "\u{FFFD}"
    }
    switch byte {
    case 0xE0: lower = 0xA0
    case 0xED: upper = 0x9F
    case 0xF0: lower = 0x90
    case 0xF4: upper = 0x8F
    default: break
    }
    return nil
  }
}
