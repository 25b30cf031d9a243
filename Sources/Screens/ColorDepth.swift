/// How many colours a terminal has, and which of them stands for one that it has not.
enum ColorDepth: Hashable {
  case none, eight, sixteen, palette, direct

  /// By the number that terminfo tells.
  init(colors: Int) {
    self =
      switch colors {
      case ..<8: .none
      case ..<16: .eight
      case ..<256: .sixteen
      case ..<(1 << 24): .palette
      default: .direct
      }
  }

  /// The number that ncurses knows the colour by, -1 for the terminal's own; of eight colours the
  /// bright ones are the dark ones and bold.
  func index(_ color: Frame.Color) -> (index: Int, isBright: Bool) {
    switch (self, color) {
    case (.none, _), (_, .standard): return (-1, false)
    case (.direct, .rgb(let red, let green, let blue)):
      return (Self.direct(red, green, blue), false)
    case (.direct, .palette(let index)):
      guard index >= 8 else { return (Int(index), false) }
      let (red, green, blue) = Self.parts(of: index)
      return (Self.direct(red, green, blue), false)
    case (.palette, .palette(let index)): return (Int(index), false)
    case (.palette, .rgb(let red, let green, let blue)):
      return (Self.nearestFixed(red, green, blue), false)
    case (.sixteen, .palette(let index)) where index < 16: return (Int(index), false)
    case (.eight, .palette(let index)) where index < 16: return (Int(index & 7), index > 7)
    case (_, .palette(let index)):
      let (red, green, blue) = Self.parts(of: index)
      return self.index(.rgb(red, green, blue))
    case (_, .rgb(let red, let green, let blue)):
      return index(.palette(UInt8(Self.nearest(in: 0..<16, red, green, blue))))
    }
  }

  /// A terminal with direct colours takes the smallest numbers for the user's own eight.
  private static func direct(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
    max(8, Int(red) << 16 | Int(green) << 8 | Int(blue))
  }

  /// The nearest of the colours that are the same everywhere: a cube of six steps a side and greys.
  /// Pictures ask for every place, so it is worked out and not searched for.
  static func nearestFixed(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
    // The steps of the cube are 0, 95, 135, 175, 215 and 255.
    func step(_ part: UInt8) -> Int {
      part < 48 ? 0 : part < 115 ? 1 : min(5, (Int(part) - 35) / 40)
    }
    let cube = 16 + 36 * step(red) + 6 * step(green) + step(blue)
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = 232 + min(23, max(0, (mean - 3) / 10))
    // The mean is rounded, so that a neighbour may be as near.
    let greys = max(232, grey - 1)..<min(256, grey + 2)
    let best = nearest(in: greys, red, green, blue)
    return distance(cube, red, green, blue) <= distance(best, red, green, blue) ? cube : best
  }

  private static func distance(
    _ index: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8
  ) -> Int {
    let (r, g, b) = parts(of: UInt8(index))
    let (dr, dg, db) = (Int(r) - Int(red), Int(g) - Int(green), Int(b) - Int(blue))
    return dr * dr + dg * dg + db * db
  }

  private static func nearest(
    in candidates: Range<Int>, _ red: UInt8, _ green: UInt8, _ blue: UInt8
  ) -> Int {
    candidates.min { distance($0, red, green, blue) < distance($1, red, green, blue) } ?? 7
  }

  /// What xterm shows for one of the 256.
  static func parts(of index: UInt8) -> (UInt8, UInt8, UInt8) {
    switch index {
    case 0..<16:
      let low: UInt8 = index > 8 ? 255 : 205
      if index == 7 { return (229, 229, 229) }
      if index == 8 { return (127, 127, 127) }
      return (index & 1 == 0 ? 0 : low, index & 2 == 0 ? 0 : low, index & 4 == 0 ? 0 : low)
    case 16..<232:
      let number = Int(index) - 16
      func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }
      return (level(number / 36), level(number / 6 % 6), level(number % 6))
    default:
      let grey = UInt8(8 + 10 * (Int(index) - 232))
      return (grey, grey, grey)
    }
  }
}
