extension Screen {
  /// Sets the look of what is printed from now on (SGR).
  mutating func selectGraphicRendition() {
    if parser.parameters.isEmpty { cursor.style = Style() }
    var index = 0
    while index < parser.parameters.count {
      let number = max(0, parser.parameters[index])
      switch number {
      case 38, 48, 58:
        let (color, used) = parser.parameters.color(after: index)
        if let color {
          if number == 38 { cursor.style.foreground = color }
          if number == 48 { cursor.style.background = color }
        }
        index += used
        continue
      case 4 where parser.parameters.isJoined(index + 1):
        setAttribute(.underline, parser.parameters[index + 1] != 0)
        index += 2
        continue
      default: cursor.style.select(number)
      }
      index += 1
    }
  }

  /// Applies the rest of a control sequence when all of it is there and it sets the look (SGR) with
  /// numbers that stand for themselves, as most do; where it ends.
  mutating func takeRendition(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var style = cursor.style
    var number = 0
    // So many bytes have no more numbers than a sequence may have.
    for index in start..<max(start, min(bytes.count, start + Parameters.most)) {
      let byte = bytes[index]
      if byte &- 0x30 < 10 {
        number = number &* 10 &+ Int(byte &- 0x30)
        guard number < 1000 else { return nil }
        continue
      }
      guard byte == UInt8(ascii: "m") || byte == UInt8(ascii: ";"), !Style.isExtended(number)
      else { return nil }
      style.select(number)
      number = 0
      if byte == UInt8(ascii: "m") {
        cursor.style = style
        return index + 1
      }
    }
    return nil
  }

  private mutating func setAttribute(_ attribute: Style.Attributes, _ on: Bool) {
    if on {
      cursor.style.attributes.insert(attribute)
    } else {
      cursor.style.attributes.remove(attribute)
    }
  }
}

extension Parameters {
  /// The colour that follows 38 or 48, written with semicolons or colons, and how many numbers
  /// belong to it.
  func color(after start: Int) -> (Color?, Int) {
    var end = start + 1
    while end < count, isJoined(end) { end += 1 }
    let colons = end > start + 1
    let rest = (colons ? end : count) - start - 1
    switch rest > 0 ? self[start + 1] : 0 {
    case 5 where rest >= 2:
      return (.palette(byte(start + 2)), colons ? end - start : 3)
    case 2 where colons && rest >= 5:
      return (.rgb(byte(start + 3), byte(start + 4), byte(start + 5)), end - start)
    case 2 where rest >= 4:
      let color = Color.rgb(byte(start + 2), byte(start + 3), byte(start + 4))
      return (color, colons ? end - start : 5)
    default: return (nil, colons ? end - start : count - start)
    }
  }

  private func byte(_ index: Int) -> UInt8 { UInt8(clamping: self[index]) }
}

extension Style {
  /// Whether a colour follows an SGR number.
  static func isExtended(_ number: Int) -> Bool { number == 38 || number == 48 || number == 58 }

  /// Applies one SGR number that stands for itself.
  mutating func select(_ number: Int) {
    switch number {
    case 0: self = Style()
    case 1: attributes.insert(.bold)
    case 2: attributes.insert(.faint)
    case 3: attributes.insert(.italic)
    case 4, 21: attributes.insert(.underline)
    case 5, 6: attributes.insert(.blink)
    case 7: attributes.insert(.inverse)
    case 8: attributes.insert(.hidden)
    case 9: attributes.insert(.struck)
    case 22: attributes.subtract([.bold, .faint])
    case 23: attributes.remove(.italic)
    case 24: attributes.remove(.underline)
    case 25: attributes.remove(.blink)
    case 27: attributes.remove(.inverse)
    case 28: attributes.remove(.hidden)
    case 29: attributes.remove(.struck)
    case 30...37: foreground = .palette(UInt8(number - 30))
    case 39: foreground = .standard
    case 40...47: background = .palette(UInt8(number - 40))
    case 49: background = .standard
    case 90...97: foreground = .palette(UInt8(number - 82))
    case 100...107: background = .palette(UInt8(number - 92))
    default: break
    }
  }
}
