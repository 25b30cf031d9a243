/// Tables with nothing but a rule under their header, as vault, virsh, az and pip print them:
/// `----  ------` over each column, or one line over all.
extension Table {
  /// The table that begins at a line, and the index behind its last line; nothing where none begins
  /// there.
  static func ruled(
    _ lines: [Line], at start: Int, isExpected: Bool
  ) -> (table: Table, end: Int)? {
    guard let header = Table(header: lines[start], rule: lines[start + 1]) else { return nil }
    var table = header
    var index = start + 2
    while index < lines.count, table.append(lines[index], isExpected: isExpected) { index += 1 }
    return table.rows.contains { !$0.isElision } ? (table, index) : nil
  }

  /// Whether a line may be the rule under a header, by its first bytes.
  static func mayBeRule(_ line: Line) -> Bool {
    let rule = line.piece.drop(while: \.isBlank)
    guard let stroke = rule.first, stroke == UInt8(ascii: "-") || stroke == UInt8(ascii: "=") else {
      return false
    }
    return rule.count >= 5 && rule.allSatisfy { $0 == stroke || $0.isBlank }
  }

  /// Where the columns begin and what they are called, by a rule.
  static func ruledColumns(_ header: Piece, _ rule: Piece) -> [(name: String, offset: Int)]? {
    var starts: [Int] = []
    for index in rule.indices where !rule[index].isBlank {
      if index == rule.startIndex || rule[index - 1].isBlank { starts.append(index) }
    }
    let isWhole = starts.count == 1
    if isWhole {
      guard rule.trimmed.count + 1 >= header.trimmed.count else { return nil }
      starts = Table.fields(header).map(\.startIndex)
    }
    guard starts.count >= (isWhole ? 3 : 2), header.allSatisfy({ $0 < 0x80 }) else { return nil }
    var columns: [(name: String, offset: Int)] = []
    for (index, start) in starts.enumerated() {
      guard start < header.endIndex, index == 0 || header[start - 1].isBlank else { return nil }
      let end = index + 1 < starts.count ? min(starts[index + 1], header.endIndex) : header.endIndex
      let name = header[start..<end].trimmed
      guard name.contains(where: \.isLetter), !name.contains("  ") else { return nil }
      columns.append((name.text, start))
    }
    guard header[..<starts[0]].allSatisfy(\.isBlank) else { return nil }
    return columns
  }

  /// The cells of a row: as many as there are columns, or what stands under each.
  func ruledCells(of line: Piece, _ offsets: [Int]) -> [Piece]? {
    guard let first = offsets.first, line.prefix(first).allSatisfy(\.isBlank) else { return nil }
    let fields = Table.fields(line)
    if fields.count == columns.count { return fields }
    return Table.cells(of: line, at: offsets)
  }

  /// What stands at the offsets of a line, counted in characters; nothing where a word crosses one.
  static func cells(of line: Piece, at offsets: [Int]) -> [Piece]? {
    let starts = places(of: offsets, in: line)
    var cells: [Piece] = []
    for (index, start) in starts.enumerated() {
      guard start < line.endIndex else {
        cells.append([])
        continue
      }
      if index > 0, !line[start - 1].isBlank { return nil }
      let end = index + 1 < starts.count ? min(starts[index + 1], line.endIndex) : line.endIndex
      cells.append(line[start..<end].trimmed)
    }
    return cells.count { !$0.isEmpty } >= 2 ? cells : nil
  }

  /// Where characters at offsets stand in a line of bytes: they are the same in plain text.
  private static func places(of offsets: [Int], in line: Piece) -> [Int] {
    guard line.contains(where: { $0 >= 0x80 }) else { return offsets }
    let starts = line.indices.filter { line[$0] & 0xC0 != 0x80 }
    return offsets.map { $0 < starts.count ? starts[$0] : line.endIndex }
  }
}
