import Emulation

/// A key and what it does now, for a bar of keys.
package struct KeyHint: Hashable, Sendable {
  package var key: String
  package var label: String

  /// A key and what it does.
  package init(_ key: String, _ label: String) {
    self.key = key
    self.label = label
  }

  /// How many columns it takes in a bar, with the gap behind it.
  package var width: Int { displayWidth(of: key) + 1 + displayWidth(of: label) + 2 }
}

/// The title of a tab, with the sign of how things stand in it.
package struct TabTitle: Hashable, Sendable {
  package var title: String
  package var standing: Standing?

  /// A tab's title.
  package init(_ title: String, standing: Standing? = nil) {
    self.title = title
    self.standing = standing
  }
}

extension Canvas {
  /// Draws the status bar: what there is to know at the left, the keys that apply at the right, the
  /// most important first in both. What does not fit is left out, the last keys first; the closing key
  /// stands behind the others whatever is left out, and without one an ellipsis does. So many keys are
  /// kept even where the first thing to know is cut for them. The places of the keys that show, by
  /// their index; the closing one's is behind the last.
  @discardableResult
  package mutating func statusBar(
    _ facts: [Line], keys: [KeyHint], closing: KeyHint? = nil, keeping: Int = 0, in rect: Rect,
    look: Look = Look()
  ) -> [Int: Rect] {
    let row = rect.split(top: 1).top
    guard !row.isEmpty else { return [:] }
    let base = look.theme[.statusBar]
    fill(row, style: base)
    let gap = 2
    let ellipsis = displayWidth(of: look.glyphs.ellipsis)
    let widths = keys.map(\.width)
    // What stands behind so many keys.
    func rest(behind kept: Int) -> Int {
      closing?.width ?? (kept < keys.count ? ellipsis + 1 : 0)
    }
    var left = Line()
    var room = row.columns - 1
    // The first fact and some keys always come first; then facts, then the other keys.
    func reserved(_ kept: Int) -> Int {
      kept == 0 ? 0 : gap + rest(behind: kept) + widths.prefix(kept).reduce(0, +)
    }
    let (first, others) = (min(room / 2, reserved(keeping)), reserved(max(2, keeping)))
    for (index, fact) in facts.enumerated() where fact.width > 0 {
      let separator = left.width > 0 ? " \(look.glyphs.vertical) " : ""
      let needed = fact.width + displayWidth(of: separator)
      guard needed <= room - (index == 0 ? first : others) else {
        if index == 0 { left += fact.truncated(to: max(1, room - first), look.glyphs) }
        break
      }
      left += Line(separator) + fact
      room -= needed
    }
    put(
      Line(left.runs.map { Run($0.text, $0.style.adding(base)) }), row: row.row,
      column: row.column + 1, clippedTo: row)
    room = row.columns - 1 - left.width - gap
    var shown: [Int] = []
    for index in keys.indices {
      guard widths[index] + rest(behind: index + 1) <= room else { break }
      shown.append(index)
      room -= widths[index]
    }
    let isClosed = closing.map { $0.width <= room } ?? false
    let isCut = shown.count < keys.count && !isClosed
    let end = isClosed ? rest(behind: keys.count) : isCut ? ellipsis + 1 : 0
    var column = row.endColumn - shown.reduce(end) { $0 + widths[$1] }
    var places: [Int: Rect] = [:]
    var hints = shown.map { ($0, keys[$0]) }
    if let closing, isClosed { hints.append((keys.count, closing)) }
    for (index, hint) in hints {
      let start = column
      column = put(
        hint.key, row: row.row, column: column, style: look.theme[.statusKey], clippedTo: row)
      column = put(" \(hint.label)", row: row.row, column: column, style: base, clippedTo: row)
      places[index] = Rect(row: row.row, column: start, rows: 1, columns: column - start)
      column += gap
    }
    if isCut, column >= row.column + left.width + 1 {
      put(look.glyphs.ellipsis, row: row.row, column: column, style: base, clippedTo: row)
    }
    return places
  }

  /// Draws titles of tabs, the selected one set off by brackets and by its look. Where they do not fit,
  /// those around the selected one show, between arrows. The places of those that show, by index.
  @discardableResult
  package mutating func tabs(
    _ tabs: [TabTitle], selected: Int, in rect: Rect, hasFocus: Bool = false, look: Look = Look()
  ) -> [Int: Rect] {
    let row = rect.split(top: 1).top
    fill(row)
    guard !tabs.isEmpty, !row.isEmpty else { return [:] }
    let titles = tabs.enumerated().map { index, tab in
      let sign = tab.standing.map { $0.sign(look.glyphs) + " " } ?? ""
      return index == selected ? "[\(sign)\(tab.title)]" : " \(sign)\(tab.title) "
    }
    let widths = titles.map { displayWidth(of: $0) }
    let middle = min(max(0, selected), tabs.count - 1)
    var range = middle..<middle + 1
    var room = row.columns - 4 - widths[middle]
    if widths.reduce(0, +) <= row.columns { (range, room) = (0..<tabs.count, 0) }
    while true {
      if range.upperBound < tabs.count, widths[range.upperBound] <= room {
        room -= widths[range.upperBound]
        range = range.lowerBound..<range.upperBound + 1
      } else if range.lowerBound > 0, widths[range.lowerBound - 1] <= room {
        room -= widths[range.lowerBound - 1]
        range = range.lowerBound - 1..<range.upperBound
      } else {
        break
      }
    }
    var column = row.column
    if range.lowerBound > 0 {
      column = put("\(look.glyphs.arrowLeft) ", row: row.row, column: column, clippedTo: row)
    }
    var places: [Int: Rect] = [:]
    for index in range {
      let style = look.theme[index == selected ? .selectedTab : .tab]
      let focused = index == selected && !hasFocus ? Style(attributes: .bold) : style
      let start = column
      let end = row.endColumn - (range.upperBound < tabs.count ? 2 : 0)
      let title = Line(titles[index], focused).truncated(to: max(1, end - start), look.glyphs)
      column = put(title, row: row.row, column: column, clippedTo: row)
      places[index] = Rect(row: row.row, column: start, rows: 1, columns: column - start)
    }
    if range.upperBound < tabs.count {
      put(look.glyphs.arrowRight, row: row.row, column: row.endColumn - 1, clippedTo: row)
    }
    return places
  }

  /// Draws the line between two panes; it is set off while it is dragged.
  package mutating func divider(
    in rect: Rect, isVertical: Bool, isHeld: Bool = false, look: Look = Look()
  ) {
    let style = look.theme[isHeld ? .focusedBorder : .border]
    let clip = bounds.intersection(rect)
    if isVertical {
      verticalLine(
        row: clip.row, column: clip.column, rows: clip.rows, style: style, glyphs: look.glyphs)
    } else {
      horizontalLine(
        row: clip.row, column: clip.column, columns: clip.columns, style: style,
        glyphs: look.glyphs)
    }
  }
}

extension Look {
  /// How much of something is done, as a bar of so many columns with the figures behind it.
  package func progress(_ done: Int, of count: Int, columns: Int) -> Line {
    let done = min(max(0, done), count)
    let figures = " \(done)/\(count)"
    let room = max(0, columns - figures.count)
    let filled = count == 0 ? 0 : room * done / count
    return text(String(repeating: glyphs.full, count: filled), .good)
      + text(String(repeating: glyphs.empty, count: room - filled), .border)
      + text(figures)
  }
}
