/// One row of the grid or of what has scrolled away, as others see it.
package struct Row: Sendable {
  /// Its places; in the grid as many as there are columns.
  package var cells: [Cell]
  /// The marks that combine with the character at a column.
  package var marks: [Int: [Unicode.Scalar]] = [:]
  /// True when its text goes on in the next row because the line was full.
  package var continues = false

  /// A row of these places.
  package init(cells: [Cell]) { self.cells = cells }

  /// A row of empty places with the background of a style.
  package init(columns: Int, style: Style = Style()) {
    cells = Array(repeating: .blank(style), count: columns)
  }

  /// What a person reads in it, without blanks at the end.
  package var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  /// Adds its text with all blanks. A wide character that did not fit leaves the last place of a row
  /// that goes on empty.
  func write(to bytes: inout [UInt8]) {
    let places = cells.span
    let end = continues && cells.last?.bits == 0 ? cells.count - 1 : cells.count
    for column in 0..<end where !places[column].isRightHalf {
      let scalar = places[column].scalar ?? " "
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes += String(scalar).utf8
      }
      guard !marks.isEmpty, let combining = marks[column] else { continue }
      for mark in combining { bytes += String(mark).utf8 }
    }
  }

  /// How many places there are up to the last that is not empty.
  var usedCount: Int {
    let places = cells.span
    var end = places.count
    while end > 0, places[end - 1] == Cell() { end -= 1 }
    return end
  }

  /// Its first places.
  func cut(_ end: Int) -> Row {
    var row = self
    row.cells = Array(cells[..<end])
    return row
  }

  /// Adds empty places at its end.
  mutating func pad(columns: Int) {
    guard cells.count < columns else { return }
    cells += repeatElement(Cell(), count: columns - cells.count)
  }

  /// Cuts it or fills it with empty places.
  mutating func resize(columns: Int) {
    if columns < cells.count {
      cells.removeLast(cells.count - columns)
      if cells.last?.width == 2 { cells[columns - 1] = .blank(cells[columns - 1].style) }
      marks = marks.filter { $0.key < cells.count }
      continues = false
    } else if columns > cells.count {
      pad(columns: columns)
      continues = false
    }
  }
}

extension Row: Hashable {
  package static func == (left: Row, right: Row) -> Bool {
    left.continues == right.continues && left.cells == right.cells && left.marks == right.marks
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(cells)
    hasher.combine(marks)
  }
}
