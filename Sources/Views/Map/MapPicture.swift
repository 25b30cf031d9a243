import Emulation

/// The picture of a map, as high as it needs to be. Where there is room the sites stand side by side,
/// and from each router a line runs down, between which the links and the ways to the addresses are
/// drawn. Else the sites stand one below the other, with the lines at their left.
struct MapPicture {
  let map: SiteMap
  let look: Look
  let columns: Int
  let detail: MapDetail

  /// Sites narrower than this are drawn one below the other.
  static let narrowest = 22
  private static let widest = 60

  var signs: MapSigns { MapSigns(look.glyphs) }
  var border: Style { look.theme[.border] }

  func draw() -> Canvas {
    let count = map.sites.count
    guard count > 0 else {
      var canvas = Canvas(rows: 1, columns: columns)
      canvas.put(look.text("No site runs.", .dim), row: 0, column: 0)
      return canvas
    }
    let room = (columns - 2 * (count - 1)) / count
    if room < Self.narrowest, count > 1 { return drawStacked() }
    return drawSideBySide(boxColumns: min(Self.widest, room))
  }

  private func drawSideBySide(boxColumns: Int) -> Canvas {
    let count = map.sites.count
    let gap = count > 1 ? (columns - count * boxColumns) / (count - 1) : 0
    let boxes = map.sites.map { box($0, columns: boxColumns) }
    let rows = (boxes.map(\.lines.count).max() ?? 0) + 4
    let (links, addresses) = map.arrows(look)
    let layout = Lifelines(
      columns: columns,
      places: (0..<count).map { $0 * (boxColumns + gap) + boxColumns / 2 }, signs: signs,
      look: look, used: used(links + addresses))
    let space = detail == .brief ? 0 : 1
    var below: [Canvas] = []
    if links.isEmpty, count > 1 { below.append(noLink(layout)) }
    for group in [links, addresses] where !group.isEmpty {
      below += layout.blank(rows: space)
      below += group.flatMap { layout.draw($0) }
    }
    var canvas = Canvas(rows: rows + below.reduce(0) { $0 + $1.rows.count }, columns: columns)
    for (index, box) in boxes.enumerated() {
      let rect = Rect(
        row: 0, column: index * (boxColumns + gap), rows: rows, columns: boxColumns)
      draw(box, in: rect, &canvas)
      if layout.used.contains(index) {
        canvas.put(signs.down, row: rows - 1, column: layout.places[index], style: border)
      }
    }
    var row = rows
    for part in below {
      canvas.copy(
        part.rows, into: Rect(row: row, column: 0, rows: part.rows.count, columns: columns))
      row += part.rows.count
    }
    return canvas
  }

  /// The places of sites that an arrow starts at or leads to.
  private func used(_ arrows: [MapArrow]) -> Set<Int> {
    Set(arrows.flatMap { [$0.from] + ($0.to.map { [$0] } ?? []) })
  }

  private func noLink(_ layout: Lifelines) -> Canvas {
    var canvas = layout.blank(rows: 1)[0]
    let line = look.text("No link between the sites.", .dim).truncated(
      to: columns, look.glyphs)
    canvas.put(Line(" ") + line + Line(" "), row: 0, column: max(0, (columns - line.width) / 2 - 1))
    return canvas
  }

  func box(_ site: SiteMap.Site, columns: Int) -> SiteBox {
    SiteBox(site: site, map: map, look: look, columns: columns - 4, detail: detail)
  }

  /// Draws a box with the router in its last line, below a rule.
  func draw(_ box: SiteBox, in rect: Rect, _ canvas: inout Canvas) {
    let inside = canvas.box(rect, title: box.title, style: border, glyphs: look.glyphs)
      .inset(rows: 0, columns: 1)
    for (offset, line) in box.lines.enumerated() {
      canvas.put(line, row: inside.row + offset, column: inside.column, clippedTo: inside)
    }
    let rule = rect.endRow - 3
    canvas.horizontalLine(
      row: rule, column: rect.column + 1, columns: rect.columns - 2, style: border,
      glyphs: look.glyphs)
    canvas.put(signs.right, row: rule, column: rect.column, style: border)
    canvas.put(signs.left, row: rule, column: rect.endColumn - 1, style: border)
    canvas.put(
      box.router.truncated(to: inside.columns, look.glyphs), row: rule + 1, column: inside.column,
      clippedTo: inside)
  }
}
