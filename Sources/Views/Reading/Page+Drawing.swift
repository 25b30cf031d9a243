import Emulation

extension Canvas {
  /// Shows a page from a line on. The fence that begins on the selected line of the source has a heavy
  /// border; the link with the selected number is inverse.
  package mutating func show(
    _ page: Page, in rect: Rect, from first: Int = 0, selectedFence: Int? = nil,
    selectedLink: Int? = nil, look: Look = Look()
  ) {
    fill(rect)
    for offset in 0..<rect.rows {
      let index = first + offset
      guard page.lines.indices.contains(index) else { continue }
      var line = page.lines[index].line
      if let selectedLink {
        line.runs = line.runs.map { run in
          guard run.link == selectedLink else { return run }
          return Run(run.text, run.style.adding(look.theme[.selection]), link: run.link)
        }
      }
      let end = put(line, row: rect.row + offset, column: rect.column, clippedTo: rect)
      if let picture = page.lines[index].picture {
        let place = Rect(
          row: rect.row + offset, column: end, rows: 1, columns: picture.cells.count)
        copy(CollectionOfOne(picture), into: rect.intersection(place))
      }
      guard let selectedFence, page.lines[index].fence == selectedFence else { continue }
      let lines = page.lines(ofFence: selectedFence)
      let isEdge = index == lines.lowerBound || index == lines.upperBound - 1
      thicken(rect.row + offset, isEdge: isEdge, in: rect, look)
    }
  }

  /// Makes the border in a row heavy: all of it in the first and last row of a box, else its sides.
  private mutating func thicken(_ row: Int, isEdge: Bool, in rect: Rect, _ look: Look) {
    let signs = (rect.column..<rect.endColumn).filter { column in
      self[row, column]?.scalar.map { look.glyphs.heavy($0) != nil } ?? false
    }
    guard let first = signs.first, let last = signs.last else { return }
    for column in isEdge ? signs : [first, last] {
      guard let scalar = self[row, column]?.scalar, let sign = look.glyphs.heavy(scalar)
      else { continue }
      put(sign, row: row, column: column, style: look.theme[.focusedBorder], clippedTo: rect)
    }
  }
}

extension Page {
  /// The lines of the fence that begins on a line of the source; empty where there is none.
  package func lines(ofFence source: Int) -> Range<Int> {
    guard let first = lines.firstIndex(where: { $0.fence == source }),
      let last = lines.lastIndex(where: { $0.fence == source })
    else { return 0..<0 }
    return first..<last + 1
  }

  /// The fences in reading order, by the lines of the source on which they begin.
  package var fences: [Int] {
    lines.reduce(into: []) { fences, line in
      if let fence = line.fence, fence != fences.last { fences.append(fence) }
    }
  }

  /// The line that shows a line of the source, or the nearest one before it.
  package func line(ofSource source: Int) -> Int {
    let shown = lines.indices.filter { lines[$0].width > 0 && lines[$0].source <= source }
    let nearest = shown.map { lines[$0].source }.max()
    return shown.first { lines[$0].source == nearest } ?? 0
  }

  /// The number of the link at a place.
  package func link(atLine index: Int, column: Int) -> Int? {
    guard lines.indices.contains(index) else { return nil }
    var end = 0
    for run in lines[index].line.runs {
      end += run.width
      if column < end { return run.link }
    }
    return nil
  }

  /// The lines in which a text stands, whatever the case of its letters.
  package func lines(containing text: String) -> [Int] {
    let text = text.lowercased()
    guard !text.isEmpty else { return [] }
    return lines.indices.filter { lines[$0].line.text.lowercased().contains(text) }
  }
}

extension Glyphs {
  /// The heavy sign for a light one of a border; nothing for other signs.
  func heavy(_ sign: Unicode.Scalar) -> String? {
    if horizontal == "-" {
      return switch sign {
      case "-", ".": "="
      case "|", "+", ":": "#"
      default: nil
      }
    }
    return switch sign {
    case "─", "╌": "━"
    case "│", "┊": "┃"
    case "╭": "┏"
    case "╮": "┓"
    case "╰": "┗"
    case "╯": "┛"
    default: nil
    }
  }
}
