import Emulation

extension Canvas {
  /// Draws a map into a part, with as much detail as there is room for. What does not fit can be
  /// scrolled to, and the last row says how many rows there are more.
  /// - Returns: How many rows the picture has, and how many of them are seen.
  @discardableResult
  package mutating func map(
    _ map: SiteMap, in rect: Rect, scroll: Scroll = Scroll(), look: Look = Look()
  ) -> (count: Int, visible: Int) {
    fill(rect)
    guard !rect.isEmpty else { return (0, 0) }
    var picture = Canvas(rows: 0, columns: 0)
    for detail in MapDetail.allCases {
      picture = MapPicture(map: map, look: look, columns: rect.columns, detail: detail).draw()
      if picture.rows.count <= rect.rows { break }
    }
    let count = picture.rows.count
    guard count > rect.rows else {
      copy(picture.rows, into: rect)
      return (count, rect.rows)
    }
    let visible = max(1, rect.rows - 1)
    let first = min(scroll.first, count - visible)
    let (top, rest) = rect.split(top: visible)
    copy(picture.rows[first...], into: top)
    let (above, below) = (first, count - first - visible)
    let parts =
      (above > 0 ? ["\(look.glyphs.arrowUp) \(above) more above"] : [])
      + (below > 0 ? ["\(look.glyphs.arrowDown) \(below) more below"] : [])
    put(
      look.text(parts.joined(separator: ", "), .dim).truncated(to: rect.columns, look.glyphs),
      row: rest.row, column: rest.column, clippedTo: rest)
    return (count, visible)
  }
}
