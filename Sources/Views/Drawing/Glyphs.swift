/// The signs that are drawn: line drawing and marks, or ASCII for terminals and people that want it.
package struct Glyphs: Hashable, Sendable {
  package var horizontal: String
  package var vertical: String
  package var topLeft: String
  package var topRight: String
  package var bottomLeft: String
  package var bottomRight: String
  package var cross: String
  /// In front of what is quoted.
  package var quoteBar: String
  /// Dashed lines, for what is not to be typed.
  package var dashedHorizontal: String
  package var dashedVertical: String
  /// In front of list items, by depth.
  package var bullets: [String]
  package var done: String
  package var undone: String
  /// Where text was left out.
  package var ellipsis: String
  /// Where a line goes on in the next row.
  package var wrapMark: String
  /// What can be run; what is selected; what can be opened.
  package var run: String
  package var pointer: String
  package var link: String
  package var scrollTrack: String
  package var scrollThumb: String
  package var full: String
  package var empty: String
  package var arrowUp: String
  package var arrowDown: String
  package var arrowLeft: String
  package var arrowRight: String
  package var passed: String
  package var failed: String
  package var waiting: String
  package var skipped: String
  package var unverified: String
  package var open: String

  /// Line drawing and marks.
  package static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰",
    bottomRight: "╯", cross: "┼", quoteBar: "▌", dashedHorizontal: "╌", dashedVertical: "┊",
    bullets: ["•", "◦", "▪"], done: "[✓]", undone: "[ ]", ellipsis: "…", wrapMark: "↪",
    run: "▶", pointer: "›", link: "↗", scrollTrack: "│", scrollThumb: "█", full: "█", empty: "░",
    arrowUp: "↑", arrowDown: "↓", arrowLeft: "←", arrowRight: "→", passed: "✓", failed: "✗",
    waiting: "◔", skipped: "»", unverified: "?", open: "○")

  /// Nothing but ASCII.
  package static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", cross: "+", quoteBar: "|", dashedHorizontal: ".", dashedVertical: ":",
    bullets: ["*", "-", "+"], done: "[x]", undone: "[ ]", ellipsis: "...", wrapMark: "\\",
    run: ">", pointer: ">", link: "^", scrollTrack: "|", scrollThumb: "#", full: "#", empty: ".",
    arrowUp: "^", arrowDown: "v", arrowLeft: "<", arrowRight: ">", passed: "+", failed: "x",
    waiting: "~", skipped: ">>", unverified: "?", open: "o")
}

/// How something stands. It is always told by a word or a sign, never by colour alone.
package enum Standing: String, Hashable, Sendable, CaseIterable {
  case open, passed, failed, waiting, skipped
  /// Done, and nobody can say whether it was right.
  case unverified

  /// The word for it.
  package var word: String { rawValue }

  /// The sign for it.
  package func sign(_ glyphs: Glyphs) -> String {
    switch self {
    case .open: glyphs.open
    case .passed: glyphs.passed
    case .failed: glyphs.failed
    case .waiting: glyphs.waiting
    case .skipped: glyphs.skipped
    case .unverified: glyphs.unverified
    }
  }

  /// The role of its sign and word.
  package var role: Role {
    switch self {
    case .open: .dim
    case .passed: .good
    case .failed: .bad
    case .waiting: .waiting
    case .skipped: .dim
    case .unverified: .note
    }
  }
}
