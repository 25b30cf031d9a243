import Emulation

/// A piece of text with one look.
package struct Run: Hashable, Sendable {
  package var text: String
  package var style: Style
  /// The place in the page's links of the link that this text opens.
  package var link: Int?

  /// A piece of text.
  package init(_ text: String, _ style: Style = Style(), link: Int? = nil) {
    self.text = text
    self.style = style
    self.link = link
  }

  /// How many columns it takes.
  package var width: Int { displayWidth(of: text) }
}

/// One line of styled text.
package struct Line: Hashable, Sendable, ExpressibleByStringLiteral {
  package var runs: [Run]

  /// A line of these pieces.
  package init(_ runs: [Run] = []) { self.runs = runs }

  /// A line of one piece.
  package init(_ text: String, _ style: Style = Style()) {
    runs = text.isEmpty ? [] : [Run(text, style)]
  }

  /// A line in the default look.
  package init(stringLiteral text: String) { self.init(text) }

  /// How many columns it takes.
  package var width: Int { runs.reduce(0) { $0 + $1.width } }

  /// What it reads.
  package var text: String { runs.map(\.text).joined() }

  /// Both, one after the other.
  package static func + (left: Line, right: Line) -> Line { Line(left.runs + right.runs) }

  /// Adds at the end.
  package static func += (left: inout Line, right: Line) { left.runs += right.runs }

  /// The same line with blanks at its end, or cut, so that it takes so many columns.
  package func padded(to columns: Int, style: Style = Style()) -> Line {
    let rest = columns - width
    if rest < 0 { return cut(to: columns).padded(to: columns, style: style) }
    return rest == 0 ? self : self + Line(String(repeating: " ", count: rest), style)
  }

  /// The same line, or where it is too long its beginning and an ellipsis.
  package func truncated(to columns: Int, _ glyphs: Glyphs = .unicode) -> Line {
    guard width > columns else { return self }
    let mark = displayWidth(of: glyphs.ellipsis)
    guard columns >= mark else { return cut(to: columns) }
    var line = cut(to: columns - mark)
    line.runs.append(Run(glyphs.ellipsis, line.runs.last?.style ?? runs.first?.style ?? Style()))
    return line
  }

  /// Its beginning that takes at most so many columns.
  package func cut(to columns: Int) -> Line {
    var left = columns
    var line = Line()
    for run in runs {
      var text = String.UnicodeScalarView()
      for scalar in run.text.unicodeScalars {
        let width = displayWidth(of: scalar)
        guard width <= left else {
          line.runs.append(Run(String(text), run.style, link: run.link))
          return line
        }
        left -= width
        text.append(scalar)
      }
      line.runs.append(run)
    }
    return line
  }

  /// The same line in another look: what the look has is added to every piece.
  package func adding(_ style: Style) -> Line {
    Line(runs.map { Run($0.text, $0.style.adding(style), link: $0.link) })
  }
}
