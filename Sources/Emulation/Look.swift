/// What neighbours that look the same have in common, a style and a link, packed so that comparing
/// is cheap.
struct Look: Hashable, Sendable {
  /// The foreground, and above it the background.
  private(set) var colors: UInt64
  /// The attributes and the link, in the upper half.
  private(set) var rest: UInt64

  init(style: Style = Style(), link: UInt16 = 0) {
    colors = UInt64(style.foreground.bits) | UInt64(style.background.bits) << 32
    rest = UInt64(style.attributes.rawValue) << 48 | UInt64(link) << 32
  }

  init(colors: UInt64, rest: UInt64) {
    self.colors = colors
    self.rest = rest
  }

  var style: Style {
    Style(
      foreground: Color(bits: UInt32(truncatingIfNeeded: colors)),
      background: Color(bits: UInt32(colors >> 32)),
      attributes: Style.Attributes(rawValue: UInt16(rest >> 48)))
  }

  /// Which of the screen's links it belongs to; zero for none.
  var link: UInt16 { UInt16(truncatingIfNeeded: rest >> 32) }

  /// Whether nothing was set.
  @inline(__always)
  var isPlain: Bool { colors | rest == 0 }

  /// How a place looks that was erased: it keeps the background.
  @inline(__always)
  var blank: Look { Look(colors: colors & 0xFFFF_FFFF_0000_0000, rest: 0) }

  /// Gives it the standard style; the link stays.
  @inline(__always)
  mutating func removeStyle() {
    colors = 0
    rest &= 0x0000_FFFF_FFFF_FFFF
  }

  @inline(__always)
  mutating func setForeground(_ color: Color) {
    colors = colors & 0xFFFF_FFFF_0000_0000 | UInt64(color.bits)
  }

  @inline(__always)
  mutating func setBackground(_ color: Color) {
    colors = colors & 0xFFFF_FFFF | UInt64(color.bits) << 32
  }

  @inline(__always)
  mutating func insert(_ attributes: Style.Attributes) {
    rest |= UInt64(attributes.rawValue) << 48
  }

  @inline(__always)
  mutating func remove(_ attributes: Style.Attributes) {
    rest &= ~(UInt64(attributes.rawValue) << 48)
  }
}

/// Neighbours that look the same, up to a column, in sixteen bytes.
struct LookRun: Hashable, Sendable {
  private let colors: UInt64
  /// The look's half above; below it where it ends.
  private let rest: UInt64

  @inline(__always)
  init(_ look: Look, end: Int) {
    colors = look.colors
    rest = look.rest | UInt64(truncatingIfNeeded: end) & 0xFFFF_FFFF
  }

  @inline(__always)
  var look: Look { Look(colors: colors, rest: rest & ~0xFFFF_FFFF) }

  @inline(__always)
  var end: Int { Int(truncatingIfNeeded: rest & 0xFFFF_FFFF) }

  /// The same look up to another column.
  @inline(__always)
  func ending(at end: Int) -> LookRun { LookRun(look, end: end) }
}
