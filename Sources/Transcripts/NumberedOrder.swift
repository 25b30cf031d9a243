/// Steps such as `[2/4] Building list.o` that run side by side: each counts the steps before it,
/// whichever they were.
enum NumberedOrder {
  private struct Step {
    let line: Line
    let blankBefore: Bool
    let count: Piece
    let total: Piece
    let text: Piece

    init?(_ unit: Unit) {
      guard case .line(let line, let blankBefore) = unit, line.piece.first == UInt8(ascii: "["),
        let (counter, text) = line.piece.dropFirst().cut(at: "] "),
        let (count, total) = counter.cut(at: "/"), count.trimmed.decimal != nil,
        total.decimal != nil
      else { return nil }
      (self.line, self.blankBefore) = (line, blankBefore)
      (self.count, self.total, self.text) = (count, total, text)
    }
  }

  private static let reach = 200

  /// The actual units with the first run of steps in the order of the expected ones, counted anew,
  /// and the first line that was moved. The totals are as they were.
  static func settled(
    _ actual: [Unit], by expected: [Unit], commands: [Int], terms: Terms
  ) -> (units: [Unit], moved: Tolerance?) {
    guard let (wanted, _) = run(expected), let (found, start) = run(actual),
      wanted.count == found.count, (2...reach).contains(found.count),
      let first = commands.first, commands.last == first
    else { return (actual, nil) }
    let lines = LineMatcher(terms)
    var free = Array(found.indices)
    var order: [Int?] = wanted.map { step in
      let place = free.firstIndex { lines.match(step.text, found[$0].text) != nil }
      return place.map { free.remove(at: $0) }
    }
    for place in order.indices where order[place] == nil && !free.isEmpty {
      order[place] = free.removeFirst()
    }
    let indices = order.compactMap { $0 }
    guard let moved = indices.indices.first(where: { indices[$0] != $0 }) else {
      return (actual, nil)
    }
    var units = actual
    for (place, index) in indices.enumerated() {
      let step = found[index]
      let counter = "[\(found[place].count.text)/\(step.total.text)] "
      units[start + place] = .line(
        Line(number: step.line.number, bytes: Array(counter.utf8) + step.text),
        blankBefore: step.blankBefore)
    }
    return (
      units,
      Tolerance(
        kind: "line order", expected: "", actual: "", line: wanted[moved].line.number,
        actualLine: found[indices[moved]].line.number)
    )
  }

  private static func run(_ units: [Unit]) -> (steps: [Step], start: Int)? {
    guard let start = units.firstIndex(where: { Step($0) != nil }) else { return nil }
    var steps: [Step] = []
    for unit in units[start...] {
      guard let step = Step(unit) else { break }
      steps.append(step)
    }
    return (steps, start)
  }
}
