import Emulation

extension Canvas {
  /// Shows a web page from a line on. What has the focus is inverse; where text is typed, the cursor
  /// stands in it.
  package mutating func show(
    _ page: WebPage, in rect: Rect, from first: Int = 0, focused: Int? = nil, look: Look = Look()
  ) {
    fill(rect)
    for offset in 0..<rect.rows where page.lines.indices.contains(first + offset) {
      put(
        page.lines[first + offset], row: rect.row + offset, column: rect.column, clippedTo: rect)
    }
    guard let focused, let focus = page.focusable(focused) else { return }
    func onScreen(_ place: Rect) -> Rect {
      Rect(
        row: place.row - first + rect.row, column: place.column + rect.column, rows: place.rows,
        columns: place.columns)
    }
    guard let value = focus.value, let control = page.control(focused) else {
      for place in focus.places {
        let place = rect.intersection(onScreen(place))
        restyle(place) { $0 = $0.adding(look.theme[.selection]) }
      }
      if let place = focus.places.first.map(onScreen) {
        let start = Position(row: place.row, column: place.column)
        if rect.contains(start) { cursor = start }
      }
      return
    }
    let place = onScreen(value)
    if focus.kind == .area {
      let end = WebArea(control.field, columns: value.columns).cursor
      let position = Position(row: place.row + end.row, column: place.column + end.column)
      if rect.contains(position) { cursor = position }
    } else if rect.contains(Position(row: place.row, column: place.column)) {
      let isSecret = control.kind == .text(.password)
      let field = isSecret ? control.field.hidden(look.glyphs.bullets[0]) : control.field
      let remark = String(repeating: "_", count: place.columns)
      self.field(field, remark: remark, in: rect.intersection(place), hasFocus: true, look: look)
    }
    restyle(rect.intersection(place)) { $0 = $0.adding(look.theme[.selection]) }
  }
}

extension TextField {
  /// The same field with a sign in the place of each character.
  fileprivate func hidden(_ sign: String) -> TextField {
    var hidden = TextField(text.map { _ in sign }.joined())
    hidden.move(by: cursor - text.count)
    return hidden
  }
}
