import Transcripts

/// One output of a page with the lines that were printed in its place.
struct UpdatedBlock {
  /// The page's lines.
  let lines: [String]
  /// The line on which the output begins, counted from 1.
  let first: Int
  let fence: PageFences.Fence?
  private(set) var edits: LineEdits
  /// Whether a tag around a `pre` would be lost.
  private(set) var touchesTag = false
  /// Whether no line of the output is left.
  var isEmpty: Bool { count == 0 }
  private var count = 0
  private var written: [String] = []

  init(lines: [String], first: Int, fence: PageFences.Fence?, edits: LineEdits) {
    self.lines = lines
    self.first = first
    self.fence = fence
    self.edits = edits
  }

  /// - Parameter claimed: lines of what was printed that another output of the step has.
  mutating func take(_ comparison: Comparison, except claimed: Set<Int>) {
    // What is new comes behind the line of the document that was seen last.
    var next = first
    for row in comparison.rows {
      let place = row.expected.map { first + $0.number - 1 }
      if let place { next = place + 1 }
      let isClaimed = row.actual.map { claimed.contains($0.number) } ?? false
      switch row.mark {
      case .same: count += 1
      case .covered: break
      case .tolerated where comparison.verdict != .drift: count += 1
      case .changed where isClaimed: remove(place)
      case .tolerated, .changed:
        count += 1
        guard let place, let actual = row.actual, lines.indices.contains(place - 1) else { break }
        let line = OutputUpdate.line(
          lines[place - 1], made: actual.text, by: comparison.options, isHTML: isHTML)
        if line != lines[place - 1] { replace(place, with: line) }
      case .missing:
        // An elision stands for anything, nothing included.
        if row.expected?.isElision == true { count += 1 } else { remove(place) }
      case .extra:
        guard let actual = row.actual, !isClaimed else { break }
        insert(actual.text, before: next)
      }
    }
  }

  /// Makes the marks around the output longer than any that it has in it.
  mutating func lengthenFence() {
    guard let fence, let mark = fence.mark, let character = mark.first else { return }
    let longest =
      written.compactMap { PageFences.mark(of: $0) }
      .filter { $0.first == character }.map(\.count).max() ?? 0
    guard longest >= mark.count else { return }
    let longer = String(repeating: character, count: longest + 1)
    for (line, old) in [(fence.first, mark), (fence.last ?? 0, mark)]
    where lines.indices.contains(line - 1) {
      let text = lines[line - 1]
      guard let range = text.firstRange(of: old) else { continue }
      let rest = text[range.upperBound...].drop { $0 == character }
      edits.replace(line, with: [text[..<range.lowerBound] + longer + rest])
    }
  }

  private var isHTML: Bool { fence != nil && fence?.mark == nil }

  private mutating func replace(_ place: Int, with line: String) {
    touch(place)
    written.append(line)
    edits.replace(place, with: [line])
  }

  private mutating func remove(_ place: Int?) {
    guard let place else { return }
    touch(place)
    edits.replace(place, with: [])
  }

  private mutating func insert(_ text: String, before place: Int) {
    if isHTML, place <= fence?.first ?? 0 || place > fence?.last ?? .max { touchesTag = true }
    let neighbour = lines.indices.contains(first - 1) ? lines[first - 1] : ""
    let indent = isHTML && first == fence?.first ? "" : OutputUpdate.indent(of: neighbour[...])
    let line = indent + (isHTML ? OutputUpdate.escaped(text) : text)
    written.append(line)
    count += 1
    edits.insert(line, before: place)
  }

  private mutating func touch(_ place: Int) {
    if isHTML, place == fence?.first || place == fence?.last { touchesTag = true }
  }
}
