extension Page {
  /// Puts lines between those of the document.
  /// - Parameters:
  ///   - index: the place of the line in front of which they stand.
  ///   - source: the line of the source that they belong to.
  package mutating func insert(_ added: [Line], at index: Int, source: Int) {
    let index = min(max(0, index), lines.count)
    lines.insert(contentsOf: added.map { PageLine(line: $0, source: source) }, at: index)
  }

  /// The line behind the last one that shows the block at a line of the source.
  package func end(ofSource source: Int) -> Int {
    let first = line(ofSource: source)
    guard lines.indices.contains(first) else { return lines.count }
    let shown = lines[first].source
    return lines[first...].firstIndex { $0.source != shown || $0.width == 0 } ?? lines.count
  }
}
