import Emulation

/// Which part of something long is seen.
package struct Scroll: Hashable, Sendable {
  /// The first row that is seen.
  package private(set) var first: Int

  /// Seen from a row on.
  package init(first: Int = 0) { self.first = max(0, first) }

  /// Moves by rows, as far as there is something.
  package mutating func move(by rows: Int, count: Int, visible: Int) {
    first = min(max(0, first + rows), max(0, count - visible))
  }

  /// Moves as little as needed so that these rows are seen; of too many the first ones.
  package mutating func reveal(_ rows: Range<Int>, count: Int, visible: Int) {
    if rows.upperBound > first + visible { first = rows.upperBound - visible }
    if rows.lowerBound < first { first = rows.lowerBound }
    move(by: 0, count: count, visible: visible)
  }
}

/// The place in a list: what is selected and what is seen.
package struct ListPlace: Hashable, Sendable {
  package private(set) var selected: Int
  package private(set) var scroll: Scroll

  /// A place in a list.
  package init(selected: Int = 0, scroll: Scroll = Scroll()) {
    self.selected = max(0, selected)
    self.scroll = scroll
  }

  /// Selects an item and shows it.
  package mutating func select(_ index: Int, count: Int, visible: Int) {
    selected = min(max(0, index), max(0, count - 1))
    scroll.reveal(selected..<min(selected + 1, count), count: count, visible: visible)
  }

  /// Selects another item so many further; at the ends it stays.
  package mutating func move(by distance: Int, count: Int, visible: Int) {
    select(selected + distance, count: count, visible: visible)
  }
}

extension Canvas {
  /// Draws a list with its selected item marked by a sign and by its look, and a scroll bar where not
  /// everything is seen. With the focus the cursor stands on the selected item. Where that one is
  /// wrapped, all of it is seen. The place of every item that is seen, by its index.
  @discardableResult
  package mutating func list(
    _ items: [Line], place: ListPlace, in rect: Rect, hasFocus: Bool = false,
    wrapsSelected: Bool = false, look: Look = Look()
  ) -> [Int: Rect] {
    fill(rect)
    let mark = displayWidth(of: look.glyphs.pointer) + 1
    let selected = place.selected
    let whole =
      wrapsSelected && items.indices.contains(selected)
      ? items[selected].wrapped(to: rect.columns - 1 - mark) : []
    let height = max(1, min(whole.count, rect.rows))
    let overflows = items.count + height - 1 > rect.rows
    let width = rect.columns - (overflows ? 1 : 0)
    var places: [Int: Rect] = [:]
    // The rows before the selected item give way to all of it.
    let start = max(place.scroll.first, min(selected, selected + height - rect.rows))
    var offset = 0
    for (index, item) in items.enumerated().dropFirst(start) {
      guard offset < rect.rows else { break }
      let isSelected = index == selected
      let lines =
        isSelected && height > 1
        ? Array(whole.prefix(height)) : [item.truncated(to: width - mark, look.glyphs)]
      let row = Rect(
        row: rect.row + offset, column: rect.column, rows: min(lines.count, rect.rows - offset),
        columns: width)
      offset += lines.count
      put(isSelected ? look.glyphs.pointer : "", row: row.row, column: row.column)
      for (line, text) in lines.enumerated() {
        put(text, row: row.row + line, column: row.column + mark, clippedTo: row)
      }
      if isSelected {
        let style = look.theme[hasFocus ? .selection : .strong]
        // The mark is one bar: colours in it, turned round, would be patches.
        restyle(row) { $0 = Style(attributes: $0.attributes.subtracting(.faint)).adding(style) }
        if hasFocus { cursor = Position(row: row.row, column: row.column) }
      }
      places[index] = row
    }
    if overflows {
      scrollBar(
        in: rect.split(left: width).rest, first: start,
        count: items.count + height - 1, look: look)
    }
    return places
  }

  /// Draws a scroll bar for so many rows of which as many are seen as it is high.
  package mutating func scrollBar(in rect: Rect, first: Int, count: Int, look: Look = Look()) {
    guard rect.rows > 0, count > rect.rows else { return }
    let length = max(1, rect.rows * rect.rows / count)
    let free = rect.rows - length
    let steps = count - rect.rows
    let start = min(free, (first * free + steps / 2) / steps)
    for offset in 0..<rect.rows {
      let isThumb = (start..<start + length).contains(offset)
      put(
        isThumb ? look.glyphs.scrollThumb : look.glyphs.scrollTrack, row: rect.row + offset,
        column: rect.column, style: look.theme[.border])
    }
  }
}
