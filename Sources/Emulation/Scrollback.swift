/// The rows that have scrolled off the top, the oldest first, at most `limit` of them.
package struct Scrollback: Sendable {
  /// How many rows are kept.
  package let limit: Int
  /// How many rows have ever been dropped or cleared.
  package private(set) var dropped = 0
  /// How many there are.
  package private(set) var count = 0
  /// All pages but the last are full.
  private var pages: [ScrollbackPage] = []
  /// How many rows of the first page have been dropped.
  private var skipped = 0

  init(limit: Int) { self.limit = Swift.max(0, limit) }

  /// Adds a row.
  mutating func append(_ row: Row) {
    let page = openPage()
    pages[page].append(row)
    counted(1)
  }

  /// Adds rows of a grid up to the ends of their texts.
  mutating func append(_ grid: borrowing Grid, _ rows: Range<Int>) {
    var next = rows.lowerBound
    while next < rows.upperBound {
      let page = openPage()
      let end = Swift.min(rows.upperBound, next + ScrollbackPage.mostRows - pages[page].count)
      pages[page].append(grid, next..<end)
      counted(end - next)
      next = end
    }
  }

  private mutating func counted(_ added: Int) {
    count += added
    guard count > limit else { return }
    let over = count - limit
    count -= over
    dropped += over
    skipped += over
  }

  /// Takes the latest row away.
  mutating func removeLast() -> Row? {
    guard count > 0, var page = pages.popLast() else { return nil }
    let row = page[page.count - 1]
    page.removeLast()
    if page.count > 0 { pages.append(page) }
    count -= 1
    return row
  }

  /// Puts other rows in the place of all.
  mutating func replace(_ rows: ArraySlice<Row>) {
    let before = dropped
    removeAll()
    dropped = before
    for row in rows { append(row) }
  }

  mutating func removeAll() {
    dropped += count
    count = 0
    pages = []
    skipped = 0
  }

  /// The last page when it has room, or else a new one, made of the first when all of its rows have
  /// been dropped.
  private mutating func openPage() -> Int {
    if let last = pages.indices.last, pages[last].count < ScrollbackPage.mostRows { return last }
    if skipped >= ScrollbackPage.mostRows {
      var page = pages.removeFirst()
      skipped -= page.count
      page.removeAll()
      pages.append(page)
    } else {
      pages.append(ScrollbackPage())
    }
    return pages.count - 1
  }
}

extension Scrollback: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  /// One of the rows, from 0 for the oldest. It may have fewer places than the screen has columns:
  /// what is missing at its end is empty.
  package subscript(index: Int) -> Row {
    precondition(index >= 0 && index < count)
    let place = skipped + index
    return pages[place / ScrollbackPage.mostRows][place % ScrollbackPage.mostRows]
  }
}

extension Scrollback: Hashable {
  package static func == (left: Scrollback, right: Scrollback) -> Bool {
    guard left.limit == right.limit, left.dropped == right.dropped, left.count == right.count
    else { return false }
    return left.skipped == right.skipped && left.pages == right.pages
      || left.elementsEqual(right)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(dropped)
    hasher.combine(count)
  }
}
