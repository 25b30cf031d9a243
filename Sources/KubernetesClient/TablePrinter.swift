import Documents

/// Tables as `kubectl` prints them: cells padded to the widest of their column and three blanks,
/// six at least, the last column as it is.
package struct TablePrinter {
  private var widths: [Int] = []

  package init() {}

  /// The rows as lines; widths of earlier calls are kept, so that a watch's rows stay in line.
  package mutating func lines(_ rows: [[String]]) -> [String] {
    for row in rows {
      for (index, cell) in row.dropLast().enumerated() {
        let width = max(cell.unicodeScalars.count + 3, 6)
        if index < widths.count {
          widths[index] = max(widths[index], width)
        } else {
          widths.append(width)
        }
      }
    }
    return rows.map { row in
      var line = ""
      for (index, cell) in row.enumerated() {
        line += cell
        if index < row.count - 1 {
          line += String(repeating: " ", count: widths[index] - cell.unicodeScalars.count)
        }
      }
      return line
    }
  }
}

/// A server's table, ready to be printed.
package struct ServerTable {
  package var header: [String]
  package var rows: [[String]]

  /// Columns and rows of a `Table` document.
  /// - Parameters:
  ///   - isWide: whether columns of lower priority are shown.
  ///   - prefix: what stands before each name, as in `pod/`.
  package init(
    _ table: Value, isWide: Bool, withNamespace: Bool = false, prefix: String = "",
    labelColumns: [String] = [], showLabels: Bool = false
  ) {
    let columns = table["columnDefinitions"]?.array ?? []
    let shown = columns.indices.filter { isWide || (columns[$0]["priority"]?.integer ?? 0) == 0 }
    header = shown.map { columns[$0]["name"]?.string?.uppercased() ?? "" }
    header += labelColumns.map { $0.split(separator: "/").last.map { $0.uppercased() } ?? "" }
    if showLabels { header.append("LABELS") }
    if withNamespace { header.insert("NAMESPACE", at: 0) }
    rows = (table["rows"]?.array ?? []).map { row in
      let cells = row["cells"]?.array ?? []
      var texts = shown.map { index in
        index < cells.count ? ServerTable.text(cells[index]) : ""
      }
      if !texts.isEmpty { texts[0] = prefix + texts[0] }
      let labels = row["object", "metadata", "labels"]?.object?.strings ?? [:]
      texts += labelColumns.map { labels[$0] ?? "" }
      if showLabels { texts.append(ServerTable.labels(labels)) }
      if withNamespace {
        texts.insert(row["object", "metadata", "namespace"]?.string ?? "", at: 0)
      }
      return texts
    }
  }

  private static func text(_ cell: Value) -> String {
    cell.scalarText ?? cell.json()
  }

  /// Labels as a cell shows them.
  package static func labels(_ labels: [String: String]) -> String {
    labels.isEmpty
      ? "<none>"
      : labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }
}
