extension Screen {
  /// Sets the look of what is printed from now on (SGR).
  mutating func selectGraphicRendition() {
    var style = parser.parameters.isEmpty ? Style() : cursor.style
    var index = 0
    while index < parser.parameters.count {
      let number = max(0, parser.parameters[index])
      switch number {
      case 38, 48, 58:
        let (color, used) = parser.parameters.color(after: index)
        if let color {
          if number == 38 { style.foreground = color }
          if number == 48 { style.background = color }
        }
        index += used
        continue
      case 4 where parser.parameters.isJoined(index + 1):
        if parser.parameters[index + 1] != 0 {
          style.attributes.insert(.underline)
        } else {
          style.attributes.remove(.underline)
        }
        index += 2
        continue
      default: style.select(number)
      }
      index += 1
    }
    cursor.style = style
  }

  /// Applies the rest of a control sequence when all of it is there and it sets the look (SGR) with
  /// numbers between semicolons, as most do; where it ends.
  mutating func takeRendition(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var style = cursor.style
    var color = ColorNumbers()
    var number = 0
    // So many bytes have no more numbers than a sequence may have.
    for index in start..<max(start, min(bytes.count, start + Parameters.most)) {
      let byte = bytes[index]
      if byte &- 0x30 < 10 {
        number = number &* 10 &+ Int(byte &- 0x30)
        guard number < 1000 else { return nil }
        continue
      }
      guard byte == UInt8(ascii: "m") || byte == UInt8(ascii: ";") else { return nil }
      if color.target != 0 {
        guard color.take(number, &style) else { return nil }
      } else if number == 38 || number == 48 {
        color.target = number
      } else if number == 58 {
        return nil
      } else {
        style.select(number)
      }
      number = 0
      if byte == UInt8(ascii: "m") {
        guard color.target == 0 else { return nil }
        cursor.style = style
        return index + 1
      }
    }
    return nil
  }
}

/// The numbers of a colour in a sequence, one after the other.
private struct ColorNumbers {
  /// 38 for the foreground, 48 for the background, 0 for none.
  var target = 0
  /// 2 for red, green and blue, 5 for one of 256, 0 before it is known.
  private var kind = 0
  private var missing = 0
  private var bits: UInt32 = 0

  /// Takes a number, and gives a style the colour with the last one; false when it makes no sense.
  mutating func take(_ number: Int, _ style: inout Style) -> Bool {
    if kind == 0 {
      guard number == 2 || number == 5 else { return false }
      (kind, missing) = (number, number == 2 ? 3 : 1)
      return true
    }
    bits = bits << 8 | UInt32(UInt8(clamping: number))
    missing -= 1
    guard missing == 0 else { return true }
    let color = Color(bits: (kind == 2 ? 2 : 1) << 24 | bits)
    if target == 38 { style.foreground = color } else { style.background = color }
    self = ColorNumbers()
    return true
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
