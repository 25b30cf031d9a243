/// Lines being broken anew at another width: rows go in, from the oldest, and rows come out.
struct Flow {
  private let columns: Int
  /// The rows that have been made.
  private(set) var rows: [Row] = []
  /// The cursor, its row counted in the rows that have been made.
  private(set) var cursor: Cursor
  /// Which of the rows that have been made begins the screen.
  private(set) var top: Int

  /// Which of the rows that go in has the cursor, and which began the screen.
  private let cursorRow: Int
  private let topRow: Int
  private var taken = 0
  /// The line that is being put together, and where in it the cursor is and the screen began.
  private var line: [Cell] = []
  private var marks: [Int: [Unicode.Scalar]] = [:]
  private var isOpen = false
  private var cursorPlace: Int?
  private var topPlace: Int?

  init(columns: Int, cursor: Cursor, cursorRow: Int, top: Int) {
    self.columns = columns
    self.cursor = cursor
    self.cursorRow = cursorRow
    self.top = top
    topRow = top
  }

  /// Takes the next row.
  mutating func take(_ row: Row) {
    defer { taken += 1 }
    let end = row.continues ? row.cells.count : row.usedCount
    if !isOpen, !row.continues, taken != cursorRow, end <= columns {
      if taken == topRow { top = rows.count }
      rows.append(row.cells.count > columns ? row.cut(end) : row)
      return
    }
    // A wide character that did not fit has left the last place empty.
    if isOpen, row.cells.first?.width == 2, line.last == Cell() { line.removeLast() }
    if taken == topRow { topPlace = line.count }
    if taken == cursorRow { cursorPlace = line.count + cursor.column + (cursor.wrapsNext ? 1 : 0) }
    for (column, combining) in row.marks where column < end {
      marks[line.count + column] = combining
    }
    line += row.cells[..<end]
    isOpen = row.continues
    if !isOpen { breakLine() }
  }

  /// Ends a line whose next row is missing.
  mutating func finish() { if isOpen { breakLine() } }

  private mutating func breakLine() {
    var start = 0
    repeat {
      let end = piece(from: start)
      var row = Row(cells: Array(line[start..<end]))
      if row.cells.count > columns {
        // A wide character in one column.
        row = Row(columns: 1)
      } else if !marks.isEmpty {
        for (place, combining) in marks where (start..<end).contains(place) {
          row.marks[place - start] = combining
        }
      }
      if end < line.count {
        row.pad(columns: columns)
        row.continues = true
      }
      locate(start, end)
      rows.append(row)
      start = end
    } while start < line.count
    line.removeAll(keepingCapacity: true)
    marks = [:]
    (isOpen, cursorPlace, topPlace) = (false, nil, nil)
  }

  /// Where the row ends that begins at a place: it never cuts a wide character.
  private func piece(from start: Int) -> Int {
    let end = min(start + columns, line.count)
    guard end < line.count, line[end].width == 0 else { return end }
    return end - 1 > start ? end - 1 : start + 2
  }

  /// Notes the cursor and the top of the screen when they are in the row that is made next.
  private mutating func locate(_ start: Int, _ end: Int) {
    let isLast = end == line.count
    if let place = topPlace, place >= start, place < end || isLast { top = rows.count }
    if let place = cursorPlace, place >= start, place < end || isLast {
      cursor.row = rows.count
      cursor.column = min(place - start, columns - 1)
      cursor.wrapsNext = place - start == columns
    }
  }
}
