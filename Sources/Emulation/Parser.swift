/// Cuts a program's output into characters, controls and sequences, by the state diagram that Paul
/// Williams drew of DEC's VT500 terminals. Strings of no use here (SOS, PM, APC) are skipped.
struct Parser: Sendable {
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
    /// In a device control string.
    case device
    /// In a string of one of these kinds, after an ESC that may end it.
    case commandEscape, deviceEscape
    /// In a string that is skipped.
    case skip
  }

  /// What the screen is to do with the byte that was taken.
  enum Action: Sendable {
    case nothing, print, execute
    /// The byte ends an escape sequence, a control sequence; a string is complete in `string`.
    case escape, control, command, device
    /// The byte belongs to what follows; give it again.
    case again
  }

  /// Longer strings are dropped whole.
  static let longestString = 100_000

  var state = State.ground
  /// The numbers of the sequence.
  var parameters = Parameters()
  /// `?`, `>`, `<`, `=` before the numbers, or 0.
  var prefix: UInt8 = 0
  /// The last byte between numbers and final byte, or 0.
  var intermediate: UInt8 = 0
  var string: [UInt8] = []

  mutating func take(_ byte: UInt8) -> Action {
    if state == .ground {
      switch byte {
      case 0x1B:
        enterEscape()
        return .nothing
      case 0x18, 0x1A: return .nothing
      default: return byte < 0x20 || byte == 0x7F ? .execute : .print
      }
    }
    switch byte {
    case 0x18, 0x1A:
      state = .ground
      return .nothing
    case 0x1B where state != .command && state != .device:
      enterEscape()
      return .nothing
    default: break
    }
    switch state {
    case .command, .device: return takeInString(byte)
    case .commandEscape, .deviceEscape: return takeAfterString(byte)
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
    parameters.removeAll()
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
    case UInt8(ascii: "]"): beginString(.command)
    case UInt8(ascii: "P"): beginString(.device)
    case UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): state = .skip
    default:
      state = .ground
      return .escape
    }
    return .nothing
  }

  // What comes most often, taken together; the same as taking each byte.

  /// Whether what begins a control sequence is next in text.
  @inline(__always)
  func isIntroducer(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    index + 1 < bytes.count && bytes[index] == 0x1B && bytes[index + 1] == UInt8(ascii: "[")
  }

  /// Takes what begins a control sequence.
  @inline(__always)
  mutating func beginControl() {
    enterEscape()
    state = .controlEntry
  }

  /// Takes what a control sequence has before its numbers, and the numbers as far as they go; where
  /// they end.
  @inline(__always)
  mutating func takeNumbers(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    if state == .controlEntry, index < bytes.count, bytes[index] &- 0x3C < 4 {
      prefix = bytes[index]
      state = .controlParameter
      index += 1
    }
    let (end, fits) = parameters.take(bytes, from: index)
    if end > index { state = fits ? .controlParameter : .controlIgnore }
    return end
  }

  /// Takes the byte after the numbers of a control sequence if it ends it.
  @inline(__always)
  mutating func takeFinal(_ byte: UInt8) -> Bool {
    guard state != .controlIgnore, byte >= 0x40, byte < 0x7F else { return false }
    state = .ground
    return true
  }

  /// What is neither a number nor comes before it: the numbers were taken together.
  private mutating func takeInControl(_ byte: UInt8) -> Action {
    switch byte {
    case 0x40...0x7E:
      let complete = state != .controlIgnore
      state = .ground
      return complete ? .control : .nothing
    case 0x20...0x2F where state != .controlIgnore:
      intermediate = byte
      state = .controlIntermediate
    default: state = .controlIgnore
    }
    return .nothing
  }

  private mutating func beginString(_ kind: State) {
    string.removeAll(keepingCapacity: string.capacity <= 4096)
    state = kind
  }

  /// Takes text of a string, of which as much is kept as counts; where it ends.
  mutating func takeText(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] >= 0x20 {
      if string.count <= Self.longestString { string.append(bytes[index]) }
      index += 1
    }
    return index
  }

  /// A control character in a string.
  private mutating func takeInString(_ byte: UInt8) -> Action {
    switch byte {
    case 0x07 where state == .command: return endString(.command)
    case 0x1B: state = state == .command ? .commandEscape : .deviceEscape
    default: break
    }
    return .nothing
  }

  /// ESC \ ends a string; any other escape sequence cancels it.
  private mutating func takeAfterString(_ byte: UInt8) -> Action {
    if byte == UInt8(ascii: "\\") {
      return endString(state == .commandEscape ? .command : .device)
    }
    enterEscape()
    return .again
  }

  private mutating func endString(_ action: Action) -> Action {
    state = .ground
    return string.count <= Self.longestString ? action : .nothing
  }

  /// A number of the sequence, or the default where none or zero was written.
  @inline(__always)
  func number(_ index: Int, default value: Int = 1) -> Int {
    guard index < parameters.count, parameters[index] > 0 else { return value }
    return parameters[index]
  }
}

extension Parser: Hashable {
  /// In text, what the last sequence was made of means nothing.
  static func == (left: Parser, right: Parser) -> Bool {
    guard left.state == right.state else { return false }
    return left.state == .ground
      || left.parameters == right.parameters && left.prefix == right.prefix
        && left.intermediate == right.intermediate && left.string == right.string
  }

  func hash(into hasher: inout Hasher) { hasher.combine(state) }
}
