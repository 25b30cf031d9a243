import Emulation

/// How several lines of text that are typed stand in so many columns.
struct WebArea {
  private(set) var lines: [String] = [""]
  /// Where each character stands, and behind the last one where more can be typed.
  private var places: [Position] = []
  private let field: TextField

  init(_ field: TextField, columns: Int) {
    self.field = field
    var used = 0
    for character in field.text {
      let width = displayWidth(of: String(character))
      if character == "\n" {
        places.append(Position(row: lines.count - 1, column: min(used, columns - 1)))
        lines.append("")
        used = 0
        continue
      }
      if used + width > columns, used > 0 {
        lines.append("")
        used = 0
      }
      places.append(Position(row: lines.count - 1, column: used))
      lines[lines.count - 1].append(character)
      used += width
    }
    if used >= columns {
      lines.append("")
      used = 0
    }
    places.append(Position(row: lines.count - 1, column: used))
  }

  /// Where what is typed next stands.
  var cursor: Position { places[min(field.cursor, places.count - 1)] }

  /// The field with its cursor so many rows further down; nil where there is no such row.
  func moved(rows: Int) -> TextField? {
    let goal = Position(row: cursor.row + rows, column: cursor.column)
    guard
      let index = places.lastIndex(where: { $0.row == goal.row && $0.column <= goal.column })
    else { return nil }
    var moved = field
    moved.move(by: index - field.cursor)
    return moved
  }
}
