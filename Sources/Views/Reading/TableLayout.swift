import Emulation

/// Rows of cells in columns that are as wide as they need to be, or as there is room.
struct TableLayout {
  private let rows: [[Line]]
  private let alignments: [PipeTable.Alignment]
  private let theme: Theme
  private let glyphs: Glyphs
  private let hasHeading: Bool
  private let least: [Int]

  /// - Parameters:
  ///   - rows: the heading first, where there is one; all of the same length.
  ///   - least: what each column gets at least; four columns of the page where it is not given.
  init(
    _ rows: [[Line]], _ alignments: [PipeTable.Alignment], _ theme: Theme, _ glyphs: Glyphs,
    hasHeading: Bool = true, least: [Int] = []
  ) {
    self.rows = rows
    self.hasHeading = hasHeading
    self.least = least
    self.alignments = alignments
    self.theme = theme
    self.glyphs = glyphs
  }

  /// The table in so many columns of the page.
  func lines(columns: Int) -> [Line] {
    let widths = widths(columns)
    let bar = Line(" \(glyphs.vertical) ", theme[.border])
    var lines: [Line] = []
    for (index, row) in rows.enumerated() {
      let cells = row.indices.map { column in
        (index == 0 && hasHeading ? row[column].adding(theme[.strong]) : row[column])
          .wrapped(to: widths[column])
      }
      for level in 0..<(cells.map(\.count).max() ?? 0) {
        var line = Line()
        for (column, cell) in cells.enumerated() {
          if column > 0 { line += bar }
          line += aligned(
            level < cell.count ? cell[level] : Line(), widths[column], alignments[column])
        }
        lines.append(line)
      }
      if index == 0, hasHeading {
        let joint = glyphs.horizontal + glyphs.cross + glyphs.horizontal
        let rule = widths.map { String(repeating: glyphs.horizontal, count: $0) }
        lines.append(Line(rule.joined(separator: joint), theme[.border]))
      }
    }
    return lines
  }

  /// What each column gets: what it needs, and where that is too much, the widest give way first.
  private func widths(_ columns: Int) -> [Int] {
    var widths = alignments.indices.map { column in
      max(1, rows.map { $0[column].widestLine }.max() ?? 1)
    }
    var surplus = widths.reduce(0, +) + 3 * (widths.count - 1) - columns
    func least(_ column: Int) -> Int { column < self.least.count ? self.least[column] : 4 }
    while surplus > 0,
      let widest = widths.indices.filter({ widths[$0] > least($0) }).map({ widths[$0] }).max(),
      let column = widths.indices.first(where: { widths[$0] == widest && widest > least($0) })
    {
      let next = widths.filter { $0 < widest }.max() ?? 1
      let step = max(1, min(surplus, widest - max(least(column), next)))
      widths[column] -= step
      surplus -= step
    }
    return widths
  }

  private func aligned(_ line: Line, _ width: Int, _ alignment: PipeTable.Alignment) -> Line {
    let rest = max(0, width - line.width)
    let left =
      switch alignment {
      case .left: 0
      case .center: rest / 2
      case .right: rest
      }
    return (Line(String(repeating: " ", count: left)) + line).padded(to: width)
  }
}

extension Line {
  /// How many columns it takes where its line feeds break it.
  var widestLine: Int {
    guard runs.contains(where: { $0.text.contains("\n") }) else { return width }
    return wrapped(to: .max).map(\.width).max() ?? 0
  }
}
