/// How the places of a grid's rows look: for each row runs of neighbours that look the same, from the
/// left. After the last run all places look plain, and the last run does not.
struct GridLooks: Sendable {
  /// The runs of all rows, with room for equally many in each.
  var runs: [LookRun]
  /// How many runs a row has room for.
  private(set) var room = 16

  /// For so many rows.
  init(rows: Int) {
    runs = Array(repeating: LookRun(Look(), end: 0), count: rows * room)
  }

  /// What a row's place looks like.
  func look(_ row: GridRow, _ column: Int) -> Look {
    column < row.looksEnd ? runs[runs.span.run(of: column, in: row)].look : Look()
  }

  /// Tells each look of a row and where it ends, up to a last column.
  @inline(__always)
  func forEach(_ row: GridRow, upTo columns: Int, _ body: (Look, _ end: Int) -> Void) {
    for index in row.firstRun..<row.firstRun + row.looks { body(runs[index].look, runs[index].end) }
    body(Look(), columns)
  }

  /// Whether a row looks the same as one of another grid.
  func isSame(_ row: GridRow, _ other: GridLooks, _ otherRow: GridRow) -> Bool {
    guard row.looksEnd == otherRow.looksEnd else { return false }
    if row.looks == otherRow.looks, hasSameRuns(row, other, otherRow) { return true }
    return (0..<row.looksEnd).allSatisfy { look(row, $0) == other.look(otherRow, $0) }
  }

  private func hasSameRuns(_ row: GridRow, _ other: GridLooks, _ otherRow: GridRow) -> Bool {
    let (left, right) = (runs.span, other.runs.span)
    for run in 0..<row.looks
    where left[row.firstRun &+ run] != right[otherRow.firstRun &+ run] { return false }
    return true
  }

  /// Gives places of a row a look.
  mutating func set(
    _ range: Range<Int>, _ look: Look, in rows: inout [GridRow], _ place: Int
  ) {
    makeRoom(&rows, place)
    var runs = runs.mutableSpan
    runs.set(range, look, in: &rows[place])
  }

  /// Moves the looks of a row from a column on to the right, in a row of so many columns.
  mutating func insert(
    _ room: Range<Int>, _ look: Look, of columns: Int, in rows: inout [GridRow], _ place: Int
  ) {
    makeRoom(&rows, place)
    var runs = runs.mutableSpan
    runs.insert(room, look, of: columns, in: &rows[place])
  }

  /// Removes the looks of places of a row of so many columns; those to the right move left.
  mutating func delete(
    _ range: Range<Int>, _ look: Look, of columns: Int, in rows: inout [GridRow], _ place: Int
  ) {
    makeRoom(&rows, place)
    var runs = runs.mutableSpan
    runs.delete(range, look, of: columns, in: &rows[place])
  }

  /// Makes room for two more runs in a row.
  @inline(__always)
  mutating func makeRoom(_ rows: inout [GridRow], _ place: Int) {
    if rows[place].looks + 2 > room { grow(&rows) }
  }

  @inline(never)
  private mutating func grow(_ rows: inout [GridRow]) {
    var wider = Array(repeating: LookRun(Look(), end: 0), count: rows.count * room * 2)
    room *= 2
    for index in rows.indices {
      let first = rows[index].place * room
      for run in 0..<rows[index].looks { wider[first + run] = runs[rows[index].firstRun + run] }
      rows[index].firstRun = first
    }
    runs = wider
  }
}

