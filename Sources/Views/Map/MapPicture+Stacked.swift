import Emulation

extension MapPicture {
  /// Two sites with something between them, by their places.
  private struct Pair: Hashable {
    let upper: Int
    let lower: Int

    init(_ first: Int, _ second: Int) {
      (upper, lower) = (min(first, second), max(first, second))
    }
  }

  /// The sites one below the other. A line at the left joins the routers of each pair that has
  /// something between them; what that is stands below the upper one.
  func drawStacked() -> Canvas {
    let (links, addresses) = map.arrows(look)
    let arrows = links + addresses
    let pairs = Set(
      arrows.filter(\.isBetweenSites).map { Pair($0.from, $0.to ?? $0.from) }
    ).sorted { ($1.lower - $1.upper, $0.upper) < ($0.lower - $0.upper, $1.upper) }
    let margin = 2 * min(pairs.count, 4)
    var parts: [Canvas] = []
    var routerRows: [Int] = []
    var height = 0
    for (index, site) in map.sites.enumerated() {
      let box = box(site, columns: columns - margin)
      var canvas = Canvas(rows: box.lines.count + 4, columns: columns)
      draw(
        box,
        in: Rect(row: 0, column: margin, rows: canvas.rows.count, columns: columns - margin),
        &canvas)
      routerRows.append(height + canvas.rows.count - 2)
      let words = arrows.filter { min($0.from, $0.to ?? $0.from) == index }
        .flatMap { lines($0, from: index, columns: columns - margin - 1) }
      let under = words.isEmpty && links.isEmpty && index < map.sites.count - 1
      let below = under ? [look.text("No link to another site.", .dim)] : words
      for part in [canvas] + below.map({ line($0, column: margin + 1) }) {
        parts.append(part)
        height += part.rows.count
      }
    }
    var canvas = Canvas(rows: height, columns: columns)
    var row = 0
    for part in parts {
      canvas.copy(
        part.rows, into: Rect(row: row, column: 0, rows: part.rows.count, columns: columns))
      row += part.rows.count
    }
    for (index, pair) in pairs.prefix(4).enumerated() {
      join(pair, lane: index * 2, margin: margin, routerRows, &canvas)
    }
    return canvas
  }

  private func line(_ line: Line, column: Int) -> Canvas {
    var canvas = Canvas(rows: 1, columns: columns)
    canvas.put(line, row: 0, column: column)
    return canvas
  }

  /// What an arrow says, with its direction as a sign, and by names where there are more than two.
  private func lines(_ arrow: MapArrow, from place: Int, columns: Int) -> [Line] {
    var head = Line()
    if let to = arrow.to, to != arrow.from {
      let sign = to > arrow.from ? look.glyphs.arrowDown : look.glyphs.arrowUp
      head = Line("\(sign) ", arrow.style)
      if map.sites.count > 2 {
        head += Line("\(map.sites[arrow.from].name) to \(map.sites[to].name): ")
      }
    }
    let words = arrow.words.first { head.width + $0.width <= columns } ?? arrow.words.last ?? Line()
    return (head + words).wrapped(to: columns)
      + (arrow.reason?.wrapped(to: columns - 2).map { Line("  ") + $0 } ?? [])
  }

  /// Draws the line at the left that joins two routers.
  private func join(
    _ pair: Pair, lane: Int, margin: Int, _ routerRows: [Int], _ canvas: inout Canvas
  ) {
    let (top, bottom) = (routerRows[pair.upper], routerRows[pair.lower])
    for row in top + 1..<bottom {
      let isCrossing = canvas[row, lane]?.scalar.map(String.init) == look.glyphs.horizontal
      canvas.put(
        isCrossing ? look.glyphs.cross : look.glyphs.vertical, row: row, column: lane,
        style: border)
    }
    let ends = [
      (top, look.glyphs.topLeft, signs.down), (bottom, look.glyphs.bottomLeft, signs.up),
    ]
    for (row, corner, joint) in ends {
      let isFree = canvas[row, lane]?.scalar == " "
      canvas.put(isFree ? corner : joint, row: row, column: lane, style: border)
      for column in lane + 1..<margin {
        let isCrossing = canvas[row, column]?.scalar.map(String.init) == look.glyphs.vertical
        canvas.put(
          isCrossing ? look.glyphs.cross : look.glyphs.horizontal, row: row, column: column,
          style: border)
      }
      canvas.put(signs.left, row: row, column: margin, style: border)
    }
  }
}
