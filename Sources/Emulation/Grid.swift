/// The rows of a screen, from the top. When they scroll, none is moved: they are kept in a ring, and
/// for parts of it an order says which row is where.
package struct Grid: Sendable {
  private var storage: [GridRow]
  /// Where in the storage each row is, from a start on around.
  private var order: [Int]
  private var start = 0

  init(_ rows: [Row]) {
    storage = rows.map(GridRow.init)
    order = Array(rows.indices)
  }

  init(columns: Int, rows: Int, style: Style = Style()) {
    storage = Array(repeating: GridRow(columns: columns, style: style), count: rows)
    order = Array(0..<rows)
  }

  /// A row to work on.
  subscript(at index: Int) -> GridRow {
    _read { yield storage.span[order[place(index)]] }
    _modify { yield &storage[order[place(index)]] }
  }

  /// Moves the rows of a region up by one; the first becomes the last, for others to fill.
  @inline(__always)
  mutating func scrollUp(_ region: ClosedRange<Int>) {
    if region == 0...count - 1 {
      start = start + 1 == order.count ? 0 : start + 1
    } else {
      moveUp(region)
    }
  }

  private mutating func moveUp(_ region: ClosedRange<Int>) {
    let first = order[place(region.lowerBound)]
    for index in region.dropLast() { order[place(index)] = order[place(index + 1)] }
    order[place(region.upperBound)] = first
  }

  /// Moves the rows of a region down by one; the last becomes the first, for others to fill.
  mutating func scrollDown(_ region: ClosedRange<Int>) {
    if region == 0...count - 1 {
      start = start == 0 ? order.count - 1 : start - 1
    } else {
      let last = order[place(region.upperBound)]
      for index in region.dropFirst().reversed() { order[place(index)] = order[place(index - 1)] }
      order[place(region.lowerBound)] = last
    }
  }

  private func place(_ index: Int) -> Int {
    precondition(index >= 0 && index < order.count)
    let place = start + index
    return place < order.count ? place : place - order.count
  }
}

extension Grid: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { order.count }

  package subscript(index: Int) -> Row { self[at: index].row }
}

extension Grid: Hashable {
  package static func == (left: Grid, right: Grid) -> Bool {
    left.count == right.count && left.indices.allSatisfy { left[at: $0] == right[at: $0] }
  }

  package func hash(into hasher: inout Hasher) {
    for index in indices { hasher.combine(self[at: index]) }
  }
}
