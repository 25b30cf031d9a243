import Emulation

/// The lines that run down from the routers of sites side by side, and what leads across.
struct Lifelines {
  let columns: Int
  /// The column of each site's line.
  let places: [Int]
  let signs: MapSigns
  let look: Look
  /// The sites that have a line.
  let used: Set<Int>

  private var border: Style { look.theme[.border] }

  /// Rows with nothing but the lines.
  func blank(rows: Int) -> [Canvas] {
    (0..<rows).map { _ in
      var canvas = Canvas(rows: 1, columns: columns)
      for place in used {
        canvas.put(signs.upright(true), row: 0, column: places[place], style: border)
      }
      return canvas
    }
  }

  /// The rows of an arrow.
  func draw(_ arrow: MapArrow) -> [Canvas] {
    guard let to = arrow.to, to != arrow.from else { return beside(arrow) }
    let (left, right) = (
      min(places[arrow.from], places[to]), max(places[arrow.from], places[to])
    )
    let room = right - left - 9
    let words = arrow.words.first { $0.width <= room }
    var rows: [Canvas] = []
    if words == nil, let long = arrow.words.first(where: { $0.width <= columns - left - 2 }) {
      rows += text(long, from: left + 2)
    } else if words == nil, let short = arrow.words.last {
      rows += text(short, from: left + 2)
    }
    rows.append(line(arrow, left, right, isRightward: to > arrow.from, words))
    if let reason = arrow.reason { rows += text(reason, from: left + 2) }
    return rows
  }

  private func line(
    _ arrow: MapArrow, _ left: Int, _ right: Int, isRightward: Bool, _ words: Line?
  ) -> Canvas {
    var canvas = blank(rows: 1)[0]
    for column in left + 1..<right {
      let isCrossed = used.contains { places[$0] == column }
      canvas.put(
        isCrossed ? look.glyphs.cross : signs.across(arrow.isSolid), row: 0, column: column,
        style: arrow.style)
    }
    canvas.put(
      isRightward ? signs.right : signs.left, row: 0, column: isRightward ? left : right,
      style: border)
    canvas.put(
      isRightward ? look.glyphs.arrowRight : look.glyphs.arrowLeft, row: 0,
      column: isRightward ? right - 1 : left + 1, style: arrow.style)
    if let words {
      let start = left + 1 + (right - left - 1 - words.width) / 2
      canvas.put(Line(" ") + words + Line(" "), row: 0, column: start - 1)
    }
    return canvas
  }

  /// An arrow that leads to no other site: its words beside the line, where there is more room.
  private func beside(_ arrow: MapArrow) -> [Canvas] {
    let place = places[arrow.from]
    let words = arrow.words.first { $0.width <= columns - place - 4 } ?? arrow.words.last ?? Line()
    let isLeft = words.width > columns - place - 4 && place > columns / 2
    let stub = arrow.to == nil ? look.glyphs.dashedHorizontal : look.glyphs.horizontal
    var canvas = blank(rows: 1)[0]
    canvas.put(isLeft ? signs.left : signs.right, row: 0, column: place, style: border)
    canvas.put(stub, row: 0, column: isLeft ? place - 1 : place + 1, style: arrow.style)
    let shown = words.truncated(
      to: isLeft ? max(1, place - 3) : max(1, columns - place - 3), look.glyphs)
    canvas.put(shown, row: 0, column: isLeft ? place - 2 - shown.width : place + 3)
    return [canvas] + (arrow.reason.map { text($0, from: place + 2) } ?? [])
  }

  /// Rows of text over the lines, from a column on, or further left where there is too little room.
  private func text(_ line: Line, from column: Int) -> [Canvas] {
    let start = min(column, max(0, columns - max(40, min(line.width, columns))))
    let begin = line.width <= columns - column ? column : start
    return line.wrapped(to: columns - begin).map { line in
      var canvas = blank(rows: 1)[0]
      canvas.put(line + Line(" "), row: 0, column: begin)
      return canvas
    }
  }
}
