import Emulation
import Markdown
import Pictures

/// A document as lines for a width: what a reader sees of it, with the places it came from.
package struct Page: Hashable, Sendable {
  package internal(set) var lines: [PageLine]
  /// What can be opened, in reading order; the first has the number 1.
  package private(set) var links: [PageLink]
  /// The pictures as they are drawn, for the settings of a later page: none is scaled twice.
  package private(set) var drawn: [DrawnPicture: [Row]]

  /// Lays out a document.
  package init(_ document: MarkdownDocument, _ settings: PageSettings) {
    var layout = PageLayout(settings)
    lines = layout.lines(of: document.blocks, columns: max(8, settings.columns))
    links = layout.links
    drawn = layout.drawn
  }

  /// What a person reads.
  package var text: [String] { lines.map { $0.line.text } }
}

/// One line of a page.
package struct PageLine: Hashable, Sendable {
  package var line: Line
  /// The line of the source on which its block begins, counted from 1.
  package var source: Int
  /// The line of the source on which the fence begins that it belongs to.
  package var fence: Int?
  /// A row of a picture, which stands behind the text.
  package var picture: Row?

  /// How many columns it takes.
  package var width: Int { line.width + (picture?.cells.count ?? 0) }

  /// The same line behind another.
  func behind(_ start: Line) -> PageLine {
    var line = self
    line.line = start + line.line
    return line
  }
}

/// A picture in a size.
package struct DrawnPicture: Hashable, Sendable {
  /// Where the document says that it is.
  package let source: String
  /// The most columns and rows that it may take.
  package let columns: Int
  package let rows: Int
}

/// Something on a page that can be opened.
package struct PageLink: Hashable, Sendable {
  package var title: String
  package var destination: String
  package var isImage: Bool

  package init(title: String, destination: String, isImage: Bool) {
    self.title = title
    self.destination = destination
    self.isImage = isImage
  }
}

/// How a page is laid out.
package struct PageSettings: Sendable {
  /// How many columns a line may take; at least eight are used.
  package var columns: Int
  package var theme: Theme
  package var glyphs: Glyphs
  /// What a fence is, by the line on which it begins.
  package var fences: @Sendable (Int) -> FenceLook
  /// The picture that the document names so; nothing where it has its caption alone.
  package var picture: @Sendable (String) -> Picture? = { _ in nil }
  /// The most rows that a picture may take.
  package var pictureRows = 20
  /// What an earlier page has drawn.
  package var drawn: [DrawnPicture: [Row]] = [:]

  package init(
    columns: Int, theme: Theme = .colors, glyphs: Glyphs = .unicode,
    fences: @escaping @Sendable (Int) -> FenceLook = { _ in FenceLook(.display) }
  ) {
    self.columns = columns
    self.theme = theme
    self.glyphs = glyphs
    self.fences = fences
  }
}

/// How a fence is drawn.
package struct FenceLook: Hashable, Sendable {
  /// What a fence is for.
  package enum Kind: Hashable, Sendable {
    /// Its lines are run.
    case command
    /// A command should print it.
    case output
    /// A file to read.
    case content
    /// Shown as it is.
    case display
    /// Left out.
    case hidden
  }

  package var kind: Kind
  /// The terminal's name, the file's name, or another title; a kind without one has a title of its
  /// own.
  package var title: String?
  /// How its step stands.
  package var standing: Standing?

  package init(_ kind: Kind, title: String? = nil, standing: Standing? = nil) {
    self.kind = kind
    self.title = title
    self.standing = standing
  }
}
