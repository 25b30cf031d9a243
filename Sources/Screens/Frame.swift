/// Screens shows frames of cells on the terminal that the program runs in, and tells what a person
/// types, pastes and does with the mouse there. The only importer of ncurses.

/// What a terminal is to show: rows of cells, and the cursor.
package struct Frame: Hashable, Sendable {
  /// A cell's colour.
  package enum Color: Hashable, Sendable {
    /// The terminal's own.
    case standard
    /// One of 256; the first sixteen are the user's own.
    case palette(UInt8)
    /// Red, green and blue. A terminal with fewer colours shows the nearest.
    case rgb(UInt8, UInt8, UInt8)
  }

  /// How a character is set off. What a terminal cannot do is left out.
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
  }

  /// One place.
  package struct Cell: Hashable, Sendable {
    package var scalar: Unicode.Scalar
    /// Marks that combine with it; at most four show.
    package var marks: [Unicode.Scalar]
    /// 1, or 2 for a wide character; 0 for the place that its right half takes.
    package var width: Int
    package var foreground: Color
    package var background: Color
    package var attributes: Attributes

    /// One place with a character.
    package init(
      _ scalar: Unicode.Scalar = " ", marks: [Unicode.Scalar] = [], width: Int = 1,
      foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []
    ) {
      self.scalar = scalar
      self.marks = marks
      self.width = width
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  /// A place on the terminal, from 0.
  package struct Position: Hashable, Sendable {
    package var row: Int
    package var column: Int

    /// A place by its row and column.
    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// The rows from the top. What is missing is blank; what is too much is not shown.
  package var rows: [[Cell]]
  /// Where the cursor stands; nothing hides it.
  package var cursor: Position?

  /// A frame of these rows.
  package init(rows: [[Cell]], cursor: Position? = nil) {
    self.rows = rows
    self.cursor = cursor
  }
}
