/// How everything is drawn: the theme and the signs.
package struct Look: Hashable, Sendable {
  package var theme: Theme
  package var glyphs: Glyphs

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

  /// A piece of text in a role.
  package func text(_ text: String, _ role: Role = .text) -> Line { Line(text, theme[role]) }
}
