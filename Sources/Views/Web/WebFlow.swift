import Emulation

/// A line of a web page, with the names of the places that begin on it.
struct WebLine: Hashable, Sendable {
  var line: Line
  var anchors: [String] = []

  /// The line behind another one.
  func behind(_ prefix: Line) -> WebLine { WebLine(line: prefix + line, anchors: anchors) }
}

/// Text and blocks on their way into lines of so many columns: blanks are joined, words wrap, and
/// blocks that want room have one empty line between them.
struct WebFlow {
  let columns: Int
  /// Whether blanks and line ends stay as they are.
  var isVerbatim = false
  /// Whether the text of a block stays one line, to be wrapped later.
  var isUnwrapped = false
  /// How a verbatim line's continuation is marked.
  var wrapMark = Line()

  private(set) var lines: [WebLine] = []
  private var text = Line()
  private var anchors: [String] = []
  private var endsInBlank = true
  private var wantsGap = false
  /// How far a verbatim line goes.
  private var column = 0
  /// How many characters were added so far.
  private(set) var written = 0

  init(columns: Int) { self.columns = max(1, columns) }

  /// Whether nothing stands in the line that is being written.
  var isAtLineStart: Bool { text.runs.isEmpty }

  /// Adds text in the line.
  mutating func add(_ words: String, _ style: Style = Style(), link: Int? = nil) {
    if isVerbatim {
      text.runs.append(Run(expandingTabs(words), style, link: link))
      written += words.utf8.count
      return
    }
    var kept = String.UnicodeScalarView()
    for scalar in words.unicodeScalars {
      if scalar.isHTMLBlank {
        if !endsInBlank { kept.append(" ") }
        endsInBlank = true
      } else {
        kept.append(scalar.value < 32 ? "\u{FFFD}" : scalar)
        endsInBlank = false
        written += 1
      }
    }
    if !kept.isEmpty { text.runs.append(Run(String(kept), style, link: link)) }
  }

  /// Adds text that is not broken and has a blank at each side.
  mutating func addWhole(_ line: Line) {
    if !endsInBlank, !isVerbatim { text.runs.append(Run(" ")) }
    text += line.keptTogether
    written += 1
    if !isVerbatim { text.runs.append(Run(" ")) }
    endsInBlank = true
  }

  /// Adds text that stays with what stands before it.
  mutating func addSuffix(_ line: Line) {
    if !isVerbatim, endsInBlank, let last = text.runs.last, last.text.hasSuffix(" ") {
      text.runs[text.runs.count - 1].text.unicodeScalars.removeLast()
      if text.runs.last?.text.isEmpty == true { text.runs.removeLast() }
      text += line.keptTogether
      text.runs.append(Run(" "))
    } else if text.runs.isEmpty, let last = lines.last, last.line.width + line.width <= columns {
      lines[lines.count - 1].line += line
    } else {
      text += line.keptTogether
      endsInBlank = false
    }
  }

  /// Goes on in a new line.
  mutating func breakLine() {
    column = 0
    text.runs.append(Run("\n"))
    endsInBlank = true
  }

  /// Names the place where the next line begins.
  mutating func mark(_ name: String) { anchors.append(name) }

  /// Ends the line, and asks for an empty one before what follows.
  mutating func gap() {
    flush()
    wantsGap = true
  }

  /// Adds finished lines.
  mutating func add(_ block: [WebLine]) {
    flush()
    place(block)
  }

  /// Ends the line.
  mutating func flush() {
    defer {
      text = Line()
      endsInBlank = true
      column = 0
    }
    while text.runs.last?.text.allSatisfy({ $0 == " " || $0 == "\n" }) == true {
      if isVerbatim { break }
      text.runs.removeLast()
    }
    guard !text.runs.isEmpty else { return }
    if isVerbatim {
      var broken = text.splitAtLineFeeds
      if broken.last?.width == 0 { broken.removeLast() }
      place(
        broken.flatMap { line -> [WebLine] in
          let pieces = line.broken(at: columns, markWidth: wrapMark.width)
          return pieces.enumerated().map { index, piece in
            WebLine(line: index < pieces.count - 1 ? piece + wrapMark : piece)
          }
        })
    } else if isUnwrapped {
      place([WebLine(line: text)])
    } else {
      place(text.wrapped(to: columns).map { WebLine(line: $0) })
    }
  }

  private mutating func place(_ block: [WebLine]) {
    guard var first = block.first else { return }
    if wantsGap, !lines.isEmpty { lines.append(WebLine(line: Line())) }
    wantsGap = false
    first.anchors = anchors + first.anchors
    anchors = []
    lines.append(first)
    lines += block.dropFirst()
  }

  private mutating func expandingTabs(_ words: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in words.withLineFeeds.unicodeScalars {
      switch scalar {
      case "\n":
        kept.append(scalar)
        column = 0
      case "\t":
        let count = 8 - column % 8
        kept.append(contentsOf: String(repeating: " ", count: count).unicodeScalars)
        column += count
      default:
        kept.append(scalar.value < 32 ? "\u{FFFD}" : scalar)
        column += displayWidth(of: scalar)
      }
    }
    return String(kept)
  }
}

extension Line {
  /// With blanks at which no line is broken.
  var keptTogether: Line {
    Line(runs.map { Run($0.text.replacing(" ", with: "\u{A0}"), $0.style, link: $0.link) })
  }

  /// With ordinary blanks in the place of those that keep words together.
  var withPlainBlanks: Line {
    guard runs.contains(where: { $0.text.unicodeScalars.contains("\u{A0}") }) else { return self }
    return Line(runs.map { Run($0.text.replacing("\u{A0}", with: " "), $0.style, link: $0.link) })
  }

  /// Its lines.
  var splitAtLineFeeds: [Line] {
    var lines = [Line()]
    for run in runs {
      for (index, piece) in run.text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        if index > 0 { lines.append(Line()) }
        if !piece.isEmpty {
          lines[lines.count - 1].runs.append(Run(String(piece), run.style, link: run.link))
        }
      }
    }
    return lines
  }
}