extension Span<LookRun> {
  /// The run of a row that has a column before the end.
  func run(of column: Int, in row: GridRow) -> Int {
    var (low, high) = (row.firstRun, row.firstRun + row.looks - 1)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].end <= column { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A grid's runs while the looks of a row change.
extension MutableSpan<LookRun> {
  /// Gives places a look.
  @inline(__always)
  mutating func set(_ range: Range<Int>, _ look: Look, in row: inout GridRow) {
    if !look.isPlain || range.lowerBound < row.looksEnd { change(range, look, in: &row) }
  }

  private mutating func change(_ range: Range<Int>, _ look: Look, in row: inout GridRow) {
    if range.upperBound < row.looksEnd { return replace(range, look, in: &row) }
    if range.lowerBound < row.looksEnd { cut(range.lowerBound, in: &row) }
    if !look.isPlain, !range.isEmpty { add(range, look, in: &row) }
  }

  /// Moves the looks from a column on to the right, in a row of so many columns.
  mutating func insert(_ room: Range<Int>, _ look: Look, of columns: Int, in row: inout GridRow) {
    cut(columns - room.count, in: &row)
    var index = row.firstRun + row.looks
    while index > row.firstRun, self[index - 1].end > room.lowerBound {
      index -= 1
      self[index] = self[index].ending(at: self[index].end + room.count)
    }
    findEnd(of: &row)
    set(room, look, in: &row)
  }

  /// Removes the looks of places, in a row of so many columns; those to the right move left.
  mutating func delete(_ places: Range<Int>, _ look: Look, of columns: Int, in row: inout GridRow) {
    var (kept, end) = (0, 0)
    for index in row.firstRun..<row.firstRun + row.looks {
      let run = self[index]
      let after = run.end - Swift.max(0, Swift.min(run.end, places.upperBound) - places.lowerBound)
      guard after > end else { continue }
      self[row.firstRun + kept] = run.ending(at: after)
      end = after
      kept += 1
    }
    row.looks = kept
    cut(end, in: &row)
    set(columns - places.count..<columns, look, in: &row)
  }

  /// Makes all places from a column on look plain.
  private mutating func cut(_ column: Int, in row: inout GridRow) {
    while row.looks > 0 {
      let last = row.firstRun + row.looks - 1
      let start = row.looks > 1 ? self[last - 1].end : 0
      if start < column, !self[last].look.isPlain {
        self[last] = self[last].ending(at: Swift.min(self[last].end, column))
        break
      }
      row.looks -= 1
    }
    findEnd(of: &row)
  }

  private func findEnd(of row: inout GridRow) {
    row.looksEnd = row.looks == 0 ? 0 : self[row.firstRun + row.looks - 1].end
  }

  /// Adds a run at the end or after it.
  @inline(__always)
  private mutating func add(_ range: Range<Int>, _ look: Look, in row: inout GridRow) {
    var next = row.firstRun + row.looks
    if row.looksEnd < range.lowerBound {
      self[next] = LookRun(Look(), end: range.lowerBound)
      next += 1
    } else if row.looks > 0, self[next - 1].look == look {
      next -= 1
    }
    self[next] = LookRun(look, end: range.upperBound)
    row.looks = next + 1 - row.firstRun
    row.looksEnd = range.upperBound
  }

  /// Gives places before the end a look.
  private mutating func replace(_ range: Range<Int>, _ look: Look, in row: inout GridRow) {
    var first = span.run(of: range.lowerBound, in: row)
    var last = first
    while self[last].end < range.upperBound { last += 1 }
    if first == last, self[first].look == look { return }
    let start = first == row.firstRun ? 0 : self[first - 1].end
    let right = self[last]
    var new = LookRun(look, end: range.upperBound)
    var left: LookRun?
    if start < range.lowerBound {
      if self[first].look != look { left = self[first].ending(at: range.lowerBound) }
    } else if first > row.firstRun, self[first - 1].look == look {
      first -= 1
    }
    if right.look == look { new = right }
    let hasRight = right.end > new.end
    move(from: last + 1, to: first + 1 + (left == nil ? 0 : 1) + (hasRight ? 1 : 0), in: &row)
    if let left {
      self[first] = left
      first += 1
    }
    self[first] = new
    if hasRight { self[first + 1] = right }
    findEnd(of: &row)
  }

  /// Moves the runs from one on to another place.
  private mutating func move(from start: Int, to target: Int, in row: inout GridRow) {
    let end = row.firstRun + row.looks
    if start < target {
      for index in (start..<end).reversed() { self[index + target - start] = self[index] }
    } else if target < start {
      for index in start..<end { self[index + target - start] = self[index] }
    }
    row.looks += target - start
  }
}
