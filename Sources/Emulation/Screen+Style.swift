extension Screen {
  /// Sets the look of what is printed from now on (SGR).
  mutating func selectGraphicRendition() {
    var look = cursor.look
    if parser.parameters.isEmpty { look.removeStyle() }
    var index = 0
    while index < parser.parameters.count {
      let number = max(0, parser.parameters[index])
      switch number {
      case 38, 48, 58:
        let (color, used) = parser.parameters.color(after: index)
        if let color {
          if number == 38 { look.setForeground(color) }
          if number == 48 { look.setBackground(color) }
        }
        index += used
        continue
      case 4 where parser.parameters.isJoined(index + 1):
        if parser.parameters[index + 1] != 0 {
          look.insert(.underline)
        } else {
          look.remove(.underline)
        }
        index += 2
        continue
      default: look.select(number)
      }
      index += 1
    }
    cursor.look = look
  }
}

extension Look {
  /// Applies a control sequence when all of it is there and it sets the look (SGR) with numbers
  /// between semicolons, as most do; where it ends.
  @inline(__always)
  mutating func takeRendition(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    guard start &+ 2 < bytes.count, bytes[start &+ 1] == UInt8(ascii: "[") else { return nil }
    // So many bytes have no more numbers than a sequence may have.
    let most = min(bytes.count, start &+ 2 &+ Parameters.most)
    var look = self
    var color = ColorNumbers()
    var number = 0
    var index = start &+ 2
    while index < most {
      let byte = bytes[index]
      index &+= 1
      let digit = byte &- 0x30
      if digit < 10 {
        number = number &* 10 &+ Int(truncatingIfNeeded: digit)
        guard number < 1000 else { return nil }
        continue
      }
      guard byte == UInt8(ascii: "m") || byte == UInt8(ascii: ";") else { return nil }
      if color.target != 0 {
        guard color.take(number, &look) else { return nil }
      } else if number == 38 || number == 48 {
        color.target = number
      } else if number == 58 {
        return nil
      } else {
        look.select(number)
      }
      number = 0
      if byte == UInt8(ascii: "m") {
        guard color.target == 0 else { return nil }
        self = look
        return index
      }
    }
    return nil
  }

  /// Applies one SGR number that stands for itself.
  @inline(__always)
  mutating func select(_ number: Int) {
    switch number {
    case 0: removeStyle()
    case 1: insert(.bold)
    case 2: insert(.faint)
    case 3: insert(.italic)
    case 4, 21: insert(.underline)
    case 5, 6: insert(.blink)
    case 7: insert(.inverse)
    case 8: insert(.hidden)
    case 9: insert(.struck)
    case 22: remove([.bold, .faint])
    case 23: remove(.italic)
    case 24: remove(.underline)
    case 25: remove(.blink)
    case 27: remove(.inverse)
    case 28: remove(.hidden)
    case 29: remove(.struck)
    case 30...37: setForeground(.palette(UInt8(truncatingIfNeeded: number &- 30)))
    case 39: setForeground(.standard)
    case 40...47: setBackground(.palette(UInt8(truncatingIfNeeded: number &- 40)))
    case 49: setBackground(.standard)
    case 90...97: setForeground(.palette(UInt8(truncatingIfNeeded: number &- 82)))
    case 100...107: setBackground(.palette(UInt8(truncatingIfNeeded: number &- 92)))
    default: break
    }
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

  /// Takes a number, and gives a look the colour with the last one; false when it makes no sense.
  mutating func take(_ number: Int, _ look: inout Look) -> Bool {
    if kind == 0 {
      guard number == 2 || number == 5 else { return false }
      (kind, missing) = (number, number == 2 ? 3 : 1)
      return true
    }
    bits = bits << 8 | UInt32(UInt8(clamping: number))
    missing -= 1
    guard missing == 0 else { return true }
    let color = Color(bits: (kind == 2 ? 2 : 1) << 24 | bits)
    if target == 38 { look.setForeground(color) } else { look.setBackground(color) }
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
