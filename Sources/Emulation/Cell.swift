/// A colour: the terminal's default, one of 256, or red, green and blue.
package struct Color: Hashable, Sendable {
  /// The parts of a colour.
  package enum Parts: Hashable, Sendable {
    case standard
    case palette(UInt8)
    case rgb(UInt8, UInt8, UInt8)
  }

  let bits: UInt32

  /// The terminal's default.
  package static var standard: Color { Color(bits: 0) }

  init(bits: UInt32) { self.bits = bits }

  /// One of the 256 colours; the first sixteen are the user's own.
  package static func palette(_ index: UInt8) -> Color {
    Color(bits: 1 << 24 | UInt32(index))
  }

  /// A colour by its parts.
  package static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
    Color(bits: 2 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
  }

  /// What it is made of.
  package var parts: Parts {
    switch bits >> 24 {
    case 1: .palette(UInt8(bits & 255))
    case 2: .rgb(UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255))
    default: .standard
    }
  }
}

/// How a character looks.
package struct Style: Hashable, Sendable {
  /// The attributes that SGR sets.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package static let bold = Attributes(rawValue: 1)
    package static let faint = Attributes(rawValue: 2)
    package static let italic = Attributes(rawValue: 4)
    package static let underline = Attributes(rawValue: 8)
    package static let blink = Attributes(rawValue: 16)
    package static let inverse = Attributes(rawValue: 32)
    package static let hidden = Attributes(rawValue: 64)
    package static let struck = Attributes(rawValue: 128)
  }

  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  /// A look; the default one when nothing is named.
  package init(
    foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// One place in the grid, in sixteen bytes.
package struct Cell: Hashable, Sendable {
  private var colors: UInt64
  /// The look's half above; below it the glyph.
  private var rest: UInt64

  /// A place where nothing was written.
  package init() { self.init(glyph: 0, look: Look()) }

  /// A character of one column or, its left half, of two. `rightHalf` follows a wide one.
  package init(scalar: Unicode.Scalar?, width: Int = 1, style: Style = Style()) {
    self.init(scalar: scalar, width: width, look: Look(style: style))
  }

  /// The same with a look.
  init(scalar: Unicode.Scalar?, width: Int, look: Look) {
    self.init(glyph: Self.glyph(scalar, width: width), look: look)
  }

  /// The bits of a glyph.
  static func glyph(_ scalar: Unicode.Scalar?, width: Int) -> UInt32 {
    let half: UInt32 = width == 1 ? 0 : width == 2 ? 1 : 2
    return (scalar?.value ?? 0) | half << 24
  }

  /// The right half of a wide character.
  static let rightHalfGlyph: UInt32 = 2 << 24

  /// A glyph by its bits.
  init(glyph: UInt32, look: Look) {
    colors = look.colors
    rest = look.rest | UInt64(glyph)
  }

  /// The scalar, zero where nothing was written; above it 1 for the left half of a wide character
  /// and 2 for its right half.
  var glyph: UInt32 { UInt32(truncatingIfNeeded: rest) }

  /// Its style and its link.
  var look: Look {
    get { Look(colors: colors, rest: rest & ~0xFFFF_FFFF) }
    set { self = Cell(glyph: glyph, look: newValue) }
  }

  /// How it looks.
  package var style: Style {
    get { look.style }
    set { look = Look(style: newValue, link: link) }
  }

  /// Which of the screen's links it belongs to; zero for none.
  package var link: UInt16 { look.link }

  /// The right half of a wide character.
  package static func rightHalf(style: Style) -> Cell { Cell(scalar: nil, width: 0, style: style) }

  var isRightHalf: Bool { glyph >= 2 << 24 }

  /// 1; 2 for the left half of a wide character; 0 for its right half.
  package var width: Int {
    switch glyph >> 24 {
    case 0: 1
    case 1: 2
    default: 0
    }
  }

  /// The character's first scalar, nil where nothing was written. Marks that combine with it are in
  /// the row.
  package var scalar: Unicode.Scalar? {
    bits == 0 ? nil : Unicode.Scalar(bits)
  }

  /// The scalar's number, zero where nothing was written.
  var bits: UInt32 { glyph & 0xFF_FFFF }

  /// A place that was erased: it keeps the background.
  static func blank(_ style: Style) -> Cell {
    Cell(glyph: 0, look: Look(style: style).blank)
  }
}
