/// How everything is drawn: the theme and the signs.
package struct Look: Hashable, Sendable {
  package var theme: Theme
  package var glyphs: Glyphs
  /// Whether pictures are drawn, or have their captions alone.
  package private(set) var drawsPictures = false

  /// Colours and line drawing, unless they are not wanted.
  package init(hasColors: Bool = true, isASCII: Bool = false) {
    theme = hasColors ? .colors : .monochrome
    glyphs = isASCII ? .ascii : .unicode
  }

  /// A look of this theme and these signs.
  package init(theme: Theme, glyphs: Glyphs) {
    self.theme = theme
    self.glyphs = glyphs
  }

  /// The same look on a terminal with so many colours: from 256 on pictures are drawn, where colours
  /// and signs beyond ASCII are wanted.
  package func on(colors: Int) -> Look {
    var look = self
    look.drawsPictures = colors >= 256 && theme != .monochrome && glyphs != .ascii
    return look
  }

  /// A piece of text in a role.
  package func text(_ text: String, _ role: Role = .text) -> Line { Line(text, theme[role]) }
}
