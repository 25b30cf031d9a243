/// What neighbours that look the same have in common, a style and a link, packed so that comparing
/// is cheap.
struct Look: Hashable, Sendable {
  let colors: UInt64
  /// The attributes and the link, in the upper half.
  let rest: UInt64

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

  /// How a place looks that was erased: it keeps the background.
  var blank: Look { Look(colors: colors & 0xFFFF_FFFF_0000_0000, rest: 0) }
}

/// Neighbours that look the same, up to a column.
struct LookRun: Hashable, Sendable {
  var look: Look
  var end: Int32
}
