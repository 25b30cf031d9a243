import Emulation

/// The joints of lines on the map, in the signs of the look.
struct MapSigns {
  let glyphs: Glyphs
  private let isASCII: Bool

  init(_ glyphs: Glyphs) {
    self.glyphs = glyphs
    isASCII = glyphs.cross == Glyphs.ascii.cross
  }

  var down: String { isASCII ? "+" : "┬" }
  var up: String { isASCII ? "+" : "┴" }
  var right: String { isASCII ? "+" : "├" }
  var left: String { isASCII ? "+" : "┤" }
  /// Where something moves.
  var flow: String { isASCII ? "*" : "●" }
  func across(_ isSolid: Bool) -> String { isSolid ? glyphs.horizontal : glyphs.dashedHorizontal }
  func upright(_ isSolid: Bool) -> String { isSolid ? glyphs.vertical : glyphs.dashedVertical }
}
