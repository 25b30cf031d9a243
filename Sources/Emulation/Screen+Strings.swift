extension Screen {
  /// The longest title that is kept, in scalars.
  static let longestTitle = 256
  static let mostSavedTitles = 10
  static let mostEvents = 1000

  /// An operating system command: a number, a semicolon and text. Requests for colours and for the
  /// clipboard are not answered: the terminal does not know the one and does not tell the other.
  mutating func command(_ bytes: [UInt8]) {
    let number = bytes.prefix { $0 != UInt8(ascii: ";") }
    let rest = bytes.dropFirst(number.count + 1)
    switch String(decoding: number, as: UTF8.self) {
    case "0", "2": setTitle(String(decoding: rest, as: UTF8.self))
    case "7": tell(.directory(String(decoding: rest.prefix(4096), as: UTF8.self)))
    case "8":
      let parameters = rest.prefix { $0 != UInt8(ascii: ";") }
      beginLink(
        parameters: String(decoding: parameters, as: UTF8.self),
        target: String(decoding: rest.dropFirst(parameters.count + 1), as: UTF8.self))
    case "52": setClipboard(rest)
    case "133": tellMark(rest)
    default: break
    }
  }

  /// A device control string. Only settings are asked for with one here (DECRQSS).
  mutating func device(_ bytes: [UInt8]) {
    guard bytes.starts(with: "$q".utf8) else {
      // Capabilities of terminfo (XTGETTCAP) are not told.
      if bytes.starts(with: "+q".utf8) { reply("\u{1B}P0+r\u{1B}\\") }
      return
    }
    let name = String(decoding: bytes.dropFirst(2), as: UTF8.self)
    let setting: String? =
      switch name {
      case "m": "0" + cursor.style.numbers.map { ";" + $0 }.joined()
      case "r": "\(scrollTop + 1);\(scrollBottom + 1)"
      case " q": "\(modes.cursorShape)"
      case "\"p": "62;1"
      case "\"q": "0"
      default: nil
      }
    reply(setting.map { "\u{1B}P1$r\($0)\(name)\u{1B}\\" } ?? "\u{1B}P0$r\u{1B}\\")
  }

  mutating func tell(_ event: Event) {
    if events.count >= 2 * Self.mostEvents { events.removeFirst(Self.mostEvents) }
    events.append(event)
  }

  mutating func reply(_ text: String) {
    if replies.count < 65536 { replies += text.utf8 }
  }

  mutating func setTitle(_ text: String) {
    title = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestTitle)))
    tell(.title(title))
  }

  mutating func saveTitle() {
    if savedTitles.count < Self.mostSavedTitles { savedTitles.append(title) }
  }

  mutating func restoreTitle() {
    if let title = savedTitles.popLast() { setTitle(title) }
  }

  /// Only the last text that was put there counts.
  private mutating func setClipboard(_ bytes: ArraySlice<UInt8>) {
    let places = bytes.prefix { $0 != UInt8(ascii: ";") }
    guard bytes.count > places.count, bytes.last != UInt8(ascii: "?"),
      let text = decodeBase64(bytes.dropFirst(places.count + 1))
    else { return }
    events.removeAll { if case .clipboard = $0 { true } else { false } }
    tell(.clipboard(String(decoding: text, as: UTF8.self)))
  }

  private mutating func tellMark(_ bytes: ArraySlice<UInt8>) {
    let parts = String(decoding: bytes.prefix(4096), as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    guard let letter = parts[0].first else { return }
    let line = scrollback.dropped + scrollback.count + cursor.row
    tell(.mark(letter, parameters: Array(parts.dropFirst()), line: line))
  }
}

extension Style {
  /// The numbers that SGR sets it with.
  fileprivate var numbers: [String] {
    let kinds: [(Attributes, String)] = [
      (.bold, "1"), (.faint, "2"), (.italic, "3"), (.underline, "4"), (.blink, "5"),
      (.inverse, "7"), (.hidden, "8"), (.struck, "9"),
    ]
    return kinds.filter { attributes.contains($0.0) }.map(\.1)
      + foreground.numbers(38) + background.numbers(48)
  }
}

extension Color {
  fileprivate func numbers(_ extended: Int) -> [String] {
    switch parts {
    case .standard: []
    case .palette(let index) where index < 8: ["\(extended - 8 + Int(index))"]
    case .palette(let index) where index < 16: ["\(extended + 44 + Int(index))"]
    case .palette(let index): ["\(extended):5:\(index)"]
    case .rgb(let red, let green, let blue): ["\(extended):2::\(red):\(green):\(blue)"]
    }
  }
}
