/// How the places of a row look, as runs of neighbours that look the same.
struct RowLooks: Sendable {
  /// From the left, the first `count` of them; after the last one all places look plain, and the
  /// last one does not.
  private var runs: [LookRun] = []
  private var count = 0

  /// From here on all places look plain.
  var end: Int { count == 0 ? 0 : Int(runs[count - 1].end) }

  subscript(column: Int) -> Look { column < end ? runs[index(of: column)].look : Look() }

  /// Tells each look and where it ends, up to a last column.
  @inline(__always)
  func forEach(upTo columns: Int, _ body: (Look, _ end: Int) -> Void) {
    for index in 0..<count { body(runs[index].look, Int(runs[index].end)) }
    body(Look(), columns)
  }

  /// Adds its runs to others.
  func add(to others: inout [LookRun]) {
    for index in 0..<count { others.append(runs[index]) }
  }

  mutating func clear() { count = 0 }

  /// Gives places a look.
  @inline(__always)
  mutating func set(_ range: Range<Int>, _ look: Look) {
    if look != Look() || range.lowerBound < end { change(range, look) }
  }

  private mutating func change(_ range: Range<Int>, _ look: Look) {
    let end = self.end
    if range.upperBound < end { return replace(range, look) }
    if range.lowerBound < end { cut(range.lowerBound) }
    if look != Look(), !range.isEmpty { add(range, look) }
  }

  /// Moves the looks from a column on to the right, in a row of so many columns.
  mutating func insert(_ room: Range<Int>, _ look: Look, of columns: Int) {
    cut(columns - room.count)
    var index = count
    while index > 0, Int(runs[index - 1].end) > room.lowerBound {
      index -= 1
      runs[index].end += Int32(room.count)
    }
    set(room, look)
  }

  /// Removes the looks of places, in a row of so many columns; those to the right move left.
  mutating func delete(_ places: Range<Int>, _ look: Look, of columns: Int) {
    var (kept, end) = (0, 0)
    for index in 0..<count {
      var run = runs[index]
      let before = Int(run.end)
      let after = before - max(0, min(before, places.upperBound) - places.lowerBound)
      guard after > end else { continue }
      (run.end, end) = (Int32(after), after)
      runs[kept] = run
      kept += 1
    }
    count = kept
    cut(end)
    set(columns - places.count..<columns, look)
  }

  /// The run that has a column before the end.
  private func index(of column: Int) -> Int {
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if Int(runs[middle].end) <= column { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Makes all places from a column on look plain.
  private mutating func cut(_ column: Int) {
    while count > 0 {
      let start = count > 1 ? Int(runs[count - 2].end) : 0
      if start < column, runs[count - 1].look != Look() {
        runs[count - 1].end = min(runs[count - 1].end, Int32(truncatingIfNeeded: column))
        return
      }
      count -= 1
    }
  }

  /// Adds a run at the end or after it.
  private mutating func add(_ range: Range<Int>, _ look: Look) {
    let end = self.end
    if end < range.lowerBound {
      push(LookRun(look: Look(), end: Int32(truncatingIfNeeded: range.lowerBound)))
    } else if count > 0, runs[count - 1].look == look {
      runs[count - 1].end = Int32(truncatingIfNeeded: range.upperBound)
      return
    }
    push(LookRun(look: look, end: Int32(truncatingIfNeeded: range.upperBound)))
  }

  private mutating func push(_ run: LookRun) {
    if count < runs.count {
      runs[count] = run
    } else {
      runs.append(run)
    }
    count += 1
  }

  /// Gives places before the end a look.
  private mutating func replace(_ range: Range<Int>, _ look: Look) {
    var first = index(of: range.lowerBound)
    var last = first
    while Int(runs[last].end) < range.upperBound { last += 1 }
    if first == last, runs[first].look == look { return }
    let start = first == 0 ? 0 : Int(runs[first - 1].end)
    let right = runs[last]
    var new = LookRun(look: look, end: Int32(truncatingIfNeeded: range.upperBound))
    var left: LookRun?
    if start < range.lowerBound {
      if runs[first].look != look {
        left = LookRun(look: runs[first].look, end: Int32(truncatingIfNeeded: range.lowerBound))
      }
    } else if first > 0, runs[first - 1].look == look {
      first -= 1
    }
    if right.look == look { new.end = right.end }
    let hasRight = right.end > new.end
    move(from: last + 1, to: first + 1 + (left == nil ? 0 : 1) + (hasRight ? 1 : 0))
    if let left {
      runs[first] = left
      first += 1
    }
    runs[first] = new
    if hasRight { runs[first + 1] = right }
  }

  /// Moves the runs from one on to another place.
  private mutating func move(from start: Int, to target: Int) {
    let end = target + count - start
    if start < target {
      while runs.count < end { runs.append(LookRun(look: Look(), end: 0)) }
      for index in (start..<count).reversed() { runs[index + target - start] = runs[index] }
    } else if target < start {
      for index in start..<count { runs[index + target - start] = runs[index] }
    }
    count = end
  }
}

extension RowLooks: Equatable {
  static func == (left: RowLooks, right: RowLooks) -> Bool {
    left.runs[..<left.count] == right.runs[..<right.count]
      || (0..<max(left.end, right.end)).allSatisfy { left[$0] == right[$0] }
  }
}
