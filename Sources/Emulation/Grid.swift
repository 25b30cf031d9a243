/// The rows of a screen, from the top, in a ring: when all of them scroll, none is moved.
package struct Grid: Sendable {
  private var storage: [Row]
  /// Where in the storage the first row is.
  private var start = 0

  init(_ rows: [Row]) { storage = rows }

  init(columns: Int, rows: Int, style: Style = Style()) {
    storage = Array(repeating: Row(columns: columns, style: style), count: rows)
  }

  /// Moves the rows of a region up by one; the first becomes the last, for others to fill.
  mutating func scrollUp(_ region: ClosedRange<Int>) {
    if region == 0...count - 1 {
      start = start + 1 == storage.count ? 0 : start + 1
    } else {
      for index in region.dropLast() { storage.swapAt(place(index), place(index + 1)) }
    }
  }

  /// Moves the rows of a region down by one; the last becomes the first, for others to fill.
  mutating func scrollDown(_ region: ClosedRange<Int>) {
    if region == 0...count - 1 {
      start = start == 0 ? storage.count - 1 : start - 1
    } else {
      for index in region.dropFirst().reversed() {
        storage.swapAt(place(index), place(index - 1))
      }
    }
  }

  /// Adds a row to what has scrolled away.
  func keep(_ index: Int, in scrollback: inout Scrollback) {
    storage[place(index)].keep(in: &scrollback)
  }

  private func place(_ index: Int) -> Int {
    precondition(index >= 0 && index < storage.count)
    let place = start + index
    return place < storage.count ? place : place - storage.count
  }
}

extension Grid: RandomAccessCollection, MutableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { storage.count }

  package subscript(index: Int) -> Row {
    _read { yield storage[place(index)] }
    _modify { yield &storage[place(index)] }
  }
}

extension Grid: Hashable {
  package static func == (left: Grid, right: Grid) -> Bool { left.elementsEqual(right) }

  package func hash(into hasher: inout Hasher) {
    for row in self { hasher.combine(row) }
  }
}
