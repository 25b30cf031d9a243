import Emulation

/// What a piece of the screen is for. A theme says how it looks.
package enum Role: Hashable, Sendable, CaseIterable {
  case text, dim
  case heading, subheading, emphasis, strong, code, key, link, quote
  case command, output, content
  case good, bad, waiting, hint, note, warning
  case border, focusedBorder, title, focusedTitle
  case commandBorder, outputBorder, contentBorder
  case statusBar, statusKey, tab, selectedTab, selection, match, disabled
}

/// A look for every role, from the sixteen colours that are the user's own. Text keeps the terminal's
/// default colours, so that it is readable on dark and on light.
package struct Theme: Hashable, Sendable {
  private var styles: [Role: Style]

  /// A theme; roles that are not named look like text.
  package init(_ styles: [Role: Style]) { self.styles = styles }

  /// How a role looks.
  package subscript(role: Role) -> Style { styles[role] ?? Style() }

  /// The same theme with another look for one role.
  package func setting(_ role: Role, _ style: Style) -> Theme {
    var theme = self
    theme.styles[role] = style
    return theme
  }

  /// The sixteen colours.
  package static let colors = Theme([
    .dim: Style(attributes: .faint),
    .heading: Style(foreground: .palette(6), attributes: .bold),
    .subheading: Style(foreground: .palette(6)),
    .emphasis: Style(attributes: .italic),
    .strong: Style(attributes: .bold),
    .code: Style(foreground: .palette(5)),
    .key: Style(attributes: [.bold, .inverse]),
    .link: Style(foreground: .palette(12), attributes: .underline),
    .quote: Style(attributes: .italic),
    .command: Style(attributes: .bold),
    .output: Style(attributes: .faint),
    .good: Style(foreground: .palette(2), attributes: .bold),
    .bad: Style(foreground: .palette(1), attributes: .bold),
    .waiting: Style(foreground: .palette(3), attributes: .bold),
    .hint: Style(foreground: .palette(5), attributes: .bold),
    .note: Style(foreground: .palette(12), attributes: .bold),
    .warning: Style(foreground: .palette(3), attributes: .bold),
    .border: Style(attributes: .faint),
    .focusedBorder: Style(foreground: .palette(6), attributes: .bold),
    .title: Style(),
    .focusedTitle: Style(foreground: .palette(6), attributes: .bold),
    .commandBorder: Style(foreground: .palette(2)),
    .outputBorder: Style(attributes: .faint),
    .contentBorder: Style(foreground: .palette(12)),
    .statusBar: Style(attributes: .inverse),
    .statusKey: Style(attributes: [.inverse, .bold]),
    .tab: Style(),
    .selectedTab: Style(attributes: [.inverse, .bold]),
    .selection: Style(attributes: .inverse),
    .match: Style(foreground: .palette(0), background: .palette(3)),
    .disabled: Style(attributes: .faint),
  ])

  /// No colours at all: for `NO_COLOR` and `--color=never`. Attributes tell roles apart.
  package static let monochrome: Theme = {
    var theme = colors
    for (role, style) in colors.styles {
      theme.styles[role] = Style(attributes: style.attributes)
    }
    theme.styles[.subheading] = Style(attributes: .underline)
    theme.styles[.code] = Style(attributes: .bold)
    theme.styles[.match] = Style(attributes: [.inverse, .underline])
    return theme
  }()
}

extension Style {
  /// This look with what another one adds: its colours where it has some, and its attributes.
  package func adding(_ other: Style) -> Style {
    Style(
      foreground: other.foreground == .standard ? foreground : other.foreground,
      background: other.background == .standard ? background : other.background,
      attributes: attributes.union(other.attributes))
  }
}
