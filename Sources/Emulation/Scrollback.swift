/// The rows that have scrolled off the top, the oldest first, at most `limit` of them.
package struct Scrollback: Sendable {
  /// How many rows are kept.
  package let limit: Int
  /// How many rows have ever been dropped or cleared.
  package private(set) var dropped = 0
  private var storage: [Row] = []
  private var start = 0

  init(limit: Int) { self.limit = max(0, limit) }

  /// The rows, the oldest first.
  package var rows: ArraySlice<Row> { storage[start...] }
  /// How many there are.
  package var count: Int { storage.count - start }

  /// One of the rows, from 0 for the oldest. It may have fewer places than the screen has columns:
  /// what is missing at its end is empty.
  package subscript(index: Int) -> Row { storage[start + index] }

  mutating func append(_ row: Row) {
    storage.append(row.compact)
    guard count > limit else { return }
    storage[start] = Row(columns: 0)
    start += 1
    dropped += 1
    if start > limit + 1024 {
      storage.removeFirst(start)
      start = 0
    }
  }

  /// Puts other rows in the place of all.
  mutating func replace(_ rows: ArraySlice<Row>) {
    storage = Array(rows.suffix(limit))
    start = 0
    dropped += rows.count - storage.count
  }

  mutating func removeAll() {
    dropped += count
    storage = []
    start = 0
  }
}

extension Scrollback: Hashable {
  package static func == (left: Scrollback, right: Scrollback) -> Bool {
    left.limit == right.limit && left.dropped == right.dropped && left.rows == right.rows
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(dropped)
    hasher.combine(count)
  }
}
